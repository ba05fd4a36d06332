"""What the authority knows of one enterprise: its plugin state, bounded, as typed values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, TypeVar

MOST_FACTS = 50
"""Facts of one kind that are kept; the oldest are dropped."""

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Accident:
    """One accident; supplements share the root, the id of the first report."""

    id: str
    root: str
    occurred_on: date
    accident_class: str


@dataclass(frozen=True, slots=True)
class Hazard:
    """One listed hazard, the id of its listing message."""

    id: str
    level: str
    rectify_on: date
    delisted_on: date | None = None
    delisting: str = ""


@dataclass(frozen=True, slots=True)
class Penalty:
    """One penalty decision known to be in force."""

    id: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class Candidate:
    """One listing that was proposed; whether it was confirmed shows only in the answers.

    Attributes:
        lister: The authority that proposes; only it can end the listing. It is part of the
            names of both cases, as another authority may list for the same accident.
        root: The first report of the accident that led to it.
        rests_on: The reports of every accident that is a ground.
        in_force: An executor has answered the order, so an officer had confirmed it.
        lifted: An executor has confirmed that it lifted the measures.
    """

    lister: str
    root: str
    ground: str
    subject: str
    division: str | None
    penalty_id: str
    listing_id: str
    order_id: str
    listed_on: date
    rests_on: tuple[str, ...] = ()
    in_force: bool = False
    lifted: bool = False

    @property
    def listing_case(self) -> str:
        """The case of `listing.decided` and `listing.removed`."""
        return f"listing-{self.lister}-{self.root}"

    @property
    def punishment_case(self) -> str:
        """The case of the order, the reports, the lifting and its confirmations."""
        return f"punishment-{self.lister}-{self.root}"


@dataclass(frozen=True, slots=True)
class Record:
    """Everything kept of one enterprise, the oldest first."""

    name: str = ""
    division: str | None = None
    standardisation: str = UNKNOWN
    standardisation_id: str | None = None
    accidents: tuple[Accident, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    ended: tuple[str, ...] = ()
    grade: str = ""

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Record:
        """Read a plugin state."""
        plain = dict(state)
        for name, kind in _FACTS.items():
            plain[name] = tuple(_fact(kind, row) for row in plain.get(name, ()))
        plain["ended"] = tuple(plain.get("ended", ()))
        return cls(**plain)

    def state(self) -> dict[str, Any]:
        """Write the plugin state: JSON, at most `MOST_FACTS` of each kind."""
        plain: dict[str, Any] = {
            f.name: getattr(self, f.name) for f in fields(self) if f.name not in _FACTS
        }
        plain["ended"] = list(self.ended[-MOST_FACTS:])
        for name in _FACTS:
            plain[name] = [_plain(fact) for fact in getattr(self, name)[-MOST_FACTS:]]
        return plain

    def named(self, name: str, division: str | None) -> Record:
        """Take over what a message says of name and division."""
        return replace(self, name=name, division=division or self.division)

    def with_accident(self, accident: Accident) -> Record:
        """Add an accident or replace the one it supplements."""
        others = tuple(known for known in self.accidents if known.root != accident.root)
        return replace(self, accidents=(*others, accident))

    def root_of(self, accident_id: str) -> str:
        """Find the first report that a report belongs to."""
        return next((a.root for a in self.accidents if accident_id in (a.id, a.root)), accident_id)

    def without(self, message_id: str) -> Record:
        """Forget whatever one message had told, and do not learn it again."""
        return replace(
            self,
            accidents=tuple(a for a in self.accidents if message_id not in (a.id, a.root)),
            hazards=tuple(h for h in self.hazards if h.id != message_id),
            penalties=tuple(p for p in self.penalties if p.id != message_id),
            ended=(*self.ended, message_id),
        )


_FACTS: Mapping[str, type] = {
    "accidents": Accident,
    "hazards": Hazard,
    "penalties": Penalty,
    "candidates": Candidate,
}
Fact = TypeVar("Fact")


def _fact(kind: type[Fact], row: Mapping[str, Any]) -> Fact:
    return kind(**{name: _member(name, value) for name, value in row.items()})


def _member(name: str, value: Any) -> Any:  # noqa: ANN401 - JSON in, a member out
    """Read one member: lists are tuples, and a name that ends in `_on` is a day's."""
    if isinstance(value, list):
        return tuple(value)
    return date.fromisoformat(value) if value and name.endswith("_on") else value


def _plain(fact: Any) -> dict[str, Any]:  # noqa: ANN401 - any of the dataclasses above
    values = {f.name: getattr(fact, f.name) for f in fields(fact)}
    days = {k: v.isoformat() for k, v in values.items() if isinstance(v, date)}
    lists = {k: list(v) for k, v in values.items() if isinstance(v, tuple)}
    return {**values, **days, **lists}


def candidates(state: Mapping[str, Any]) -> Sequence[Candidate]:
    """Read the proposed listings out of a plugin state."""
    return Record.of(state).candidates
