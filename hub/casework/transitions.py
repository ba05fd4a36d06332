"""Owns the life of every family of records, as one table.

An act that the table does not name in a state leaves the record as it is: admission has already
refused what a participant may not do; here only the order of arrival is left to settle. A removed
listing stays removed; a removal before its listing leaves a tombstone that wins (DESIGN section 4).

Source: DOMAIN 2.4 (listings), 6.4 (hazards), 3.4 (feedback on measures).
"""

from collections.abc import Mapping
from typing import Final

NONE: Final = ""

TRANSITIONS: Final[Mapping[str, Mapping[tuple[str, str], str]]] = {
    "listing": {
        (NONE, "decided"): "listed",
        (NONE, "removed"): "removed",
        ("listed", "removed"): "removed",
        (NONE, "withdrawn"): "withdrawn",
        ("listed", "withdrawn"): "withdrawn",
    },
    "hazard": {
        (NONE, "listed"): "listed",
        (NONE, "delisted"): "delisted",
        ("listed", "delisted"): "delisted",
        ("listed", "withdrawn"): "withdrawn",
    },
    "punishment": {
        (NONE, "ordered"): "ordered",
        (NONE, "lifted"): "closed",
        ("ordered", "lifted"): "lifting",
        ("lifting", "all_confirmed"): "closed",
    },
    "measure": {
        (NONE, "ordered"): "awaited",
        ("awaited", "reported"): "reported",
        ("awaited", "lifted"): "lift_awaited",
        ("reported", "lifted"): "lift_awaited",
        ("reported", "reported"): "reported",
        ("lift_awaited", "confirmed"): "lifted",
        ("awaited", "confirmed"): "lifted",
        ("reported", "confirmed"): "lifted",
    },
    "penalty": {
        (NONE, "decided"): "in_force",
        ("in_force", "withdrawn"): "withdrawn",
    },
    "accident": {
        (NONE, "reported"): "reported",
        ("reported", "withdrawn"): "withdrawn",
    },
}

OPEN: Final[Mapping[str, frozenset[str]]] = {
    "listing": frozenset({"listed"}),
    "hazard": frozenset({"listed"}),
    "punishment": frozenset({"ordered", "lifting"}),
}
"""The states in which a case is open, by family."""


def after(family: str, state: str, act: str) -> str:
    """Tell the state after an act; the same state where the act changes nothing."""
    return TRANSITIONS[family].get((state, act), state)
