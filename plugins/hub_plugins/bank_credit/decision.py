"""The advisory decision on one measure: considered or not applicable, never an order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hub_plugins.bank_credit.table import cited, table
from hub_schemas import MeasureReport, OrderedMeasure
from hub_schemas.codes import MeasureStatus

TABLE = "decisions"
_ANY = "*"


class Exposure(StrEnum):
    """What the bank has at stake with an enterprise."""

    NONE = "none"
    SMALL = "small"
    LARGE = "large"
    UNKNOWN = "unknown"


class Standing(StrEnum):
    """How an enterprise stands by what the bank was told."""

    LISTED = "listed"
    LOW = "low"
    ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision with the row's reason and the table's version."""

    status: MeasureStatus
    reason: str


def standing(listing_ids: tuple[str, ...], grade: str) -> Standing:
    """Judge an enterprise: a listing in force outweighs a grade."""
    if listing_ids:
        return Standing.LISTED
    low = grade[:1] in table(TABLE)["standing"]["low_grades"]
    return Standing.LOW if low else Standing.ORDINARY


def decision(measure: str, exposure: Exposure, found: Standing) -> Decision:
    """Decide by the first row that fits.

    Source:
        DOMAIN 0.7, 3.2: advice to banks and credit bureaus is a reference, not an order.
    """
    row = next(
        row
        for row in table(TABLE)["decisions"]
        if row["measure"] in (_ANY, measure)
        and row["exposure"] in (_ANY, exposure)
        and row["standing"] in (_ANY, found)
    )
    reason = f"{row['reason']}: {measure}, exposure {exposure}, {found} ({cited(TABLE)})"
    return Decision(MeasureStatus[row["status"].upper()], reason)


def measure_report(measure: OrderedMeasure, exposure: Exposure, found: Standing) -> MeasureReport:
    """Report the decision on one measure."""
    decided = decision(measure.measure, exposure, found)
    return MeasureReport(
        measure_id=measure.measure_id, status=decided.status, reason=decided.reason
    )
