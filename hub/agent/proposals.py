"""Decisions that wait for an officer: listed, confirmed, declined; never seen by the hub before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, select, text, update

from hub.agent.outbox import OutboxState, ProposalState
from hub.agent.store import Store
from hub.agent.tables import outbox, proposals
from hub.errors import OrderError
from hub.message.envelope import read_envelope
from hub.message.instant import format_time, from_microseconds, to_microseconds


@dataclass(frozen=True, slots=True)
class Proposal:
    """One decision to take.

    Attributes:
        main: The drafted body, for the officer to read; personal data is left out.
    """

    id: str
    text: str
    subject: str
    contract: str
    state: str
    made_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    why: str
    main: dict[str, Any]


def listed(store: Store, state: str | None = ProposalState.WAITING) -> list[Proposal]:
    """List proposals in the order they were made; of every state when None."""
    statement = select(proposals).order_by(text("rowid"))
    if state is not None:
        statement = statement.where(proposals.c.state == state)
    with store.reading() as rows:
        return [_proposal(row) for row in rows.execute(statement).mappings()]


def confirm(store: Store, proposal_id: str, by: str, now: datetime) -> None:
    """Let a proposal become a message; it is numbered and signed like any draft.

    Raises:
        OrderError: agent.proposal_unknown, agent.proposal_decided.
    """
    with store.transaction() as rows:
        row = _waiting(rows, proposal_id)
        _decide(rows, proposal_id, ProposalState.CONFIRMED, by, now, "")
        # The officer's decision is the fact: it is stated now, not when it was proposed.
        stated = orjson.loads(row["draft"]) | {"time": format_time(now)}
        names = ("id", "subject", "contract", "draftkey", "content", "parts")
        members = {name: row[name] for name in names}
        rows.execute(
            outbox.insert().values(**members, draft=orjson.dumps(stated), state=OutboxState.DRAFT)
        )


def decline(store: Store, proposal_id: str, by: str, why: str, now: datetime) -> None:
    """Put a proposal away for good; the same draftkey is not proposed again.

    Raises:
        OrderError: agent.proposal_unknown, agent.proposal_decided.
    """
    with store.transaction() as rows:
        _waiting(rows, proposal_id)
        _decide(rows, proposal_id, ProposalState.DECLINED, by, now, why)


def _waiting(rows: Connection, proposal_id: str) -> Any:  # noqa: ANN401 - a row's mapping
    found = rows.execute(select(proposals).where(proposals.c.id == proposal_id)).mappings()
    row = found.one_or_none()
    if row is None:
        raise OrderError(
            "agent.proposal_unknown", "no such proposal; see hub proposal list", id=proposal_id
        )
    if row["state"] != ProposalState.WAITING:
        raise OrderError(
            "agent.proposal_decided",
            f"the proposal was already {row['state']} by {row['decided_by']}",
            id=proposal_id,
        )
    return row


def _decide(  # noqa: PLR0913, PLR0917 - one row's members
    rows: Connection, proposal_id: str, state: ProposalState, by: str, now: datetime, why: str
) -> None:
    rows.execute(
        update(proposals)
        .where(proposals.c.id == proposal_id)
        .values(state=state, decided_by=by, decided_at=to_microseconds(now), why=why)
    )


def _proposal(row: Any) -> Proposal:  # noqa: ANN401 - a row's mapping
    main = read_envelope(row["parts"]).part("main")
    decided_at = row["decided_at"]
    return Proposal(
        id=row["id"],
        text=row["text"],
        subject=row["subject"],
        contract=row["contract"],
        state=row["state"],
        made_at=from_microseconds(row["made_at"]),
        decided_by=row["decided_by"],
        decided_at=None if decided_at is None else from_microseconds(decided_at),
        why=row["why"],
        main={} if main is None else orjson.loads(main.content),
    )
