"""Owns what the exchange asks of a store: rows in, rows out, no decision.

Everything that depends on state is read and written inside one
:class:`AdmissionTransaction`, which holds the hub's only lock. The store decides nothing; unique
constraints in it are the fence behind the exchange's rules.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

StreamKey = tuple[str, str]
"""(source, subject): the unit within which order is kept."""

CaseKey = tuple[str, str]
"""(family, correlationid)."""


@dataclass(frozen=True, slots=True)
class Tail:
    """Where the ledger ends, as read under the lock.

    Attributes:
        size: Number of ledger entries; also the index of the next one.
        at_us: Admission time of the last entry, microseconds since 1970 UTC.
        now_us: The store's clock when the lock was taken.
        epoch: Raised by one each time the hub is restored from a backup.
        frontier: The Merkle tree's compact range (`ledger.tree.Frontier`).
        directory_version: The version in force.
        held_count: Messages held for a missing predecessor, over all sources.
    """

    size: int
    at_us: int
    now_us: int
    epoch: int
    frontier: bytes
    directory_version: int
    held_count: int


class Standing(StrEnum):
    """What the hub knows of a message id."""

    ADMITTED = "admitted"
    REFUSED = "refused"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Known:
    """A message id the hub has seen with a good signature.

    Attributes:
        signing_digest: SHA-256 of the signing input first seen under this id.
        index: Ledger index; ``None`` while held.
        at_us: Admission time; for a held one, when it arrived.
        code: Refusal code, empty otherwise.
        problems: JSON of the refusal's problems, empty otherwise.
    """

    standing: Standing
    source: str
    id: str
    digest: bytes
    signing_digest: bytes
    index: int | None
    at_us: int
    code: str = ""
    problems: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A participant's agent: which generation may sign, and its acknowledgement number."""

    generation: int = 0
    opened_us: int = 0
    ack_sequence: int = 0


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A message that waits for an earlier one of its stream."""

    source: str
    subject: str
    sequence: int
    id: str
    digest: bytes
    signing_digest: bytes
    at_us: int
    envelope: bytes


@dataclass(frozen=True, slots=True)
class Cited:
    """An admitted message that another one refers to."""

    index: int
    source: str
    id: str
    type: str
    subject: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case at admission: who began it, whether it has ended, who was ever sent it."""

    family: str
    key: str
    source: str
    ended: bool
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeadRow:
    """A recipient's last delivery number and the running hash over all of them."""

    recipient: str
    last: int
    running: bytes


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One ledger entry: its final bytes and its RFC 6962 leaf hash."""

    index: int
    kind: int
    at_us: int
    entry: bytes
    leaf: bytes


@dataclass(frozen=True, slots=True)
class HeadEntryRow:
    """Where the ledger has a recipient's head at a number: the end of a chunk of deliveries."""

    recipient: str
    last: int
    index: int


@dataclass(frozen=True, slots=True)
class NodeRow:
    """The hash of a complete subtree, eight levels above the leaves or a multiple of it."""

    level: int
    position: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class CheckpointRow:
    """What the ledger is at a size.

    Attributes:
        text: The signed note.
    """

    size: int
    root: bytes
    text: str


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One admitted message: the bytes as signed and what they are found by."""

    index: int
    source: str
    id: str
    type: str
    contract: str
    subject: str
    sequence: int
    correlationid: str
    causationid: str | None
    draftkey: str | None
    time_us: int
    at_us: int
    digest: bytes
    signing_digest: bytes
    recipients: str
    envelope: bytes


@dataclass(frozen=True, slots=True)
class RefusalRow:
    """A refusal that used its number: part of the record, like an admission."""

    index: int
    source: str
    id: str
    type: str
    subject: str
    sequence: int
    code: str
    problems: str
    at_us: int
    digest: bytes
    signing_digest: bytes
    envelope: bytes


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One numbered delivery.

    Attributes:
        parts: Comma-separated names of the body parts the recipient gets.
    """

    recipient: str
    number: int
    index: int
    flags: int
    parts: str
    running: bytes


@dataclass(frozen=True, slots=True)
class AcknowledgementRow:
    """One admitted acknowledgement."""

    index: int
    source: str
    id: str
    sequence: int
    delivered: int
    at_us: int
    digest: bytes
    signing_digest: bytes
    envelope: bytes


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """What a recipient did with one delivery."""

    recipient: str
    number: int
    index: int
    outcome: str
    reason: str
    ack_index: int


@dataclass(frozen=True, slots=True)
class SentRow:
    """What was sent under a delivery number: index, digest and running hash."""

    number: int
    index: int
    digest: bytes
    running: bytes


