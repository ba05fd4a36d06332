"""Who hears of bans, licences, policies and interests, and what they do to their cases."""

import pytest

import hub_contracts
from hub.contracts import Act, Catalogue, Contract, Scope
from tests.unit.contracts.test_tables import BANK, BOTH, BUREAU, CITY, INSURER, MAIN, NEIGHBOUR, Who

CATALOGUE = Catalogue.from_files(hub_contracts.files())
REGISTRAR_ELSEWHERE = Who("regulator", "market_regulation", "44", "province")
TAX_OFFICE = Who("regulator", "tax", "1301", "city")
FINANCIAL = (BANK, BUREAU, INSURER)
TOLD_BY_INTEREST = [
    "enterprise.changed", "enterprise.deregistered", "incentive.granted", "incentive.withdrawn",
    "commitment.published", "commitment.breached", "licence.granted", "licence.suspended",
    "licence.reinstated", "licence.revoked", "licence.expired", "ban.imposed", "ban.lifted",
]  # fmt: skip
TOLD_TO_SUPERVISORS = [
    "policy.bound", "policy.cancelled", "premium.adjusted", "prevention.recorded", "claim.opened",
    "claim.settled",
]  # fmt: skip


def contract(kind: str) -> Contract:
    return CATALOGUE.get(f"{kind}/1.0")


@pytest.mark.parametrize("kind", TOLD_BY_INTEREST)
def test_banks_and_insurers_hear_of_a_subject_only_by_interest_and_without_persons(
    kind: str,
) -> None:
    found = contract(kind)
    for who in FINANCIAL:
        assert found.parts_for(who, "130102") is None
        rows = [row for row in found.recipients if row.suits(who) and row.scope is Scope.INTEREST]
        assert [row.parts for row in rows] == [MAIN]


def test_the_persons_of_a_ban_reach_registrars_everywhere_and_nobody_else() -> None:
    imposed = contract("ban.imposed")
    assert imposed.parts["personal"].required
    assert imposed.parts_for(REGISTRAR_ELSEWHERE, "130102") == BOTH
    assert imposed.parts_for(NEIGHBOUR, "130102") == BOTH
    assert imposed.parts_for(TAX_OFFICE, "130102") == MAIN
    assert contract("ban.lifted").parts_for(REGISTRAR_ELSEWHERE, "130102") == MAIN


@pytest.mark.parametrize("kind", TOLD_TO_SUPERVISORS)
def test_terms_of_insurance_are_told_to_supervisors_and_to_no_competitor(kind: str) -> None:
    found = contract(kind)
    assert found.may_issue(INSURER, "130102")
    assert not found.may_issue(CITY, "130102")
    assert found.parts_for(CITY, "130102") == MAIN
    for who in FINANCIAL:
        assert found.parts_for(who, "130102") is None
        assert not [row for row in found.recipients if row.scope is Scope.INTEREST]


@pytest.mark.parametrize("kind", ["interest.registered", "interest.withdrawn", "sequence.voided"])
def test_interests_and_voided_numbers_are_told_to_nobody(kind: str) -> None:
    found = contract(kind)
    assert found.recipients == ()
    assert not found.follows_case
    assert found.case is None
    for who in (*FINANCIAL, CITY, REGISTRAR_ELSEWHERE):
        assert found.parts_for(who, "130102") is None
        assert found.parts_for_case(who) is None


def test_banks_bureaus_and_insurers_register_interests_and_no_regulator_does() -> None:
    registered = contract("interest.registered")
    assert all(registered.may_issue(who, None) for who in FINANCIAL)
    assert not registered.may_issue(CITY, None)


def test_a_correction_goes_without_persons_where_its_message_went_and_ends_no_case() -> None:
    corrected = contract("message.corrected")
    assert corrected.ends_others
    assert corrected.case is None
    assert corrected.parts_for_case(BANK) == MAIN
    assert corrected.parts_for_case(CITY) == MAIN


def test_renewals_and_bans_whose_clock_starts_later_go_on_in_their_case() -> None:
    for kind in ("licence.granted", "ban.imposed"):
        rule = contract(kind).case
        assert rule
        assert rule.act is Act.MAY_BEGIN


def test_a_query_about_an_approval_expects_an_answer_to_its_case() -> None:
    queried, answered = contract("approval.queried"), contract("approval.answered")
    assert queried.answer
    assert queried.answer.type == "approval.answered"
    assert not queried.answer.clock.verified
    assert answered.parts_for_case(TAX_OFFICE) == MAIN
    assert answered.parts_for(CITY, "130102") is None


def test_the_law_s_clocks_are_verified_and_the_hearsay_is_not() -> None:
    clocks = {
        (found.type, limit.id): (limit.clock.number, limit.clock.unit, limit.clock.verified)
        for found in CATALOGUE
        for limit in found.limits
    }
    assert clocks["claim.opened", "assessment"] == (30, "day", True)
    assert clocks["claim.opened", "advance"] == (60, "day", True)
    assert clocks["claim.settled", "payment"] == (10, "day", True)
    assert clocks["claim.settled", "refusal"] == (3, "day", True)
    assert clocks["licence.granted", "renewal"] == (3, "month", True)
    assert clocks["ban.imposed", "principal"] == (5, "year", True)
    assert clocks["message.corrected", "changed"] == (3, "working_day", True)
    assert clocks["ban.imposed", "larger_accident"] == (5, "year", False)
    assert clocks["prevention.recorded", "complaint"] == (10, "working_day", False)
