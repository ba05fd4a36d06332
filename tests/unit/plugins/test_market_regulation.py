"""Publication clocks and the unified social credit code."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import PluginError
from hub.sdk import Outcome, Participant
from hub.sdk.testing import PluginCase
from hub_plugins.market_regulation.facts import Enterprise, registration_draft
from hub_plugins.market_regulation.plugin import plugin
from hub_plugins.market_regulation.publication import duty, penalty_duty, removal_duty
from hub_plugins.market_regulation.uscc import (
    ALPHABET,
    check_character,
    has_organisation_code,
    is_valid,
)
from hub_schemas import MessageWithdrawn
from hub_schemas.codes import RemovalReason
from tests import bodies

MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)
ID = "01900000-0000-7000-8000-0000000000ff"
MARKET = Participant("mr-hebei", "regulator", "market_regulation", "1301", "city")

REAL_CODES = (
    "91110000710924945A",
    "91430181691816593X",
    "91430181184201260W",
    "914301811842097212",
    "914301116985660992",
    "91430381MA4L4GMGX8",
    "914310816780355060",
    "91430111051692406B",
    "9143010066398790XP",
    "91430122184170070G",
    "91110000710926094P",
    "91110000710925462X",
    "91350000157987632G",
    "91370000163044841F",
    "914403001922038216",
    "91100000100003962T",
)


@pytest.mark.parametrize("code", REAL_CODES)
def test_a_real_code_passes_both_checks(code: str) -> None:
    assert is_valid(code)
    assert has_organisation_code(code)


@pytest.mark.parametrize(
    "code",
    ["91520382MAAJM1B991", "91511126MACBT2C33F", "91110000100003962T", "", "9111000071092494"],
)
def test_a_code_with_an_error_fails(code: str) -> None:
    assert not is_valid(code)


@given(st.sampled_from(REAL_CODES), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_single_wrong_character_is_detected(code: str, place: int, other: str) -> None:
    changed = code[:place] + other + code[place + 1 :]
    assert is_valid(changed) == (changed == code)


@given(st.text(ALPHABET, min_size=17, max_size=17))
def test_a_computed_check_character_is_valid(first_17: str) -> None:
    assert is_valid(first_17 + check_character(first_17))


@pytest.mark.parametrize(
    ("division", "expected"),
    [
        ("130102", ("penalty_same_province", date(2026, 3, 30))),
        ("139900", ("penalty_same_province", date(2026, 3, 30))),
        ("110105", ("penalty_other_province", date(2026, 3, 20))),
        (None, ("penalty_other_province", date(2026, 3, 20))),
    ],
)
def test_a_penalty_is_published_in_20_or_10_working_days(
    division: str | None, expected: tuple[str, date]
) -> None:
    found = penalty_duty("1301", division, (MONDAY, FRIDAY), ID)
    assert (found.clock, found.due_on) == expected


@pytest.mark.parametrize(
    ("begins_on", "due_on"),
    [
        (MONDAY, date(2026, 3, 5)),
        (FRIDAY, date(2026, 3, 11)),
        (date(2026, 3, 7), date(2026, 3, 11)),
    ],
)
def test_what_was_annulled_is_withdrawn_in_3_working_days(begins_on: date, due_on: date) -> None:
    assert removal_duty(RemovalReason.REVOKED, begins_on, ID).due_on == due_on


def test_a_duty_says_its_rule_and_that_it_is_provisional() -> None:
    found = duty("annulled", MONDAY, ID)
    assert found.text == (
        f"withdraw by 2026-03-05 (3 working days, provisional, SAMR Order 45, Article 11; "
        f"publication-clocks/2021.1) for {ID}"
    )


def test_a_listing_removed_before_it_came_is_not_published() -> None:
    case = PluginCase(plugin, MARKET)
    case.deliver(bodies.removal(f"01900000-0000-7000-8000-{2:012x}", reason=RemovalReason.EARLY))
    handled = case.deliver(bodies.listing(ID))
    assert handled.outcome is Outcome.NO_EFFECT


def test_a_withdrawn_penalty_is_taken_down() -> None:
    case = PluginCase(plugin, MARKET)
    case.deliver(bodies.penalty())
    withdrawal = MessageWithdrawn(
        withdrawn_id=f"01900000-0000-7000-8000-{1:012x}",
        withdrawn_type="penalty.decided",
        decided_on=FRIDAY,
        reason="annulled",
    )
    handled = case.deliver(withdrawal)
    assert handled.outcome is Outcome.EXECUTED
    assert "withdraw by 2026-03-11" in handled.reason


def test_the_register_does_not_issue_a_wrong_code() -> None:
    wrong = Enterprise(uscc="91520382MAAJM1B991", name="Example", division="520382")
    with pytest.raises(PluginError, match=r"plugin\.uscc_invalid"):
        registration_draft(wrong, datetime(2026, 3, 2, tzinfo=UTC))
