"""Owns the projections: reads admitted messages by its own ledger cursor and keeps the records.

Cursor and records move in one transaction; made anew from the ledger at any time.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from hub.casework.projection import keys_of, project
from hub.casework.record import Executor, Fact, Record
from hub.casework.replay import Records, Replay, replayed
from hub.message.envelope import read_envelope
from hub.message.strict_json import parse_object

RecordKey = tuple[str, str]
"""(family, key)."""
Executors = Callable[[int], Mapping[str, Executor]]
"""The participants by id, as one version of the directory had them."""
CHUNK: Final = 1_000


@dataclass(frozen=True, slots=True)
class Admitted:
    """An admitted message as the clerk reads it.

    Attributes:
        time: When its issuer says it was stated.
        admitted_at: When the ledger took it.
        directory_version: The directory under which it was admitted.
    """

    index: int
    id: str
    type: str
    source: str
    subject: str
    correlationid: str
    recipients: tuple[str, ...]
    envelope: bytes
    time: datetime
    admitted_at: datetime
    directory_version: int


class ClerkTransaction(Protocol):
    """The clerk's cursor and records, locked for one clerk."""

    def messages(self, limit: int) -> Sequence[Admitted]: ...

    def messages_between(self, first: int, end: int, limit: int) -> Sequence[Admitted]: ...

    def position(self) -> int: ...

    def records(self, keys: Collection[RecordKey]) -> Mapping[RecordKey, Record]: ...

    def records_of(self, subject: str) -> Sequence[Record]: ...

    def every_record(self) -> Iterable[Record]: ...

    def keep(self, records: Sequence[Record], position: int) -> None: ...

    def clear(self) -> None: ...


class ClerkStore(Protocol):
    """Opens the clerk's transaction."""

    def clerk(self) -> AbstractContextManager[ClerkTransaction]: ...


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What making all records anew told.

    Attributes:
        messages_count: Messages replayed.
        records_count: Records they amount to.
        differing: Records that the live ones have otherwise, more or less; in order.
    """

    messages_count: int
    records_count: int
    differing: tuple[RecordKey, ...]

    @property
    def equal(self) -> bool:
        """Whether the live records are what the ledger says."""
        return not self.differing


class Clerk:
    """Projects admitted messages.

    Args:
        store: Cursor, messages and records.
        executors: The participants by id, by version of the directory.
    """

    def __init__(self, store: ClerkStore, executors: Executors) -> None:
        self._store = store
        self._executors = executors

    def step(self, limit: int = 500) -> int:
        """Project the next messages.

        Returns:
            How many; 0 when there are none.

        Raises:
            TransportError: The database is away.
        """
        with self._store.clerk() as tx:
            messages = tx.messages(limit)
            if not messages:
                return 0
            facts = [fact_of(message, self._executors) for message in messages]
            view = _View(tx, facts)
            for fact in facts:
                view.take(project(fact, view))
            tx.keep(list(view.changed.values()), messages[-1].index + 1)
        return len(messages)

    def replayed(self, messages: Iterable[Admitted]) -> Records:
        """Tell what some messages alone amount to, in ledger order; nothing is kept."""
        return replayed(fact_of(message, self._executors) for message in messages)

    def rebuild(self, *, write: bool = False) -> Rebuilt:
        """Make all records anew from the ledger, up to the cursor, and compare.

        Args:
            write: Put the new ones in the place of the live ones.

        Raises:
            TransportError: The database is away.
        """
        with self._store.clerk() as tx:
            position, replay, count = tx.position(), Replay(), 0
            for message in _all(tx, position):
                replay.take(fact_of(message, self._executors))
                count += 1
            differing = _differing(replay.records, tx.every_record())
            if write and differing:
                tx.clear()
                tx.keep(list(replay.records.values()), position)
        return Rebuilt(count, len(replay.records), differing)


def fact_of(message: Admitted, executors: Executors) -> Fact:
    """Read what casework needs out of an admitted message."""
    parts = {part.name: part.content for part in read_envelope(message.envelope).parts}
    return Fact(
        index=message.index,
        id=message.id,
        type=message.type,
        source=message.source,
        subject=message.subject,
        correlationid=message.correlationid,
        recipients=message.recipients,
        main=parse_object(parts["main"]) if "main" in parts else {},
        time=message.time,
        executors=executors(message.directory_version),
    )


def _all(tx: ClerkTransaction, end: int) -> Iterator[Admitted]:
    first = 0
    while messages := tx.messages_between(first, end, CHUNK):
        yield from messages
        first = messages[-1].index + 1


def _differing(anew: Records, live: Iterable[Record]) -> tuple[RecordKey, ...]:
    left = dict(anew)
    found = [record.name for record in live if left.pop(record.name, None) != record]
    return tuple(sorted([*found, *left]))


class _View:
    """The records under this batch, read ahead where they can be."""

    def __init__(self, tx: ClerkTransaction, facts: Sequence[Fact]) -> None:
        self._tx = tx
        wanted = {key for fact in facts for key in keys_of(fact)}
        self._known: dict[RecordKey, Record | None] = dict.fromkeys(wanted)
        self._known.update(tx.records(wanted) if wanted else {})
        self.changed: dict[RecordKey, Record] = {}

    def get(self, family: str, key: str) -> Record | None:
        name = (family, key)
        if name not in self._known:
            self._known[name] = self._tx.records({name}).get(name)
        return self._known[name]

    def of_subject(self, subject: str) -> Iterable[Record]:
        found = {record.name: record for record in self._tx.records_of(subject)}
        found |= {n: r for n, r in self.changed.items() if r.subject == subject}
        return [found[name] for name in sorted(found)]

    def take(self, records: Sequence[Record]) -> None:
        for record in records:
            self._known[record.name] = self.changed[record.name] = record
