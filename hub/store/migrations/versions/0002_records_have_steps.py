"""records have steps; they are made anew from the ledger"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("DELETE FROM records")
    op.execute("UPDATE clerk SET position = 0")
    with op.batch_alter_table("records") as records:
        records.add_column(sa.Column("steps", sa.Text(), nullable=False, server_default="[]"))
    with op.batch_alter_table("records") as records:
        records.alter_column("steps", server_default=None)
