"""What each message tells the insurer of an enterprise: message in, dossier out."""

from __future__ import annotations

from dataclasses import replace

from hub.sdk import Message
from hub_plugins.liability_insurance.dossier import Accident, Dossier
from hub_plugins.liability_insurance.table import table
from hub_schemas import (
    AccidentReported,
    CreditGraded,
    EnterpriseRegistered,
    HazardDelisted,
    HazardListed,
    ListingDecided,
    ListingRemoved,
    MessageWithdrawn,
    PenaltyDecided,
)
from hub_schemas.codes import EnterpriseStatus


def learnt(dossier: Dossier, message: Message) -> Dossier | None:
    """Take one message into the dossier; None when it says nothing that prices.

    A message that was withdrawn or ended before it came changes nothing.
    """
    return dossier if message.id in dossier.ended else _told(dossier, message)


def _told(dossier: Dossier, message: Message) -> Dossier | None:
    match message.body:
        case EnterpriseRegistered() as body:
            return _registered(dossier, body)
        case AccidentReported() as body:
            return _accident(dossier, message, body)
        case HazardListed():
            return dossier.with_hazard(message.id)
        case ListingDecided() as body:
            return dossier.with_listing(message.id) if counts(body) else dossier
        case PenaltyDecided() as body:
            return dossier.with_penalty(message.id, body.decided_on)
        case CreditGraded() as body:
            return replace(dossier, grade=body.grade, grade_id=message.id)
        case _:
            return _ended(dossier, message)


def _ended(dossier: Dossier, message: Message) -> Dossier | None:
    match message.body:
        case HazardDelisted() as body if body.hazard_id in dossier.hazards:
            return dossier.with_hazard(body.hazard_id, body.reason)
        case HazardDelisted() as body:
            return dossier.without(body.hazard_id)
        case ListingRemoved() as body:
            return dossier.without(body.listing_id)
        case MessageWithdrawn() as body:
            return dossier.without(body.withdrawn_id)
        case _:
            return None


def counts(listing: ListingDecided) -> bool:
    """Whether a listing puts the enterprise itself on the joint-punishment list."""
    found = table("tariff")["listed"]
    return listing.list_scheme in found["schemes"] and listing.listed_party in found["parties"]


def _registered(dossier: Dossier, body: EnterpriseRegistered) -> Dossier:
    registered_on = body.registered_on.isoformat() if body.registered_on else None
    return replace(
        dossier,
        division=body.division,
        sector=body.sector or dossier.sector,
        headcount=dossier.headcount if body.headcount is None else body.headcount,
        registered_on=registered_on or dossier.registered_on,
        active=body.status is EnterpriseStatus.ACTIVE,
    )


def _accident(dossier: Dossier, message: Message, body: AccidentReported) -> Dossier:
    root = dossier.root_of(body.supplements_id or message.id)
    if root in dossier.ended:
        return dossier
    found = Accident(message.id, root, body.occurred_on.isoformat(), body.deaths or 0)
    return dossier.with_accident(found)
