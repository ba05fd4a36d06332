"""Counting time: the first day, the last day, working days with make-up days."""

from datetime import UTC, date, datetime

import pytest

from hub.casework.clock import Clock, Unit, WorkCalendar, due, months_after, penalty_law_unit
from hub.casework.clocks import CLOCKS, clock_for
from hub.casework.watch import WATCHES
from hub.store.calendar import read_calendar

# The National Day week of 2025: off from 1 to 8 October, worked on 28 September and 11 October.
AUTUMN = WorkCalendar(
    holidays=frozenset(date(2025, 10, day) for day in range(1, 9)),
    workdays=frozenset({date(2025, 9, 28), date(2025, 10, 11)}),
    years=frozenset({2025}),
)


def clock(number: int, unit: Unit, **given: bool) -> Clock:
    return Clock("x", number, unit, "law", "1", True, "en", "zh", **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "unit", "start", "last"),
    [
        (1, Unit.DAY, date(2026, 3, 2), date(2026, 3, 3)),
        (30, Unit.DAY, date(2026, 1, 31), date(2026, 3, 2)),
        (1, Unit.MONTH, date(2026, 1, 31), date(2026, 2, 28)),
        (12, Unit.MONTH, date(2024, 2, 29), date(2025, 2, 28)),
        (3, Unit.YEAR, date(2026, 3, 2), date(2029, 3, 2)),
        (5, Unit.WORKING_DAY, date(2025, 9, 26), date(2025, 10, 10)),
        (3, Unit.WORKING_DAY, date(2025, 10, 9), date(2025, 10, 13)),
        (1, Unit.WORKING_DAY, date(2025, 9, 27), date(2025, 9, 28)),
    ],
)
def test_the_day_of_the_event_is_not_counted(
    number: int, unit: Unit, start: date, last: date
) -> None:
    assert due(clock(number, unit), start, AUTUMN).on == last


def test_the_whole_last_day_counts_to_midnight_in_china() -> None:
    assert due(clock(1, Unit.DAY), date(2026, 3, 2), AUTUMN).at == datetime(
        2026, 3, 3, 16, tzinfo=UTC
    )


def test_the_day_of_an_event_is_its_day_in_china() -> None:
    late = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
    assert due(clock(1, Unit.DAY), late, AUTUMN).on == date(2026, 3, 4)


def test_hours_run_from_the_moment() -> None:
    at = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert due(clock(2, Unit.HOUR), at, AUTUMN).at == datetime(2026, 3, 3, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(("rolls", "last"), [(False, date(2025, 10, 4)), (True, date(2025, 10, 9))])
def test_a_last_day_on_a_holiday_moves_only_where_the_law_says_so(rolls: bool, last: date) -> None:
    assert due(clock(10, Unit.DAY, rolls=rolls), date(2025, 9, 24), AUTUMN).on == last


def test_a_clock_ahead_counts_back() -> None:
    back = clock(3, Unit.WORKING_DAY, ahead=True)
    assert due(back, date(2025, 10, 10), AUTUMN).on == date(2025, 9, 29)


def test_a_year_without_announced_holidays_is_provisional() -> None:
    working = clock(3, Unit.WORKING_DAY)
    assert not due(working, date(2025, 9, 1), AUTUMN).provisional
    assert due(working, date(2025, 12, 30), AUTUMN).provisional
    assert due(working, date(2031, 5, 30), AUTUMN).on == date(2031, 6, 4)
    assert not due(clock(3, Unit.DAY), date(2031, 5, 30), AUTUMN).provisional


@pytest.mark.parametrize(
    ("number", "unit"),
    [*((n, Unit.WORKING_DAY) for n in (2, 3, 5, 7)), (10, Unit.DAY), (90, Unit.DAY)],
)
def test_short_periods_of_the_penalty_law_are_working_days(number: int, unit: Unit) -> None:
    assert penalty_law_unit(number) is unit


def test_the_clocks_of_the_penalty_law_keep_to_article_85() -> None:
    own = [c for c in CLOCKS.values() if c.basis == "行政处罚法"]
    assert own
    assert all(c.unit is penalty_law_unit(c.number) for c in own)


def test_the_installed_calendar_knows_make_up_days() -> None:
    calendar = read_calendar()
    assert calendar.works(date(2025, 9, 28))
    assert not calendar.works(date(2025, 10, 8))
    assert {2025, 2026} <= calendar.years


def test_a_region_with_a_rule_of_its_own_goes_by_that() -> None:
    assert clock_for("dispute.decide", "370203").number == 3  # type: ignore[union-attr]
    assert clock_for("dispute.decide", "130102").number == 20  # type: ignore[union-attr]
    assert clock_for("hazard.order", "370203") is not None
    assert clock_for("hazard.order", "130102") is None


def test_every_watch_has_a_clock() -> None:
    known = {c.id.removesuffix(f".{c.region}") if c.region else c.id for c in CLOCKS.values()}
    assert {watch.clock for watches in WATCHES.values() for watch in watches} <= known


def test_months_end_on_the_last_day_where_there_is_no_such_day() -> None:
    assert months_after(date(2026, 3, 31), -1) == date(2026, 2, 28)
