"""The tables of one agent's database (agent.db), version 2.

Times are integers, microseconds since 1970 UTC; digests are 32 raw bytes.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

VERSION: Final = 2

metadata = MetaData()

schema_version = Table("schema_version", metadata, Column("version", Integer, primary_key=True))

# What this participant sends: draft -> sealed -> held -> admitted | refused.
outbox = Table(
    "outbox",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("subject", Text, nullable=False),
    Column("contract", Text, nullable=False),
    Column("draftkey", Text, unique=True),
    Column("content", LargeBinary, nullable=False),  # digest: is it the same fact again?
    Column("draft", LargeBinary, nullable=False),  # JSON: the event's members that are fixed
    Column("parts", LargeBinary, nullable=False),  # an unsigned envelope: salts and bytes
    Column("state", Text, nullable=False),
    Column("sequence", BigInteger),
    Column("generation", BigInteger),
    Column("envelope", LargeBinary),
    Column("digest", LargeBinary),
    Column("due_at", BigInteger, nullable=False, default=0),  # send (again) from then on
    Column("attempts", Integer, nullable=False, default=0),
    Column("code", Text, nullable=False, default=""),
    Column("problems", LargeBinary),
    Column("ledger_index", BigInteger),
    Column("receipt", Integer),  # position of the receipt that proves it
    Column("told", Boolean, nullable=False, default=False),
    Index("outbox_due", "state", "due_at"),
    Index("outbox_subject", "subject", "sequence"),
    Index("outbox_told", "told", "state"),
    Index("outbox_digest", "digest"),
    sqlite_autoincrement=True,
)

# The next number of each stream this participant signs.
streams = Table(
    "streams",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("next_sequence", BigInteger, nullable=False),
)

# Numbers that a message refused for good has not used: the next draft of the stream gets one.
free_numbers = Table(
    "free_numbers",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("sequence", BigInteger, primary_key=True),
)

# What was delivered: new -> applied | retrying -> parked; waiting behind one of its stream.
inbox = Table(
    "inbox",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("ledger_index", BigInteger, nullable=False),
    Column("admitted_at", BigInteger, nullable=False),
    Column("source", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("contract", Text, nullable=False),
    Column("snapshot", Boolean, nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("running", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("due_at", BigInteger, nullable=False, default=0),
    Column("attempts", Integer, nullable=False, default=0),
    Column("outcome", Text),
    Column("reason", Text, nullable=False, default=""),
    Column("acknowledged", BigInteger),  # the acknowledgement's sequence
    Column("released_by", Text),
    Column("released_why", Text),
    Index("inbox_state", "state", "number"),
    Index("inbox_stream", "source", "subject", "state"),
    Index("inbox_acknowledged", "acknowledged", "outcome"),
)

# The highest sequence seen of each stream others sign.
seen = Table(
    "seen",
    metadata,
    Column("source", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
)

acknowledgements = Table(
    "acknowledgements",
    metadata,
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("generation", BigInteger, nullable=False),
    Column("draft", LargeBinary, nullable=False),  # the payload, to sign it anew
    Column("envelope", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("due_at", BigInteger, nullable=False, default=0),
    Column("attempts", Integer, nullable=False, default=0),
    Column("code", Text, nullable=False, default=""),
    Column("ledger_index", BigInteger),
    Column("receipt", Integer),
    Index("acknowledgements_due", "state", "due_at"),
    Index("acknowledgements_digest", "digest"),
)

# Evidence: the hub's signed answers with their proofs, as they came.
receipts = Table(
    "receipts",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("text", LargeBinary, nullable=False),
)

statements = Table(
    "statements",
    metadata,
    Column("last", BigInteger, primary_key=True, autoincrement=False),
    Column("first", BigInteger, nullable=False),
    Column("text", LargeBinary, nullable=False),
)

# Two signed checkpoints that cannot both be true.
contradictions = Table(
    "contradictions",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("code", Text, nullable=False),
    Column("ours", Text, nullable=False),
    Column("theirs", Text, nullable=False),
)

plugin_state = Table(
    "plugin_state",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("state", LargeBinary, nullable=False),
)

# What waits for an officer, unsigned: waiting -> confirmed | declined.
proposals = Table(
    "proposals",
    metadata,
    Column("id", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("contract", Text, nullable=False),
    Column("draftkey", Text, unique=True),
    Column("content", LargeBinary, nullable=False),
    Column("draft", LargeBinary, nullable=False),
    Column("parts", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("decided_by", Text),
    Column("decided_at", BigInteger),
    Column("why", Text, nullable=False, default=""),
    Index("proposals_state", "state", "made_at"),
)

alarms = Table(
    "alarms",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("code", Text, nullable=False),
    Column("about", Text, nullable=False),  # what it speaks of: one alarm per code and thing
    Column("text", Text, nullable=False),
    Column("count", Integer, nullable=False, default=1),
    Index("alarms_once", "code", "about", unique=True),
)

memory = Table(
    "memory",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
