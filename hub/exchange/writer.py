"""Owns the rows an admission leaves: ledger entries, messages, numbered deliveries, heads.

Indices are dense and given in the order of decisions; delivery numbers are given once at the end,
when all recipients of the batch are known. Head entries per recipient close the batch, one for
each chunk of deliveries that fits into a frame, so that one proof covers them (DESIGN section 3).
The checkpoint is made last: it is what the ledger is with this batch.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from hub.exchange.model import AckCandidate, Candidate, Refused
from hub.exchange.notary import Notary
from hub.exchange.ports import (
    AcknowledgementRow,
    Batch,
    CheckpointRow,
    DeliveryRow,
    HeadEntryRow,
    HeadRow,
    LedgerRow,
    MessageRow,
    NodeRow,
    RefusalRow,
    StoredDelivery,
    Tail,
)
from hub.exchange.problems import encode_problems
from hub.ledger.entry import ZERO, Entry, EntryKind, encode_entry, leaf_hash
from hub.ledger.tree import STORED_LEVELS, Frontier, Node
from hub.message.delivery import running
from hub.message.instant import to_microseconds
from hub.message.limits import MAX_CHUNK_BYTES, MAX_DELIVERIES_COUNT

Route = Mapping[str, str]
"""recipient -> comma-separated names of the parts it gets, in the order they are numbered."""


@dataclass(frozen=True, slots=True)
class Routed:
    """A message on its way: what each recipient's number will stand for.

    Attributes:
        size: Of its envelope, in bytes.
    """

    index: int
    digest: bytes
    size: int
    route: Route


@dataclass(frozen=True, slots=True)
class Chunk:
    """Deliveries that one head entry covers, ready to be framed.

    Attributes:
        before: The running hash before the first.
        index: Of the head entry.
    """

    before: bytes
    index: int
    rows: Sequence[StoredDelivery]


class _Name(NamedTuple):
    """What the record calls a signed text by."""

    source: str
    id: str
    type: str
    subject: str
    sequence: int


def _name_of(candidate: Candidate | AckCandidate) -> _Name:
    if isinstance(candidate, AckCandidate):
        ack = candidate.ack
        return _Name(ack.source, ack.id, "acknowledgement", "", ack.sequence)
    event = candidate.event
    return _Name(event.source, event.id, event.type, event.subject, event.sequence)


class Writer:
    """Turns decisions into rows.

    Args:
        tail: Where the ledger ended when the lock was taken.
        hubid: Which hub's ledger this is.

    Attributes:
        since: Where the ledger ended when the lock was taken.
        at_us: The batch's one admission time.
        told: By participant, the size of the checkpoint it was told last.
        nodes: After `finish`, all subtrees that the batch completed, and the peaks before it.
        checkpoint: After `finish`; ``None`` when nothing was appended.
    """

    def __init__(self, tail: Tail, hubid: str) -> None:
        self.batch = Batch()
        self.at_us = max(tail.at_us, tail.now_us)
        self.since = tail
        self._hubid = hubid
        self.told: Mapping[str, int] = {}
        self.nodes: list[Node] = []
        self.checkpoint: CheckpointRow | None = None
        self._before: dict[str, bytes] = {}
        self._routed: list[Routed] = []

    @property
    def _next(self) -> int:
        return self.since.size + len(self.batch.ledger)

    def message(self, candidate: Candidate, route: Route) -> int:
        """Admit a message; returns its ledger index."""
        event, index = candidate.event, self._next
        contract = ZERO if candidate.contract is None else candidate.contract.digest
        self._append(self._entry_of(candidate, EntryKind.MESSAGE, contract_digest=contract))
        self.batch.messages.append(
            MessageRow(
                index=index,
                source=event.source,
                id=event.id,
                type=event.type,
                contract=event.contract,
                subject=event.subject,
                sequence=event.sequence,
                correlationid=event.correlationid,
                causationid=event.causationid,
                draftkey=event.draftkey,
                time_us=to_microseconds(event.time),
                at_us=self.at_us,
                digest=candidate.digest,
                signing_digest=candidate.signing_digest,
                recipients=",".join(route),
                envelope=candidate.raw,
            )
        )
        self._routed.append(Routed(index, candidate.digest, len(candidate.raw), route))
        return index

    def refusal(self, candidate: Candidate | AckCandidate, refused: Refused) -> RefusalRow:
        """Record a refusal that used its number."""
        name = _name_of(candidate)
        row = RefusalRow(
            index=self._next,
            source=name.source,
            id=name.id,
            type=name.type,
            subject=name.subject,
            sequence=name.sequence,
            code=refused.code,
            problems=encode_problems(refused.problems),
            at_us=self.at_us,
            digest=candidate.digest,
            signing_digest=candidate.signing_digest,
            envelope=candidate.raw,
        )
        self._append(self._entry_of(candidate, EntryKind.REFUSAL, code=refused.code))
        self.batch.refusals.append(row)
        return row

    def acknowledgement(self, candidate: AckCandidate) -> int:
        """Record an acknowledgement; returns its ledger index."""
        ack, index = candidate.ack, self._next
        self._append(self._entry_of(candidate, EntryKind.ACKNOWLEDGEMENT))
        self.batch.acknowledgements.append(
            AcknowledgementRow(
                index=index,
                source=ack.source,
                id=ack.id,
                sequence=ack.sequence,
                delivered=ack.delivered,
                at_us=self.at_us,
                digest=candidate.digest,
                signing_digest=candidate.signing_digest,
                envelope=candidate.raw,
            )
        )
        return index

    def directory(self, version: int, digest: bytes) -> None:
        """Record a new version of the directory, by the digest of its signed text."""
        self._append(
            Entry(
                kind=EntryKind.DIRECTORY,
                at_us=self.at_us,
                hubid=self._hubid,
                epoch=self.since.epoch,
                source=self._hubid,
                sequence=version,
                directory_version=version,
                envelope_digest=digest,
            )
        )

    @property
    def recipients(self) -> set[str]:
        """Everyone this batch sends something."""
        return {recipient for routed in self._routed for recipient in routed.route}

    def number(self, heads: Mapping[str, HeadRow]) -> None:
        """Number the batch's deliveries after each recipient's last, and write the head entries."""
        pending: dict[str, list[Routed]] = defaultdict(list)
        for routed in self._routed:
            for recipient in routed.route:
                pending[recipient].append(routed)
        for recipient, routed_to in pending.items():
            head = heads[recipient]
            self._before[recipient] = head.running
            for chunk in _chunks(routed_to):
                head = self._deliver(recipient, chunk, head)
                self.batch.head_entries.append(HeadEntryRow(recipient, head.last, self._next))
                self._append(self._head_entry(head))
            self.batch.heads[recipient] = head

    def _deliver(self, recipient: str, routed_to: Sequence[Routed], head: HeadRow) -> HeadRow:
        number, hash_so_far, rows = head.last, head.running, self.batch.deliveries
        for routed in routed_to:
            number += 1
            hash_so_far = running(hash_so_far, number, routed.index, self.at_us, routed.digest)
            rows.append(
                DeliveryRow(
                    recipient, number, routed.index, 0, routed.route[recipient], hash_so_far
                )
            )
        return HeadRow(recipient, number, hash_so_far)

    @property
    def addressees(self) -> set[str]:
        """Everyone who is told of entries of this batch."""
        batch = self.batch
        return (
            self.recipients
            | {row.source for row in batch.messages}
            | {row.source for row in batch.refusals}
            | {row.source for row in batch.acknowledgements}
        )

    def outbox(self) -> Mapping[str, Sequence[Chunk]]:
        """Give the batch's deliveries by recipient and chunk."""
        by_recipient = self._stored()
        chunks: dict[str, list[Chunk]] = defaultdict(list)
        for head in self.batch.head_entries:
            rows, made = by_recipient[head.recipient], chunks[head.recipient]
            before = made[-1].rows[-1].running if made else self._before[head.recipient]
            start = sum(len(chunk.rows) for chunk in made)
            made.append(Chunk(before, head.index, rows[start : head.last - rows[0].number + 1]))
        return chunks

    def _stored(self) -> Mapping[str, Sequence[StoredDelivery]]:
        messages = {row.index: row for row in self.batch.messages}
        by_recipient: dict[str, list[StoredDelivery]] = defaultdict(list)
        for row in self.batch.deliveries:
            message = messages[row.index]
            by_recipient[row.recipient].append(
                StoredDelivery(
                    number=row.number,
                    index=row.index,
                    flags=row.flags,
                    parts=row.parts,
                    running=row.running,
                    at_us=message.at_us,
                    digest=message.digest,
                    envelope=message.envelope,
                )
            )
        return by_recipient

    def finish(self, notary: Notary) -> Tail:
        """Grow the tree and sign its checkpoint; tells where the ledger ends after this batch."""
        before = Frontier.decode(self.since.frontier)
        frontier, grown = before.grown(row.leaf for row in self.batch.ledger)
        if self.batch.ledger:
            self.nodes = [*before.nodes(), *grown]
            self.batch.nodes = [
                NodeRow(*node) for node in grown if node[0] and not node[0] % STORED_LEVELS
            ]
            self.checkpoint = notary.checkpoint(self.since.epoch, frontier.size, frontier.root())
            self.batch.checkpoints = [self.checkpoint]
            self.batch.told = dict.fromkeys(self.addressees, frontier.size)
        held = self.since.held_count + len(self.batch.held) - len(self.batch.released)
        return replace(
            self.since,
            size=self._next,
            at_us=self.at_us if self.batch.ledger else self.since.at_us,
            frontier=frontier.encode(),
            held_count=held,
        )

    def _append(self, entry: Entry) -> None:
        raw = encode_entry(entry)
        row = LedgerRow(self._next, int(entry.kind), self.at_us, raw, leaf_hash(raw))
        self.batch.ledger.append(row)

    def _entry_of(
        self,
        candidate: Candidate | AckCandidate,
        kind: EntryKind,
        *,
        contract_digest: bytes = ZERO,
        code: str = "",
    ) -> Entry:
        name = _name_of(candidate)
        return Entry(
            kind=kind,
            at_us=self.at_us,
            hubid=self._hubid,
            epoch=self.since.epoch,
            source=name.source,
            id=name.id,
            sequence=name.sequence,
            contract_digest=contract_digest,
            kid=candidate.kid,
            directory_version=self.since.directory_version,
            signing_digest=candidate.signing_digest,
            envelope_digest=candidate.digest,
            code=code,
        )

    def _head_entry(self, head: HeadRow) -> Entry:
        return Entry(
            kind=EntryKind.HEAD,
            at_us=self.at_us,
            hubid=self._hubid,
            epoch=self.since.epoch,
            source=head.recipient,
            sequence=head.last,
            directory_version=self.since.directory_version,
            signing_digest=head.running,
        )


def _chunks(routed_to: Sequence[Routed]) -> Iterator[Sequence[Routed]]:
    start = size = 0
    for place, routed in enumerate(routed_to):
        size += routed.size
        if place - start == MAX_DELIVERIES_COUNT or (size > MAX_CHUNK_BYTES and place > start):
            yield routed_to[start:place]
            start, size = place, routed.size
    yield routed_to[start:]
