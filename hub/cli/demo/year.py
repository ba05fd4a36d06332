"""Owns what happens in the demo's year: facts with dates, drawn once, the same for one seed.

Shares are chosen so that some hundred enterprises show every kind of message; they are not
statistics of anywhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from hub.cli.demo.population import Enterprise

FIRST_DAY = date(2025, 1, 6)
WEEKS = 52
SHARE_OF_ACCIDENTS = 0.15
SHARE_OF_MAJOR = 0.03
SHARE_OF_TWO_LARGER = 0.03
SHARE_OF_HAZARDS = 0.12
SHARE_OF_PENALTIES = 0.08
SHARE_RECTIFIED = 0.8
SHARE_WITHDRAWN = 0.1
SHARE_REVOKED = 0.5


@dataclass(frozen=True, slots=True)
class Accident:
    """An accident as the industry authority learns of it."""

    enterprise: Enterprise
    reference: str
    on: date
    deaths: int
    serious_injuries: int


@dataclass(frozen=True, slots=True)
class Hazard:
    """A major hazard, listed and perhaps rectified within the year."""

    enterprise: Enterprise
    reference: str
    on: date
    delisted_on: date | None


@dataclass(frozen=True, slots=True)
class Penalty:
    """A penalty that rests on no accident, perhaps withdrawn as wrong three days later."""

    enterprise: Enterprise
    reference: str
    on: date
    fine_minor: int
    withdrawn_on: date | None


@dataclass(slots=True)
class Year:
    """Everything that happens, each list in order of date."""

    enterprises: Sequence[Enterprise]
    accidents: list[Accident] = field(default_factory=list)
    hazards: list[Hazard] = field(default_factory=list)
    penalties: list[Penalty] = field(default_factory=list)


def weeks() -> Iterator[datetime]:
    """The Mondays of the year, at 08:00 UTC."""
    for number in range(WEEKS):
        yield at(FIRST_DAY + timedelta(weeks=number))


def at(on: date) -> datetime:
    """The moment a fact of a day is stated."""
    return datetime.combine(on, time(8), UTC)


def year(random: Random, enterprises: Sequence[Enterprise]) -> Year:
    """Draw the year.

    Args:
        random: Seeded.
        enterprises: The population.
    """
    drawn = Year(enterprises)
    for enterprise in enterprises:
        drawn.accidents += _accidents(random, enterprise)
        if random.random() < SHARE_OF_HAZARDS:
            drawn.hazards.append(_hazard(random, enterprise))
        if random.random() < SHARE_OF_PENALTIES:
            drawn.penalties.append(_penalty(random, enterprise))
    for facts in (drawn.accidents, drawn.hazards, drawn.penalties):
        facts.sort(key=lambda fact: (fact.on, fact.reference))
    return drawn


def _accidents(random: Random, enterprise: Enterprise) -> Iterator[Accident]:
    lot = random.random()
    if lot < SHARE_OF_MAJOR:
        yield _accident(random, enterprise, 1, random.randrange(10, 14), 250)
    elif lot < SHARE_OF_MAJOR + SHARE_OF_TWO_LARGER:
        yield _accident(random, enterprise, 1, random.randrange(3, 6), 120)
        yield _accident(random, enterprise, 2, random.randrange(3, 6), 250)
    elif lot < SHARE_OF_MAJOR + SHARE_OF_TWO_LARGER + SHARE_OF_ACCIDENTS:
        yield _accident(random, enterprise, 1, random.randrange(3), 330)


def _accident(
    random: Random, enterprise: Enterprise, number: int, deaths: int, before_day: int
) -> Accident:
    return Accident(
        enterprise=enterprise,
        reference=f"2025-{enterprise.code[-9:]}-{number}",
        on=_day(random, before_day),
        deaths=deaths,
        serious_injuries=random.randrange(4),
    )


def _hazard(random: Random, enterprise: Enterprise) -> Hazard:
    on = _day(random, 250)
    rectified = random.random() < SHARE_RECTIFIED
    return Hazard(
        enterprise=enterprise,
        reference=f"H2025-{enterprise.code[-9:]}",
        on=on,
        delisted_on=on + timedelta(days=random.randrange(20, 80)) if rectified else None,
    )


def _penalty(random: Random, enterprise: Enterprise) -> Penalty:
    on = _day(random, 330)
    return Penalty(
        enterprise=enterprise,
        reference=f"冀应急罚〔2025〕{random.randrange(1, 9_999)}号",
        on=on,
        fine_minor=random.randrange(1, 50) * 1_000_000,
        withdrawn_on=on + timedelta(days=3) if random.random() < SHARE_WITHDRAWN else None,
    )


def _day(random: Random, before_day: int) -> date:
    return FIRST_DAY + timedelta(days=random.randrange(35, before_day))
