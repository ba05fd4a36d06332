"""Owns the participants' own systems in the demo: they hand each week's facts to the agents."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import hub_plugins.industry_authority.facts as industry
import hub_plugins.market_regulation.facts as market
from hub.cli.demo.stage import EMERGENCY, INDUSTRY
from hub.cli.demo.year import WEEKS, Accident, Hazard, Year, at, weeks
from hub.cli.demo.year import Penalty as PenaltyFact
from hub.sdk import Draft
from hub.sdk.ids import message_id
from hub_plugins.emergency_management.facts import Candidate, removal_drafts
from hub_schemas import (
    Ground,
    LegalBasis,
    ListingDecided,
    MessageWithdrawn,
    Money,
    Penalty,
    PenaltyDecided,
    PenaltyPersons,
    Person,
    Term,
)
from hub_schemas.codes import RemovalReason

REGISTERED_WEEKS = 4
WITHOUT_PENALTY = 2
"""Listings that cite a penalty nobody ever sent: the hub refuses them."""


def registrations(year: Year, week: int) -> Iterator[Draft]:
    """The register of enterprises, over the first weeks of the year."""
    if week >= REGISTERED_WEEKS:
        return
    stated_at = list(weeks())[week]
    for one in year.enterprises[week::REGISTERED_WEEKS]:
        registered = market.Enterprise(
            uscc=one.code,
            name=one.name,
            division=one.division,
            registered_on=one.registered_on,
            industry=one.industry,
            sector=one.sector,
            headcount=one.headcount,
            capital_minor=one.capital_minor,
        )
        yield market.registration_draft(registered, stated_at)


def industry_facts(year: Year, since: date, until: date) -> Iterator[Draft]:
    """Accidents and hazards of the days from `since` to before `until`."""
    for accident in year.accidents:
        if since <= accident.on < until:
            yield industry.accident_draft(_accident(accident), at(accident.on))
    for hazard in year.hazards:
        body, listed_at = _hazard(hazard), at(hazard.on)
        if since <= hazard.on < until:
            yield industry.hazard_draft(body, listed_at)
        if hazard.delisted_on is not None and since <= hazard.delisted_on < until:
            listed_id = industry.hazard_id(INDUSTRY.id, body, listed_at)
            yield industry.delisting_draft(
                body, listed_id, at(hazard.delisted_on), hazard.delisted_on
            )


def penalties(year: Year, since: date, until: date) -> Iterator[Draft]:
    """Penalties of the emergency authority, and the withdrawal of wrong ones."""
    for penalty in year.penalties:
        if since <= penalty.on < until:
            yield _penalty(penalty)
        if penalty.withdrawn_on is not None and since <= penalty.withdrawn_on < until:
            yield _withdrawal(penalty, penalty.withdrawn_on)


def baseless_listings(year: Year, week: int) -> Iterator[Draft]:
    """Two listings that cite a penalty which does not exist, in the middle of the year."""
    if week != WEEKS // 2:
        return
    for number, one in enumerate(year.enterprises[:WITHOUT_PENALTY]):
        stated_at = list(weeks())[week]
        on = stated_at.date()
        yield Draft(
            subject=one.subject,
            body=ListingDecided(
                subject_name=one.name,
                division=one.division,
                list_scheme="mem-order-11",
                listed_party="entity",
                grounds=(Ground(scheme="mem-order-11", code="B6"),),
                penalty_id=message_id(EMERGENCY.id, f"no-such-penalty-{number}", stated_at),
                decided_on=on,
                reason="A listing without a penalty, to be refused.",
                term=Term(effective_from=on, effective_until=on + timedelta(days=3 * 365)),
            ),
            correlationid=f"listing-baseless-{number}",
            draftkey=f"listing-baseless-{number}",
            time=stated_at,
        )


def revocation(candidate: Candidate, now: datetime) -> tuple[Draft, Draft]:
    """The removal of a listing whose basis fell away, and the lifting of its order."""
    return removal_drafts(candidate, RemovalReason.REVOKED, now)


def _accident(fact: Accident) -> industry.Accident:
    one = fact.enterprise
    return industry.Accident(
        subject=one.subject,
        subject_name=one.name,
        division=one.division,
        reference=fact.reference,
        occurred_on=fact.on,
        place=one.name,
        summary="生产安全事故 / work-safety accident",
        deaths=fact.deaths,
        serious_injuries=fact.serious_injuries,
    )


def _hazard(fact: Hazard) -> industry.Hazard:
    one = fact.enterprise
    return industry.Hazard(
        subject=one.subject,
        subject_name=one.name,
        division=one.division,
        reference=fact.reference,
        description="重大事故隐患 / major hazard",
        listed_on=fact.on,
        rectify_by=fact.on + timedelta(days=180),
    )


def _penalty(fact: PenaltyFact) -> Draft:
    one = fact.enterprise
    return Draft(
        subject=one.subject,
        body=PenaltyDecided(
            subject_name=one.name,
            division=one.division,
            decision_reference=fact.reference,
            decided_on=fact.on,
            conduct="未如实记录事故隐患排查治理情况",
            penalties=(
                Penalty(kind="fine", amount=Money(amount_minor=fact.fine_minor, currency="CNY")),
            ),
            legal_basis=(LegalBasis(title="中华人民共和国安全生产法", article="97"),),
        ),
        personal=PenaltyPersons(persons=(Person(name="示例负责人", role="principal"),)),
        correlationid=f"penalty-{one.code}",
        draftkey=f"penalty-{one.code}",
        time=at(fact.on),
    )


def _withdrawal(fact: PenaltyFact, on: date) -> Draft:
    code = fact.enterprise.code
    return Draft(
        subject=fact.enterprise.subject,
        body=MessageWithdrawn(
            withdrawn_id=message_id(EMERGENCY.id, f"penalty-{code}", at(fact.on)),
            withdrawn_type="penalty.decided",
            decided_on=on,
            reason="annulled",
        ),
        correlationid=f"penalty-{code}",
        draftkey=f"withdrawal-{code}",
        time=at(on),
    )
