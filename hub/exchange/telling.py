"""Owns what participants are told after a commit: receipts, deliveries, growth; each one proved.

What a batch appended is proved from memory. Growth is proved from the checkpoint a participant was
told last, or from the one it says it has; who has another one asks (`consistency`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from hub.errors import LedgerError
from hub.exchange.frames import Frames, Stretch
from hub.exchange.model import Outgoing
from hub.exchange.ports import CheckpointRow, HubStore, StoredDelivery, StoredHead
from hub.exchange.prover import Prover
from hub.exchange.writer import Chunk, Writer
from hub.ledger.entry import decode_entry
from hub.message.instant import from_microseconds
from hub.message.limits import MAX_BUNDLE_COUNT, MAX_CHUNK_BYTES, MAX_DELIVERIES_COUNT
from hub.message.receipt import Result
from hub.message.request import Request
from hub.message.staple import Consistency, HeadPlace


class Telling:
    """Tells as of one moment.

    Args:
        store: For what is not of a batch just committed.
        prover: Makes the proofs.
        frames: Signs.
        at: Aware UTC now.
    """

    def __init__(self, store: HubStore, prover: Prover, frames: Frames, at: datetime) -> None:
        self._store = store
        self._prover = prover
        self._frames = frames
        self._at = at

    # -- receipts ------------------------------------------------------------------------------

    def receipts(
        self, addressee: str, results: Sequence[Result], writers: Sequence[Writer]
    ) -> list[bytes]:
        """Sign the answers to one submission; more than one text when they are many.

        Args:
            writers: Of the batches that the call committed, in order.
        """
        return [
            self._receipt(addressee, results[first : first + MAX_BUNDLE_COUNT], writers)
            for first in range(0, len(results), MAX_BUNDLE_COUNT)
        ]

    def _receipt(
        self, addressee: str, results: Sequence[Result], writers: Sequence[Writer]
    ) -> bytes:
        indices = {result.index for result in results if result.index is not None}
        if not indices:
            return self._frames.receipt(addressee, self._at, results, None)
        appended = [writer for writer in writers if writer.checkpoint is not None]
        last = appended[-1] if appended else None
        checkpoint = self.newest() if last is None else last.checkpoint
        previous = 0 if last is None else last.told.get(addressee, 0)
        staple = self._prover.staple(sorted(indices), checkpoint or self.newest(), previous)
        return self._frames.receipt(addressee, self._at, self._placed(results), staple)

    def _placed(self, results: Sequence[Result]) -> Sequence[Result]:
        """Add what is in the entries of results that were given before."""
        wanted = {r.index for r in results if r.index is not None and r.directory is None}
        if not wanted:
            return results
        entries = {index: decode_entry(raw) for index, raw in self._store.entries(wanted).items()}
        placed = []
        for result in results:
            entry = None if result.index is None else entries.get(result.index)
            if entry is None:
                placed.append(result)
                continue
            epoch = None if entry.epoch == self._frames.epoch else entry.epoch
            placed.append(replace(result, directory=entry.directory_version, epoch=epoch))
        return placed

    # -- deliveries ----------------------------------------------------------------------------

    def pushes(self, writer: Writer) -> Iterator[Outgoing]:
        """Frame what a batch just committed delivers."""
        if writer.checkpoint is None:
            return
        for recipient, chunks in writer.outbox().items():
            previous = writer.told.get(recipient, 0)
            for chunk in chunks:
                staple = self._prover.staple([chunk.index], writer.checkpoint, previous)
                stretch = Stretch(chunk.before, chunk.rows, self._place(writer, chunk))
                frame = self._frames.deliveries(recipient, stretch, staple, self._at)
                yield Outgoing(recipient, frame)

    @staticmethod
    def _place(writer: Writer, chunk: Chunk) -> HeadPlace:
        at = from_microseconds(writer.at_us)
        return HeadPlace(chunk.index, at, writer.since.epoch, writer.since.directory_version)

    def pulled(self, participant: str, after: int, limit: int, known: int) -> bytes | None:
        """Frame deliveries after a number, up to where a head entry is; ``None``: there are none.

        Args:
            limit: At most so many, but never less than the first head entry covers.
            known: Size of the checkpoint the participant has.
        """
        rows = self._store.deliveries(participant, after, MAX_DELIVERIES_COUNT)
        if not rows:
            return None
        heads = self._store.head_entries(participant, after, rows[-1].number)
        count, head = _whole(rows, heads, limit)
        entry = decode_entry(head.entry)
        place = HeadPlace(
            head.index, from_microseconds(entry.at_us), entry.epoch, entry.directory_version
        )
        before = self._store.running(participant, after)
        staple = self._prover.staple([head.index], self.newest(), known)
        stretch = Stretch(before, rows[:count], place)
        return self._frames.deliveries(participant, stretch, staple, self._at)

    # -- growth --------------------------------------------------------------------------------

    def newest(self) -> CheckpointRow:
        """Read the newest checkpoint.

        Raises:
            LedgerError: `ledger.no_checkpoint`.
        """
        found = self._store.checkpoint()
        if found is None:
            raise LedgerError("ledger.no_checkpoint", "the ledger has no checkpoint yet")
        return found

    def growth(self, request: Request) -> bytes:
        """Answer `consistency`; told up to where the ledger ends when more is asked."""
        newest = self.newest()
        new = min(request.to_size or newest.size, newest.size)
        old = min(request.from_size or 0, new)
        return self._frames.consistency(
            Consistency(
                id=request.id,
                hubid=self._frames.hubid,
                epoch=self._frames.epoch,
                recipient=request.source,
                time=self._at,
                from_size=old,
                to_size=new,
                proof=self._prover.consistency(old, new),
                checkpoint=newest.text,
            )
        )


def _whole(
    rows: Sequence[StoredDelivery], heads: Sequence[StoredHead], limit: int
) -> tuple[int, StoredHead]:
    """Choose how many rows go into one frame: as many as fit, up to a head entry."""
    if not heads:
        raise LedgerError("ledger.head_missing", "deliveries end without a head entry")
    first = rows[0].number
    chosen, size, counted = heads[0], 0, 0
    for head in heads:
        upto = head.last - first + 1
        size += sum(len(row.envelope) for row in rows[counted:upto])
        counted = upto
        if upto > limit or size > MAX_CHUNK_BYTES:
            break
        chosen = head
    return chosen.last - first + 1, chosen
