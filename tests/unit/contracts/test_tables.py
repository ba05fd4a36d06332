"""Who sends, who receives: the rows by themselves, and what the trial contracts promise."""

from dataclasses import dataclass

import pytest

import hub_contracts
from hub.contracts import Act, Catalogue, Contract, Scope

CATALOGUE = Catalogue.from_files(hub_contracts.files())
ALL = list(CATALOGUE)


@dataclass(frozen=True)
class Who:
    role: str
    department: str
    region: str = ""
    level: str = "county"


COUNTY = Who("regulator", "emergency_management", "130102")
CITY = Who("regulator", "emergency_management", "1301", "city")
PROVINCE = Who("regulator", "market_regulation", "13", "province")
NEIGHBOUR = Who("regulator", "emergency_management", "1302", "city")
NATION = Who("regulator", "industry", "", "national")
BANK = Who("bank", "finance")
BUREAU = Who("credit_bureau", "finance")
INSURER = Who("insurer", "insurance", "31")
UNITS = {"minute", "hour", "day", "working_day", "month", "year"}
DOUBTS = ("assumption", "from memory", "secondary source")
BOTH, MAIN = frozenset({"main", "personal"}), frozenset({"main"})


NOT_YET: set[str] = set()
BEGUN_ELSEWHERE = {"accident"}
"""Begun by a trial contract that has no case yet."""
ENDLESS = {"accident", "case", "approval", "dispute"}
"""Closed by an answer of another participant, or never: only who began a case ends it."""


def contract(kind: str) -> Contract:
    return CATALOGUE.get(f"{kind}/0.1")


@pytest.mark.parametrize("who", [COUNTY, CITY, PROVINCE, NATION], ids=lambda w: w.region or "all")
def test_regulators_whose_region_covers_the_division_send_and_receive(who: Who) -> None:
    assert contract("listing.decided").may_issue(who, "130102")
    assert contract("listing.decided").parts_for(who, "130102") == BOTH


def test_a_regulator_elsewhere_neither_sends_nor_receives() -> None:
    assert not contract("listing.decided").may_issue(NEIGHBOUR, "130102")
    assert contract("listing.decided").parts_for(NEIGHBOUR, "130102") is None


def test_a_county_does_not_decide_about_its_province() -> None:
    assert not contract("listing.decided").may_issue(COUNTY, "130000")


def test_without_a_division_any_region_sends_and_only_national_bodies_receive_by_region() -> None:
    assert contract("listing.decided").may_issue(COUNTY, None)
    assert contract("listing.decided").parts_for(COUNTY, None) is None
    assert contract("listing.decided").parts_for(NATION, None) == BOTH


@pytest.mark.parametrize("who", [BANK, BUREAU, INSURER], ids=lambda w: w.role)
def test_banks_and_insurers_receive_without_personal_parts_and_decide_nothing(who: Who) -> None:
    assert contract("listing.decided").parts_for(who, "130102") == MAIN
    assert contract("penalty.decided").parts_for(who, None) == MAIN
    assert not contract("listing.decided").may_issue(who, "130102")
    assert contract("listing.decided").duty_of(who) == "advisory"
    assert contract("punishment.reported").may_issue(who, "130102")


def test_a_quote_is_nothing_for_banks_and_other_insurers() -> None:
    quoted = contract("premium.quoted")
    assert quoted.may_issue(INSURER, "130102")
    assert quoted.parts_for(BANK, "130102") is None
    assert quoted.parts_for(INSURER, "130102") is None
    assert quoted.parts_for(CITY, "130102") == MAIN
    assert quoted.expires


def test_a_role_of_the_wrong_department_is_not_entitled() -> None:
    assert not contract("enterprise.registered").may_issue(COUNTY, "130102")
    assert not contract("premium.quoted").may_issue(Who("insurer", "finance"), None)


def test_reports_go_to_the_regulators_of_the_case_only() -> None:
    reported = contract("punishment.reported")
    assert reported.follows_case
    assert reported.parts_for_case(COUNTY) == MAIN
    assert reported.parts_for_case(BANK) is None
    assert reported.parts_for(COUNTY, "130102") is None


@pytest.mark.parametrize("found", ALL, ids=lambda c: c.ref)
def test_an_ending_follows_its_case_and_names_its_beginning(found: Contract) -> None:
    if found.case is None or found.case.act is not Act.ENDS:
        return
    assert found.follows_case
    for who in (COUNTY, NEIGHBOUR, BANK, BUREAU, INSURER):
        assert found.parts_for_case(who) == MAIN
    begins = {c.type for c in ALL if c.case and c.case.family == found.case.family}
    assert any(cite.type in begins and cite.same_source for cite in found.cites)


@pytest.mark.parametrize("found", ALL, ids=lambda c: c.ref)
def test_personal_parts_reach_regulators_only_and_nobody_else_must_execute(found: Contract) -> None:
    personal = {name for name, rule in found.parts.items() if rule.personal}
    for row in found.recipients:
        if row.role != "regulator":
            assert not row.parts & personal
            assert row.duty != "must_execute"


@pytest.mark.parametrize("found", ALL, ids=lambda c: c.ref)
def test_every_contract_has_its_basis_and_every_unverified_number_is_marked(
    found: Contract,
) -> None:
    assert found.legal_basis
    for basis in found.legal_basis:
        assert basis.verified or basis.note
    clocks = [rule.retention for rule in found.parts.values()]
    clocks += [found.answer.clock] if found.answer else []
    clocks += [limit.clock for limit in found.limits]
    for clock in clocks:
        assert clock.number > 0
        assert clock.unit in UNITS
        assert clock.verified or any(word in clock.basis for word in DOUBTS), clock


