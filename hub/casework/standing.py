"""Owns what is in force on a day, on what it rests, and what has lost its ground.

Records do not move by the clock: a term that is over is told by looking, and its end is confirmed
by whoever carried it out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hub.casework.fold import WITHDRAWN
from hub.casework.record import NONE, Record, Step
from hub.casework.transitions import LIVE, STATED

BASES: Final = frozenset(
    {"penalty_id", "listing_id", "hazard_id", "accident_id", "ground", "stop_id", "decision_id"}
)
"""Members that name the message a record rests on."""
BASES_LISTS: Final = frozenset({"evidence_ids", "penalty_ids"})
TERMED: Final = frozenset(
    {"measure", "ban", "licence", "policy", "incentive", "commitment", "grade", "premium"}
    | {"standardization", "hazard_source", "evaluation", "warning", "production"}
)
"""Families whose end comes by itself. A listing's does not: its authority removes."""
ENDED: Final = "ended"
FALLEN: Final = frozenset({WITHDRAWN, "revoked", "dropped"})
"""The states of what never held, or holds no more from its beginning."""


def in_force(record: Record, on: date) -> bool:
    """Say whether a record is in force on a day, as far as it has been told."""
    return standing(record, on) != ENDED and live(record)


def live(record: Record) -> bool:
    """Say whether a record is in force, its own term aside."""
    if record.family in STATED:
        return record.state not in (WITHDRAWN, NONE)
    return record.state in LIVE[record.family]


def standing(record: Record, on: date) -> str:
    """Tell the state on a day: `ended` where a term is over that ends by itself."""
    over = bool(record.until) and record.until < on.isoformat()
    return ENDED if over and record.family in TERMED and live(record) else record.state


def basis(record: Record) -> Step | None:
    """Find the message on which a record stands as it does: its last that moved it."""
    held = [step for step in record.steps if step.act and not step.void]
    return held[-1] if held else None


@dataclass(frozen=True, slots=True)
class Restriction:
    """One measure at one executor, whatever number of orders it rests on.

    Attributes:
        grounds: The records of the measure, one a ground; the restriction lasts while any does.
    """

    subject: str
    executor: str
    measure: str
    grounds: tuple[Record, ...]


def restrictions(records: Iterable[Record], on: date) -> tuple[Restriction, ...]:
    """Count measures in force by ground: what an executor has to apply, and why."""
    found: dict[tuple[str, str, str], list[Record]] = defaultdict(list)
    for record in records:
        if record.family == "measure" and in_force(record, on):
            kind = str(record.detail.get("measure", ""))
            found[record.subject, record.source, kind].append(record)
    return tuple(Restriction(*name, tuple(grounds)) for name, grounds in sorted(found.items()))


def rests_on(record: Record) -> frozenset[str]:
    """Name the messages a record rests on."""
    single = {str(record.detail[name]) for name in BASES & record.detail.keys()}
    several = {one for name in BASES_LISTS & record.detail.keys() for one in record.detail[name]}
    return frozenset((single | several) - {step.id for step in record.steps})


def standing_messages(records: Iterable[Record]) -> Mapping[str, Record]:
    """Find for each message the record it stands in; measures aside, they follow their order."""
    return {
        step.id: record
        for record in records
        if record.family != "measure"
        for step in record.steps
        if step.act
    }


def ground_gone(record: Record, messages: Mapping[str, Record]) -> Record | None:
    """Find the ended ground of an order or a measure; ``None`` while it lives or is unknown."""
    member = "ground" if record.family == "measure" else "listing_id"
    ground = messages.get(str(record.detail.get(member, "")))
    return None if ground is None or live(ground) else ground


def shaken(
    records: Iterable[Record], messages: Mapping[str, Record]
) -> Iterable[tuple[Record, Record]]:
    """Give what is in force but rests on something that has fallen, with that."""
    for record in records:
        if not live(record) or record.family in {"punishment", "measure"}:
            continue
        for cited in sorted(rests_on(record)):
            ground = messages.get(cited)
            if ground is not None and _fell(ground, cited):
                yield record, ground
                break


def _fell(ground: Record, cited: str) -> bool:
    taken_back = any(step.id == cited and step.void for step in ground.steps)
    return taken_back or ground.state in FALLEN
