"""Facts the own systems of the demo participants state."""

from datetime import date, datetime
from typing import Any

from hub.sdk import Draft
from hub_plugins.industry_authority.facts import Accident, Hazard, accident_draft, hazard_draft
from hub_plugins.market_regulation.facts import Enterprise, registration_draft
from hub_schemas.codes import Sector, SupervisionLevel

USCC = "91370000163044841F"
SUBJECT = f"uscc:{USCC}"
NAME = "Example Chemical Works"
DIVISION = "130102"


def registration(at: datetime, **given: Any) -> Draft:
    enterprise = Enterprise(
        **{
            "uscc": USCC,
            "name": NAME,
            "division": DIVISION,
            "sector": Sector.HAZARDOUS_CHEMICALS,
            "headcount": 200,
            **given,
        }
    )
    return registration_draft(enterprise, at)


def accident(at: datetime, reference: str = "SG-1", **given: Any) -> Draft:
    return accident_draft(
        Accident(
            **{
                "subject": SUBJECT,
                "subject_name": NAME,
                "division": DIVISION,
                "reference": reference,
                "occurred_on": at.date(),
                "place": "Workshop 2",
                "summary": "A reactor overheated.",
                **given,
            }
        ),
        at,
    )


def hazard(at: datetime, rectify_by: date, level: SupervisionLevel) -> tuple[Hazard, Draft]:
    found = Hazard(
        subject=SUBJECT,
        subject_name=NAME,
        division=DIVISION,
        reference="YH-1",
        description="Relief valve sealed shut.",
        listed_on=at.date(),
        rectify_by=rectify_by,
        level=level,
    )
    return found, hazard_draft(found, at)
