"""Owns joint punishment: one order, one measure for each executor and ground, all confirmed lifted.

The ground of an order is one listing; so a measure is named by the order's case, its executor and
its key in the order, and lifting one order never touches a measure that rests on another. The case
is closed exactly while every executor has confirmed every measure.

Source: DOMAIN 3.2 (executors and duties), 3.4 (feedback), 0.7 (a bank may answer `considered`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from hub.casework.deed import Deed, at, first, step_of
from hub.casework.fold import added
from hub.casework.record import NONE, Executor, Fact, Record, Step, View

ORDER: Final = "punishment"
MEASURE: Final = "measure"
_ORDERED: Final = Deed(ORDER, "ordered", on="ordered_on", since="ordered_on")
_LIFTED: Final = Deed(ORDER, "lifted", on="lifted_on")
_REPORTED: Final = Deed(MEASURE, "noted", on="reported_on")
_CONFIRMED: Final = Deed(MEASURE, "confirmed", on="confirmed_on")
REPORTS: Final[Mapping[str, str]] = {
    "executed": "executed",
    "partially": "partially",
    "refused": "refused",
    "declined": "refused",
    "considered": "noted",
    "noted": "noted",
    "no_effect": "noted",
    "not_applicable": "noted",
}
"""What a report says of a measure, and the act that is; an unknown word only notes."""
NOT_YET: Final = frozenset({"pending", "not_lifted"})
"""What a confirmation may say of a measure that is not lifted yet."""


def keys_of(fact: Fact) -> tuple[tuple[str, str], ...]:
    """Name the order and the signer's measures that a fact looks at."""
    if fact.type not in PROJECTORS:
        return ()
    case, own = (ORDER, fact.correlationid), _reports(fact)
    return (case, *((MEASURE, _key(fact, fact.source, name)) for name in own))


def settled(changed: Mapping[tuple[str, str], Record], fact: Fact, view: View) -> Iterator[Record]:
    """Give changed records, and close or reopen the orders whose measures are among them.

    Args:
        changed: By name, as they are after the fact.
        fact: What changed them.
        view: The records before it.
    """
    records = dict(changed)
    cases = {r.detail.get("case", r.key) for r in changed.values() if r.family in (ORDER, MEASURE)}
    for case in sorted(cases):
        order = records.get((ORDER, case)) or view.get(ORDER, case)
        if order is not None:
            records[order.name] = _weighed(order, fact, records, view)
    yield from records.values()


def _weighed(
    order: Record, fact: Fact, changed: Mapping[tuple[str, str], Record], view: View
) -> Record:
    names = [(MEASURE, key) for key in order.detail.get("measures", ())]
    found = (changed.get(name) or view.get(*name) for name in names)
    open_ones = any(record is None or record.state != "lifted" for record in found)
    answered = order.state == "lifting" or bool(names)
    act = "reawakened" if open_ones else "all_confirmed"
    moves = (order.state == "closed") == open_ones and (open_ones or answered)
    if not moves or order.state == NONE:
        return order
    step = Step(fact.index, f"{fact.id}/{act}", fact.type, fact.source, _on(fact), act)
    return added(order, step)


def _on(fact: Fact) -> str:
    return step_of(fact, _CONFIRMED, "").on


def _ordered(fact: Fact, view: View) -> Iterator[Record]:
    order = _get(fact, view, ORDER, fact.correlationid, fact.source)
    if any(step.id == fact.id for step in order.steps):
        return
    changed: dict[tuple[str, str], Record] = {}
    lift = order.last("lifted", "withdrawn")
    for name in fact.recipients:
        for measure in _meant_for(fact, fact.executors.get(name)):
            record = _get(fact, view, MEASURE, _key(fact, name, measure["measure_id"]), name)
            record = added(record, _as_ordered(fact, measure))
            changed[record.name] = record if lift is None else added(record, lift)
    keys = [key for _, key in changed]
    executors = sorted({record.source for record in changed.values()})
    step = step_of(fact, _ORDERED, "ordered", case=order.key, measures=keys, executors=executors)
    order = added(order, step)
    yield from settled({**changed, order.name: order}, fact, view)


