"""Accident classes, grades and grounds of the emergency-management plugin."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_plugins.emergency_management.accident import WORST_FIRST, accident_class, class_of
from hub_plugins.emergency_management.calendar_day import (
    local_day,
    working_days_after,
    years_after,
)
from hub_plugins.emergency_management.grading import grade
from hub_plugins.emergency_management.listing import listing_ground
from hub_plugins.emergency_management.proposal import term
from hub_plugins.emergency_management.record import (
    MOST_FACTS,
    Accident,
    Candidate,
    Hazard,
    Penalty,
    Record,
)
from hub_plugins.emergency_management.removal import earliest_removal_on
from hub_plugins.emergency_management.table import table
from hub_schemas import Money
from hub_schemas.codes import AccidentClass, Department, ExecutorRole, Measure, RemovalReason
from tests import bodies

ON = date(2026, 6, 1)
YUAN = 100
MILLION = 1_000_000 * YUAN


@pytest.mark.parametrize(
    ("deaths", "injuries", "loss_minor", "expected"),
    [
        (0, 0, 0, "general"),
        (2, 9, 10 * MILLION - 1, "general"),
        (3, 0, 0, "larger"),
        (9, 0, 0, "larger"),
        (10, 0, 0, "major"),
        (29, 0, 0, "major"),
        (30, 0, 0, "particularly_major"),
        (0, 10, 0, "larger"),
        (0, 49, 0, "larger"),
        (0, 50, 0, "major"),
        (0, 99, 0, "major"),
        (0, 100, 0, "particularly_major"),
        (0, 0, 10 * MILLION, "larger"),
        (0, 0, 50 * MILLION - 1, "larger"),
        (0, 0, 50 * MILLION, "major"),
        (0, 0, 100 * MILLION - 1, "major"),
        (0, 0, 100 * MILLION, "particularly_major"),
        (3, 50, 0, "major"),
        (1, 12, 60 * MILLION, "major"),
    ],
)
def test_decree_493_classes_by_the_highest_of_three_criteria(
    deaths: int, injuries: int, loss_minor: int, expected: str
) -> None:
    assert accident_class(deaths, injuries, loss_minor).accident_class == expected


counts = st.integers(0, 200)
losses = st.integers(0, 200 * MILLION)


harms = st.tuples(counts, counts, losses)


@given(harms, harms)
def test_a_worse_accident_is_never_in_a_lighter_class(
    one: tuple[int, int, int], other: tuple[int, int, int]
) -> None:
    worse = accident_class(*(max(pair) for pair in zip(one, other, strict=True)))
    for lighter in (accident_class(*one), accident_class(*other)):
        found = WORST_FIRST.index(lighter.accident_class)
        assert WORST_FIRST.index(worse.accident_class) <= found


def test_a_report_without_numbers_keeps_its_own_class_or_none() -> None:
    assert class_of(bodies.accident()) is None
    stated = class_of(bodies.accident(accident_class=AccidentClass.MAJOR))
    assert stated is not None
    assert stated.accident_class is AccidentClass.MAJOR


def test_numbers_outweigh_a_stated_class() -> None:
    found = class_of(bodies.accident(deaths=1, accident_class=AccidentClass.MAJOR))
    assert found is not None
    assert found.accident_class is AccidentClass.GENERAL
    assert "decree-493" in found.text


def test_a_loss_in_another_currency_is_not_taken_for_yuan() -> None:
    loss = Money(amount_minor=200 * MILLION, currency="JPY")
    assert class_of(bodies.accident(direct_loss=loss)) is None


def accident(number: int, on: date, kind: str) -> Accident:
    return Accident(f"a{number}", f"a{number}", on, kind)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((date(2025, 7, 1), date(2026, 6, 1)), "A2"),
        ((date(2025, 6, 2), date(2026, 6, 1)), "A2"),
        ((date(2025, 6, 1), date(2026, 6, 1)), None),  # the same day of the next year
        ((date(2026, 6, 1), date(2025, 7, 1)), "A2"),  # reported late
    ],
)
def test_two_larger_accidents_count_within_twelve_months(
    days: tuple[date, date], expected: str | None
) -> None:
    first, second = (accident(n, day, "larger") for n, day in enumerate(days))
    found = listing_ground(Record(accidents=(first, second)), second)
    assert (found.code if found else None) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("particularly_major", "A1"), ("major", "A1"), ("larger", None), ("general", None)],
)
def test_one_accident_alone(kind: str, expected: str | None) -> None:
    only = accident(1, ON, kind)
    found = listing_ground(Record(accidents=(only,)), only)
    assert (found.code if found else None) == expected


def test_a_supplement_is_not_a_second_accident() -> None:
    record = Record().with_accident(accident(1, ON, "larger"))
    supplement = Accident("a2", "a1", ON, "larger")
    record = record.with_accident(supplement)
    assert record.accidents == (supplement,)
    assert listing_ground(record, supplement) is None


GENERAL = accident(1, date(2026, 1, 1), "general")
OVERDUE = Hazard("h1", "province", date(2026, 5, 31))
DUE_TODAY = Hazard("h1", "province", ON)


@pytest.mark.parametrize(
    ("record", "level"),
    [
        (Record(standardisation="level_1"), "A"),
        (Record(standardisation="level_2"), "B+"),
        (Record(standardisation="level_3"), "B-"),
        (Record(standardisation="level_1", accidents=(GENERAL,)), "B+"),
        (Record(accidents=(GENERAL, accident(2, ON, "general"))), "D"),
        (Record(accidents=(accident(1, ON, "larger"),)), "D"),
        (Record(accidents=(accident(1, date(2025, 6, 2), "larger"),)), "D"),
        (Record(accidents=(accident(1, date(2025, 6, 1), "larger"),)), "B-"),
        (Record(penalties=(Penalty("p1", ON),)), "B-"),
        (Record(penalties=(Penalty("p1", ON), Penalty("p2", ON))), "C+"),
        (Record(hazards=(OVERDUE,)), "D"),
        (Record(hazards=(DUE_TODAY,)), "C+"),
        (Record(hazards=(Hazard("h1", "county", date(2026, 5, 31)),)), "C+"),
        (Record(hazards=(Hazard("h1", "province", ON, ON, "rectified"),)), "B-"),
        (Record(hazards=(Hazard("h1", "province", ON, ON, "closed"),)), "B-"),
    ],
)
def test_liaocheng_2013(record: Record, level: str) -> None:
    assert grade(record, ON).level == level


def test_a_grade_names_the_messages_it_rests_on() -> None:
    found = grade(Record(accidents=(GENERAL,), hazards=(OVERDUE,)), ON)
    assert found.evidence_ids == ("h1", "a1")
    assert "liaocheng-2013/2013.1" in found.text


levels = [row["level"] for row in table("liaocheng-2013")["levels"]]
facts = st.builds(
    Accident, st.uuids().map(str), st.uuids().map(str), st.dates(), st.sampled_from(WORST_FIRST)
)
records = st.builds(Record, accidents=st.lists(facts, max_size=4).map(tuple))


@given(records, facts, st.dates(max_value=date(2900, 1, 1)))
def test_one_more_accident_never_betters_a_grade(record: Record, more: Accident, on: date) -> None:
    worse = record.with_accident(more)
    assert levels.index(grade(worse, on).level) >= levels.index(grade(record, on).level)


def test_a_term_is_three_years_with_both_days() -> None:
    found = term(date(2026, 3, 2))
    assert (found.effective_from, found.effective_until) == (date(2026, 3, 2), date(2029, 3, 1))


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (RemovalReason.REVOKED, date(2024, 2, 29)),
        (RemovalReason.EARLY, date(2025, 2, 28)),
        (RemovalReason.EXPIRED, date(2027, 2, 28)),
    ],
)
def test_a_removal_has_a_first_day(reason: RemovalReason, expected: date) -> None:
    assert earliest_removal_on(date(2024, 2, 29), reason) == expected


def test_days_are_counted_as_in_china() -> None:
    assert local_day(datetime(2026, 3, 1, 16, 0, tzinfo=UTC)) == date(2026, 3, 2)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert working_days_after(date(2026, 3, 6), 1) == date(2026, 3, 9)


def test_a_record_survives_its_state() -> None:
    candidate = Candidate(
        "em-hebei", "a1", "A1", "uscc:x", "130102", "p", "l", "o", ON, ("a1",), in_force=True
    )
    record = Record(
        name="x",
        accidents=(GENERAL,),
        hazards=(OVERDUE,),
        penalties=(Penalty("p", ON),),
        candidates=(candidate,),
        ended=("e",),
        grade="B",
    )
    assert Record.of(record.state()) == record


def test_a_record_keeps_the_latest_facts_only() -> None:
    many = tuple(accident(number, ON, "general") for number in range(MOST_FACTS + 5))
    kept = Record.of(Record(accidents=many).state()).accidents
    assert kept == many[5:]


@pytest.mark.parametrize("row", table("measures")["measures"], ids=lambda row: row["id"])
def test_a_measure_of_the_catalogue_is_known_and_binds_only_regulators(
    row: dict[str, str],
) -> None:
    assert row["measure"] in set(Measure)
    assert row["department"] in set(Department)
    assert row["role"] in set(ExecutorRole)
    assert (row["duty"] == "must_execute") == (row["role"] == "regulator")
