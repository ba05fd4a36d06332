"""Settles what was sent by the hub's receipts: one receipt, one transaction.

| answer                          | what becomes of the message                             |
|---------------------------------|---------------------------------------------------------|
| admitted                        | final                                                   |
| held                            | stays; the numbers the hub misses are sent at once      |
| refused, again later            | the same bytes again, later                             |
| refused, acknowledgement gap    | the same, and at once when the earlier ones are in      |
| refused, again resign           | the same id and number, signed anew                     |
| refused for good, number used   | final                                                   |
| refused for good, number free   | final; the next draft of the stream gets the number     |
| refused, never verified         | signed anew some times, then refused for good           |
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection, Table, bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert

from hub.agent.identity import Pace
from hub.agent.outbox import UNSETTLED, OutboxState, send_at_once
from hub.agent.store import (
    ACKNOWLEDGE_FROM,
    ACKNOWLEDGEMENT_SEQUENCE,
    alarm,
    remember,
)
from hub.agent.tables import acknowledgements, free_numbers, inbox, outbox, receipts, streams
from hub.message.instant import format_time, from_microseconds
from hub.message.receipt import Receipt, Result, Status
from hub.message.refusal import Again

FENCED = "order.generation_fenced"
STALE = "order.stale"
ACK_GAP = "order.ack_gap"
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
        matched: The results that answer something we sent.
        admitted: Of which tables, ids and ledger indices to store.
        proved: Whether the receipt settles something that is in the ledger: it is kept.
        fenced: The highest generation the hub called too old, 0 for none.
    """

    admitted_count: int = 0
    refused_count: int = 0
    fenced: int = 0
    proved: bool = False
    matched: set[Result] = field(default_factory=set)
    admitted: dict[Table, list[dict[str, Any]]] = field(default_factory=dict)


class Settling:
    """Applies receipts."""

    def __init__(self, pace: Pace) -> None:
        """Work by these times."""
        self._pace = pace

    def apply(
        self, rows: Connection, receipt: Receipt, now_us: int, text: bytes = b""
    ) -> Settlement:
        """Apply every result of one verified receipt inside the caller's transaction.

        Args:
            text: The receipt as signed, kept when it settles something in the ledger.
        """
        done = Settlement()
        position = 1 + (rows.scalar(select(func.max(receipts.c.position))) or 0)
        for book in (_OUTBOX, _ACKNOWLEDGEMENTS):
            rows_by_digest = _found(rows, receipt.results, book.table)
            for result in receipt.results:
                row = rows_by_digest.get(result.digest or b"")
                if row is not None and result.id in {None, row["id"]}:
                    done.matched.add(result)
                    # One receipt may say of a message that it is held, then that it was admitted.
                    if row["state"] in UNSETTLED:
                        case = _Case(book, row, result, now_us, position)
                        done.proved = done.proved or result.index is not None
                        row["state"] = self._one(rows, case, done)
        for table, marks in done.admitted.items():
            rows.execute(_ADMITTED[table], marks)
        if acknowledgements in done.admitted:
            rows.execute(_NO_LONGER_GAPPED)
        if done.proved:
            rows.execute(receipts.insert().values(position=position, text=text))
        for result in receipt.results:
            if result not in done.matched:
                _unmatched(rows, result, now_us)
        return done

    def _one(self, rows: Connection, case: "_Case", done: Settlement) -> OutboxState:
        """Apply one result; gives the state the message is in now."""
        if case.result.status is Status.ADMITTED:
            mark = {"which": case.row["id"], "at": case.result.index, "in": case.receipt}
            done.admitted.setdefault(case.book.table, []).append(mark)
            done.admitted_count += 1
            return OutboxState.ADMITTED
        if case.result.status is Status.HELD:
            _held(rows, case, self._pace)
            return OutboxState.HELD
        return self._refused(rows, case, done)

    def _refused(self, rows: Connection, case: "_Case", done: Settlement) -> OutboxState:
        code = case.result.code or ""
        if code in ALARMING:
            alarm(rows, case.now_us, code, case.row["id"], f"the hub refused a message: {code}")
        if case.result.again is Again.RESIGN:
            if code == FENCED:
                done.fenced = max(done.fenced, case.row["generation"])
            wait = 0 if code == FENCED else self._pace.resend_us(case.row["attempts"])
            case.book.sign_anew(rows, case, wait)
            return OutboxState.DRAFT
        if case.result.again is Again.LATER:
            wait = self._pace.resend_us(case.row["attempts"])
            _change(rows, case, code=code, due_at=case.now_us + wait)
            if code == ACK_GAP:
                rows.execute(_EARLIER_AT_ONCE, {"gapped": case.row["sequence"]})
            return OutboxState.SEALED
        if case.result.id is None and case.row["attempts"] <= _UNVERIFIED_COUNT:
            # Spoilt on the way or on disk: a broker that changes a byte must not be able to
            # have a message refused. The draft and its parts make it whole again.
            case.book.sign_anew(rows, case, self._pace.resend_us(case.row["attempts"]))
            return OutboxState.DRAFT
        case.book.finish(rows, case, OutboxState.REFUSED)
        done.refused_count += 1
        if not case.result.uses_number:
            case.book.free(rows, case)
        return OutboxState.REFUSED


