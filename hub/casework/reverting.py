"""Owns what a withdrawal or a correction does: it takes back what one message did, no more.

A beginning taken back leaves its record `withdrawn` (a measure still has to be lifted and
confirmed); an ending stays ended; anything between is as if it had never been said. What rested on
the message is told by `hub.casework.standing`: the hub undoes nobody else's decision.

Source: DESIGN section 4 (endings are sticky), DOMAIN 2.8 (withdrawn within three working days).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from hub.casework.deed import SAME, Deed, first, kept, step_of
from hub.casework.deeds import DEEDS
from hub.casework.fold import WITHDRAWN, added, retold, voided
from hub.casework.lifecycle import Lifecycle
from hub.casework.punishment import settled
from hub.casework.record import Fact, Record, Step, View
from hub.casework.transitions import LIFECYCLES
from hub.errors import MessageError
from hub.message.strict_json import parse_object

_WITHDRAWN: Final = Deed("", "", on="withdrawn_on decided_on", cites="withdrawn_id")
_CORRECTED: Final = Deed("", "", on="corrected_on decided_on", cites="corrects corrected_id")


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
    """Put right what a message said: its step says what it should have said."""
    cited = first(fact.main, _CORRECTED.cites)
    right = _right(fact.main.get("corrections", ()))
    changed = {}
    for record, step in _standing_in(cited, fact, view):
        deed = DEEDS.get(step.type)
        mended = step if deed is None else _mended(step, deed, right)
        steps = (mended if one == step else one for one in record.steps)
        by = step_of(fact, _CORRECTED, "", corrects=cited)
        changed[record.name] = retold(record, (*steps, by))
    yield from settled(changed, fact, view)


def _mended(step: Step, deed: Deed, right: Mapping[str, Any]) -> Step:
    told = deed.act_of(right)
    keeps = told in (deed.act, SAME) or not step.act
    return replace(
        step,
        act=step.act if keeps else told,
        on=first(right, deed.on) or step.on,
        since=first(right, deed.since) or step.since,
        until=first(right, deed.until) or step.until,
        detail={**_without_gone(step.detail, right), **kept(right)},
    )


def _without_gone(detail: Mapping[str, Any], right: Mapping[str, Any]) -> dict[str, Any]:
    return {n: value for n, value in detail.items() if n not in right or right[n] is not None}


def _right(corrections: object) -> dict[str, Any]:
    """Read corrections, a pointer and a value each, as the part of the body they stand for.

    A correction inside a list is told by the message alone: the record keeps codes of lists.
    """
    found: dict[str, Any] = {}
    for one in corrections if isinstance(corrections, (list, tuple)) else ():
        *path, last = str(one.get("path", "")).strip("/").split("/")
        if not any(name.isdigit() for name in (*path, last)):
            place = found
            for name in path:
                place = place.setdefault(name, {})
            place[last] = _value(str(one.get("value", "null")))
    return found


def _value(text: str) -> Any:  # noqa: ANN401 - JSON
    """Read a value from its JSON text; what cannot be read corrects nothing."""
    try:
        return parse_object(b'{"value":' + text.encode() + b"}")["value"]
    except MessageError:
        return None


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
