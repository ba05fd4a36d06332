"""What an executor owes on an order of joint punishment: a report, and a confirmed lifting.

Every plugin that answers orders owes the same, whatever it decides on each measure. This keeps
two members of the subject's state, `orders` (order id to measure id to whether it was applied)
and `lifted_orders`, and leaves the others as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta, timezone
from typing import Any

from hub.sdk.answer import Handled
from hub.sdk.draft import Draft
from hub.sdk.message import Context, Message, Participant
from hub.sdk.outcome import Outcome
from hub_schemas import (
    MeasureLift,
    MeasureReport,
    OrderedMeasure,
    PunishmentLiftConfirmed,
    PunishmentLifted,
    PunishmentOrdered,
    PunishmentReported,
)
from hub_schemas.codes import LiftStatus, MeasureStatus

MOST_ORDERS = 50
UNSEEN_ORDER = "order"
"""Stands for all measures of an order that was never received."""

_CHINA = timezone(timedelta(hours=8))
_OUTCOMES = {
    MeasureStatus.EXECUTED: Outcome.EXECUTED,
    MeasureStatus.PARTIALLY: Outcome.EXECUTED,
    MeasureStatus.CONSIDERED: Outcome.NOTED,
    MeasureStatus.REFUSED: Outcome.DECLINED,
    MeasureStatus.NOT_APPLICABLE: Outcome.NOT_APPLICABLE,
}
"""Best first: an order is answered by the best of its measures."""


def is_ours(measure: OrderedMeasure, participant: Participant) -> bool:
    """Whether a measure is addressed to this kind of participant."""
    addressed = (measure.executor_role, measure.executor_department)
    return addressed == (participant.role, participant.department)


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders known of one subject."""

    applied: Mapping[str, Mapping[str, bool]]
    lifted: tuple[str, ...]

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Orders:
        return cls(state.get("orders", {}), tuple(state.get("lifted_orders", ())))

    def without(self, order_id: str) -> Orders:
        """End an order, also one that was never seen: it must not begin later."""
        left = {known: found for known, found in self.applied.items() if known != order_id}
        return Orders(left, (*(one for one in self.lifted if one != order_id), order_id))

    def into(self, state: Mapping[str, Any]) -> dict[str, Any]:
        """Write them into a state; the oldest beyond `MOST_ORDERS` are dropped."""
        kept = dict(list(self.applied.items())[-MOST_ORDERS:])
        return {**state, "orders": kept, "lifted_orders": list(self.lifted[-MOST_ORDERS:])}


def order_answered(
    message: Message,
    context: Context,
    order: PunishmentOrdered,
    decide: Callable[[OrderedMeasure], MeasureReport],
) -> Handled:
    """Report on the measures that are addressed to us, once; none are: say so for each."""
    orders = Orders.of(context.state)
    if message.id in orders.applied or message.id in orders.lifted:
        return Handled.no_effect("the order is known or was lifted already")
    ours = [measure for measure in order.measures if is_ours(measure, context.participant)]
    reports = [decide(measure) for measure in ours] or [_elsewhere(one) for one in order.measures]
    applied = {
        report.measure_id: _OUTCOMES[report.status] is Outcome.EXECUTED for report in reports
    }
    body = PunishmentReported(
        order_id=message.id,
        division=order.division,
        reported_on=context.now.astimezone(_CHINA).date(),
        measures=tuple(reports),
    )
    found = {report.status for report in reports}
    status = next(status for status in _OUTCOMES if status in found)
    why = f"{len(ours)} of {len(order.measures)} measures of order {message.id} are ours: {status}"
    state = Orders({**orders.applied, message.id: applied}, orders.lifted).into(context.state)
    draft = _answer(message, context, body, f"report-{message.id}")
    return Handled(_OUTCOMES[status], why, (draft,), state)


def lift_answered(message: Message, context: Context, lift: PunishmentLifted) -> Handled:
    """End the order and confirm it for every measure; a second lifting changes nothing."""
    orders = Orders.of(context.state)
    if lift.order_id in orders.lifted:
        return Handled.no_effect("the order was lifted already")
    on = context.now.astimezone(_CHINA).date()
    measures = orders.applied.get(lift.order_id) or {UNSEEN_ORDER: False}
    body = PunishmentLiftConfirmed(
        lift_id=message.id,
        division=lift.division,
        confirmed_on=on,
        measures=tuple(
            MeasureLift(measure_id=one, status=LiftStatus.LIFTED, lifted_on=on)
            if applied
            else MeasureLift(measure_id=one, status=LiftStatus.WAS_NOT_APPLIED)
            for one, applied in measures.items()
        ),
    )
    return Handled.executed(
        drafts=(_answer(message, context, body, f"lift-confirmation-{message.id}"),),
        state=orders.without(lift.order_id).into(context.state),
        reason=f"{sum(measures.values())} measures of order {lift.order_id} lifted",
    )


def _elsewhere(measure: OrderedMeasure) -> MeasureReport:
    return MeasureReport(
        measure_id=measure.measure_id,
        status=MeasureStatus.NOT_APPLICABLE,
        reason="addressed to another executor",
    )


def _answer(message: Message, context: Context, body: object, key: str) -> Draft:
    return Draft(
        subject=message.subject,
        body=body,
        correlationid=message.correlationid,
        causationid=message.id,
        draftkey=key,
        time=context.now,
    )