@dataclass(frozen=True, slots=True)
class QuarantineRow:
    """Bytes nobody can be answered for."""

    at_us: int
    sender: str
    code: str
    detail: str
    content: bytes


@dataclass(slots=True)
class Batch:
    """All rows one admission writes; the store writes them in one go."""

    ledger: list[LedgerRow] = field(default_factory=list)
    messages: list[MessageRow] = field(default_factory=list)
    refusals: list[RefusalRow] = field(default_factory=list)
    deliveries: list[DeliveryRow] = field(default_factory=list)
    heads: dict[str, HeadRow] = field(default_factory=dict)
    streams: dict[StreamKey, int] = field(default_factory=dict)
    cases: dict[CaseKey, CaseRow] = field(default_factory=dict)
    held: list[HeldRow] = field(default_factory=list)
    released: list[HeldRow] = field(default_factory=list)
    acknowledgements: list[AcknowledgementRow] = field(default_factory=list)
    outcomes: list[OutcomeRow] = field(default_factory=list)
    ack_sequences: dict[str, tuple[int, int]] = field(default_factory=dict)
    """participant -> (its last acknowledgement number, delivered up to)"""
    head_entries: list[HeadEntryRow] = field(default_factory=list)
    nodes: list[NodeRow] = field(default_factory=list)
    checkpoints: list[CheckpointRow] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=dict)
    """participant -> size of the checkpoint it is being told"""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.ledger or self.held or self.released)


class AdmissionTransaction(Protocol):
    """The state of the hub under the lock. Lookups take collections: one round trip each."""

    def tail(self) -> Tail: ...

    def known(self, ids: Collection[str]) -> Sequence[Known]: ...

    def draftkeys(self, keys: Collection[str]) -> Collection[tuple[str, str]]: ...

    def sessions(self, participants: Collection[str]) -> Mapping[str, Session]: ...

    def streams(self, keys: Collection[StreamKey]) -> Mapping[StreamKey, int]: ...

    def held(self, keys: Collection[StreamKey]) -> Sequence[HeldRow]: ...

    def held_counts(self, sources: Collection[str]) -> Mapping[str, int]: ...

    def cited(self, ids: Collection[str]) -> Sequence[Cited]: ...

    def cases(self, keys: Collection[CaseKey]) -> Mapping[CaseKey, CaseRow]: ...

    def heads(self, recipients: Collection[str]) -> Mapping[str, HeadRow]: ...

    def sent(self, recipient: str, numbers: Collection[int]) -> Sequence[SentRow]: ...

    def outcomes(self, recipient: str, numbers: Collection[int]) -> Collection[int]: ...

    def told(self, participants: Collection[str]) -> Mapping[str, int]: ...

    def write(self, batch: Batch, tail: Tail) -> None: ...

    def open_session(self, participant: str, opened_us: int) -> Session: ...

    def directory_text(self) -> bytes: ...

    def publish_directory(self, version: int, text: bytes, at_us: int) -> None: ...


@dataclass(frozen=True, slots=True)
class StoredDelivery:
    """One delivery with its envelope as admitted."""

    number: int
    index: int
    flags: int
    parts: str
    running: bytes
    at_us: int
    digest: bytes
    envelope: bytes


@dataclass(frozen=True, slots=True)
class StoredHead:
    """A recipient's head entry: its number, and the entry with its place."""

    last: int
    index: int
    entry: bytes


class HubStore(Protocol):
    """What the exchange needs of the store outside the lock, and the way into it."""

    def admission(self) -> AbstractContextManager[AdmissionTransaction]: ...

    def directory_version(self) -> int: ...

    def directory_text(self) -> bytes: ...

    def epoch(self) -> int: ...

    def head(self, recipient: str) -> HeadRow: ...

    def heads(self) -> Sequence[HeadRow]: ...

    def session(self, participant: str) -> Session: ...

    def streams_of(self, source: str, limit: int) -> Mapping[str, int] | None: ...

    def running(self, recipient: str, number: int) -> bytes: ...

    def deliveries(self, recipient: str, after: int, limit: int) -> Sequence[StoredDelivery]: ...

    def head_entries(self, recipient: str, after: int, until: int) -> Sequence[StoredHead]: ...

    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]: ...

    def entries(self, indices: Collection[int]) -> Mapping[int, bytes]: ...

    def checkpoint(self, size: int | None = None) -> CheckpointRow | None: ...

    def cosignatures(self, size: int) -> Mapping[str, str]: ...

    def witnessed_size(self, needed_count: int) -> int | None: ...

    def keep_cosignature(self, size: int, witness: str, line: str) -> None: ...

    def quarantine(self, rows: Sequence[QuarantineRow]) -> None: ...
