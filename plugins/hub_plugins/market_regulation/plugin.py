"""Keeps the publication clocks and carries out the regulator's measures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hub.sdk import Context, Handled, Message, PluginInfo, hookimpl
from hub.sdk.order_answer import Orders, lift_answered, order_answered
from hub_plugins.market_regulation.publication import (
    PublicationDuty,
    duty,
    local_day,
    penalty_duty,
    removal_duty,
)
from hub_schemas import (
    ListingDecided,
    ListingRemoved,
    MeasureReport,
    MessageWithdrawn,
    OrderedMeasure,
    PenaltyDecided,
    PunishmentLifted,
    PunishmentOrdered,
)
from hub_schemas.codes import MeasureStatus

MOST_DUTIES = 50
_WITHDRAW = "withdraw"


class MarketRegulation:
    """Publishes what others decide, in time, and takes it down in time."""

    @hookimpl
    def describe(self) -> PluginInfo:
        return PluginInfo(
            name="market_regulation",
            version="0.1",
            consumes=frozenset(
                {
                    "penalty.decided/0",
                    "listing.decided/0",
                    "listing.removed/0",
                    "punishment.ordered/0",
                    "punishment.lifted/0",
                    "message.withdrawn/0",
                }
            ),
            issues=frozenset(
                {
                    "enterprise.registered/0",
                    "punishment.reported/0",
                    "punishment.lift_confirmed/0",
                }
            ),
        )

    @hookimpl
    def handle(self, message: Message, context: Context) -> Handled:
        today = local_day(context.now)
        match message.body:
            case PenaltyDecided() as body:
                dates = (body.decided_on, today)
                region = context.participant.region
                return _kept(context, penalty_duty(region, body.division, dates, message.id))
            case ListingDecided() as body:
                return _kept(context, duty("listing", body.decided_on, message.id))
            case ListingRemoved() as body:
                return _kept(context, removal_duty(body.reason, body.removed_on, body.listing_id))
            case MessageWithdrawn() as body:
                return _withdrawn(context, body)
            case PunishmentOrdered() as body:
                return order_answered(message, context, body, _executed(context))
            case PunishmentLifted() as body:
                return lift_answered(message, context, body)
            case _:
                return Handled.not_applicable("the regulator handles no such message")


def _executed(context: Context) -> Callable[[OrderedMeasure], MeasureReport]:
    """Carry every measure out that is the regulator's own, on the day it is received."""

    def report(measure: OrderedMeasure) -> MeasureReport:
        return MeasureReport(
            measure_id=measure.measure_id,
            status=MeasureStatus.EXECUTED,
            done_on=local_day(context.now),
        )

    return report


def _withdrawn(context: Context, body: MessageWithdrawn) -> Handled:
    """Take down what was published of a withdrawn message; end a withdrawn order."""
    state = Orders.of(context.state).without(body.withdrawn_id).into(context.state)
    found = duty("annulled", body.decided_on, body.withdrawn_id)
    if body.withdrawn_id not in state.get("publications", {}):
        text = f"nothing was to be published of {body.withdrawn_id}"
        return Handled.no_effect(text, state=_with_duty(state, found))
    return Handled.executed(state=_with_duty(state, found), reason=found.text)


def _kept(context: Context, found: PublicationDuty) -> Handled:
    """Keep a duty; what was to be taken down already is not published again."""
    known = context.state.get("publications", {}).get(found.evidence_id)
    if known is not None and known["act"] == _WITHDRAW:
        return Handled.no_effect(f"{found.evidence_id} was to be withdrawn already")
    return Handled.executed(state=_with_duty(context.state, found), reason=found.text)


def _with_duty(state: dict[str, Any], found: PublicationDuty) -> dict[str, Any]:
    others = {k: v for k, v in state.get("publications", {}).items() if k != found.evidence_id}
    kept = dict(list(others.items())[1 - MOST_DUTIES :])
    row = {"act": found.act, "due_on": found.due_on.isoformat(), "clock": found.clock}
    return {**state, "publications": {**kept, found.evidence_id: row}}


plugin = MarketRegulation()
