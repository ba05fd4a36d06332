"""What an agent is doing, read from its database; works whether or not the agent runs."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from hub.agent import inbox as inbox_rows
from hub.agent import outbox as outbox_rows
from hub.agent.acknowledging import last_delivery
from hub.agent.inbox import InboxState
from hub.agent.outbox import UNSETTLED, OutboxState, ProposalState
from hub.agent.store import GENERATION, Store, remembered_number
from hub.agent.tables import acknowledgements, alarms, inbox, outbox, proposals

_SHOWN_COUNT = 20
OPEN_INBOX = (InboxState.NEW, InboxState.RETRYING, InboxState.WAITING)


@dataclass(frozen=True, slots=True)
class Pending:
    """What still has to happen; all zero when nothing is under way.

    Attributes:
        outbox_count: Drafts and sealed messages without a final answer.
        inbox_count: Delivered messages not yet handled; parked ones wait for a person.
        acknowledgement_count: Outcomes not yet acknowledged, and acknowledgements
            without an answer.
    """

    outbox_count: int
    inbox_count: int
    acknowledgement_count: int

    @property
    def none(self) -> bool:
        """Whether nothing is under way."""
        return not (self.outbox_count or self.inbox_count or self.acknowledgement_count)


def pending(store: Store) -> Pending:
    """Count what is under way."""
    with store.reading() as rows:
        sent = outbox_rows.count_by_state(rows)
        got = inbox_rows.count_by_state(rows)
        unsaid = select(func.count()).where(
            inbox.c.acknowledged.is_(None), inbox.c.outcome.is_not(None)
        )
        unanswered = select(func.count()).where(
            acknowledgements.c.state.in_((OutboxState.DRAFT, *UNSETTLED))
        )
        return Pending(
            sum(sent.get(state, 0) for state in (OutboxState.DRAFT, *UNSETTLED)),
            sum(got.get(state, 0) for state in OPEN_INBOX),
            (rows.scalar(unsaid) or 0) + (rows.scalar(unanswered) or 0),
        )


def status(store: Store) -> dict[str, Any]:
    """Tell counts, what is parked, what waits for an officer, and every alarm; JSON values."""
    with store.reading() as rows:
        waiting = select(func.count()).where(proposals.c.state == ProposalState.WAITING)
        return {
            "generation": remembered_number(rows, GENERATION),
            "last_number": last_delivery(rows)[0],
            "outbox": outbox_rows.count_by_state(rows),
            "inbox": inbox_rows.count_by_state(rows),
            "proposals_waiting": rows.scalar(waiting) or 0,
            "parked": _parked(rows),
            "refused": _refused(rows),
            "alarms": _alarms(rows),
        }


def _parked(rows: Connection) -> list[dict[str, Any]]:
    found = rows.execute(
        select(inbox.c.number, inbox.c.id, inbox.c.source, inbox.c.contract, inbox.c.reason)
        .where(inbox.c.state == InboxState.PARKED)
        .order_by(inbox.c.number)
        .limit(_SHOWN_COUNT)
    )
    return [dict(row) for row in found.mappings()]


def _refused(rows: Connection) -> dict[str, int]:
    found = rows.execute(
        select(outbox.c.code, func.count())
        .where(outbox.c.state == OutboxState.REFUSED)
        .group_by(outbox.c.code)
    )
    return {row[0]: row[1] for row in found}


def _alarms(rows: Connection) -> list[dict[str, Any]]:
    found = rows.execute(
        select(alarms.c.code, alarms.c.about, alarms.c.text, alarms.c.count)
        .order_by(alarms.c.position.desc())
        .limit(_SHOWN_COUNT)
    )
    return [dict(row) for row in found.mappings()]