def _meant_for(fact: Fact, executor: Executor | None) -> Iterable[Mapping[str, Any]]:
    if executor is None:
        return ()
    wanted = (executor.role, executor.department)
    return [
        measure
        for measure in fact.main["measures"]
        if (measure["executor_role"], measure["executor_department"]) == wanted
    ]


def _as_ordered(fact: Fact, measure: Mapping[str, Any]) -> Step:
    term = measure.get("term", {})
    return Step(
        index=fact.index,
        id=fact.id,
        type=fact.type,
        source=fact.source,
        on=first(fact.main, "ordered_on"),
        act="ordered",
        since=term.get("effective_from", ""),
        until=term.get("effective_until", ""),
        detail={
            "case": fact.correlationid,
            "orderer": fact.source,
            "ground": first(fact.main, "listing_id ground_id"),
            "measure": measure["measure"],
            "measure_id": measure["measure_id"],
            "duty": measure.get("duty", "inform"),
            "report_by": fact.main.get("report_by", ""),
            "division": fact.main.get("division", ""),
            "article": " ".join(
                str(at(measure, name)) for name in _ARTICLE if at(measure, name) is not None
            ),
        },
    )


def _reported(fact: Fact, view: View) -> Iterator[Record]:
    yield from settled(dict(_said(fact, view, _REPORTED)), fact, view)


def _confirmed(fact: Fact, view: View) -> Iterator[Record]:
    yield from settled(dict(_said(fact, view, _CONFIRMED)), fact, view)


def _said(fact: Fact, view: View, deed: Deed) -> Iterator[tuple[tuple[str, str], Record]]:
    """Give the signer's measures with what it says of each."""
    for name, status in _reports(fact).items():
        record = view.get(MEASURE, _key(fact, fact.source, name))
        if record is not None:
            act = REPORTS.get(status, "noted") if deed is _REPORTED else _lift_act(status)
            member = "reported" if deed is _REPORTED else "confirmed"
            said = {member: status, f"{member}_on": first(fact.main, deed.on)}
            step = step_of(fact, deed, act)
            changed = added(record, _only(step, said))
            yield changed.name, changed


def _only(step: Step, detail: Mapping[str, Any]) -> Step:
    return Step(step.index, step.id, step.type, step.source, step.on, step.act, detail=detail)


def _lift_act(status: str) -> str:
    return "" if status in NOT_YET else "confirmed"


def _lifted(fact: Fact, view: View) -> Iterator[Record]:
    order = _get(fact, view, ORDER, fact.correlationid, fact.source)
    step = step_of(fact, _LIFTED, "lifted", case=order.key)
    changed = {order.name: added(order, step)}
    lift = _only(step, {"confirm_by": fact.main.get("confirm_by", "")})
    for key in order.detail.get("measures", ()):
        record = view.get(MEASURE, key)
        if record is not None:
            changed[record.name] = added(record, lift)
    yield from settled(changed, fact, view)


def _reports(fact: Fact) -> dict[str, str]:
    measures = fact.main.get("measures", ())
    return {m["measure_id"]: m.get("status", "") for m in measures if "measure_id" in m}


def _key(fact: Fact, executor: str, measure_id: str) -> str:
    return f"{fact.correlationid}/{executor}/{measure_id}"


def _get(fact: Fact, view: View, family: str, key: str, source: str) -> Record:
    return view.get(family, key) or Record(family, key, fact.subject, source, NONE)


_ARTICLE: Final = ("legal_basis.title", "legal_basis.article")

PROJECTORS: Final[Mapping[str, Callable[[Fact, View], Iterator[Record]]]] = {
    "punishment.ordered": _ordered,
    "punishment.reported": _reported,
    "punishment.lifted": _lifted,
    "punishment.lift_confirmed": _confirmed,
}
