"""Bodies for examples: the smallest ones a contract takes, with what a test says instead."""

from datetime import date
from typing import Any

from hub_schemas import (
    AccidentReported,
    Ground,
    LegalBasis,
    ListingDecided,
    ListingRemoved,
    Penalty,
    PenaltyDecided,
    Term,
)

DAY = date(2026, 3, 1)


def accident(**given: Any) -> AccidentReported:
    base: dict[str, Any] = {
        "subject_name": "Example Chemical Works",
        "division": "130102",
        "occurred_on": DAY,
        "place": "Workshop 2",
        "summary": "A reactor overheated.",
    }
    return AccidentReported(**{**base, **given})


def penalty(**given: Any) -> PenaltyDecided:
    base: dict[str, Any] = {
        "subject_name": "Example Chemical Works",
        "division": "130102",
        "decided_on": DAY,
        "conduct": "Operated without a licence.",
        "penalties": (Penalty(kind="warning"),),
    }
    return PenaltyDecided(**{**base, **given})


def listing(penalty_id: str, **given: Any) -> ListingDecided:
    base: dict[str, Any] = {
        "subject_name": "Example Chemical Works",
        "division": "130102",
        "list_scheme": "mem-order-11",
        "listed_party": "entity",
        "grounds": (Ground(scheme="mem-order-11", code="B6"),),
        "penalty_id": penalty_id,
        "decided_on": DAY,
        "reason": "Operated without a licence.",
        "term": Term(effective_from=DAY, effective_until=date(2029, 3, 1)),
        "legal_basis": (LegalBasis(title="MEM Order 11", article="7"),),
    }
    return ListingDecided(**{**base, **given})


def removal(listing_id: str, **given: Any) -> ListingRemoved:
    base: dict[str, Any] = {
        "listing_id": listing_id,
        "division": "130102",
        "removed_on": DAY,
        "reason": "early",
    }
    return ListingRemoved(**{**base, **given})
