"""The grade of an enterprise by the scheme liaocheng-2013, with everything it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hub_plugins.emergency_management.accident import WORST_FIRST
from hub_plugins.emergency_management.calendar_day import years_after
from hub_plugins.emergency_management.record import Accident, Record
from hub_plugins.emergency_management.table import cited, table
from hub_schemas import GradeItem, VetoItem
from hub_schemas.codes import AccidentClass, DelistingReason

SCHEME = "liaocheng-2013"
FULL_POINTS = 100
_LEVELS = tuple(row["level"] for row in table(SCHEME)["levels"])
_RANK: dict[str, int] = {found: rank for rank, found in enumerate(WORST_FIRST)}


@dataclass(frozen=True, slots=True)
class Grade:
    """A result that explains itself; the items name the messages they rest on."""

    level: str
    score: int
    items: tuple[GradeItem, ...]
    vetoes: tuple[VetoItem, ...]

    @property
    def letter(self) -> str:
        return self.level[0]

    @property
    def evidence_ids(self) -> tuple[str, ...]:
        """The messages it rests on, each once."""
        found = [item.evidence_id for item in self.items]
        found += [item.evidence_id for item in self.vetoes]
        return tuple(dict.fromkeys(one for one in found if one))

    @property
    def text(self) -> str:
        why = [item.code for item in self.items] + [item.code for item in self.vetoes]
        return f"grade {self.level}, {self.score} points: {', '.join(why)} ({cited(SCHEME)})"


def grade(record: Record, on: date) -> Grade:
    """Grade an enterprise as of a day; accidents and penalties count for one year.

    Source:
        DOMAIN 5, Liaocheng 2013; what is unverified is marked in the table.
    """
    items, steps = [_base(record), *_hazard_items(record)], list(_steps(record, on))
    score = max(0, min(FULL_POINTS, int(sum(item.points or 0 for item in items))))
    vetoes = tuple(_vetoes(record, on))
    first = next(i for i, row in enumerate(table(SCHEME)["levels"]) if score >= row["from"])
    down = sum(number for number, _ in steps)
    level = _LEVELS[-1] if vetoes else _LEVELS[min(first + down, len(_LEVELS) - 1)]
    return Grade(level, score, (*items, *(item for _, item in steps))[:100], vetoes[:20])


def _base(record: Record) -> GradeItem:
    base = table(SCHEME)["base"]
    known = record.standardisation if record.standardisation in base else "unknown"
    return GradeItem(
        code=f"base-{known}",
        text="points for standardisation",
        points=Decimal(base[known]),
        evidence_id=record.standardisation_id,
    )


def _hazard_items(record: Record) -> Iterator[GradeItem]:
    points = table(SCHEME)["points"]
    for hazard in record.hazards:
        if hazard.delisted_on is None:
            code, text = "open_hazard", "a listed major hazard is open"
        elif hazard.delisting == DelistingReason.RECTIFIED:
            code, text = "rectified_hazard", "a listed major hazard was rectified"
        else:
            continue
        yield GradeItem(code=code, text=text, points=Decimal(points[code]), evidence_id=hazard.id)


def _steps(record: Record, on: date) -> Iterator[tuple[int, GradeItem]]:
    down, limits = table(SCHEME)["steps_down"], table(SCHEME)["limits"]
    for accident in _last_year(record, on):
        if accident.accident_class == AccidentClass.GENERAL:
            text = f"{down['general_accident']} levels down: general accident"
            yield (
                down["general_accident"],
                GradeItem(code="general_accident", text=text, evidence_id=accident.id),
            )
    penalties = [p for p in record.penalties if _within_year(p.decided_on, on)]
    if len(penalties) >= limits["penalties_per_year"]:
        text = f"{down['penalties']} level down: {len(penalties)} penalties in a year"
        item = GradeItem(code="penalties", text=text, evidence_id=penalties[-1].id)
        yield down["penalties"], item


def _vetoes(record: Record, on: date) -> Iterator[VetoItem]:
    limits, levels = table(SCHEME)["limits"], table(SCHEME)["veto"]["hazard_levels"]
    accidents = _last_year(record, on)
    larger = [a for a in accidents if _RANK[a.accident_class] <= _LARGER]
    general = [a for a in accidents if a.accident_class == AccidentClass.GENERAL]
    if len(larger) >= limits["larger_accidents_veto"]:
        yield _veto("larger_accident", "larger accident or worse", larger[-1].id)
    if len(general) >= limits["general_accidents_veto"]:
        yield _veto("general_accidents", f"{len(general)} general accidents", general[-1].id)
    for hazard in record.hazards:
        if hazard.delisted_on is None and hazard.level in levels and on > hazard.rectify_on:
            yield _veto("overdue_hazard", "listed hazard overdue", hazard.id)


_LARGER = _RANK[AccidentClass.LARGER]


def _veto(code: str, text: str, evidence_id: str) -> VetoItem:
    return VetoItem(code=code, text=text, evidence_id=evidence_id)


def _last_year(record: Record, on: date) -> list[Accident]:
    return [accident for accident in record.accidents if _within_year(accident.occurred_on, on)]


def _within_year(day: date, on: date) -> bool:
    return on < years_after(day, 1)
