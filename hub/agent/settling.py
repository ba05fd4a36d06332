"""Settles what was sent by the hub's receipts: one receipt, one transaction.

| answer                          | what becomes of the message                             |
|---------------------------------|---------------------------------------------------------|
| admitted                        | final                                                   |
| held                            | stays; the numbers the hub misses are sent at once      |
| refused, again later            | the same bytes again, later                             |
| refused, again resign           | the same id and number, signed anew                     |
| refused for good, number used   | final                                                   |
| refused for good, number free   | final; later unsettled ones of the stream move up       |
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.sqlite import insert

from hub.agent.identity import Pace
from hub.agent.outbox import UNSETTLED, OutboxState, send_at_once
from hub.agent.store import (
    ACKNOWLEDGE_FROM,
    ACKNOWLEDGEMENT_SEQUENCE,
    alarm,
    remember,
)
from hub.agent.tables import acknowledgements, inbox, outbox, streams
from hub.message.instant import format_time, from_microseconds
from hub.message.receipt import Receipt, Result, Status
from hub.message.refusal import Again

FENCED = "order.generation_fenced"
STALE = "order.stale"
ALARMING = frozenset({"order.id_reused", STALE, "trust.key_compromised"})
OTHER_TIME = frozenset({"trust.key_expired", "trust.key_not_yet_valid"})
_PAUSE_US = 10_000_000
_LOOKUP_COUNT = 500


@dataclass(slots=True)
class Settlement:
    """What a receipt changed.

    Attributes:
        admitted_count: Messages now admitted.
        refused_count: Messages now refused for good.
        fenced: The highest generation the hub called too old, 0 for none.
    """

    admitted_count: int = 0
    refused_count: int = 0
    fenced: int = 0


class Settling:
    """Applies receipts."""

    def __init__(self, pace: Pace) -> None:
        """Work by these times."""
        self._pace = pace

    def apply(self, rows: Connection, receipt: Receipt, now_us: int) -> Settlement:
        """Apply every result of one verified receipt inside the caller's transaction."""
        done = Settlement()
        ids = [result.id for result in receipt.results if result.id is not None]
        sent, acknowledged = _found(rows, ids, outbox), _found(rows, ids, acknowledgements)
        for result in receipt.results:
            row = sent.get(result.id or "")
            book: _Book = _OUTBOX
            if row is None:
                row, book = acknowledged.get(result.id or ""), _ACKNOWLEDGEMENTS
            if row is None or row["digest"] != result.digest:
                if row is None or row["state"] in UNSETTLED:
                    _unmatched(rows, result, now_us)
                continue
            if row["state"] in UNSETTLED:
                self._one(rows, _Case(book, row, result, now_us), done)
        return done

    def _one(self, rows: Connection, case: "_Case", done: Settlement) -> None:
        result = case.result
        if result.status is Status.ADMITTED:
            case.book.finish(rows, case, OutboxState.ADMITTED)
            done.admitted_count += 1
        elif result.status is Status.HELD:
            _held(rows, case, self._pace)
        else:
            self._refused(rows, case, done)

    def _refused(self, rows: Connection, case: "_Case", done: Settlement) -> None:
        code = case.result.code or ""
        if code in ALARMING:
            alarm(rows, case.now_us, code, case.row["id"], f"the hub refused a message: {code}")
        if case.result.again is Again.RESIGN:
            if code == FENCED:
                done.fenced = max(done.fenced, case.row["generation"])
            wait = 0 if code == FENCED else self._pace.resend_us(case.row["attempts"])
            case.book.sign_anew(rows, case, wait)
        elif case.result.again is Again.LATER:
            wait = self._pace.resend_us(case.row["attempts"])
            _change(rows, case, code=code, due_at=case.now_us + wait)
        else:
            case.book.finish(rows, case, OutboxState.REFUSED)
            done.refused_count += 1
            if not case.result.uses_number:
                case.book.free(rows, case)


def _found(rows: Connection, ids: list[str], table: Any) -> dict[str, Mapping[str, Any]]:  # noqa: ANN401 - Table
    found: dict[str, Mapping[str, Any]] = {}
    for start in range(0, len(ids), _LOOKUP_COUNT):
        columns = [
            column
            for column in table.c
            if column.name not in {"envelope", "draft", "parts", "problems", "content"}
        ]
        chunk = ids[start : start + _LOOKUP_COUNT]
        for row in rows.execute(select(*columns).where(table.c.id.in_(chunk))).mappings():
            found[row["id"]] = dict(row)
    return found


def _unmatched(rows: Connection, result: Result, now_us: int) -> None:
    about = result.id or f"position {result.position}"
    text = f"a receipt answers bytes that were not sent as such: {result.code or result.status}"
    alarm(rows, now_us, "agent.receipt_unmatched", about, text)


