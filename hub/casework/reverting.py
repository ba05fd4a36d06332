"""Owns what a withdrawal or a correction does: it takes back what one message did, no more.

A beginning taken back leaves its record `withdrawn` (a measure still has to be lifted and
confirmed); an ending stays ended; anything between is as if it had never been said. What rested on
the message is told by `hub.casework.standing`: the hub undoes nobody else's decision.

Source: DESIGN section 4 (endings are sticky), DOMAIN 2.8 (withdrawn within three working days).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from hub.casework.deed import Deed, first, step_of
from hub.casework.fold import WITHDRAWN, added, voided
from hub.casework.lifecycle import Lifecycle
from hub.casework.punishment import settled
from hub.casework.record import Fact, Record, Step, View
from hub.casework.transitions import LIFECYCLES

_WITHDRAWN: Final = Deed("", "", on="withdrawn_on decided_on", cites="withdrawn_id")
_CORRECTED: Final = Deed("", "", on="corrected_on decided_on", cites="corrected_id corrects_id")


def _taken_back(fact: Fact, view: View) -> Iterator[Record]:
    cited = first(fact.main, _WITHDRAWN.cites)
    changed = {}
    for record, step in _standing_in(cited, fact, view):
        changed[record.name] = _without(record, step, fact)
    yield from settled(changed, fact, view)


def _without(record: Record, step: Step, fact: Fact) -> Record:
    table = LIFECYCLES.get(record.family)
    by = step_of(fact, _WITHDRAWN, "")
    if table is None or not step.act:
        return voided(record, step.id, by)
    if step.act in table.sticky:
        return added(record, by)
    if step.act in table.begins and not _begun_before(record, step, table):
        return added(record, step_of(fact, _WITHDRAWN, WITHDRAWN))
    return voided(record, step.id, by)


def _begun_before(record: Record, step: Step, table: Lifecycle) -> bool:
    others = (s for s in record.steps if s.id != step.id and not s.void)
    return any(other.act in table.begins for other in others)


def _corrected(fact: Fact, view: View) -> Iterator[Record]:
    """Put right what a message said; what it did stays done."""
    cited = first(fact.main, _CORRECTED.cites)
    right = fact.main.get("corrected") or fact.main.get("values")
    values = dict(right) if isinstance(right, Mapping) else {}
    for record, _step in _standing_in(cited, fact, view):
        act = _correcting_act(record)
        yield added(record, step_of(fact, _CORRECTED, act, corrects=cited, **values))


def _correcting_act(_record: Record) -> str:
    return ""


def _standing_in(cited: str, fact: Fact, view: View) -> Iterator[tuple[Record, Step]]:
    for record in list(view.of_subject(fact.subject)):
        for step in record.steps:
            if step.id == cited and not step.void:
                yield record, step
                break


PROJECTORS: Final[Mapping[str, Callable[[Fact, View], Iterator[Record]]]] = {
    "message.withdrawn": _taken_back,
    "message.corrected": _corrected,
}
