"""Days as the law counts them: in China, with years and plain working days."""

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
_MONDAY_TO_FRIDAY = 5


def local_day(moment: datetime) -> date:
    """Tell the day it is in China at a moment."""
    return moment.astimezone(CHINA).date()


def years_after(day: date, years: int) -> date:
    """Return the same day of another year; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def working_days_after(day: date, number: int) -> date:
    """Count working days from the day after, Monday to Friday.

    Provisional: public holidays and make-up Saturdays are not in it.
    """
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < _MONDAY_TO_FRIDAY
    return day
