"""The five reference plugins, played over the frozen contracts from fact to lifting."""

from datetime import date, timedelta

import pytest

from hub.errors import PluginError
from hub.sdk import Draft, Outcome
from hub.sdk.testing import PluginCase
from hub_plugins.emergency_management.facts import candidates, removal_drafts
from hub_plugins.industry_authority.facts import delisting_draft, hazard_id
from hub_plugins.liability_insurance.plugin import LiabilityInsurance
from hub_schemas import (
    AccidentReported,
    CreditGraded,
    ListingDecided,
    ListingRemoved,
    MessageWithdrawn,
    PenaltyDecided,
    PremiumQuoted,
    PunishmentLiftConfirmed,
    PunishmentLifted,
    PunishmentOrdered,
    PunishmentReported,
)
from hub_schemas.codes import LiftStatus, MeasureStatus, RemovalReason, SupervisionLevel
from tests.plugins.reference import facts
from tests.plugins.reference.network import BANK, EM, INDUSTRY, INSURER, MARKET, Network

EXECUTORS = {MARKET.id, INDUSTRY.id, BANK.id, INSURER.id}


def registered() -> Network:
    network = Network()
    network.send(MARKET, facts.registration(network.now))
    return network


def listed() -> Network:
    network = registered()
    network.pass_time(days=1)
    network.send(INDUSTRY, facts.accident(network.now, deaths=12))
    network.confirm_all()
    return network


def test_a_registration_is_graded_and_quoted() -> None:
    network = registered()
    assert [one.body.level for one in network.of(CreditGraded)] == ["B-"]
    premium = network.of(PremiumQuoted)[0].body
    assert premium.premium.amount_minor == 31_200_00
    assert premium.prevention_share_bp == 1_500
    assert premium.limits.aggregate.amount_minor == 600 * 10_000 * 100


def test_a_major_accident_is_proposed_and_nothing_is_sent_before_an_officer_confirms() -> None:
    network = registered()
    network.send(INDUSTRY, facts.accident(network.now, deaths=12))
    kinds = [type(draft.body) for _, draft in network.proposals]
    assert kinds == [PenaltyDecided, ListingDecided, PunishmentOrdered]
    assert not [one for kind in kinds for one in network.of(kind)]
    assert all(draft.proposal for _, draft in network.proposals)


def test_a_confirmed_order_is_reported_on_by_every_executor() -> None:
    network = listed()
    reports = {one.source.id: one.body for one in network.of(PunishmentReported)}
    assert set(reports) == EXECUTORS
    statuses = {who: {m.status for m in body.measures} for who, body in reports.items()}
    assert statuses == {
        MARKET.id: {MeasureStatus.EXECUTED},
        INDUSTRY.id: {MeasureStatus.EXECUTED},
        BANK.id: {MeasureStatus.CONSIDERED},
        INSURER.id: {MeasureStatus.CONSIDERED},
    }
    order = network.of(PunishmentOrdered)[0]
    assert {body.order_id for body in reports.values()} == {order.id}
    cases = {one.draft.correlationid for one in network.of(PunishmentReported)}
    assert cases == {order.draft.correlationid}


def test_a_listing_raises_the_premium_with_the_listing_as_evidence() -> None:
    network = listed()
    last = network.of(PremiumQuoted)[-1].body
    evidence = {factor.factor: factor.evidence_id for factor in last.factors}
    assert evidence["listed"] == network.of(ListingDecided)[0].id
    assert last.premium.amount_minor > network.of(PremiumQuoted)[0].body.premium.amount_minor


def test_answers_tell_the_authority_that_its_proposal_was_confirmed() -> None:
    network = registered()
    network.send(INDUSTRY, facts.accident(network.now, deaths=12))
    assert [c.in_force for c in candidates(network.state(EM, facts.SUBJECT))] == [False]
    network.confirm_all()
    assert [c.in_force for c in candidates(network.state(EM, facts.SUBJECT))] == [True]


def test_a_removal_lifts_everything_everywhere() -> None:
    network = listed()
    network.pass_time(days=400)
    [candidate] = candidates(network.state(EM, facts.SUBJECT))
    drafts = removal_drafts(candidate, RemovalReason.EARLY, network.now)
    network.send(EM, *drafts)
    removed, lifted = network.of(ListingRemoved)[0], network.of(PunishmentLifted)[0]
    assert lifted.body.removal_id == removed.id
    assert removed.draft.correlationid == network.of(ListingDecided)[0].draft.correlationid
    confirmed = {one.source.id: one.body for one in network.of(PunishmentLiftConfirmed)}
    assert set(confirmed) == EXECUTORS
    assert {m.status for m in confirmed[INDUSTRY.id].measures} == {LiftStatus.LIFTED}
    assert {m.status for m in confirmed[BANK.id].measures} == {LiftStatus.WAS_NOT_APPLIED}
    [candidate] = candidates(network.state(EM, facts.SUBJECT))
    assert candidate.lifted
    assert network.state(INDUSTRY, facts.SUBJECT)["grounds"] == {}
    assert network.state(INSURER, facts.SUBJECT)["listings"] == []


