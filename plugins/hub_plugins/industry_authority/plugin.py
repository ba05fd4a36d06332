"""Pauses and reopens approvals, plans inspections, and answers joint-punishment orders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

from hub.sdk import Context, Handled, Message, PluginInfo, hookimpl
from hub.sdk.order_answer import (
    Orders,
    is_ours,
    lift_answered,
    order_answered,
)
from hub_plugins.industry_authority.approval import (
    Grounds,
    approval,
    restricting_listing,
    restricting_term,
)
from hub_plugins.industry_authority.inspection import (
    UNKNOWN,
    InspectionPlan,
    inspection_plan,
    kind_of,
)
from hub_schemas import (
    CreditGraded,
    EnterpriseRegistered,
    ListingDecided,
    ListingRemoved,
    MeasureReport,
    MessageWithdrawn,
    OrderedMeasure,
    PunishmentLifted,
    PunishmentOrdered,
)
from hub_schemas.codes import MeasureStatus

_CHINA = timezone(timedelta(hours=8))
_OTHER = "other"


class IndustryAuthority:
    """An enterprise gets approvals while no listing and no order against it is in force."""

    @hookimpl
    def describe(self) -> PluginInfo:
        return PluginInfo(
            name="industry_authority",
            version="0.1",
            consumes=frozenset(
                {
                    "enterprise.registered/0",
                    "credit.graded/0",
                    "listing.decided/0",
                    "listing.removed/0",
                    "punishment.ordered/0",
                    "punishment.lifted/0",
                    "message.withdrawn/0",
                }
            ),
            issues=frozenset(
                {
                    "accident.reported/0",
                    "hazard.listed/0",
                    "hazard.delisted/0",
                    "punishment.reported/0",
                    "punishment.lift_confirmed/0",
                }
            ),
        )

    @hookimpl
    def handle(self, message: Message, context: Context) -> Handled:
        match message.body:
            case EnterpriseRegistered() as body:
                return _planned(context, {"kind": kind_of(body.sector, body.industry)})
            case CreditGraded() as body:
                return _planned(context, {"grade": body.grade, "grade_id": message.id})
            case ListingDecided() as body:
                return _listed(message, context, body)
            case ListingRemoved() as body:
                return _ended(context, body.listing_id, context.state)
            case MessageWithdrawn() as body:
                state = Orders.of(context.state).without(body.withdrawn_id).into(context.state)
                return _ended(context, body.withdrawn_id, state)
            case PunishmentOrdered() as body:
                return _ordered(message, context, body)
            case PunishmentLifted() as body:
                return _lifted(message, context, body)
            case _:
                return Handled.not_applicable("the authority handles no such message")


def _planned(context: Context, learnt: dict[str, str]) -> Handled:
    """Plan inspections anew with what was learnt."""
    state = {**context.state, **learnt}
    plan: InspectionPlan = inspection_plan(
        state.get("kind", _OTHER),
        state.get("own_class", UNKNOWN),
        state.get("grade", ""),
        state.get("grade_id"),
    )
    return Handled.noted(state={**state, "inspections": plan.planned}, reason=plan.text)


def _listed(message: Message, context: Context, body: ListingDecided) -> Handled:
    if not restricting_listing(body):
        return Handled.not_applicable("this list does not restrict approvals of the enterprise")
    return _restricted(context, Grounds.of(context.state).with_ground(message.id, body.term))


def _ended(context: Context, ground_id: str, state: dict[str, Any]) -> Handled:
    return _restricted(context, Grounds.of(state).without(ground_id), state)


def _restricted(context: Context, grounds: Grounds, state: dict[str, Any] | None = None) -> Handled:
    found = approval(grounds, _local_day(context.now))
    return Handled.executed(
        state=grounds.into(context.state if state is None else state), reason=found.text
    )


def _ordered(message: Message, context: Context, order: PunishmentOrdered) -> Handled:
    handled = order_answered(message, context, order, _executed(_local_day(context.now)))
    term = restricting_term([one for one in order.measures if is_ours(one, context.participant)])
    if handled.state is None or term is None:
        return handled
    grounds = Grounds.of(context.state).with_ground(message.id, term)
    return replace(handled, state=grounds.into(handled.state))


def _lifted(message: Message, context: Context, lift: PunishmentLifted) -> Handled:
    handled = lift_answered(message, context, lift)
    if handled.state is None:
        return handled
    grounds = Grounds.of(handled.state).without(lift.order_id)
    found = approval(grounds, _local_day(context.now))
    reason = f"{handled.reason}; {found.text}"
    return replace(handled, state=grounds.into(handled.state), reason=reason[:500])


def _executed(on: date) -> Callable[[OrderedMeasure], MeasureReport]:
    """Carry every measure out that is the authority's own, on the day it is received."""

    def report(measure: OrderedMeasure) -> MeasureReport:
        return MeasureReport(
            measure_id=measure.measure_id, status=MeasureStatus.EXECUTED, done_on=on
        )

    return report


def _local_day(moment: datetime) -> date:
    return moment.astimezone(_CHINA).date()


plugin = IndustryAuthority()
