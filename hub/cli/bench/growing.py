"""Appends to a ledger that is already long: what an entry costs there, and a proof."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hub.exchange.notary import Notary
from hub.exchange.prover import Prover
from hub.exchange.writer import Writer
from hub.ledger.tree import Frontier
from hub.store.store import SqlStore
from hub.trust.keys import PrivateKeySigner

HUBID: Final = "bench"
BATCH_COUNT: Final = 256
FILL_COUNT: Final = 8_192
MEASURED_BATCHES_COUNT: Final = 40
US_IN_NS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Point:
    """What one more entry costs in a ledger of a size.

    Attributes:
        kept: `memory`: the tree alone; `sqlite`: entries, nodes and checkpoints in a database.
        append_us: CPU time an entry, in batches of 256, each with its signed checkpoint in a
            database.
        proof_us: CPU time of one staple for 64 entries of the batch just committed, with growth
            from the batch before; 0 for the tree alone.
        resident_kib: Memory of the whole process at that moment.
    """

    kept: str
    entries: int
    append_us: float
    proof_us: float
    resident_kib: int


def measure_growth(
    sizes: Sequence[int], stored_limit: int, done: Callable[[int], None]
) -> list[dict[str, object]]:
    """Measure at each size: the tree alone, and up to a limit in a database.

    Args:
        sizes: Ascending.
        stored_limit: Larger ones are not made in the database.
        done: Told how many entries were appended.
    """
    stored = [size for size in sizes if size <= stored_limit]
    points = [*_in_database(stored, done), *_in_memory(sizes, done)]
    return [asdict(point) for point in points]


def _in_memory(sizes: Sequence[int], done: Callable[[int], None]) -> Iterator[Point]:
    frontier = Frontier()
    for size in sizes:
        while frontier.size < size:
            count = min(FILL_COUNT, size - frontier.size)
            frontier = frontier.extended(_leaves(frontier.size, count))
            done(count)
        spent = 0
        for _ in range(MEASURED_BATCHES_COUNT):
            leaves = _leaves(frontier.size, BATCH_COUNT)
            begin = time.process_time_ns()
            frontier, _ = frontier.grown(leaves)
            spent += time.process_time_ns() - begin
        yield Point("memory", size, _each(spent), 0, _resident_kib())


def _in_database(sizes: Sequence[int], done: Callable[[int], None]) -> Iterator[Point]:
    with TemporaryDirectory() as folder:
        store = SqlStore(f"sqlite:///{Path(folder) / 'ledger.db'}")
        store.prepare(HUBID)
        notary, prover = Notary(PrivateKeySigner.generate(), HUBID), Prover(store)
        size = 0
        for wanted in sizes:
            while size < wanted:
                size = _append(store, notary, prover, min(FILL_COUNT, wanted - size))[0]
                done(FILL_COUNT)
            yield _measured(store, notary, prover, wanted)
            size += MEASURED_BATCHES_COUNT * BATCH_COUNT
        store.close()


def _measured(store: SqlStore, notary: Notary, prover: Prover, size: int) -> Point:
    appending = proving = 0
    for _ in range(MEASURED_BATCHES_COUNT):
        begin = time.process_time_ns()
        end, writer = _append(store, notary, prover, BATCH_COUNT)
        appended = time.process_time_ns()
        if writer.checkpoint is not None:
            first = end - BATCH_COUNT
            prover.staple(range(first, first + 64), writer.checkpoint, first)
        appending += appended - begin
        proving += time.process_time_ns() - appended
    proof_us = proving / MEASURED_BATCHES_COUNT / US_IN_NS
    return Point("sqlite", size, _each(appending), round(proof_us, 1), _resident_kib())


def _append(store: SqlStore, notary: Notary, prover: Prover, count: int) -> tuple[int, Writer]:
    with store.admission() as tx:
        writer = Writer(tx.tail(), HUBID)
        for number in range(count):
            writer.directory(number, sha256(number.to_bytes(8, "big")).digest())
        end = writer.finish(notary)
        tx.write(writer.batch, end)
    prover.learn(writer)
    return end.size, writer


def _leaves(first: int, count: int) -> list[bytes]:
    return [sha256(index.to_bytes(8, "big")).digest() for index in range(first, first + count)]


def _each(spent_ns: int) -> float:
    return round(spent_ns / (MEASURED_BATCHES_COUNT * BATCH_COUNT) / US_IN_NS, 2)


def _resident_kib() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024
