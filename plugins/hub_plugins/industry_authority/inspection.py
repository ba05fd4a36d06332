"""How often an enterprise is inspected in a year: what its grade asks, up to the ceiling."""

from __future__ import annotations

from dataclasses import dataclass

from hub_plugins.industry_authority.table import cited, table
from hub_schemas.codes import Sector

TABLE = "inspection_ceilings"
UNKNOWN = "unknown"
_COAL = "B06"
"""GB/T 4754-2017: mining and washing of coal."""


@dataclass(frozen=True, slots=True)
class InspectionPlan:
    """A number of inspections with what limited it."""

    planned: int
    wanted: int
    ceiling: int
    kind: str
    own_class: str
    evidence_id: str | None

    @property
    def text(self) -> str:
        asked = f"{self.wanted} asked by {self.evidence_id or 'no grade'}"
        limit = f"at most {self.ceiling} for {self.kind} class {self.own_class}"
        return f"{self.planned} inspections a year: {asked}, {limit} ({cited(TABLE)})"


def kind_of(sector: str | None, industry: str | None) -> str:
    """Name the kind of enterprise the ceilings speak of."""
    if sector == Sector.MINE:
        return "coal" if (industry or "").startswith(_COAL) else "non_coal"
    return sector if sector and sector in table(TABLE)["ceilings"] else "other"


def ceiling(kind: str, own_class: str = UNKNOWN) -> int:
    """Return the most inspections a year.

    Args:
        own_class: Class of a mine, or standardisation. Unknown: the lowest ceiling of the
            kind, so that nobody is inspected more than the rule surely allows. Source:
            assumption.
    """
    found: dict[str, int] = table(TABLE)["ceilings"][kind]
    return found.get(own_class, min(found.values()))


def inspection_plan(
    kind: str, own_class: str, grade: str, evidence_id: str | None
) -> InspectionPlan:
    """Plan a year; a worse credit grade raises the plan only up to the ceiling.

    Source:
        DOMAIN 5, Shanxi 2025-04-23.
    """
    asked: dict[str, int] = table(TABLE)["wanted_by_grade"]
    wanted = asked.get(grade[:1], min(asked.values()))
    limit = ceiling(kind, own_class)
    return InspectionPlan(min(wanted, limit), wanted, limit, kind, own_class, evidence_id)
