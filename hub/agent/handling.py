"""Has messages handled by the plugin and stores what came of them.

Answers stream out of the plugin's process; those of one exchange are stored in one
transaction: outcome, state, drafts and proposals of a message together or not at all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert

from hub.agent.drafting import Accepted, Cause, Drafting
from hub.agent.host import PluginHost, failure
from hub.agent.identity import Pace
from hub.agent.inbox import InboxState, Row, block, next_messages, unblock
from hub.agent.outbox import Keys, place
from hub.agent.store import Store
from hub.agent.tables import inbox, plugin_state
from hub.errors import Fault, HubError, PluginError
from hub.message.envelope import read_envelope
from hub.message.event import Event, decode_event
from hub.message.instant import from_microseconds, to_microseconds
from hub.message.jws import read_jws
from hub.sdk import Outcome
from hub.trust.directory import ParticipantRecord

Plain = dict[str, Any]
_LOOKUP_COUNT = 500
_REASON_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class _Item:
    """A message on its way through the plugin."""

    row: Row
    event: Event
    parts: Plain


@dataclass(frozen=True, slots=True)
class _Done:
    """What came of one message: an answer with its checked drafts, or why it failed."""

    item: _Item
    answer: Plain
    drafts: list[Accepted]
    failure: HubError | None = None


class Handling:
    """The way of a message from the inbox through the plugin."""

    def __init__(self, store: Store, host: PluginHost, drafting: Drafting, pace: Pace) -> None:
        """Hold the store, the plugin and who checks its drafts."""
        self._store = store
        self._host = host
        self._drafting = drafting
        self._pace = pace

    def step(self, who: ParticipantRecord, now: datetime) -> int:
        """Handle the next batch; returns how many messages got an answer or failed.

        Raises:
            PluginError: The plugin does not start; nothing is counted against any message.
        """
        consumes = self._host.start().info.consumes
        now_us = to_microseconds(now)
        with self._store.reading() as rows:
            found = next_messages(rows, now_us, self._pace.handle_count)
            mine = [row for row in found if _family(row["contract"]) in consumes]
            states = _states(rows, sorted({row["subject"] for row in mine}))
        others = [row for row in found if _family(row["contract"]) not in consumes]
        done = list(self._handled(mine, states, who, now)) if mine else []
        if done or others:
            with self._store.transaction() as rows:
                _not_applicable(rows, others)
                self._keep(rows, done, now_us)
        return len(done) + len(others)

    def _handled(
        self, mine: Sequence[Row], states: dict[str, str], who: ParticipantRecord, now: datetime
    ) -> Iterator[_Done]:
        """Yield what came of each message, in order, as far as the plugin's process lived."""
        items = [_item(row) for row in mine]
        frame = {
            "verb": "handle",
            "states": states,
            "items": [{"message": _message(one), "context": _context(one, who)} for one in items],
        }
        tainted: set[str] = set()
        for item, answer in _matched(items, self._host.exchange(frame)):
            if item.row["subject"] in tainted:
                continue
            done = self._judged(item, answer, now)
            if done.failure is not None:
                tainted.add(item.row["subject"])
            yield done

    def _judged(self, item: _Item, answer: Plain, now: datetime) -> _Done:
        try:
            if "handled" not in answer:
                raise failure(answer)
            handled = answer["handled"]
            cause = Cause(item.event.id, item.event.correlationid)
            drafts = [self._drafting.accept(one, now, cause) for one in handled["drafts"]]
            return _Done(item, handled, drafts)
        except HubError as error:
            return _Done(item, {}, [], error)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            return _Done(item, {}, [], PluginError("plugin.nonsense", f"{type(error).__name__}"))

    def _keep(self, rows: Connection, done: list[_Done], now_us: int) -> None:
        keys = Keys(rows, [draft for one in done for draft in one.drafts])
        tainted: set[str] = set()
        applied: list[_Done] = []
        for one in done:
            row = one.item.row
            if row["subject"] in tainted:
                continue
            try:
                if one.failure is not None:
                    raise one.failure
                new = keys.new(one.drafts)
            except HubError as error:
                tainted.add(row["subject"])
                self._put_aside(rows, row, error, now_us)
                continue
            place(rows, new, now_us)
            applied.append(one)
        _apply(rows, applied)

    def _put_aside(self, rows: Connection, row: Row, error: HubError, now_us: int) -> None:
        """Try again later; park when it was tried often enough and is not the environment."""
        attempts = row["attempts"] + 1
        due_at = now_us + self._pace.retry_us(attempts)
        spent = attempts >= self._pace.attempts_count and error.fault is not Fault.ENVIRONMENT
        state = InboxState.PARKED if spent else InboxState.RETRYING
        block(rows, row, state, due_at, f"{error.code}: {error.text}"[:_REASON_CHARACTERS])


