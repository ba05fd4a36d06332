"""The rows of the outbox and of proposals: what is placed there, and what is due.

A draftkey is unique over both: the same fact drafted again is known, another fact under
the same key is an error that names both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, select, update

from hub.agent.drafting import Accepted
from hub.agent.tables import acknowledgements, outbox, proposals
from hub.errors import OrderError

_LOOKUP_COUNT = 500


class OutboxState(StrEnum):
    """The life of what is sent; the last two are final."""

    DRAFT = "draft"
    SEALED = "sealed"
    HELD = "held"
    ADMITTED = "admitted"
    REFUSED = "refused"


UNSETTLED = (OutboxState.SEALED, OutboxState.HELD)
SETTLED = (OutboxState.ADMITTED, OutboxState.REFUSED)


class ProposalState(StrEnum):
    """The life of a proposal."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Known:
    """What a draftkey already stands for."""

    id: str
    content: bytes


class Keys:
    """The draftkeys known at the start of a transaction, kept up while drafts are placed."""

    def __init__(self, rows: Connection, drafts: Iterable[Accepted]) -> None:
        """Look every key up at once."""
        wanted = sorted({draft.draftkey for draft in drafts if draft.draftkey is not None})
        self._known: dict[str, Known] = {}
        for start in range(0, len(wanted), _LOOKUP_COUNT):
            chunk = wanted[start : start + _LOOKUP_COUNT]
            for table in (outbox, proposals):
                found = rows.execute(
                    select(table.c.draftkey, table.c.id, table.c.content).where(
                        table.c.draftkey.in_(chunk)
                    )
                )
                self._known.update({key: Known(id_, content) for key, id_, content in found})

    def new(self, drafts: Sequence[Accepted]) -> list[Accepted]:
        """Leave out what is known; remember the rest.

        Raises:
            OrderError: agent.draftkey_conflict: one key, two facts. Nothing is remembered.
        """
        fresh: dict[str, Known] = {}
        chosen = []
        for draft in drafts:
            key = draft.draftkey
            known = None if key is None else self._known.get(key) or fresh.get(key)
            if known is None:
                chosen.append(draft)
                if key is not None:
                    fresh[key] = Known(draft.id, draft.content)
            elif known.content != draft.content:
                raise OrderError(
                    "agent.draftkey_conflict",
                    f"draftkey {key} of {draft.id} already stands for another content in "
                    f"{known.id}; use another key or correct the first",
                    draftkey=str(key),
                    known=known.id,
                    new=draft.id,
                )
        self._known |= fresh
        return chosen


def place(rows: Connection, drafts: Sequence[Accepted], now_us: int) -> None:
    """Store new drafts: those with a sentence for an officer as proposals, all others to send."""
    sent = [_row(draft) | {"state": OutboxState.DRAFT} for draft in drafts if not draft.proposal]
    waiting = [
        _row(draft) | {"state": ProposalState.WAITING, "made_at": now_us, "text": draft.proposal}
        for draft in drafts
        if draft.proposal
    ]
    if sent:
        rows.execute(outbox.insert(), sent)
    if waiting:
        rows.execute(proposals.insert(), waiting)


def _row(draft: Accepted) -> dict[str, Any]:
    return {
        "id": draft.id,
        "subject": draft.subject,
        "contract": draft.contract,
        "draftkey": draft.draftkey,
        "content": draft.content,
        "draft": draft.draft,
        "parts": draft.parts,
    }


def count_by_state(rows: Connection) -> dict[str, int]:
    """Count the outbox by state."""
    found = rows.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
    return {row[0]: row[1] for row in found}


def unsettled_count(rows: Connection) -> int:
    """Count what was sealed and has no final answer."""
    statement = select(func.count()).where(outbox.c.state.in_(UNSETTLED))
    return rows.scalar(statement) or 0


def send_at_once(rows: Connection, subject: str, first: int, last: int) -> None:
    """Make numbers the hub misses due now."""
    rows.execute(
        update(outbox)
        .where(outbox.c.subject == subject, outbox.c.sequence.between(first, last))
        .where(outbox.c.state.in_(UNSETTLED))
        .values(due_at=0)
    )


def send_all_at_once(rows: Connection) -> None:
    """Make everything without a final answer due now, as if it had never been sent.

    For a new generation: what an earlier run sent may never be answered, and what it waited
    for counts no more.
    """
    for table in (outbox, acknowledgements):
        rows.execute(
            update(table)
            .where(table.c.state.in_((OutboxState.DRAFT, *UNSETTLED)), table.c.due_at > 0)
            .values(due_at=0, attempts=0)
        )
