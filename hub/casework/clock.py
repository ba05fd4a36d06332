"""Owns counting time as the law does: hours, days, working days, months, years.

First day: the day something happens is not counted; hours run from the moment (Civil Code Art.
201). Last day: months and years end on the day of the same number, else on the month's last (Art.
202); the whole last day counts, to midnight in China (Art. 203). Where a clock `rolls`, a last day
on which nobody works moves to the next day of work. In the Administrative Penalty Law periods of
two, three, five and seven days are working days, longer ones are not (Art. 85).

Source: Civil Code Art. 200-203; Administrative Penalty Law Art. 85.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from typing import Final

CHINA: Final = timezone(timedelta(hours=8))
DAY: Final = timedelta(days=1)
SATURDAY: Final = 5
PENALTY_LAW_WORKING_DAYS: Final = frozenset({2, 3, 5, 7})


class Unit(StrEnum):
    """What a clock counts."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline rule.

    Attributes:
        id: `listing.publish`.
        basis: The rule it rests on.
        article: The article in it.
        verified: False where nobody has read the article at its source yet.
        region: Division prefix where it holds; empty for the whole nation.
        ahead: It counts back from its start: at the latest so long before.
        rolls: A last day on which nobody works moves to the next working day.
    """

    id: str
    number: int
    unit: Unit
    basis: str
    article: str
    verified: bool
    title_en: str
    title_zh: str
    region: str = ""
    ahead: bool = False
    rolls: bool = False


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked: statutory holidays and the make-up days for them.

    Attributes:
        holidays: Weekdays and weekend days off by the State Council's notices.
        workdays: Saturdays and Sundays worked in exchange.
        years: For which the notices are known; beyond them plain weekdays are taken.
    """

    holidays: frozenset[date] = field(default_factory=frozenset)
    workdays: frozenset[date] = field(default_factory=frozenset)
    years: frozenset[int] = field(default_factory=frozenset)

    def works(self, day: date) -> bool:
        """Say whether a day is a working day."""
        if day.year not in self.years:
            return day.weekday() < SATURDAY
        return day in self.workdays or (day.weekday() < SATURDAY and day not in self.holidays)


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due.

    Attributes:
        on: The last day, in China.
        at: The end: midnight after the last day, or the moment for hours; aware UTC.
        provisional: The holidays of a year in between are not announced yet.
    """

    on: date
    at: datetime
    provisional: bool = False


def due(clock: Clock, start: datetime | date, calendar: WorkCalendar) -> Due:
    """Tell when a clock that starts now has run out; for one that is `ahead`, counted back.

    Args:
        clock: The rule.
        start: What starts it: a moment, aware, for minutes and hours; else its day in China
            counts. A day given for a clock of hours starts at its first moment.
        calendar: The working days.
    """
    if clock.unit in (Unit.MINUTE, Unit.HOUR):
        moment = start if isinstance(start, datetime) else _midnight(start)
        at = moment + clock.number * timedelta(**{f"{clock.unit}s": 1})
        return Due(day_of(at), at)
    first = day_of(start)
    last = _last_day(clock, first, calendar)
    if clock.rolls and not clock.ahead:
        while not calendar.works(last):
            last += DAY
    return whole_day(last, first, calendar, counted=clock.unit is Unit.WORKING_DAY or clock.rolls)


def whole_day(last: date, first: date, calendar: WorkCalendar, *, counted: bool = False) -> Due:
    """Give the end of a last day; `counted` says that working days decided it."""
    years = range(min(first, last).year, max(first, last).year + 1)
    unknown = counted and not calendar.years.issuperset(years)
    return Due(last, _midnight(last + DAY), provisional=unknown)


def penalty_law_unit(number: int) -> Unit:
    """Tell what a period of so many days in the Administrative Penalty Law counts (Art. 85)."""
    return Unit.WORKING_DAY if number in PENALTY_LAW_WORKING_DAYS else Unit.DAY


def day_of(moment: datetime | date) -> date:
    """Tell the day in China."""
    return moment.astimezone(CHINA).date() if isinstance(moment, datetime) else moment


def months_after(day: date, count: int) -> date:
    """Give the day of the same number so many months on; the month's last where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _last_day(clock: Clock, first: date, calendar: WorkCalendar) -> date:
    number = -clock.number if clock.ahead else clock.number
    match clock.unit:
        case Unit.WORKING_DAY:
            return _worked(first, number, calendar)
        case Unit.MONTH:
            return months_after(first, number)
        case Unit.YEAR:
            return months_after(first, 12 * number)
        case _:
            return first + number * DAY


def _worked(day: date, number: int, calendar: WorkCalendar) -> date:
    step = DAY if number > 0 else -DAY
    left = abs(number)
    while left:
        day += step
        left -= calendar.works(day)
    return day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA).astimezone(UTC)
