"""Where the drafts of rows go: the agent's outbox, or nowhere in a rehearsal.

A row is all or nothing: each row is one savepoint, a batch of rows one transaction.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import orjson
from sqlalchemy import Connection, select

from hub.agent.drafting import Drafting
from hub.agent.mapping.problem import REASONS, RowProblem
from hub.agent.reporting import RefusedDraft, enqueue_within
from hub.agent.store import Store
from hub.agent.tables import outbox
from hub.message.instant import parse_time
from hub.sdk import Draft

Drafts = tuple[Draft, ...]
_LOOKUP_COUNT = 500
_CONFLICT = "agent.draftkey_conflict"


@dataclass(frozen=True, slots=True)
class Offered:
    """What became of one row's drafts.

    Attributes:
        accepted: Ids of the new messages.
        problems: Why the row was refused; then nothing of it was taken.
    """

    accepted: tuple[str, ...] = ()
    known_count: int = 0
    problems: tuple[RowProblem, ...] = ()


class Outlet(Protocol):
    """Takes the drafts of several rows."""

    def times(self, keys: Sequence[str]) -> Mapping[str, datetime]:
        """Tell when the facts under these keys were stated, for those known already."""

    def offer(self, rows: Sequence[Drafts]) -> list[Offered]:
        """Take each row whole or not at all; answers in the order of the rows."""


class OutboxOutlet:
    """The agent's outbox; the running agent, or the next one, numbers and signs."""

    def __init__(self, store: Store, drafting: Drafting, clock: Callable[[], datetime]) -> None:
        """Name the database, who checks drafts, and the clock for drafts without a time."""
        self._store = store
        self._drafting = drafting
        self._clock = clock

    def offer(self, rows: Sequence[Drafts]) -> list[Offered]:
        """Store the rows in one transaction, each under its own savepoint."""
        with self._store.transaction() as connection:
            return [self.offer_one(connection, drafts) for drafts in rows]

    def times(self, keys: Sequence[str]) -> Mapping[str, datetime]:
        """Read the times of what the outbox holds under these keys."""
        found: dict[str, datetime] = {}
        with self._store.reading() as connection:
            for start in range(0, len(keys), _LOOKUP_COUNT):
                chunk = keys[start : start + _LOOKUP_COUNT]
                rows = connection.execute(
                    select(outbox.c.draftkey, outbox.c.draft).where(outbox.c.draftkey.in_(chunk))
                )
                found |= {key: parse_time(orjson.loads(draft)["time"]) for key, draft in rows}
        return found

    def offer_one(self, connection: Connection, drafts: Drafts) -> Offered:
        """Store one row's drafts inside the caller's transaction, or none of them."""
        savepoint = connection.begin_nested()
        result = enqueue_within(connection, self._drafting, drafts, self._clock())
        if result.refused:
            savepoint.rollback()
            return Offered(problems=tuple(p for one in result.refused for p in _problems(one)))
        savepoint.commit()
        return Offered(result.accepted, result.known_count)


class Rehearsal:
    """Takes nothing; knows the keys it was offered, and those of an outbox if there is one."""

    def __init__(self, agent: OutboxOutlet | None = None, store: Store | None = None) -> None:
        """Name the outbox that a real run would use."""
        self._outbox = agent
        self._store = store
        self._seen: dict[str, Draft] = {}

    def times(self, keys: Sequence[str]) -> Mapping[str, datetime]:
        """Ask the outbox, if there is one."""
        return {} if self._outbox is None else self._outbox.times(keys)

    def offer(self, rows: Sequence[Drafts]) -> list[Offered]:
        """Say what would become of the rows."""
        return [self._offer_one(drafts) for drafts in rows]

    def _offer_one(self, drafts: Drafts) -> Offered:
        again = [draft for draft in drafts if draft.draftkey in self._seen]
        if any(self._seen[draft.draftkey or ""] != draft for draft in again):
            return Offered(problems=(_conflict(),))
        if again:
            return Offered((), len(drafts))
        self._seen |= {draft.draftkey: draft for draft in drafts if draft.draftkey}
        if self._outbox is None or self._store is None:
            return Offered(tuple(draft.draftkey or "" for draft in drafts))
        return self._rolled_back(self._outbox, self._store, drafts)

    def _rolled_back(self, agent: OutboxOutlet, store: Store, drafts: Drafts) -> Offered:
        with store.transaction() as connection:
            savepoint = connection.begin_nested()
            offered = agent.offer_one(connection, drafts)
            savepoint.rollback()
        return offered


def _problems(refused: RefusedDraft) -> list[RowProblem]:
    if refused.code == _CONFLICT:
        return [_conflict()]
    told = [
        RowProblem("", one.path, one.value_class, refused.code, one.text_en, one.text_zh)
        for one in refused.problems
    ]
    return told or [RowProblem("", "", "", refused.code, refused.text, "代理拒绝了该消息草稿")]


def _conflict() -> RowProblem:
    text_en, text_zh = REASONS["import.key_conflict"]
    return RowProblem("", "draftkey", "", "import.key_conflict", text_en, text_zh)
