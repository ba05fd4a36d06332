"""A bank considers; nothing makes it execute."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.sdk import Outcome, Participant
from hub.sdk.testing import PluginCase
from hub_plugins.bank_credit.decision import Exposure, Standing, decision, standing
from hub_plugins.bank_credit.plugin import BankCredit
from hub_schemas import PunishmentReported
from hub_schemas.codes import Measure, MeasureStatus
from tests import bodies
from tests.plugins.reference.test_conformance import ID, order

BANK = Participant("bank-one", "bank", "finance", "", "national")


@pytest.mark.parametrize(
    ("measure", "exposure", "found", "status", "words"),
    [
        ("credit_reference", "none", "listed", "not_applicable", "no credit relation"),
        ("credit_reference", "large", "listed", "considered", "committee"),
        ("credit_reference", "small", "listed", "considered", "next decision"),
        ("credit_reference", "unknown", "listed", "considered", "next decision"),
        ("credit_reference", "large", "low", "considered", "reviewed early"),
        ("credit_reference", "large", "ordinary", "considered", "credit file"),
        ("credit_record", "none", "ordinary", "considered", "recorded"),
        ("interview", "large", "listed", "not_applicable", "not a matter of credit"),
    ],
)
def test_the_decision_table(
    measure: str, exposure: str, found: str, status: str, words: str
) -> None:
    decided = decision(measure, Exposure(exposure), Standing(found))
    assert decided.status == status
    assert words in decided.reason
    assert "bank-credit-decisions/" in decided.reason


@given(st.sampled_from(Measure), st.sampled_from(Exposure), st.sampled_from(Standing))
def test_no_row_executes_or_refuses(measure: str, exposure: Exposure, found: Standing) -> None:
    considered = {MeasureStatus.CONSIDERED, MeasureStatus.NOT_APPLICABLE}
    assert decision(measure, exposure, found).status in considered


@pytest.mark.parametrize(
    ("listings", "grade", "expected"),
    [
        (("l",), "A", Standing.LISTED),
        ((), "D", Standing.LOW),
        ((), "C-", Standing.LOW),
        ((), "B", Standing.ORDINARY),
        ((), "", Standing.ORDINARY),
    ],
)
def test_a_listing_outweighs_a_grade(
    listings: tuple[str, ...], grade: str, expected: Standing
) -> None:
    assert standing(listings, grade) is expected


def test_the_banks_own_exposure_decides() -> None:
    case = PluginCase(BankCredit(lambda _subject: Exposure.NONE), BANK)
    handled = case.deliver(order())
    assert handled.outcome is Outcome.NOT_APPLICABLE
    [draft] = handled.drafts
    assert isinstance(draft.body, PunishmentReported)
    assert [m.status for m in draft.body.measures] == [MeasureStatus.NOT_APPLICABLE]


def test_a_listing_in_force_is_part_of_the_reason() -> None:
    case = PluginCase(BankCredit(), BANK)
    case.deliver(bodies.listing(ID))
    assert "standing listed by 01900000-0000-7000-8000-000000000001" in case.deliver(order()).reason
