"""Owns how often an enterprise may be inspected in a year: ceilings, and what is used of them.

The ceiling that the plan itself states wins; else the region's table, by class. More inspections
for a bad grade go up to the ceiling, never beyond.

Source: Shanxi 2025 (DOMAIN 5); secondary source, a parameter.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hub.casework.deed import at
from hub.casework.record import Record

NOT_HELD: Final = "not_held"
BY_CLASS: Final[Mapping[tuple[str, str], Mapping[str, int]]] = {
    ("14", "coal"): {"A": 2, "B": 4, "C": 6, "D": 4},
    ("14", "mine"): {"A": 1, "B": 1, "C": 2, "D": 4},
    ("14", "hazardous_chemicals"): {"level_1": 2, "level_2": 4, "level_3": 8, "none": 12},
    ("14", "metal_smelting"): {"level_1": 2, "level_2": 4, "level_3": 8, "none": 12},
    ("14", "other"): {"A": 1, "B": 2, "C": 4, "D": 6},
}
"""By province and sector: how many a year for each class, grade or standardization level."""
STATED: Final = "frequency.ceiling"


@dataclass(frozen=True, slots=True)
class Used:
    """The inspections of one enterprise in one year.

    Attributes:
        ceiling: The most that may be held; ``None`` where nobody has set any.
    """

    subject: str
    year: int
    planned: int
    held: int
    ceiling: int | None

    @property
    def over(self) -> bool:
        """Whether more are planned and held than may be."""
        return self.ceiling is not None and self.planned + self.held > self.ceiling


def ceiling(region: str, sector: str, grade: str) -> int | None:
    """Find the ceiling of a place, a sector and a class."""
    return BY_CLASS.get((region[:2], sector), {}).get(grade)


def used(records: Iterable[Record], on: date) -> tuple[Used, ...]:
    """Count the inspections of the year of a day, by enterprise."""
    known = list(records)
    found: dict[str, list[Record]] = defaultdict(list)
    for record in known:
        if record.family == "inspection" and _day(record).startswith(str(on.year)):
            found[record.subject].append(record)
    return tuple(
        Used(
            subject=subject,
            year=on.year,
            planned=sum(record.state == "planned" for record in inspections),
            held=sum(_held(record) for record in inspections),
            ceiling=_ceiling(subject, inspections, known),
        )
        for subject, inspections in sorted(found.items())
    )


def _day(record: Record) -> str:
    last = record.last("concluded") or record.last("planned")
    return "" if last is None else (last.since or last.on)


def _held(record: Record) -> bool:
    return record.state == "concluded" and record.detail.get("result") != NOT_HELD


def _ceiling(subject: str, inspections: Iterable[Record], records: list[Record]) -> int | None:
    stated = [
        value for record in inspections if isinstance(value := at(record.detail, STATED), int)
    ]
    if stated:
        return min(stated)
    mine = [record for record in records if record.subject == subject]
    place = next((r.detail for r in mine if r.family == "enterprise"), {})
    region, sector = str(place.get("division", "")), str(place.get("sector", ""))
    classes = (r.state for r in mine if r.family in ("standardization", "grade"))
    return next((n for c in classes if (n := ceiling(region, sector, c)) is not None), None)
