"""Owns what the lock protects, as one batch sees it: read once, then kept up to date in memory.

Each lookup is one round trip for the whole batch. While the batch is decided, the views here move
on with every decision, so that the hundredth message of a batch sees the first ninety-nine.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from hub.exchange.model import AckCandidate, Candidate, Checked
from hub.exchange.ports import (
    AdmissionTransaction,
    CaseKey,
    CaseRow,
    Cited,
    HeldRow,
    Known,
    Session,
    StreamKey,
    Tail,
)

Recheck = Callable[[HeldRow], Checked]


class AdmissionState:
    """The streams, cases, ids and sessions that a batch touches.

    Args:
        tx: The transaction that holds the lock.
        tail: Where the ledger ends.
        candidates: The batch's messages with a good signature.
        acks: The batch's acknowledgements with a good signature.
        recheck: Reads a held envelope again, as if it had just arrived.
    """

    def __init__(
        self,
        tx: AdmissionTransaction,
        tail: Tail,
        candidates: Sequence[Candidate],
        acks: Sequence[AckCandidate],
        recheck: Recheck,
    ) -> None:
        self._recheck = recheck
        self._rechecked: dict[tuple[StreamKey, int], Checked] = {}
        ids = {c.event.id for c in candidates} | {a.ack.id for a in acks}
        self.known: dict[tuple[str, str], Known] = {(k.source, k.id): k for k in tx.known(ids)}
        sources = {c.event.source for c in candidates}
        self.sessions: dict[str, Session] = dict(
            tx.sessions(sources | {a.ack.source for a in acks})
        )
        keys = {stream_of(c) for c in candidates}
        self.streams: dict[StreamKey, int] = dict(tx.streams(keys))
        self.held: dict[StreamKey, dict[int, HeldRow]] = defaultdict(dict)
        self.held_counts: dict[str, int] = {}
        if tail.held_count:
            self.held_counts = dict(tx.held_counts(sources))
            for row in tx.held(keys):
                self.held[row.source, row.subject][row.sequence] = row
        self._read_context(tx, [*candidates, *self._releasable(candidates)])

    def _releasable(self, candidates: Sequence[Candidate]) -> Iterable[Candidate]:
        """Read again the held messages whose turn may come with this batch, and no others.

        A signature is verified once for each message that leaves; what goes on waiting costs
        nothing, however much of it there is.
        """
        offered = {(stream_of(c), c.event.sequence) for c in candidates}
        for key, rows in self.held.items():
            number = self.last(key) + 1
            while number in rows or (key, number) in offered:
                if number in rows:
                    checked = self._recheck(rows[number])
                    self._rechecked[key, number] = checked
                    if isinstance(checked, Candidate):
                        yield checked
                number += 1

    def _read_context(self, tx: AdmissionTransaction, candidates: Sequence[Candidate]) -> None:
        drafts = {c.event.draftkey for c in candidates if c.event.draftkey is not None}
        self.draftkeys: set[tuple[str, str]] = set(tx.draftkeys(drafts)) if drafts else set()
        cited = {value for c in candidates for _, value in c.citations}
        found = tx.cited(cited) if cited else ()
        self.cited: dict[str, list[Cited]] = defaultdict(list)
        for row in found:
            self.cited[row.id].append(row)
        keys = {key for c in candidates if (key := case_of(c)) is not None}
        self.cases: dict[CaseKey, CaseRow] = dict(tx.cases(keys)) if keys else {}

    def generation(self, source: str) -> int:
        """Tell which generation of a participant's agent may sign now."""
        return self.sessions.get(source, Session()).generation

    def last(self, key: StreamKey) -> int:
        """Tell the last number used in a stream; 0 when none was."""
        return self.streams.get(key, 0)

    def hold(self, row: HeldRow) -> None:
        """Keep a message until its predecessors are there."""
        self.held[row.source, row.subject][row.sequence] = row
        self.held_counts[row.source] = self.held_counts.get(row.source, 0) + 1

    def release(self, key: StreamKey, sequence: int) -> tuple[HeldRow, Checked] | None:
        """Take a held message out, read again; ``None`` when none has that number."""
        row = self.held[key].pop(sequence, None) if key in self.held else None
        if row is None:
            return None
        self.held_counts[row.source] = self.held_counts.get(row.source, 1) - 1
        return row, self._rechecked.get((key, sequence)) or self._recheck(row)

    def missing(self, key: StreamKey, sequence: int) -> tuple[int, int]:
        """Tell the first gap before a number: first and last missing, both included."""
        first = self.last(key) + 1
        waiting = self.held.get(key, {})
        return first, min((*(n for n in waiting if n > first), sequence)) - 1


def stream_of(candidate: Candidate) -> StreamKey:
    """Name the stream a message is ordered in."""
    return candidate.event.source, candidate.event.subject


def case_of(candidate: Candidate) -> CaseKey | None:
    """Name the case a message belongs to; ``None`` when its contract has none."""
    contract = candidate.contract
    if contract is None or contract.case is None:
        return None
    return contract.case.family, candidate.event.correlationid
