"""Asks the plugin for new facts and tells it what became of its drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, select, update

from hub.agent.drafting import Accepted, Drafting
from hub.agent.handling import plain_participant
from hub.agent.host import PluginHost, failure
from hub.agent.outbox import SETTLED, Keys, OutboxState, place
from hub.agent.plugin_codec import write_draft
from hub.agent.store import CURSOR, Store, alarm, remember, remembered
from hub.agent.tables import outbox
from hub.errors import HubError, Problem
from hub.message.envelope import read_envelope
from hub.message.instant import to_microseconds
from hub.sdk import Draft
from hub.trust.directory import ParticipantRecord

Plain = dict[str, Any]
_TELL_COUNT = 256


@dataclass(frozen=True, slots=True)
class RefusedDraft:
    """A draft that was not accepted: its place in what was given, and why."""

    position: int
    code: str
    text: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class EnqueueResult:
    """What became of drafts that were handed over together.

    Attributes:
        accepted: The ids given, in order; proposals among them.
        known_count: Drafts whose draftkey already stands for the same content.
    """

    accepted: tuple[str, ...]
    known_count: int
    refused: tuple[RefusedDraft, ...]


def enqueue(
    store: Store, drafting: Drafting, drafts: Sequence[Plain | Draft], now: datetime
) -> EnqueueResult:
    """Accept drafts and store them in one transaction; needs neither link nor plugin.

    Args:
        drafts: As a plugin makes them, or in their plain form.
    """
    with store.transaction() as rows:
        return enqueue_within(rows, drafting, drafts, now)


def enqueue_within(
    rows: Connection, drafting: Drafting, drafts: Sequence[Plain | Draft], now: datetime
) -> EnqueueResult:
    """Accept drafts inside the caller's transaction; a bad one harms no neighbour."""
    checked: list[tuple[int, Accepted]] = []
    refused: list[RefusedDraft] = []
    for position, draft in enumerate(drafts):
        try:
            plain = write_draft(draft) if isinstance(draft, Draft) else draft
            checked.append((position, drafting.accept(plain, now)))
        except HubError as error:
            refused.append(RefusedDraft(position, error.code, error.text, error.problems))
    keys = Keys(rows, [one for _, one in checked])
    chosen: list[Accepted] = []
    known_count = 0
    for position, one in checked:
        try:
            new = keys.new([one])
        except HubError as error:
            refused.append(RefusedDraft(position, error.code, error.text, error.problems))
            continue
        chosen += new
        known_count += not new
    place(rows, chosen, to_microseconds(now))
    refused.sort(key=lambda one: one.position)
    return EnqueueResult(tuple(one.id for one in chosen), known_count, tuple(refused))


class Reporting:
    """The two hooks that are not about a message."""

    def __init__(self, store: Store, host: PluginHost, drafting: Drafting) -> None:
        """Hold the store, the plugin and who checks its drafts."""
        self._store = store
        self._host = host
        self._drafting = drafting

    def collect(self, who: ParticipantRecord, now: datetime) -> EnqueueResult:
        """Collect once; drafts and cursor are stored in one transaction.

        A draft that is refused raises an alarm and does not hold the others up.

        Raises:
            PluginError: The plugin raised, hung or answered nonsense; nothing is stored.
            TransportError: The plugin says its own system is away.
        """
        nothing = EnqueueResult((), 0, ())
        if "collect" not in self._host.start().hooks:
            return nothing
        with self._store.reading() as rows:
            cursor = (remembered(rows, CURSOR) or b"").decode()
        context = {"participant": plain_participant(who), "now": now.isoformat()}
        frame = {"verb": "collect", "context": context, "cursor": cursor}
        answers = list(self._host.exchange(frame))
        if len(answers) != 1 or "collected" not in answers[0]:
            raise failure(answers[0] if answers else {})
        collected = answers[0]["collected"]
        now_us = to_microseconds(now)
        with self._store.transaction() as rows:
            result = enqueue_within(rows, self._drafting, collected["drafts"], now)
            for one in result.refused:
                key = collected["drafts"][one.position].get("draftkey") or str(one.position)
                alarm(rows, now_us, "agent.collected_refused", key, f"{one.code}: {one.text}")
            remember(rows, CURSOR, collected["cursor"].encode())
        return result

    def tell(self) -> int:
        """Tell the plugin what became of its drafts; returns how many it took.

        A hook that raises is not asked about that draft again; one that hangs or dies is.
        """
        listens = "settled" in self._host.start().hooks
        with self._store.reading() as rows:
            found = rows.execute(
                select(outbox)
                .where(outbox.c.told.is_(False), outbox.c.state.in_(SETTLED))
                .order_by(outbox.c.position)
                .limit(_TELL_COUNT)
            )
            settled = list(found.mappings())
        if not settled:
            return 0
        count = len(settled)
        if listens:
            frame = {"verb": "settled", "items": [_settled(row) for row in settled]}
            # The last answer of a process that died counts: that draft is not told again,
            # else one draft the plugin cannot bear would keep it dying.
            count = sum(1 for _ in self._host.exchange(frame))
        with self._store.transaction() as rows:
            ids = [row["id"] for row in settled[:count]]
            rows.execute(update(outbox).where(outbox.c.id.in_(ids)).values(told=True))
        return count


def _settled(row: Any) -> Plain:  # noqa: ANN401 - a row's mapping
    draft = orjson.loads(row["draft"])
    parts = read_envelope(row["parts"]).parts
    draft["parts"] = {part.name: orjson.loads(part.content) for part in parts}
    problems = orjson.loads(row["problems"] or b"[]")
    return {
        "draft": draft,
        "result": {
            "id": row["id"],
            "admitted": row["state"] == OutboxState.ADMITTED,
            "index": row["ledger_index"],
            "code": row["code"],
            "problems": [f"{one['path']}: {one['text_en']}" for one in problems],
        },
    }