def test_orders_and_liftings_expect_an_answer() -> None:
    ordered, lifted = contract("punishment.ordered"), contract("punishment.lifted")
    assert ordered.answer
    assert ordered.answer.type == "punishment.reported"
    assert lifted.answer
    assert (lifted.answer.type, lifted.answer.clock.unit) == (
        "punishment.lift_confirmed",
        "working_day",
    )


def test_a_withdrawal_follows_what_it_withdraws() -> None:
    withdrawn = contract("message.withdrawn")
    assert withdrawn.ends_others
    assert withdrawn.may_issue(BANK, None)
    assert withdrawn.parts_for(COUNTY, None) is None
    assert {row.scope for row in withdrawn.recipients} == {Scope.CASE}


@pytest.mark.parametrize("found", ALL, ids=lambda c: c.ref)
def test_limits_have_their_own_names_and_texts_and_say_which_messages_they_tie(
    found: Contract,
) -> None:
    names = [limit.id for limit in found.limits]
    assert len(names) == len(set(names))
    for limit in found.limits:
        assert limit.title_en.isascii()
        assert not limit.title_zh.isascii()
        for kind in (limit.starts.partition("/")[0], limit.due):
            assert not kind or kind in {c.type for c in ALL} | NOT_YET, kind


def test_every_family_of_cases_begins_and_ends() -> None:
    acts = {(c.case.family, c.case.act) for c in ALL if c.case}
    families = {family for family, _ in acts}
    assert {"listing", "hazard", "punishment"} <= families
    for family in families - BEGUN_ELSEWHERE:
        assert acts & {(family, Act.BEGINS), (family, Act.MAY_BEGIN)}, family
    for family in families - ENDLESS:
        assert (family, Act.ENDS) in acts, family


UNION = Who("union", "workers_congress", "1301", "city")
POLICE = Who("regulator", "police", "1301", "city")


def newest(kind: str) -> Contract:
    return max((c for c in ALL if c.type == kind), key=lambda c: c.version)


def test_the_double_report_reaches_the_union_and_no_bank_or_insurer() -> None:
    reported = newest("hazard.reported")
    assert reported.parts_for(UNION, "130102") == MAIN
    assert reported.parts_for(COUNTY, "130102") == MAIN
    assert reported.parts_for(BANK, "130102") is None
    assert reported.parts_for(INSURER, "310000") is None
    assert not reported.may_issue(UNION, "130102")


def test_a_transferred_case_goes_to_justice_and_discipline_only() -> None:
    transferred = newest("case.transferred")
    assert transferred.parts_for(POLICE, "130102") == BOTH
    assert transferred.parts_for(COUNTY, "130102") is None
    assert transferred.parts_for(UNION, "130102") is None
    assert newest("case.answered").may_issue(POLICE, "130102")
    assert not newest("case.answered").may_issue(COUNTY, "130102")


def test_only_the_lister_accepts_refuses_restores_and_revokes() -> None:
    for act in ("removal_accepted", "removal_refused", "restored", "revoked"):
        cites = {cite.path: cite for cite in newest(f"listing.{act}").cites}
        assert cites["/listing_id"].same_source, act


def test_the_author_of_a_disputed_message_decides() -> None:
    decided = newest("dispute.decided")
    assert {cite.path: cite.same_source for cite in decided.cites}["/disputed_id"]
    assert decided.ends_others


def test_what_is_only_notified_planned_or_warned_of_is_not_told_to_banks() -> None:
    for kind in ("listing.notified", "inspection.planned", "warning.issued", "hazard.ordered"):
        assert newest(kind).parts_for(BANK, "130102") is None
        assert all(row.role not in {"bank", "credit_bureau"} for row in newest(kind).recipients)


def test_the_clocks_of_the_law_are_the_numbers_that_were_read() -> None:
    stated = {
        ("accident.revised", "casualty_change"): (30, "day"),
        ("accident.revised", "casualty_change_road_fire"): (7, "day"),
        ("accident.concluded", "inquiry_report"): (60, "day"),
        ("accident.concluded", "approval"): (15, "day"),
        ("accident.concluded", "approval_particularly_major"): (30, "day"),
        ("penalty.published", "exposure"): (7, "working_day"),
        ("penalty.published", "same_province"): (20, "working_day"),
        ("penalty.withdrawn", "withdrawal"): (3, "working_day"),
        ("listing.notified", "hearing_request"): (5, "working_day"),
        ("listing.defended", "hearing_notice"): (7, "working_day"),
        ("case.transferred", "approval"): (3, "day"),
        ("case.transferred", "handover"): (24, "hour"),
    }
    for (kind, name), (number, unit) in stated.items():
        clock = {limit.id: limit.clock for limit in newest(kind).limits}[name]
        assert (clock.number, clock.unit, clock.verified) == (number, unit, True)


def test_what_was_only_remembered_is_not_called_verified() -> None:
    for kind, name in {
        ("listing.published", "record"),
        ("listing.published", "publication"),
        ("listing.published", "stop"),
        ("listing.removal_accepted", "acceptance"),
        ("listing.removal_refused", "not_removed"),
    }:
        clock = {limit.id: limit.clock for limit in newest(kind).limits}[name]
        assert not clock.verified
        assert "from memory" in clock.basis
