"""Contracts: what may be said, by whom, to whom, and how a body is checked. Pure."""

from hub.contracts.body import Bodies
from hub.contracts.catalogue import Catalogue
from hub.contracts.contract import Contract, Organisation
from hub.contracts.terms import (
    Act,
    Answer,
    CaseRule,
    Cite,
    Clock,
    Duty,
    IssuerRow,
    LegalBasis,
    Limit,
    LimitKind,
    PartRule,
    RecipientRow,
    Region,
    Scope,
)

__all__ = [
    "Act",
    "Answer",
    "Bodies",
    "CaseRule",
    "Catalogue",
    "Cite",
    "Clock",
    "Contract",
    "Duty",
    "IssuerRow",
    "LegalBasis",
    "Limit",
    "LimitKind",
    "Organisation",
    "PartRule",
    "RecipientRow",
    "Region",
    "Scope",
]
