"""Owns which records a fact changes, and to what. Pure: facts and records in, records out."""

from collections.abc import Iterable, Iterator
from typing import Final

from hub.casework import punishment, reverting
from hub.casework.deed import BY_CITE, Deed, first, step_of
from hub.casework.deeds import DEEDS
from hub.casework.early import unmet
from hub.casework.fold import added
from hub.casework.record import NONE, Fact, Record, View
from hub.casework.transitions import LIFECYCLES

NOT_THE_OWNER: Final = "not the owner's to do"


def project(fact: Fact, view: View) -> tuple[Record, ...]:
    """Tell which records a fact changes, and to what.

    Args:
        fact: The message; of a type without a projector it changes nothing.
        view: The records before it.
    """
    return tuple(_projected(fact, view))


def keys_of(fact: Fact) -> tuple[tuple[str, str], ...]:
    """Name the records a fact surely looks at, so that they can be read in one go."""
    deed = DEEDS.get(fact.type)
    if deed is not None and deed.key != BY_CITE:
        return ((deed.family, _key(fact, deed)),)
    return punishment.keys_of(fact)


def _projected(fact: Fact, view: View) -> Iterable[Record]:
    if fact.type in punishment.PROJECTORS:
        return punishment.PROJECTORS[fact.type](fact, view)
    if fact.type in reverting.PROJECTORS:
        return reverting.PROJECTORS[fact.type](fact, view)
    deed = DEEDS.get(fact.type)
    return () if deed is None else _done(fact, deed, view)


def _done(fact: Fact, deed: Deed, view: View) -> Iterator[Record]:
    record = _record(fact, deed, view)
    act = deed.act_of(fact.main)
    more = _asked(fact) if act == "asked" else {}
    if not _may(record, act, fact.source, view):
        act, more = "", {"without_effect": NOT_THE_OWNER}
    elif (record.family, act) == ("listing", "removal_requested"):
        more = {"without_effect": missing} if (missing := unmet(record, fact, view)) else {}
        act = "" if more else act
    changed = added(record, step_of(fact, deed, act, **more))
    if changed.state != NONE or record.steps:
        yield changed


def _asked(fact: Fact) -> dict[str, object]:
    """Name those who were asked: the recipients of the department that has to answer."""
    wanted = first(fact.main, "recipient_department asked_department department")
    asked = [
        name
        for name in fact.recipients
        if name in fact.executors and wanted in ("", fact.executors[name].department)
    ]
    return {"asked": asked}


def _record(fact: Fact, deed: Deed, view: View) -> Record:
    if deed.key == BY_CITE:
        cited = first(fact.main, deed.cites)
        found = (r for r in view.of_subject(fact.subject) if r.family == deed.family)
        in_it = (r for r in found if any(step.id == cited for step in r.steps))
        return next(in_it, _empty(fact, deed.family, cited or fact.correlationid))
    key = _key(fact, deed)
    return view.get(deed.family, key) or _empty(fact, deed.family, key)


def _key(fact: Fact, deed: Deed) -> str:
    match deed.key:
        case "case":
            return fact.correlationid
        case "id":
            return fact.id
        case "subject":
            return fact.subject
        case member:
            value = first(fact.main, member)
            return value if member == PREDECESSOR else f"{fact.source}/{value}/{fact.subject}"


def _empty(fact: Fact, family: str, key: str) -> Record:
    return Record(family, key, fact.subject, fact.source, NONE)


def _may(record: Record, act: str, source: str, view: View) -> bool:
    """Say whether an act is the signer's to do: the owner's, or its successor's."""
    table = LIFECYCLES.get(record.family)
    if table is None or act not in table.owned or not record.steps:
        return True
    owner = record.source
    while owner != source:
        heir = view.get("participant", owner)
        if heir is None or not heir.detail.get("successor"):
            return False
        owner = heir.detail["successor"]
    return True


PREDECESSOR: Final = "predecessor"
