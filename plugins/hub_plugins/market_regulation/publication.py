"""By when a decision must be published, or its publication withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from hub_plugins.market_regulation.table import cited, table
from hub_schemas.codes import RemovalReason

TABLE = "clocks"
_CHINA = timezone(timedelta(hours=8))
_MONDAY_TO_FRIDAY = 5
_PROVINCE_DIGITS = 2


@dataclass(frozen=True, slots=True)
class PublicationDuty:
    """One duty with its day, its clock and the message it rests on."""

    act: str
    due_on: date
    clock: str
    evidence_id: str

    @property
    def text(self) -> str:
        clock = table(TABLE)["clocks"][self.clock]
        days = f"{clock['working_days']} working days, provisional, {clock['basis']}"
        return f"{self.act} by {self.due_on} ({days}; {cited(TABLE)}) for {self.evidence_id}"


def working_days_after(day: date, number: int) -> date:
    """Count working days from the day after, Monday to Friday.

    Provisional: public holidays and make-up Saturdays are not in it.
    """
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < _MONDAY_TO_FRIDAY
    return day


def local_day(moment: datetime) -> date:
    """Tell the day it is in China at a moment."""
    return moment.astimezone(_CHINA).date()


def duty(clock: str, begins_on: date, evidence_id: str) -> PublicationDuty:
    """Run one clock of the table from a day."""
    found = table(TABLE)["clocks"][clock]
    due_on = working_days_after(begins_on, found["working_days"])
    return PublicationDuty(found["act"], due_on, clock, evidence_id)


def penalty_duty(
    region: str, division: str | None, dates: tuple[date, date], evidence_id: str
) -> PublicationDuty:
    """Say by when this regulator publishes a penalty.

    Args:
        region: The regulator's own division prefix, "" for a national one.
        dates: Decided on, received on.

    Source:
        SAMR Order 45 (2021), DOMAIN 2.8: the same province counts from the decision, the
        receiving authority of another province from its receipt.
    """
    decided_on, received_on = dates
    province = region[:_PROVINCE_DIGITS]
    if division is not None and division.startswith(province):
        return duty("penalty_same_province", decided_on, evidence_id)
    return duty("penalty_other_province", received_on, evidence_id)


def removal_duty(reason: RemovalReason, removed_on: date, listing_id: str) -> PublicationDuty:
    """Say by when a published listing must be gone: sooner when it was never valid."""
    clock = "annulled" if reason is RemovalReason.REVOKED else "listing_ended"
    return duty(clock, removed_on, listing_id)
