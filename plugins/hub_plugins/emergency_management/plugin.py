"""Classes accidents, grades enterprises, and proposes listings for officers to decide."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hub.sdk import Context, Draft, Handled, Message, PluginInfo, hookimpl
from hub_plugins.emergency_management.accident import class_of
from hub_plugins.emergency_management.calendar_day import local_day, years_after
from hub_plugins.emergency_management.grading import SCHEME, Grade, grade
from hub_plugins.emergency_management.learning import learnt
from hub_plugins.emergency_management.listing import listing_ground
from hub_plugins.emergency_management.proposal import Proposed, proposed
from hub_plugins.emergency_management.record import Record
from hub_plugins.emergency_management.removal import revocation_proposals
from hub_plugins.emergency_management.table import table
from hub_schemas import AccidentReported, CreditGraded, MessageWithdrawn

_REASON_CHARACTERS = 500


class EmergencyManagement:
    """Who punishes decides: listings are proposals, grades follow from the scheme."""

    @hookimpl
    def describe(self) -> PluginInfo:
        return PluginInfo(
            name="emergency_management",
            version="0.1",
            consumes=frozenset(
                {
                    "enterprise.registered/0",
                    "accident.reported/0",
                    "hazard.listed/0",
                    "hazard.delisted/0",
                    "penalty.decided/0",
                    "premium.quoted/0",
                    "punishment.reported/0",
                    "punishment.lift_confirmed/0",
                    "message.withdrawn/0",
                }
            ),
            issues=frozenset(
                {
                    "penalty.decided/0",
                    "listing.decided/0",
                    "listing.removed/0",
                    "punishment.ordered/0",
                    "punishment.lifted/0",
                    "credit.graded/0",
                }
            ),
        )

    @hookimpl
    def handle(self, message: Message, context: Context) -> Handled:
        record = learnt(Record.of(context.state), message)
        if record is None:
            return Handled.not_applicable("the authority handles no such message")
        if not _covers(context, record):
            return Handled.noted(state=record.state(), reason="outside the region: not graded")
        proposal = _proposal(message, context, record)
        if proposal is not None:
            record = replace(record, candidates=(*record.candidates, proposal.candidate))
        found = grade(record, local_day(context.now))
        drafts = [*(proposal.drafts if proposal else ())]
        if isinstance(message.body, MessageWithdrawn):
            withdrawn_id = message.body.withdrawn_id
            drafts += revocation_proposals(message, context, record, withdrawn_id)
        if found.level != record.grade:
            drafts.append(_graded(message, context, record, found))
            record = replace(record, grade=found.level)
        reason = "; ".join(text for text in (_classified(message), found.text) if text)
        return Handled.noted(
            drafts=tuple(drafts), state=record.state(), reason=reason[:_REASON_CHARACTERS]
        )


def _covers(context: Context, record: Record) -> bool:
    """Whether this authority may decide on the enterprise: named, and in its region."""
    region = context.participant.region
    return bool(record.name and record.division and record.division.startswith(region))


def _classified(message: Message) -> str:
    if not isinstance(message.body, AccidentReported):
        return ""
    found = class_of(message.body)
    return found.text if found else "not classed: the report states no number and no class"


def _proposal(message: Message, context: Context, record: Record) -> Proposed | None:
    """Propose once for an accident; a class that rises later proposes then."""
    accident = next((a for a in record.accidents if a.id == message.id), None)
    if accident is None or any(c.root == accident.root for c in record.candidates):
        return None
    ground = listing_ground(record, accident)
    return proposed(message, context, record, ground) if ground else None


def _graded(message: Message, context: Context, record: Record, found: Grade) -> Draft:
    on = local_day(context.now)
    return Draft(
        subject=message.subject,
        body=CreditGraded(
            division=record.division,
            scheme_id=SCHEME,
            scheme_version=table(SCHEME)["version"],
            grade=found.letter,
            level=found.level,
            score=Decimal(found.score),
            items=found.items,
            veto_items=found.vetoes,
            valid_from=on,
            valid_until=years_after(on, 1) - timedelta(days=1),
            evaluator=context.participant.id,
            evidence_ids=found.evidence_ids,
        ),
        correlationid=f"grade-{message.id}",
        causationid=message.id,
        draftkey=f"grade-{SCHEME}-{message.id}",
        time=context.now,
    )


plugin = EmergencyManagement()
