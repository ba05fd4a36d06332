"""The rows of the inbox: what is handled next, what waits, what is parked and released.

A stream is one issuer's messages on one subject. While one of a stream is tried again or
parked, the later ones of that stream wait behind it; all other streams go on.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, func, select, update

from hub.agent.tables import inbox
from hub.errors import OrderError


class InboxState(StrEnum):
    """The life of a delivery at its recipient; applied and rejected are final."""

    NEW = "new"
    RETRYING = "retrying"
    WAITING = "waiting"
    PARKED = "parked"
    APPLIED = "applied"
    REJECTED = "rejected"


BLOCKING = (InboxState.RETRYING, InboxState.PARKED)
UNKNOWN_CONTRACT: Final = "contract.unknown"
"""The reason of what is parked until the agent knows its contract."""
Row = Mapping[str, Any]


def blocked_streams(rows: Connection) -> set[tuple[str, str]]:
    """The streams whose later messages wait."""
    found = rows.execute(
        select(inbox.c.source, inbox.c.subject).where(inbox.c.state.in_(BLOCKING)).distinct()
    )
    return {(source, subject) for source, subject in found}


def next_messages(rows: Connection, now_us: int, limit: int) -> Sequence[Row]:
    """What is to be handled now, in delivery order: new ones, and retries that are due."""
    found = rows.execute(
        select(inbox)
        .where(
            (inbox.c.state == InboxState.NEW)
            | ((inbox.c.state == InboxState.RETRYING) & (inbox.c.due_at <= now_us))
        )
        .order_by(inbox.c.number)
        .limit(limit)
    )
    return [dict(row) for row in found.mappings()]


def block(rows: Connection, row: Row, state: InboxState, due_at: int, reason: str) -> None:
    """Put a failed message aside and let the later ones of its stream wait."""
    rows.execute(
        update(inbox)
        .where(inbox.c.number == row["number"])
        .values(state=state, due_at=due_at, attempts=row["attempts"] + 1, reason=reason)
    )
    rows.execute(
        update(inbox)
        .where(*_later(row), inbox.c.state == InboxState.NEW)
        .values(state=InboxState.WAITING)
    )


def is_blocked(rows: Connection, row: Row) -> bool:
    """Tell whether an earlier one of the stream is put aside."""
    earlier = select(inbox.c.number).where(
        inbox.c.source == row["source"],
        inbox.c.subject == row["subject"],
        inbox.c.number < row["number"],
        inbox.c.state.in_(BLOCKING),
    )
    return rows.execute(earlier.limit(1)).first() is not None


def unblock(rows: Connection, row: Row) -> None:
    """Let the later ones of a stream go on, up to the next that is put aside."""
    until = rows.scalar(
        select(func.min(inbox.c.number)).where(*_later(row), inbox.c.state.in_(BLOCKING))
    )
    statement = update(inbox).where(*_later(row), inbox.c.state == InboxState.WAITING)
    if until is not None:
        statement = statement.where(inbox.c.number < until)
    rows.execute(statement.values(state=InboxState.NEW))


def _later(row: Row) -> tuple[Any, ...]:
    return (
        inbox.c.source == row["source"],
        inbox.c.subject == row["subject"],
        inbox.c.number > row["number"],
    )


def release(rows: Connection, number: int, by: str, why: str) -> None:
    """Have a parked message handled again, identical bytes, recording who said so and why.

    Raises:
        OrderError: agent.not_parked: there is nothing parked under this number;
            agent.contract_unknown: no release helps, a newer agent takes it up by itself.
    """
    wanted = (inbox.c.number == number, inbox.c.state == InboxState.PARKED)
    if rows.scalar(select(inbox.c.reason).where(*wanted)) == UNKNOWN_CONTRACT:
        raise OrderError(
            "agent.contract_unknown",
            f"delivery {number} is of a contract this agent does not know; upgrade and restart it",
        )
    changed = rows.execute(
        update(inbox)
        .where(*wanted)
        .values(state=InboxState.RETRYING, due_at=0, attempts=0, released_by=by, released_why=why)
    )
    if changed.rowcount != 1:
        raise OrderError(
            "agent.not_parked", f"delivery {number} is not parked; see hub agent status"
        )


def count_by_state(rows: Connection) -> dict[str, int]:
    """Count the inbox by state."""
    found = rows.execute(select(inbox.c.state, func.count()).group_by(inbox.c.state))
    return {row[0]: row[1] for row in found}
