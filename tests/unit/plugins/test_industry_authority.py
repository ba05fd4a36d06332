"""Inspection ceilings and the restriction of approvals."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.sdk import Participant
from hub.sdk.testing import PluginCase
from hub_plugins.industry_authority.approval import Grounds, approval, restricting_listing
from hub_plugins.industry_authority.inspection import ceiling, inspection_plan, kind_of
from hub_plugins.industry_authority.plugin import plugin
from hub_plugins.industry_authority.table import table
from hub_schemas import Term
from hub_schemas.codes import RemovalReason
from tests import bodies

ON = date(2026, 6, 1)
TERM = Term(effective_from=date(2026, 3, 2), effective_until=date(2029, 3, 1))
INDUSTRY = Participant("ia-hebei", "regulator", "industry", "13", "province")
ID = "01900000-0000-7000-8000-0000000000ff"


@pytest.mark.parametrize(
    ("kind", "own_class", "expected"),
    [
        ("coal", "A", 2),
        ("coal", "B", 4),
        ("coal", "C", 6),
        ("coal", "D", 4),
        ("non_coal", "A", 1),
        ("non_coal", "C", 2),
        ("non_coal", "D", 4),
        ("hazardous_chemicals", "level_1", 2),
        ("hazardous_chemicals", "none", 12),
        ("metal_smelting", "level_3", 8),
        ("other", "none", 6),
        ("hazardous_chemicals", "unknown", 2),
    ],
)
def test_shanxi_ceilings(kind: str, own_class: str, expected: int) -> None:
    assert ceiling(kind, own_class) == expected


@pytest.mark.parametrize(
    ("sector", "industry", "expected"),
    [
        ("mine", "B0610", "coal"),
        ("mine", "B09", "non_coal"),
        ("mine", None, "non_coal"),
        ("metal_smelting", None, "metal_smelting"),
        ("fishery", None, "other"),
        (None, None, "other"),
    ],
)
def test_the_kind_follows_from_sector_and_industry(
    sector: str | None, industry: str | None, expected: str
) -> None:
    assert kind_of(sector, industry) == expected


kinds = st.sampled_from(sorted(table("inspection_ceilings")["ceilings"]))
classes = st.sampled_from(("A", "B", "C", "D", "level_1", "none", "unknown"))
letters = st.sampled_from(("A", "B", "C", "D", "?"))


@given(kinds, classes, letters)
def test_no_grade_raises_a_plan_over_its_ceiling(kind: str, own_class: str, grade: str) -> None:
    plan = inspection_plan(kind, own_class, grade, None)
    assert plan.planned <= ceiling(kind, own_class)


@pytest.mark.parametrize(("grade", "planned"), [("A", 1), ("B", 2), ("C", 4), ("D", 8)])
def test_a_worse_grade_asks_for_more_up_to_the_ceiling(grade: str, planned: int) -> None:
    plan = inspection_plan("hazardous_chemicals", "level_3", grade, "g1")
    assert plan.planned == planned
    assert "g1" in plan.text


def test_ending_one_ground_leaves_the_other() -> None:
    grounds = Grounds({}, ()).with_ground("l1", TERM).with_ground("o1", TERM)
    assert approval(grounds.without("l1"), ON).evidence_ids == ("o1",)
    assert approval(grounds.without("l1").without("o1"), ON).allowed


@pytest.mark.parametrize(
    ("on", "allowed"),
    [
        (date(2026, 3, 1), True),
        (date(2026, 3, 2), False),
        (date(2029, 3, 1), False),
        (date(2029, 3, 2), True),
    ],
)
def test_a_term_includes_both_its_days(on: date, allowed: bool) -> None:
    assert approval(Grounds({}, ()).with_ground("l1", TERM), on).allowed is allowed


def test_grounds_survive_their_state() -> None:
    open_ended = Term(effective_from=ON, open_ended=None)
    grounds = Grounds({}, ("e",)).with_ground("l1", TERM).with_ground("l2", open_ended)
    assert Grounds.of(grounds.into({})) == grounds


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({}, True),
        ({"listed_party": "entity_and_persons"}, True),
        ({"listed_party": "persons"}, False),
        ({"list_scheme": "samr-serious"}, False),
    ],
    ids=str,
)
def test_only_a_safety_listing_of_the_enterprise_restricts(
    given_: dict[str, str], expected: bool
) -> None:
    assert restricting_listing(bodies.listing(ID, **given_)) is expected


def test_a_removal_overtaking_its_listing_keeps_approvals_open() -> None:
    case = PluginCase(plugin, INDUSTRY)
    case.deliver(bodies.removal(f"01900000-0000-7000-8000-{2:012x}", reason=RemovalReason.EARLY))
    assert "approvals are open" in case.deliver(bodies.listing(ID)).reason
