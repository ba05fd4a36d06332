"""What each message tells the authority of an enterprise: message in, record out."""

from __future__ import annotations

from dataclasses import replace

from hub.sdk import Message
from hub_plugins.emergency_management.accident import class_of
from hub_plugins.emergency_management.record import Accident, Candidate, Hazard, Penalty, Record
from hub_schemas import (
    AccidentReported,
    EnterpriseRegistered,
    HazardDelisted,
    HazardListed,
    MessageWithdrawn,
    PenaltyDecided,
    PremiumQuoted,
    PunishmentLiftConfirmed,
    PunishmentReported,
)
from hub_schemas.codes import TariffFactor


def learnt(record: Record, message: Message) -> Record | None:
    """Take one message into the record; None when it is none the authority handles.

    A message that was withdrawn or ended before it came changes nothing.
    """
    return record if message.id in record.ended else _told(record, message)


def _told(record: Record, message: Message) -> Record | None:
    match message.body:
        case EnterpriseRegistered() as body:
            return record.named(body.subject_name, body.division)
        case AccidentReported() as body:
            return _accident(record.named(body.subject_name, body.division), message, body)
        case HazardListed() as body:
            return _hazard(record.named(body.subject_name, body.division), message, body)
        case HazardDelisted() as body:
            return _delisted(record, body)
        case PenaltyDecided() as body:
            return _penalty(record, Penalty(message.id, body.decided_on))
        case PremiumQuoted() as body:
            return _quote(record, message, body)
        case PunishmentReported() | PunishmentLiftConfirmed():
            return _answered(record, message)
        case MessageWithdrawn() as body:
            return record.without(body.withdrawn_id)
        case _:
            return None


def _accident(record: Record, message: Message, body: AccidentReported) -> Record:
    classified = class_of(body)
    root = record.root_of(body.supplements_id or message.id)
    if classified is None or root in record.ended:
        return record
    found = Accident(message.id, root, body.occurred_on, classified.accident_class.value)
    return record.with_accident(found)


def _hazard(record: Record, message: Message, body: HazardListed) -> Record:
    others = tuple(hazard for hazard in record.hazards if hazard.id != message.id)
    hazard = Hazard(message.id, body.supervision_level.value, body.rectify_by)
    return replace(record, hazards=(*others, hazard))


def _delisted(record: Record, body: HazardDelisted) -> Record:
    """End a hazard; one that was never seen is remembered as ended."""
    if not any(hazard.id == body.hazard_id for hazard in record.hazards):
        return replace(record, ended=(*record.ended, body.hazard_id))
    return replace(
        record,
        hazards=tuple(
            replace(hazard, delisted_on=body.delisted_on, delisting=body.reason)
            if hazard.id == body.hazard_id
            else hazard
            for hazard in record.hazards
        ),
    )


def _penalty(record: Record, penalty: Penalty) -> Record:
    others = tuple(known for known in record.penalties if known.id != penalty.id)
    return replace(record, penalties=(*others, penalty))


def _quote(record: Record, message: Message, body: PremiumQuoted) -> Record:
    """Take the standardisation an insurer has evidence for; nothing else of a quote counts.

    Source: assumption; the authority's own register of certificates would come first.
    """
    stated = [f.value for f in body.factors if f.factor == TariffFactor.STANDARDISATION]
    if not stated or stated[0] == record.standardisation or not stated[0].startswith("level_"):
        return record
    return replace(record, standardisation=stated[0], standardisation_id=message.id)


def _answered(record: Record, message: Message) -> Record:
    """Learn from an executor's answer that a proposal was confirmed, or lifted."""
    known = next((c for c in record.candidates if c.punishment_case == message.correlationid), None)
    if known is None:
        return record
    lifted = known.lifted or isinstance(message.body, PunishmentLiftConfirmed)
    now: Candidate = replace(known, in_force=True, lifted=lifted)
    changed = tuple(now if c is known else c for c in record.candidates)
    penalty = Penalty(known.penalty_id, known.listed_on)
    return _penalty(replace(record, candidates=changed), penalty)
