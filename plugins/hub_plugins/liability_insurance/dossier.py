"""What the insurer knows of one enterprise: its plugin state, bounded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, TypeVar

MOST_FACTS = 50
"""Facts of one kind that are kept; the oldest are dropped."""


@dataclass(frozen=True, slots=True)
class Accident:
    """One accident; supplements share the root, the id of the first report."""

    id: str
    root: str
    occurred_on: str
    deaths: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """Facts by message id, the oldest first; days are ISO text, as the state keeps them.

    Attributes:
        listings: Listings of the enterprise in force.
        hazards: Listed hazards, to "" while open, then to the reason of delisting.
        penalties: Penalties, to the day of decision.
        ended: Ids of listings, hazards and withdrawn messages that must not begin later.
        quoted: The basis of the last quote, to see whether a new one is due.
    """

    division: str | None = None
    sector: str | None = None
    headcount: int | None = None
    registered_on: str | None = None
    active: bool = True
    listings: tuple[str, ...] = ()
    accidents: tuple[Accident, ...] = ()
    hazards: Mapping[str, str] = field(default_factory=dict)
    penalties: Mapping[str, str] = field(default_factory=dict)
    grade: str = ""
    grade_id: str | None = None
    ended: tuple[str, ...] = ()
    quoted: str = ""

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Dossier:
        """Read it from a plugin state, which may hold other members."""
        own = {f.name: state[f.name] for f in fields(cls) if f.name in state}
        own["accidents"] = tuple(Accident(**row) for row in own.get("accidents", ()))
        own["listings"] = tuple(own.get("listings", ()))
        own["ended"] = tuple(own.get("ended", ()))
        return cls(**own)

    def into(self, state: Mapping[str, Any]) -> dict[str, Any]:
        """Write it into a plugin state, at most `MOST_FACTS` of each kind."""
        own: dict[str, Any] = {f.name: getattr(self, f.name) for f in fields(self)}
        own["accidents"] = [
            {f.name: getattr(one, f.name) for f in fields(Accident)}
            for one in self.accidents[-MOST_FACTS:]
        ]
        for name in ("listings", "ended"):
            own[name] = list(own[name][-MOST_FACTS:])
        for name in ("hazards", "penalties"):
            own[name] = _latest(own[name])
        return {**state, **own}

    def with_accident(self, accident: Accident) -> Dossier:
        """Add an accident or replace the one it supplements."""
        others = tuple(one for one in self.accidents if one.root != accident.root)
        return replace(self, accidents=(*others, accident))

    def root_of(self, accident_id: str) -> str:
        """Find the first report that a report belongs to."""
        return next((a.root for a in self.accidents if accident_id in (a.id, a.root)), accident_id)

    def with_listing(self, listing_id: str) -> Dossier:
        others = tuple(one for one in self.listings if one != listing_id)
        return replace(self, listings=(*others, listing_id))

    def with_hazard(self, hazard_id: str, delisting: str = "") -> Dossier:
        return replace(self, hazards={**self.hazards, hazard_id: delisting})

    def with_penalty(self, penalty_id: str, decided_on: date) -> Dossier:
        return replace(self, penalties={**self.penalties, penalty_id: decided_on.isoformat()})

    def without(self, message_id: str) -> Dossier:
        """Forget whatever one message had told, and do not learn it again."""
        return replace(
            self,
            listings=tuple(one for one in self.listings if one != message_id),
            accidents=tuple(a for a in self.accidents if message_id not in (a.id, a.root)),
            hazards={k: v for k, v in self.hazards.items() if k != message_id},
            penalties={k: v for k, v in self.penalties.items() if k != message_id},
            grade="" if message_id == self.grade_id else self.grade,
            grade_id=None if message_id == self.grade_id else self.grade_id,
            ended=(*(one for one in self.ended if one != message_id), message_id),
        )


Found = TypeVar("Found")


def _latest(facts: Mapping[str, Found]) -> dict[str, Found]:
    return dict(list(facts.items())[-MOST_FACTS:])