_UNVERIFIED_COUNT = 3
"""So often a message whose signature the hub could not accept is signed anew, then refused."""


def _found(
    rows: Connection, results: Sequence[Result], table: Table
) -> dict[bytes, dict[str, Any]]:
    """Find what was sent by the digest of its signed text."""
    digests = [result.digest for result in results if result.digest is not None]
    found: dict[bytes, dict[str, Any]] = {}
    for start in range(0, len(digests), _LOOKUP_COUNT):
        columns = [
            column
            for column in table.c
            if column.name not in {"envelope", "draft", "parts", "problems", "content"}
        ]
        chunk = digests[start : start + _LOOKUP_COUNT]
        for row in rows.execute(select(*columns).where(table.c.digest.in_(chunk))).mappings():
            found[row["digest"]] = dict(row)
    return found


def _unmatched(rows: Connection, result: Result, now_us: int) -> None:
    """Alarm, unless it refuses an earlier signing of a message that was since signed anew."""
    known = result.id is not None and any(
        rows.scalar(select(func.count()).where(table.c.id == result.id))
        for table in (outbox, acknowledgements)
    )
    if known and result.status is Status.REFUSED:
        return
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
    receipt: int


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
        _alarm_forgotten(rows, case, *case.result.missing)


def _alarm_forgotten(rows: Connection, case: _Case, first: int, last: int) -> None:
    """Say that the hub misses what it has receipted: only a restored backup makes it so."""
    subject = case.row["subject"]
    receipted = select(func.count()).where(
        outbox.c.subject == subject,
        outbox.c.sequence.between(first, last),
        outbox.c.state == OutboxState.ADMITTED,
    )
    if rows.scalar(receipted):
        text = f"the hub misses numbers {first} to {last} and has receipted some: was it restored?"
        alarm(rows, case.now_us, "agent.receipt_forgotten", subject, text)


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
        receipt=None if case.result.index is None else case.receipt,
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
    """Keep the number for the next draft of the stream, which the hub's held ones wait for.

    Later ones keep their numbers: the hub may hold them, and an id under two numbers
    would be taken for fraud. A stale number is not free: somebody used it.
    """
    if case.result.code == STALE:
        return
    subject, number = case.row["subject"], case.row["sequence"]
    _change(rows, case, sequence=None)
    rows.execute(insert(free_numbers).values(subject=subject, sequence=number))
    text = f"number {number} is free; later messages wait for the next draft of this subject"
    alarm(rows, case.now_us, "agent.number_free", subject, text)


def _finish_acknowledgement(rows: Connection, case: _Case, state: OutboxState) -> None:
    code = case.result.code or ""
    receipt = None if case.result.index is None else case.receipt
    _change(rows, case, state=state, code=code, ledger_index=case.result.index, receipt=receipt)
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


_ADMITTED = {
    table: update(table)
    .where(table.c.id == bindparam("which"))
    .values(
        state=OutboxState.ADMITTED,
        code="",
        ledger_index=bindparam("at"),
        receipt=bindparam("in"),
    )
    for table in (outbox, acknowledgements)
}


_NO_LONGER_GAPPED = (
    update(acknowledgements)
    .where(acknowledgements.c.state == OutboxState.SEALED, acknowledgements.c.code == ACK_GAP)
    .values(due_at=0)
)
_EARLIER_AT_ONCE = (
    update(acknowledgements)
    .where(acknowledgements.c.state.in_(UNSETTLED))
    .where(acknowledgements.c.sequence < bindparam("gapped"))
    .where(acknowledgements.c.code != ACK_GAP)
    .values(due_at=0)
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
