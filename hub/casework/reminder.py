"""Owns what the hub says about duties: reminded, overdue, escalated; each once, whoever says it.

A draft's id and time follow from the case, the clock, the last day and the stage: two schedulers
that find the same duty send the same message, and the ledger admits it once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any, Final

from hub.casework.clock import CHINA, day_of
from hub.casework.duty import LATE, SOON, Duty, DutyState
from hub.casework.record import Record
from hub.casework.watch import TITLES
from hub.sdk.ids import message_id

SIGNER: Final = "hub"
TYPES: Final[Mapping[DutyState, str]] = {
    DutyState.DUE: "duty.reminded",
    DutyState.OVERDUE: "duty.overdue",
    DutyState.ESCALATED: "duty.escalated",
}
KEY_LENGTH: Final = 40
_SINCE: Final[Mapping[DutyState, timedelta]] = {
    DutyState.DUE: -SOON,
    DutyState.OVERDUE: timedelta(days=1),
    DutyState.ESCALATED: LATE + timedelta(days=1),
}


@dataclass(frozen=True, slots=True)
class HubDraft:
    """A message for the hub's own participant to sign.

    Attributes:
        id: Follows from the duty and its stage.
        draftkey: The same in words.
        time: When the stage began, or the duty where that was later.
        causationid: The message that started the clock.
        main: The body.
    """

    id: str
    type: str
    subject: str
    correlationid: str
    causationid: str
    draftkey: str
    time: datetime
    main: Mapping[str, Any]

    @property
    def contract(self) -> str:
        """The contract it is written in."""
        return f"{self.type}/1.0"


def reminders(
    records: Iterable[Record], duties: Iterable[Duty], on: date, signer: str = SIGNER
) -> tuple[HubDraft, ...]:
    """Write what has to be said about duties on a day and has not been said yet.

    Args:
        records: What was said before stands among them, in the family `duty`.
        duties: As `what_is_due` tells them for the same day.
        on: The day, in China.
        signer: The id of the hub's participant.
    """
    said = {record.key for record in records if record.family == "duty"}
    drafts = (_draft(duty, state, signer) for duty in duties for state in _stages(duty))
    return tuple(d for d in drafts if d.id not in said and day_of(d.time) <= on)


def _stages(duty: Duty) -> tuple[DutyState, ...]:
    """Tell what is worth saying: the stage reached, and of lateness what led to it."""
    match duty.state:
        case DutyState.UPCOMING:
            return ()
        case DutyState.ESCALATED:
            return (DutyState.OVERDUE, DutyState.ESCALATED)
        case state:
            return (state,)


def _draft(duty: Duty, state: DutyState, signer: str) -> HubDraft:
    kind = TYPES[state]
    key = f"{kind}/{duty.family}/{duty.key}/{duty.what}/{duty.who}/{duty.due.on}"
    began = max(duty.due.on + _SINCE[state], date.fromisoformat(duty.started_on))
    at = datetime.combine(began, time(), CHINA).astimezone(UTC)
    return HubDraft(
        id=message_id(signer, key, at),
        type=kind,
        subject=duty.subject,
        correlationid=duty.case,
        causationid=duty.cause,
        draftkey=f"{kind}/{sha256(key.encode()).hexdigest()[:KEY_LENGTH]}",
        time=at,
        main=_main(duty),
    )


def _main(duty: Duty) -> dict[str, Any]:
    clock = duty.clock
    title = {"title": clock.basis} | ({"article": clock.article} if clock.article else {})
    return {
        "participant": duty.who,
        **({"division": duty.division} if duty.division else {}),
        "duty": duty.what,
        "duty_text": " ".join(TITLES[duty.what]),
        "case_family": duty.family,
        "case_key": duty.key,
        "cause_id": duty.cause,
        "clock": clock.id,
        "clock_number": clock.number,
        "clock_unit": clock.unit.value,
        "legal_basis": title,
        "basis_verified": clock.verified,
        "started_on": duty.started_on,
        "due_on": duty.due.on.isoformat(),
        "provisional": duty.due.provisional,
    }
