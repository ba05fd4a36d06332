"""The three drafts of one proposed listing: penalty, listing, order. An officer decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hub.sdk import Context, Draft, Message
from hub.sdk.ids import message_id
from hub_plugins.emergency_management import listing
from hub_plugins.emergency_management.calendar_day import (
    local_day,
    working_days_after,
    years_after,
)
from hub_plugins.emergency_management.record import Candidate, Record
from hub_plugins.emergency_management.table import cited, table
from hub_schemas import (
    Ground,
    LegalBasis,
    ListingDecided,
    Money,
    OrderedMeasure,
    Penalty,
    PenaltyDecided,
    PunishmentOrdered,
    Term,
)
from hub_schemas.codes import (
    Duty,
    ExecutorRole,
    GroundScheme,
    ListedParty,
    ListScheme,
    PenaltyKind,
    Procedure,
)

WORK_SAFETY_LAW = "中华人民共和国安全生产法"


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed, and the ids it will have if it is confirmed."""

    candidate: Candidate
    drafts: tuple[Draft, Draft, Draft]


def proposed(
    message: Message, context: Context, record: Record, ground: listing.Ground
) -> Proposed:
    """Draft penalty, listing and order for the accident of this message.

    They have to be confirmed in this order: each cites the one before by the id that
    `hub.sdk.ids.message_id` gives it.
    """
    root, on = record.root_of(message.id), local_day(context.now)
    keys = {kind: f"{kind}-{root}" for kind in ("penalty", "listing", "order")}
    ids = {kind: message_id(context.participant.id, keys[kind], context.now) for kind in keys}
    candidate = Candidate(
        lister=context.participant.id,
        root=root,
        ground=ground.code.value,
        subject=message.subject,
        division=record.division,
        penalty_id=ids["penalty"],
        listing_id=ids["listing"],
        order_id=ids["order"],
        listed_on=on,
        rests_on=ground.evidence_ids,
    )
    case = _Case(message, context, record, ground, candidate)
    penalty = case.draft("penalty", penalty_body(case), None)
    listed = case.draft("listing", listing_body(case), candidate.listing_case)
    ordered = case.draft("order", order_body(case), candidate.punishment_case)
    return Proposed(candidate, (penalty, listed, ordered))


@dataclass(frozen=True, slots=True)
class _Case:
    message: Message
    context: Context
    record: Record
    ground: listing.Ground
    candidate: Candidate

    @property
    def on(self) -> date:
        return self.candidate.listed_on

    def draft(self, kind: str, body: object, case: str | None) -> Draft:
        number = ("penalty", "listing", "order").index(kind) + 1
        return Draft(
            subject=self.message.subject,
            body=body,
            correlationid=case or f"penalty-{self.candidate.root}",
            causationid=self.message.id,
            draftkey=f"{kind}-{self.candidate.root}",
            time=self.context.now,
            proposal=f"{number} of 3, {kind} of {self.record.name}: {self.ground.text}",
        )


def penalty_body(case: _Case) -> PenaltyDecided:
    """Draft the penalty: the lowest fine of the class.

    Source:
        Work Safety Law, Article 114.
    """
    fine = table(listing.TABLE)["fine_from_minor"][case.ground.accident_class]
    return PenaltyDecided(
        subject_name=case.record.name,
        division=case.record.division,
        decided_on=case.on,
        procedure=Procedure.ORDINARY,
        conduct=f"Responsible for the accident reported as {case.message.id}: {case.ground.text}",
        penalties=(
            Penalty(kind=PenaltyKind.FINE, amount=Money(amount_minor=fine, currency="CNY")),
        ),
        legal_basis=(LegalBasis(title=WORK_SAFETY_LAW, article="114"),),
        accident_id=case.message.id,
    )


def listing_body(case: _Case) -> ListingDecided:
    """Draft the listing of the entity for three years; persons are the officer's to add."""
    order_11 = table(listing.TABLE)
    code = case.ground.code
    return ListingDecided(
        subject_name=case.record.name,
        division=case.record.division,
        list_scheme=ListScheme.MEM_ORDER_11,
        listed_party=ListedParty.ENTITY,
        grounds=(Ground(scheme=GroundScheme.MEM_ORDER_11, code=code.value, text=code.zh),),
        penalty_id=case.candidate.penalty_id,
        decided_on=case.on,
        reason=case.ground.text,
        term=term(case.on),
        legal_basis=(LegalBasis(title=order_11["title"], article=case.ground.article),),
        measures=tuple(dict.fromkeys(row["measure"] for row in table("measures")["measures"])),
    )


def order_body(case: _Case) -> PunishmentOrdered:
    """Draft the order: every measure of the catalogue, for the term of the listing."""
    days = table(listing.TABLE)["report_working_days"]
    return PunishmentOrdered(
        subject_name=case.record.name,
        division=case.record.division,
        listing_id=case.candidate.listing_id,
        ordered_on=case.on,
        measures=tuple(_measure(row, case.on) for row in table("measures")["measures"]),
        report_by=working_days_after(case.on, days),
    )


def term(on: date) -> Term:
    """Return the term of a listing that begins on a day; both days are included.

    Source:
        MEM Order 11, DOMAIN 2.3: three years.
    """
    years = table(listing.TABLE)["term_years"]
    return Term(effective_from=on, effective_until=years_after(on, years) - timedelta(days=1))


def _measure(row: dict[str, Any], on: date) -> OrderedMeasure:
    return OrderedMeasure(
        measure_id=row["id"],
        measure=row["measure"],
        executor_role=ExecutorRole[row["role"].upper()],
        executor_department=row["department"],
        duty=Duty[row["duty"].upper()],
        term=term(on),
        legal_basis=LegalBasis(title=row["law"], article=row.get("article")),
        text=f"catalogue {cited('measures')}",
    )
