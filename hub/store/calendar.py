"""Owns reading the working days of the years whose holidays are announced."""

from functools import cache

from chinese_calendar import constants

from hub.casework.clock import WorkCalendar


@cache
def read_calendar() -> WorkCalendar:
    """Read the holidays and make-up days that the installed calendar knows."""
    days = {*constants.holidays, *constants.workdays}
    return WorkCalendar(
        holidays=frozenset(constants.holidays),
        workdays=frozenset(constants.workdays),
        years=frozenset(day.year for day in days),
    )
