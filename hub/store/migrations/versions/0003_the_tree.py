"""the tree: stored hashes, checkpoints, head entries"""

import sqlalchemy as sa
from alembic import op

from hub.errors import ConfigError

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    # No released hub has a ledger without checkpoints, and none can be made afterwards: what was
    # receipted without a proof stays without one.
    if op.get_bind().execute(sa.text("SELECT 1 FROM ledger LIMIT 1")).first() is not None:
        raise ConfigError(
            "config.ledger_unproved",
            "the ledger was begun by a trial version without proofs; begin a new one",
        )
    op.create_table(
        "head_entries",
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("last", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("idx", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("recipient", "last"),
    )
    op.create_table(
        "nodes",
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "position"),
    )
    op.create_table(
        "checkpoints",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("size"),
    )
    op.create_table(
        "cosignatures",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("witness", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("size", "witness"),
    )
    op.create_table(
        "told",
        sa.Column("participant", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("participant"),
    )
