"""Quotes by the tariff, quotes anew when a fact changes a factor, and considers orders."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hub.sdk import Context, Handled, Message, PluginInfo, hookimpl
from hub.sdk.order_answer import Orders, lift_answered, order_answered
from hub_plugins.liability_insurance.dossier import Dossier
from hub_plugins.liability_insurance.learning import learnt
from hub_plugins.liability_insurance.quoting import quoted
from hub_plugins.liability_insurance.table import cited
from hub_plugins.liability_insurance.tariff import TABLE
from hub_schemas import (
    MeasureReport,
    MessageWithdrawn,
    OrderedMeasure,
    PunishmentLifted,
    PunishmentOrdered,
)
from hub_schemas.codes import Measure, MeasureStatus

_REASON_CHARACTERS = 500


def _no_file(_subject: str) -> Mapping[str, str]:
    return {}


class LiabilityInsurance:
    """Every quote follows from the tariff; an order is advice that the tariff takes in."""

    def __init__(self, own_file: Callable[[str], Mapping[str, str]] = _no_file) -> None:
        """Look up the insurer's own file by subject.

        Args:
            own_file: Gives what underwriting knows: `class`, `package`, `standardisation`,
                `risk_level`, `two_key`, `location`, `prevention`, with values of the tariff.
        """
        self._own_file = own_file

    @hookimpl
    def describe(self) -> PluginInfo:
        return PluginInfo(
            name="liability_insurance",
            version="0.1",
            consumes=frozenset(
                {
                    "enterprise.registered/0",
                    "accident.reported/0",
                    "hazard.listed/0",
                    "hazard.delisted/0",
                    "penalty.decided/0",
                    "listing.decided/0",
                    "listing.removed/0",
                    "credit.graded/0",
                    "punishment.ordered/0",
                    "punishment.lifted/0",
                    "message.withdrawn/0",
                }
            ),
            issues=frozenset(
                {"premium.quoted/0", "punishment.reported/0", "punishment.lift_confirmed/0"}
            ),
        )

    @hookimpl
    def handle(self, message: Message, context: Context) -> Handled:
        match message.body:
            case PunishmentOrdered() as body:
                return order_answered(message, context, body, considered)
            case PunishmentLifted() as body:
                return lift_answered(message, context, body)
            case _:
                return self._priced(message, context)

    def _priced(self, message: Message, context: Context) -> Handled:
        dossier = learnt(Dossier.of(context.state), message)
        if dossier is None:
            return Handled.not_applicable("the insurer handles no such message")
        found = quoted(message, context, dossier, self._own_file(message.subject))
        state = found.dossier.into(context.state)
        if isinstance(message.body, MessageWithdrawn):
            state = Orders.of(state).without(message.body.withdrawn_id).into(state)
        drafts = () if found.draft is None else (found.draft,)
        reason = found.reason[:_REASON_CHARACTERS]
        return Handled.noted(drafts=drafts, state=state, reason=reason)


def considered(measure: OrderedMeasure) -> MeasureReport:
    """Consider a measure: the tariff already has a factor for being listed, nothing is added."""
    if measure.measure != Measure.PREMIUM_INCREASE:
        return MeasureReport(
            measure_id=measure.measure_id,
            status=MeasureStatus.NOT_APPLICABLE,
            reason="not a matter of the premium",
        )
    reason = f"enters the premium through the factor listed of {cited(TABLE)}"
    return MeasureReport(
        measure_id=measure.measure_id, status=MeasureStatus.CONSIDERED, reason=reason
    )


plugin = LiabilityInsurance()