@pytest.mark.parametrize("reason", [RemovalReason.EARLY, RemovalReason.EXPIRED])
def test_a_removal_before_its_day_is_not_built(reason: RemovalReason) -> None:
    network = listed()
    [candidate] = candidates(network.state(EM, facts.SUBJECT))
    with pytest.raises(PluginError, match=r"plugin\.removal_early"):
        removal_drafts(candidate, reason, network.now + timedelta(days=300))


def test_two_larger_accidents_within_twelve_months_are_ground_a2() -> None:
    network = registered()
    network.send(INDUSTRY, facts.accident(network.now, "SG-1", deaths=3))
    assert network.proposals == []
    network.pass_time(days=200)
    network.send(INDUSTRY, facts.accident(network.now, "SG-2", serious_injuries=10))
    sent = network.confirm_all()
    assert [ground.code for ground in sent[1].body.grounds] == ["A2"]


def test_a_supplement_that_raises_the_class_proposes_then() -> None:
    network = registered()
    [first] = network.send(INDUSTRY, facts.accident(network.now, deaths=9))
    assert network.proposals == []
    network.pass_time(days=20)
    supplement = facts.accident(network.now, deaths=10, stage="supplement", supplements_id=first.id)
    network.send(INDUSTRY, supplement)
    assert len(network.proposals) == 3
    [_, listing, _] = [draft for _, draft in network.proposals]
    assert listing.correlationid == f"listing-{EM.id}-{first.id}"


def test_a_hazard_moves_grade_and_premium_and_its_delisting_moves_them_back() -> None:
    network = registered()
    listed_at = network.now
    hazard, draft = facts.hazard(listed_at, date(2026, 4, 1), SupervisionLevel.PROVINCE)
    network.send(INDUSTRY, draft)
    assert network.of(CreditGraded)[-1].body.level == "C+"
    assert network.of(PremiumQuoted)[-1].body.premium.amount_minor == 32_760_00
    network.pass_time(days=10)
    listed_id = hazard_id(INDUSTRY.id, hazard, listed_at)
    network.send(INDUSTRY, delisting_draft(hazard, listed_id, network.now, network.now.date()))
    assert network.of(CreditGraded)[-1].body.level == "B-"
    assert network.of(PremiumQuoted)[-1].body.premium.amount_minor == 29_640_00


def test_a_grade_and_a_quote_are_issued_only_when_they_change() -> None:
    network = registered()
    before = len(network.sent)
    network.pass_time(days=1)
    network.send(MARKET, facts.registration(network.now))
    assert len(network.sent) == before + 1


def test_the_authority_takes_the_standardisation_an_insurer_has_evidence_for() -> None:
    network = Network()
    insurer = LiabilityInsurance(lambda _subject: {"standardisation": "level_1"})
    network.cases[INSURER.id] = PluginCase(insurer, INSURER)
    network.send(MARKET, facts.registration(network.now))
    quotes, last = network.of(PremiumQuoted), network.of(CreditGraded)[-1].body
    assert [one.body.level for one in network.of(CreditGraded)] == ["B-", "A"]
    assert last.items[0].code == "base-level_1"
    assert last.items[0].evidence_id in {one.id for one in quotes}


def test_a_withdrawn_accident_counts_no_more() -> None:
    network = registered()
    [reported] = network.send(INDUSTRY, facts.accident(network.now, deaths=3))
    assert network.of(CreditGraded)[-1].body.grade == "D"
    withdrawal = MessageWithdrawn(
        withdrawn_id=reported.id,
        withdrawn_type="accident.reported",
        decided_on=date(2026, 3, 3),
        reason="entered_in_error",
    )
    for who in (EM, INSURER):  # routing of a withdrawal is the hub's
        case = network.cases[who.id]
        handled = case.deliver(
            withdrawal, subject=facts.SUBJECT, source=INDUSTRY.id, admitted_at=network.now
        )
        assert handled.outcome is Outcome.NOTED
        [draft] = handled.drafts
        assert isinstance(draft, Draft)
    assert network.state(EM, facts.SUBJECT)["grade"] == "B-"


def test_a_listing_whose_accident_is_withdrawn_is_proposed_to_be_revoked() -> None:
    network = listed()
    reported = network.of(AccidentReported)[0]
    withdrawal = MessageWithdrawn(
        withdrawn_id=reported.id,
        withdrawn_type="accident.reported",
        decided_on=date(2026, 3, 5),
        reason="annulled",
    )
    handled = network.cases[EM.id].deliver(
        withdrawal, subject=facts.SUBJECT, source=INDUSTRY.id, admitted_at=network.now
    )
    proposed = [draft for draft in handled.drafts if draft.proposal]
    assert [type(draft.body) for draft in proposed] == [ListingRemoved, PunishmentLifted]
    assert proposed[0].body.reason == RemovalReason.REVOKED  # type: ignore[attr-defined]


def test_handling_everything_again_gives_the_same_drafts() -> None:
    def played() -> list[tuple[str, str | None]]:
        network = listed()
        return [(one.id, one.draft.draftkey) for one in network.sent]

    assert played() == played()
