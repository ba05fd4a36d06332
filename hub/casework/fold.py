"""Owns how steps add up to a record. Nothing else ever sets a state."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from hub.casework.deed import SAME
from hub.casework.lifecycle import IGNORED
from hub.casework.record import NONE, Record, Step
from hub.casework.transitions import LIFECYCLES, STATED

WITHDRAWN: Final = "withdrawn"
MERGING: Final = frozenset({"enterprise"})
"""Families whose statements add to each other; in the others the newest stands alone."""


def added(record: Record, *steps: Step) -> Record:
    """Give the record with more steps; a message already there is not counted twice."""
    known = {(step.id, step.act) for step in record.steps}
    fresh = [step for step in steps if (step.id, step.act) not in known]
    return retold(record, (*record.steps, *fresh)) if fresh else record


def voided(record: Record, taken_back: str, by: Step) -> Record:
    """Give the record without what one message did, and with the message that took it back."""
    kept = (
        replace(step, void=by.id) if step.id == taken_back and not step.void else step
        for step in record.steps
    )
    return retold(record, (*kept, by))


def retold(record: Record, steps: Iterable[Step]) -> Record:
    """Add up steps in ledger order."""
    ordered = tuple(sorted(steps, key=lambda step: step.index))
    told = (
        _stated(record.family, ordered)
        if record.family in STATED
        else _lived(record.family, ordered)
    )
    return replace(record, index=max(step.index for step in ordered), steps=ordered, **told)


def _stated(family: str, steps: tuple[Step, ...]) -> dict[str, Any]:
    holding = [step for step in steps if step.act and not step.void]
    if not holding:
        return {"state": WITHDRAWN}
    told = [step for step in holding if step.act != SAME] or holding
    detail: dict[str, Any] = {}
    for step in holding if family in MERGING else holding[-1:]:
        detail |= step.detail
    return {
        "state": told[-1].act,
        "since": next((step.since for step in reversed(told) if step.since), ""),
        "until": told[-1].until,
        "detail": detail,
    }


def _lived(family: str, steps: tuple[Step, ...]) -> dict[str, Any]:
    table = LIFECYCLES[family]
    state, rest, since, until, detail = NONE, NONE, "", "", dict[str, Any]()
    for step in steps:
        if step.void or not step.act or table.outcome(state, step.act) == IGNORED:
            continue
        rested = table.after(rest, step.act)
        state = table.after(state, step.act, rest)
        rest = next((it for it in (state, rested) if it in table.rests), rest)
        since, until = step.since or since, step.until or until
        detail |= step.detail
    return {"state": state, "since": since, "until": until, "detail": detail}
