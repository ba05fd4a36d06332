"""Whether an enterprise may get approvals: not while any ground against it is in force.

Each listing and each order is a ground of its own; ending one leaves the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hub_plugins.industry_authority.table import cited, table
from hub_schemas import ListingDecided, OrderedMeasure, Term

TABLE = "approval"
MOST_GROUNDS = 50
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Approval:
    """Whether approvals are open, and the messages that close them."""

    allowed: bool
    evidence_ids: tuple[str, ...]

    @property
    def text(self) -> str:
        if self.allowed:
            return f"approvals are open ({cited(TABLE)})"
        named, number = ", ".join(self.evidence_ids[-_MOST_NAMED:]), len(self.evidence_ids)
        return f"approvals are paused on {number} grounds, by {named} ({cited(TABLE)})"


@dataclass(frozen=True, slots=True)
class Grounds:
    """What restricts one enterprise: message id to its term; ended ones never begin again."""

    terms: Mapping[str, tuple[date, date | None]]
    ended: tuple[str, ...]

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Grounds:
        terms = {
            known: (date.fromisoformat(first), date.fromisoformat(last) if last else None)
            for known, (first, last) in state.get("grounds", {}).items()
        }
        return cls(terms, tuple(state.get("ended_grounds", ())))

    def into(self, state: Mapping[str, Any]) -> dict[str, Any]:
        """Write them into a state; the oldest beyond `MOST_GROUNDS` are dropped."""
        rows = {
            known: [first.isoformat(), last.isoformat() if last else None]
            for known, (first, last) in self.terms.items()
        }
        kept = dict(list(rows.items())[-MOST_GROUNDS:])
        return {**state, "grounds": kept, "ended_grounds": list(self.ended[-MOST_GROUNDS:])}

    def with_ground(self, message_id: str, term: Term) -> Grounds:
        if message_id in self.ended:
            return self
        begun = {message_id: (term.effective_from, term.effective_until)}
        return Grounds({**self.terms, **begun}, self.ended)

    def without(self, message_id: str) -> Grounds:
        left = {known: term for known, term in self.terms.items() if known != message_id}
        return Grounds(left, (*(one for one in self.ended if one != message_id), message_id))


def approval(grounds: Grounds, on: date) -> Approval:
    """Say whether approvals are open on a day; a term includes both its days.

    Source:
        Work Safety Law, Article 78.
    """
    against = tuple(
        known
        for known, (first, last) in grounds.terms.items()
        if first <= on and (last is None or on <= last)
    )
    return Approval(not against, against)


def restricting_listing(listing: ListingDecided) -> bool:
    """Whether a listing keeps the enterprise itself from approvals."""
    found = table(TABLE)
    return (
        listing.list_scheme in found["list_schemes"]
        and listing.listed_party in found["listed_parties"]
    )


def restricting_term(measures: Sequence[OrderedMeasure]) -> Term | None:
    """Return the term of the measure that pauses approvals, if one of these does."""
    pausing = table(TABLE)["measures"]
    return next((measure.term for measure in measures if measure.measure in pausing), None)
