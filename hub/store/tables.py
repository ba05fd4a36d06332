"""Owns the hub's tables.

Columns are named like the attributes of the rows in `hub.exchange.ports`, but for `idx`, the ledger
index (`index` there), which is a reserved word here.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()


def _text(name: str, *, key: bool = False, null: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=null)


def _big(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, BigInteger, primary_key=key, nullable=False, autoincrement=False)


def _bytes(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


tail = Table(
    "tail",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    _text("hubid"),
    _big("size"),
    _big("at_us"),
    _big("epoch"),
    _bytes("frontier"),
    _big("directory_version"),
    _big("held_count"),
)
"""One row: where the ledger ends. Read and rewritten under the lock."""

ledger = Table(
    "ledger",
    metadata,
    _big("idx", key=True),
    Column("kind", SmallInteger, nullable=False),
    _big("at_us"),
    _bytes("entry"),
    _bytes("leaf"),
)

messages = Table(
    "messages",
    metadata,
    _big("idx", key=True),
    _text("source"),
    _text("id"),
    _text("type"),
    _text("contract"),
    _text("subject"),
    _big("sequence"),
    _text("correlationid"),
    _text("causationid", null=True),
    _text("draftkey", null=True),
    _big("time_us"),
    _big("at_us"),
    _bytes("digest"),
    _bytes("signing_digest"),
    _text("recipients"),
    _bytes("envelope"),
    UniqueConstraint("id", "source", name="messages_id"),
    Index("messages_subject", "subject", "source", "sequence", unique=True),
)

Index(
    "messages_draftkey",
    messages.c.draftkey,
    messages.c.source,
    unique=True,
    postgresql_where=text("draftkey IS NOT NULL"),
    sqlite_where=text("draftkey IS NOT NULL"),
)

refusals = Table(
    "refusals",
    metadata,
    _big("idx", key=True),
    _text("source"),
    _text("id"),
    _text("type"),
    _text("subject"),
    _big("sequence"),
    _text("code"),
    _text("problems"),
    _big("at_us"),
    _bytes("digest"),
    _bytes("signing_digest"),
    _bytes("envelope"),
    UniqueConstraint("id", "source", name="refusals_id"),
)

deliveries = Table(
    "deliveries",
    metadata,
    _text("recipient", key=True),
    _big("number", key=True),
    _big("idx"),
    Column("flags", SmallInteger, nullable=False),
    _text("parts"),
    _bytes("running"),
)

heads = Table("heads", metadata, _text("recipient", key=True), _big("last"), _bytes("running"))

head_entries = Table(
    "head_entries",
    metadata,
    _text("recipient", key=True),
    _big("last", key=True),
    _big("idx"),
)
"""Where the ledger has a recipient's head: one for each chunk of deliveries that fits a frame."""

nodes = Table(
    "nodes",
    metadata,
    Column("level", SmallInteger, primary_key=True, autoincrement=False),
    _big("position", key=True),
    _bytes("hash"),
)
"""Complete subtrees 8, 16, 24 ... levels above the leaves, whose hashes are in the ledger."""

checkpoints = Table("checkpoints", metadata, _big("size", key=True), _bytes("root"), _text("text"))

cosignatures = Table(
    "cosignatures",
    metadata,
    _big("size", key=True),
    _text("witness", key=True),
    _text("line"),
)

told = Table("told", metadata, _text("participant", key=True), _big("size"))
"""Size of the checkpoint a participant was told last: growth is proved from there."""

streams = Table(
    "streams",
    metadata,
    _text("source", key=True),
    _text("subject", key=True),
    _big("sequence"),
)

held = Table(
    "held",
    metadata,
    _text("source", key=True),
    _text("subject", key=True),
    _big("sequence", key=True),
    _text("id"),
    _bytes("digest"),
    _bytes("signing_digest"),
    _big("at_us"),
    _bytes("envelope"),
    UniqueConstraint("id", "source", name="held_id"),
)

cases = Table(
    "cases",
    metadata,
    _text("family", key=True),
    _text("key", key=True),
    _text("source"),
    Column("ended", Boolean, nullable=False),
    _text("recipients"),
)

sessions = Table(
    "sessions",
    metadata,
    _text("participant", key=True),
    _big("generation"),
    _big("opened_us"),
    _big("ack_sequence"),
    _big("delivered"),
)

acknowledgements = Table(
    "acknowledgements",
    metadata,
    _big("idx", key=True),
    _text("source"),
    _text("id"),
    _big("sequence"),
    _big("delivered"),
    _big("at_us"),
    _bytes("digest"),
    _bytes("signing_digest"),
    _bytes("envelope"),
    UniqueConstraint("id", "source", name="acknowledgements_id"),
    UniqueConstraint("source", "sequence", name="acknowledgements_sequence"),
)

outcomes = Table(
    "outcomes",
    metadata,
    _text("recipient", key=True),
    _big("number", key=True),
    _big("idx"),
    _text("outcome"),
    _text("reason"),
    _big("ack_index"),
    Index("outcomes_index", "idx"),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    _big("at_us"),
    _text("sender"),
    _text("code"),
    _text("detail"),
    _bytes("content"),
)

directories = Table(
    "directories", metadata, _big("version", key=True), _big("at_us"), _bytes("text")
)

clerk = Table(
    "clerk",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    _big("position"),
)
"""One row: the ledger index up to which projections are made."""

records = Table(
    "records",
    metadata,
    _text("family", key=True),
    _text("key", key=True),
    _text("subject"),
    _text("source"),
    _text("state"),
    _text("since"),
    _text("until"),
    _big("idx"),
    _text("detail"),
    _text("steps"),
    Index("records_subject", "subject"),
    Index("records_state", "family", "state"),
)
"""The clerk's projections: made anew from the ledger at any time."""
