"""Owns the projections: reads admitted messages by its own ledger cursor and keeps the records.

Cursor and records move in one transaction; made anew from the ledger at any time.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from hub.casework.projection import keys_of, project
from hub.casework.record import Executor, Fact, Record
from hub.message.envelope import read_envelope
from hub.message.strict_json import parse_object

RecordKey = tuple[str, str]
"""(family, key)."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """An admitted message as the clerk reads it."""

    index: int
    id: str
    type: str
    source: str
    subject: str
    correlationid: str
    recipients: tuple[str, ...]
    envelope: bytes


class ClerkTransaction(Protocol):
    """The clerk's cursor and records, locked for one clerk."""

    def messages(self, limit: int) -> Sequence[Admitted]: ...

    def records(self, keys: Collection[RecordKey]) -> Mapping[RecordKey, Record]: ...

    def keep(self, records: Sequence[Record], position: int) -> None: ...


class ClerkStore(Protocol):
    """Opens the clerk's transaction."""

    def clerk(self) -> AbstractContextManager[ClerkTransaction]: ...


class Clerk:
    """Projects admitted messages.

    Args:
        store: Cursor, messages and records.
        executors: The participants as of now, by id.
    """

    def __init__(self, store: ClerkStore, executors: Callable[[], Mapping[str, Executor]]) -> None:
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
            facts = [_fact(message) for message in messages]
            view = _View(tx, self._executors(), facts)
            for fact in facts:
                view.take(project(fact, view))
            tx.keep(list(view.changed.values()), messages[-1].index + 1)
        return len(messages)


class _View:
    """The records under this batch, read ahead where they can be."""

    def __init__(
        self, tx: ClerkTransaction, executors: Mapping[str, Executor], facts: Sequence[Fact]
    ) -> None:
        self._tx = tx
        self._executors = executors
        wanted = {key for fact in facts for key in keys_of(fact)}
        self._known: dict[RecordKey, Record | None] = dict.fromkeys(wanted)
        self._known.update(tx.records(wanted) if wanted else {})
        self.changed: dict[RecordKey, Record] = {}

    def get(self, family: str, key: str) -> Record | None:
        name = (family, key)
        if name not in self._known:
            self._known[name] = self._tx.records({name}).get(name)
        return self._known[name]

    def executor(self, participant: str) -> Executor | None:
        return self._executors.get(participant)

    def take(self, records: Sequence[Record]) -> None:
        for record in records:
            name = (record.family, record.key)
            self._known[name] = self.changed[name] = record


def _fact(message: Admitted) -> Fact:
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
    )