def _matched(items: list[_Item], answers: Iterator[Plain]) -> Iterator[tuple[_Item, Plain]]:
    """Find the item of each answer.

    After a failure the process leaves out later items on the same subject. An answer
    without a number is the host's: the process died or overran on the next item.
    """
    by_number = {item.row["number"]: item for item in items}
    failed: set[str] = set()
    for answer in answers:
        if "number" in answer:
            item = by_number.pop(answer["number"], None)
        else:
            left = (one for one in by_number.values() if one.row["subject"] not in failed)
            item = next(left, None)
        if item is None:
            return
        by_number = {n: one for n, one in by_number.items() if n > item.row["number"]}
        if "error" in answer:
            failed.add(item.row["subject"])
        yield item, answer


def _family(contract: str) -> str:
    kind, _, version = contract.partition("/")
    return f"{kind}/{version.partition('.')[0]}"


def _states(rows: Connection, subjects: list[str]) -> dict[str, str]:
    states: dict[str, str] = {}
    for start in range(0, len(subjects), _LOOKUP_COUNT):
        chunk = subjects[start : start + _LOOKUP_COUNT]
        found = rows.execute(select(plugin_state).where(plugin_state.c.subject.in_(chunk)))
        states.update({subject: state.decode() for subject, state in found})
    return states


def _item(row: Row) -> _Item:
    envelope = read_envelope(row["envelope"])
    event = decode_event(read_jws(envelope.jws).payload)
    return _Item(row, event, {part.name: orjson.loads(part.content) for part in envelope.parts})


def _message(item: _Item) -> Plain:
    event, row = item.event, item.row
    return {
        "id": event.id,
        "source": event.source,
        "type": event.type,
        "contract": event.contract,
        "subject": event.subject,
        "time": event.time.isoformat(),
        "admitted_at": from_microseconds(row["admitted_at"]).isoformat(),
        "sequence": event.sequence,
        "number": row["number"],
        "correlationid": event.correlationid,
        "causationid": event.causationid,
        "snapshot": row["snapshot"],
        "parts": item.parts,
    }


def _context(item: _Item, who: ParticipantRecord) -> Plain:
    return {
        "participant": plain_participant(who),
        "now": from_microseconds(item.row["admitted_at"]).isoformat(),
        "once_key": f"{who.id}/{item.event.source}/{item.event.id}",
    }


def plain_participant(who: ParticipantRecord) -> Plain:
    """What a plugin is told of its own organisation."""
    return {
        "id": who.id,
        "role": who.role,
        "department": who.department,
        "region": who.region,
        "level": who.level,
    }


def _not_applicable(rows: Connection, others: Sequence[Row]) -> None:
    if others:
        rows.execute(
            update(inbox)
            .where(inbox.c.number.in_([row["number"] for row in others]))
            .values(state=InboxState.APPLIED, outcome=Outcome.NOT_APPLICABLE)
        )
        for row in others:
            if row["state"] == InboxState.RETRYING:
                unblock(rows, row)


_APPLIED = (
    update(inbox)
    .where(inbox.c.number == bindparam("which"))
    .values(state=InboxState.APPLIED, outcome=bindparam("came"), reason=bindparam("why"))
)
_STATE = insert(plugin_state)
_KEPT = _STATE.on_conflict_do_update(
    index_elements=["subject"], set_={"state": _STATE.excluded.state}
)


def _apply(rows: Connection, applied: Sequence[_Done]) -> None:
    """Store outcomes and states; of one subject's states the last is the one that counts."""
    if not applied:
        return
    rows.execute(
        _APPLIED,
        [
            {
                "which": one.item.row["number"],
                "came": Outcome(one.answer["outcome"]),
                "why": one.answer["reason"],
            }
            for one in applied
        ],
    )
    states = {
        one.item.row["subject"]: orjson.dumps(one.answer["state"])
        for one in applied
        if one.answer["state"] is not None
    }
    if states:
        kept = [{"subject": subject, "state": state} for subject, state in states.items()]
        rows.execute(_KEPT, kept)
    for one in applied:
        if one.item.row["state"] == InboxState.RETRYING:
            unblock(rows, one.item.row)
