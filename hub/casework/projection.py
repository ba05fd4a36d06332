"""Owns what each kind of message does to the records. Pure: facts and records in, records out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from hub.casework.record import Fact, Record, View
from hub.casework.transitions import NONE, after

Projector = Callable[[Fact, View], Iterable[Record]]


def project(fact: Fact, view: View) -> tuple[Record, ...]:
    """Tell which records a fact changes, and to what.

    Args:
        fact: The message; of a type without a projector it changes nothing.
        view: The records before it.
    """
    projector = PROJECTORS.get(fact.type)
    return () if projector is None else tuple(projector(fact, view))


def keys_of(fact: Fact) -> tuple[tuple[str, str], ...]:
    """Name the records a fact surely looks at, so that they can be read in one go."""
    family = fact.type.partition(".")[0]
    if fact.type in _BY_CASE:
        return ((family, fact.correlationid), ("measure", f"{fact.correlationid}/{fact.source}"))
    if fact.type in _BY_ID:
        return ((family, fact.id),)
    return ()


def _moved(fact: Fact, view: View, family: str, key: str, act: str) -> Record:
    record = view.get(family, key) or Record(family, key, fact.subject, fact.source, NONE)
    return replace(record, state=after(family, record.state, act), index=fact.index)


def _enterprise(fact: Fact, _view: View) -> Iterator[Record]:
    main = fact.main
    yield Record(
        family="enterprise",
        key=fact.subject,
        subject=fact.subject,
        source=fact.source,
        state=main["status"],
        since=main.get("registered_on", ""),
        index=fact.index,
        detail=_some(main, "subject_name", "division", "industry", "headcount"),
    )


def _accident(fact: Fact, view: View) -> Iterator[Record]:
    record = _moved(fact, view, "accident", fact.id, "reported")
    detail = _some(fact.main, "summary", "place", "deaths", "serious_injuries", "accident_class")
    yield replace(record, since=fact.main["occurred_on"], detail=detail)


def _penalty(fact: Fact, view: View) -> Iterator[Record]:
    main = fact.main
    kinds = ", ".join(penalty["kind"] for penalty in main["penalties"])
    yield replace(
        _moved(fact, view, "penalty", fact.id, "decided"),
        since=main["decided_on"],
        until=main.get("publish_until", ""),
        detail={"kinds": kinds, **_some(main, "decision_reference", "conduct")},
    )


def _listing(fact: Fact, view: View) -> Iterator[Record]:
    main, term = fact.main, fact.main["term"]
    grounds = ", ".join(ground["code"] for ground in main["grounds"])
    yield replace(
        _moved(fact, view, "listing", fact.correlationid, "decided"),
        subject=fact.subject,
        since=term["effective_from"],
        until=term.get("effective_until", ""),
        detail={
            "message": fact.id,
            "grounds": grounds,
            **_some(main, "list_scheme", "subject_name", "decision_reference", "penalty_id"),
            **_some(term, "open_ended"),
        },
    )


def _listing_removed(fact: Fact, view: View) -> Iterator[Record]:
    record = _moved(fact, view, "listing", fact.correlationid, "removed")
    ended = {"removed_on": fact.main["removed_on"], "removal": fact.main["reason"]}
    yield replace(record, detail={**record.detail, **ended})


def _hazard(fact: Fact, view: View) -> Iterator[Record]:
    main = fact.main
    yield replace(
        _moved(fact, view, "hazard", fact.correlationid, "listed"),
        since=main["listed_on"],
        until=main["rectify_by"],
        detail={"message": fact.id, **_some(main, "category", "supervision_level", "description")},
    )


def _hazard_delisted(fact: Fact, view: View) -> Iterator[Record]:
    record = _moved(fact, view, "hazard", fact.correlationid, "delisted")
    ended = {"delisted_on": fact.main["delisted_on"], "delisting": fact.main["reason"]}
    yield replace(record, detail={**record.detail, **ended})


def _grade(fact: Fact, _view: View) -> Iterator[Record]:
    main = fact.main
    yield Record(
        family="grade",
        key=f"{fact.source}/{main['scheme_id']}/{fact.subject}",
        subject=fact.subject,
        source=fact.source,
        state=main["grade"],
        since=main["valid_from"],
        until=main.get("valid_until", ""),
        index=fact.index,
        detail=_some(main, "scheme_id", "scheme_version", "level", "score"),
    )


def _premium(fact: Fact, _view: View) -> Iterator[Record]:
    main = fact.main
    yield Record(
        family="premium",
        key=f"{fact.source}/{main['tariff_id']}/{fact.subject}",
        subject=fact.subject,
        source=fact.source,
        state="quoted",
        since=main["quoted_on"],
        until=main["valid_until"],
        index=fact.index,
        detail=_some(main, "tariff_id", "tariff_version", "premium", "multiplier"),
    )


def _ordered(fact: Fact, view: View) -> Iterator[Record]:
    executors = [name for name in fact.recipients if _measures_of(fact, view, name)]
    order = _moved(fact, view, "punishment", fact.correlationid, "ordered")
    yield replace(
        order,
        since=fact.main["ordered_on"],
        until=fact.main.get("report_by", ""),
        detail={"message": fact.id, "executors": executors, **_some(fact.main, "listing_id")},
    )
    for executor in executors:
        measure = _moved(fact, view, "measure", f"{fact.correlationid}/{executor}", "ordered")
        yield replace(
            measure,
            source=executor,
            detail={"measures": ", ".join(_measures_of(fact, view, executor))},
        )


def _measures_of(fact: Fact, view: View, participant: str) -> list[str]:
    executor = view.executor(participant)
    if executor is None:
        return []
    return [
        measure["measure"]
        for measure in fact.main["measures"]
        if measure["executor_role"] == executor.role
        and measure["executor_department"] == executor.department
    ]


def _reported(fact: Fact, view: View) -> Iterator[Record]:
    key = f"{fact.correlationid}/{fact.source}"
    record = _moved(fact, view, "measure", key, "reported")
    statuses = ", ".join(measure["status"] for measure in fact.main["measures"])
    detail = {**record.detail, "reported": statuses, "reported_on": fact.main["reported_on"]}
    yield replace(record, detail=detail)


def _lifted(fact: Fact, view: View) -> Iterator[Record]:
    order = _moved(fact, view, "punishment", fact.correlationid, "lifted")
    order = replace(order, detail={**order.detail, **_some(fact.main, "lifted_on", "reason")})
    measures = [
        _moved(fact, view, "measure", f"{fact.correlationid}/{executor}", "lifted")
        for executor in order.detail.get("executors", ())
    ]
    if not measures:
        order = replace(order, state=after("punishment", order.state, "all_confirmed"))
    yield order
    yield from measures


def _confirmed(fact: Fact, view: View) -> Iterator[Record]:
    key = f"{fact.correlationid}/{fact.source}"
    record = _moved(fact, view, "measure", key, "confirmed")
    yield replace(record, detail={**record.detail, "confirmed_on": fact.main["confirmed_on"]})
    order = view.get("punishment", fact.correlationid)
    if order is None:
        return
    others = (name for name in order.detail.get("executors", ()) if name != fact.source)
    states = {_measure_state(view, fact.correlationid, name) for name in others}
    if states <= {"lifted"}:
        state = after("punishment", order.state, "all_confirmed")
        yield replace(order, state=state, index=fact.index)


def _measure_state(view: View, case: str, executor: str) -> str:
    measure = view.get("measure", f"{case}/{executor}")
    return NONE if measure is None else measure.state


def _withdrawn(fact: Fact, view: View) -> Iterator[Record]:
    family = fact.main["withdrawn_type"].partition(".")[0]
    key = fact.main["withdrawn_id"]
    if family in {"accident", "penalty"} and view.get(family, key) is not None:
        yield _moved(fact, view, family, key, "withdrawn")
    elif family in {"listing", "hazard"} and view.get(family, fact.correlationid) is not None:
        yield _moved(fact, view, family, fact.correlationid, "withdrawn")


def _some(main: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: main[name] for name in names if name in main}


_BY_CASE: Final = frozenset(
    {
        "listing.decided",
        "listing.removed",
        "hazard.listed",
        "hazard.delisted",
        "punishment.ordered",
        "punishment.reported",
        "punishment.lifted",
        "punishment.lift_confirmed",
    }
)

_BY_ID: Final = frozenset({"accident.reported", "penalty.decided"})

PROJECTORS: Final[Mapping[str, Projector]] = {
    "enterprise.registered": _enterprise,
    "accident.reported": _accident,
    "penalty.decided": _penalty,
    "listing.decided": _listing,
    "listing.removed": _listing_removed,
    "hazard.listed": _hazard,
    "hazard.delisted": _hazard_delisted,
    "credit.graded": _grade,
    "premium.quoted": _premium,
    "punishment.ordered": _ordered,
    "punishment.reported": _reported,
    "punishment.lifted": _lifted,
    "punishment.lift_confirmed": _confirmed,
    "message.withdrawn": _withdrawn,
}
