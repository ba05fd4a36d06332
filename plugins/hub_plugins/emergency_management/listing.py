"""Whether an accident is a ground for listing by MEM Order 11: A1 or A2."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hub_plugins.emergency_management.calendar_day import years_after
from hub_plugins.emergency_management.record import Accident, Record
from hub_plugins.emergency_management.table import cited, table
from hub_schemas.codes import Order11Ground

TABLE = "order_11"


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground that is met, by which accidents, the latest report last."""

    code: Order11Ground
    article: str
    accident_class: str
    evidence_ids: tuple[str, ...]

    @property
    def text(self) -> str:
        cites = ", ".join(self.evidence_ids)
        return f"{self.code} ({self.code.en}), article {self.article}, by {cites} ({cited(TABLE)})"


def listing_ground(record: Record, accident: Accident) -> Ground | None:
    """Find the ground that one accident of the record meets, alone or with others.

    Source:
        MEM Order 11, Article 6, DOMAIN 2.2. "Within 12 months" ends on the day before the
        same day of the next year. Source: assumption, the text leaves the day open.
    """
    grounds = table(TABLE)["grounds"]
    if accident.accident_class in grounds["A1"]["classes"]:
        return _met(Order11Ground.A1, accident, ())
    if accident.accident_class not in grounds["A2"]["classes"]:
        return None
    others = tuple(
        other.id
        for other in record.accidents
        if other.root != accident.root
        and other.accident_class in grounds["A2"]["classes"]
        and _near(other.occurred_on, accident.occurred_on, grounds["A2"]["within_years"])
    )
    enough = len(others) + 1 >= grounds["A2"]["accidents"]
    return _met(Order11Ground.A2, accident, others) if enough else None


def _met(code: Order11Ground, accident: Accident, others: tuple[str, ...]) -> Ground:
    article = table(TABLE)["grounds"][code]["article"]
    return Ground(code, article, accident.accident_class, (*others, accident.id))


def _near(one: date, other: date, years: int) -> bool:
    return max(one, other) < years_after(min(one, other), years)