@dataclass(frozen=True, slots=True)
class _Case:
    """One result and the row it answers."""

    book: "_Book"
    row: Mapping[str, Any]
    result: Result
    now_us: int


@dataclass(frozen=True, slots=True)
class _Book:
    """How outbox and acknowledgements differ."""

    table: Any
    finish: Callable[[Connection, _Case, OutboxState], None]
    sign_anew: Callable[[Connection, _Case, int], None]
    free: Callable[[Connection, _Case], None]


def _change(rows: Connection, case: _Case, **values: object) -> None:
    table = case.book.table
    rows.execute(update(table).where(table.c.id == case.row["id"]).values(**values))


def _held(rows: Connection, case: _Case, pace: Pace) -> None:
    wait = pace.resend_us(case.row["attempts"])
    _change(rows, case, state=OutboxState.HELD, due_at=case.now_us + wait)
    if case.result.missing is not None and case.book.table is outbox:
        send_at_once(rows, case.row["subject"], *case.result.missing)


def _finish_message(rows: Connection, case: _Case, state: OutboxState) -> None:
    problems = [
        {"path": p.path, "rule": p.rule, "text_en": p.text_en, "text_zh": p.text_zh}
        for p in case.result.problems
    ]
    _change(
        rows,
        case,
        state=state,
        code=case.result.code or "",
        ledger_index=case.result.index,
        problems=orjson.dumps(problems) if problems else None,
    )


def _sign_message_anew(rows: Connection, case: _Case, wait_us: int) -> None:
    """Back to a draft that keeps its id and number; stated now when the key's time was wrong."""
    if case.result.code in OTHER_TIME:
        draft = rows.scalar(select(outbox.c.draft).where(outbox.c.id == case.row["id"])) or b"{}"
        stated = orjson.loads(draft) | {"time": format_time(from_microseconds(case.now_us))}
        _change(rows, case, draft=orjson.dumps(stated))
    _change(
        rows,
        case,
        state=OutboxState.DRAFT,
        code=case.result.code,
        due_at=case.now_us + wait_us,
    )


def _free_message(rows: Connection, case: _Case) -> None:
    """Give the number back: later unsettled ones of the stream are numbered again from it."""
    if case.result.code == STALE:
        return
    subject, number = case.row["subject"], case.row["sequence"]
    later = (outbox.c.subject == subject) & (outbox.c.sequence > number)
    admitted = (*UNSETTLED, OutboxState.DRAFT)
    used = rows.scalar(
        select(func.count()).where(later, outbox.c.state.notin_(admitted), outbox.c.sequence > 0)
    )
    if used:
        return
    rows.execute(
        update(outbox)
        .where(later, outbox.c.state.in_(admitted))
        .values(state=OutboxState.DRAFT, sequence=None, due_at=0)
    )
    _change(rows, case, sequence=None)
    rows.execute(update(streams).where(streams.c.subject == subject).values(next_sequence=number))


def _finish_acknowledgement(rows: Connection, case: _Case, state: OutboxState) -> None:
    code = case.result.code or ""
    _change(rows, case, state=state, code=code)
    if state is OutboxState.REFUSED:
        text = f"the hub refused acknowledgement {case.row['sequence']}: {code}"
        alarm(rows, case.now_us, "agent.acknowledgement_refused", code, text)


def _sign_acknowledgement_anew(rows: Connection, case: _Case, wait_us: int) -> None:
    _change(
        rows, case, state=OutboxState.DRAFT, code=case.result.code, due_at=case.now_us + wait_us
    )


def _free_acknowledgement(rows: Connection, case: _Case) -> None:
    """Take this and every later one back; what they said is said anew, after a while.

    A stale number was used by somebody: then only what this one said is said anew.
    """
    first = case.row["sequence"]
    said = inbox.c.acknowledged >= first
    if case.result.code == STALE:
        said = inbox.c.acknowledged == first
    else:
        rows.execute(acknowledgements.delete().where(acknowledgements.c.sequence >= first))
        remember(rows, ACKNOWLEDGEMENT_SEQUENCE, b"%d" % (first - 1))
    rows.execute(update(inbox).where(said).values(acknowledged=None))
    remember(rows, ACKNOWLEDGE_FROM, b"%d" % (case.now_us + _PAUSE_US))


_OUTBOX = _Book(outbox, _finish_message, _sign_message_anew, _free_message)
_ACKNOWLEDGEMENTS = _Book(
    acknowledgements, _finish_acknowledgement, _sign_acknowledgement_anew, _free_acknowledgement
)


def raise_stream(rows: Connection, subject: str, last: int) -> None:
    """Never number below what the hub has already admitted of this stream."""
    statement = insert(streams).values(subject=subject, next_sequence=last + 1)
    rows.execute(
        statement.on_conflict_do_update(
            index_elements=["subject"],
            set_={"next_sequence": func.max(streams.c.next_sequence, last + 1)},
        )
    )
