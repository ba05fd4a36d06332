"""Builds drafts of the facts in the authority's own system, for importers and the demo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hub.sdk import Draft
from hub.sdk.ids import message_id
from hub_schemas import AccidentReported, HazardDelisted, HazardListed, LegalBasis, Money
from hub_schemas.codes import DelistingReason, HazardCategory, ReportStage, SupervisionLevel

WORK_SAFETY_LAW = "中华人民共和国安全生产法"


@dataclass(frozen=True, slots=True)
class Accident:
    """One accident as the authority knows it now.

    Attributes:
        reference: The authority's own number, ASCII; with the stage it is the business key.
        supplements_id: The message this one supplements.
    """

    subject: str
    subject_name: str
    division: str
    reference: str
    occurred_on: date
    place: str
    summary: str
    deaths: int = 0
    serious_injuries: int = 0
    missing: int = 0
    direct_loss_minor: int | None = None
    stage: ReportStage = ReportStage.INITIAL
    supplements_id: str | None = None


@dataclass(frozen=True, slots=True)
class Hazard:
    """One major hazard under listed supervision.

    Attributes:
        reference: The authority's own number, ASCII; the business key.
    """

    subject: str
    subject_name: str
    division: str
    reference: str
    description: str
    listed_on: date
    rectify_by: date
    level: SupervisionLevel = SupervisionLevel.COUNTY
    category: HazardCategory = HazardCategory.OTHER
    production_stopped: bool = True

    @property
    def case(self) -> str:
        """The case of listing and delisting; other authorities have numbers of their own."""
        return f"hazard-{self.subject}-{self.reference}"


def accident_draft(accident: Accident, stated_at: datetime) -> Draft:
    """Draft `accident.reported`; the class is left to the authority that decides on it."""
    loss = accident.direct_loss_minor
    return Draft(
        subject=accident.subject,
        body=AccidentReported(
            subject_name=accident.subject_name,
            division=accident.division,
            occurred_on=accident.occurred_on,
            place=accident.place,
            summary=accident.summary,
            deaths=accident.deaths,
            serious_injuries=accident.serious_injuries,
            missing=accident.missing,
            direct_loss=None if loss is None else Money(amount_minor=loss, currency="CNY"),
            stage=accident.stage,
            supplements_id=accident.supplements_id,
            source_reference=accident.reference,
        ),
        correlationid=f"accident-{accident.subject}-{accident.reference}",
        draftkey=f"accident-{accident.reference}-{accident.stage}",
        time=stated_at,
    )


def hazard_draft(hazard: Hazard, stated_at: datetime) -> Draft:
    """Draft `hazard.listed`."""
    return Draft(
        subject=hazard.subject,
        body=HazardListed(
            subject_name=hazard.subject_name,
            division=hazard.division,
            hazard_reference=hazard.reference,
            category=hazard.category,
            description=hazard.description,
            supervision_level=hazard.level,
            listed_on=hazard.listed_on,
            rectify_by=hazard.rectify_by,
            production_stopped=hazard.production_stopped,
            legal_basis=(LegalBasis(title=WORK_SAFETY_LAW, article="41"),),
        ),
        correlationid=hazard.case,
        draftkey=f"hazard-{hazard.reference}",
        time=stated_at,
    )


def hazard_id(participant: str, hazard: Hazard, stated_at: datetime) -> str:
    """Name the message that `hazard_draft` with these arguments becomes."""
    return message_id(participant, f"hazard-{hazard.reference}", stated_at)


def delisting_draft(
    hazard: Hazard,
    listed_id: str,
    stated_at: datetime,
    delisted_on: date,
    reason: DelistingReason = DelistingReason.RECTIFIED,
) -> Draft:
    """Draft `hazard.delisted` in the case of the listing.

    Args:
        listed_id: Id of the `hazard.listed` message, see `hazard_id`.
    """
    return Draft(
        subject=hazard.subject,
        body=HazardDelisted(
            hazard_id=listed_id,
            division=hazard.division,
            delisted_on=delisted_on,
            reason=reason,
        ),
        correlationid=hazard.case,
        draftkey=f"delisting-{hazard.reference}",
        time=stated_at,
    )
