"""Considers orders, notes grades and listings, and confirms what is lifted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hub.sdk import Context, Handled, Message, PluginInfo, hookimpl
from hub.sdk.order_answer import Orders, lift_answered, order_answered
from hub_plugins.bank_credit.decision import Exposure, measure_report, standing
from hub_schemas import (
    CreditGraded,
    ListingDecided,
    ListingRemoved,
    MessageWithdrawn,
    PunishmentLifted,
    PunishmentOrdered,
)

MOST_LISTINGS = 50


def _unknown(_subject: str) -> Exposure:
    return Exposure.UNKNOWN


class BankCredit:
    """Advisory only: a bank considers an order, it is never forced to act on it."""

    def __init__(self, exposure_of: Callable[[str], Exposure] = _unknown) -> None:
        """Look up own exposures by subject; a bank's own plugin passes its core system here."""
        self._exposure_of = exposure_of

    @hookimpl
    def describe(self) -> PluginInfo:
        return PluginInfo(
            name="bank_credit",
            version="0.1",
            consumes=frozenset(
                {
                    "credit.graded/0",
                    "listing.decided/0",
                    "listing.removed/0",
                    "punishment.ordered/0",
                    "punishment.lifted/0",
                    "message.withdrawn/0",
                }
            ),
            issues=frozenset({"punishment.reported/0", "punishment.lift_confirmed/0"}),
        )

    @hookimpl
    def handle(self, message: Message, context: Context) -> Handled:
        state = context.state
        match message.body:
            case CreditGraded() as body:
                noted = f"grade {body.level or body.grade} by {body.scheme_id}"
                return Handled.noted(state={**state, "grade": body.grade}, reason=noted)
            case ListingDecided():
                return _listed(message.id, state)
            case ListingRemoved() as body:
                return Handled.noted(state=_unlisted(body.listing_id, state))
            case MessageWithdrawn() as body:
                left = Orders.of(state).without(body.withdrawn_id).into(state)
                return Handled.noted(state=_unlisted(body.withdrawn_id, left))
            case PunishmentOrdered() as body:
                return self._considered(message, context, body)
            case PunishmentLifted() as body:
                return lift_answered(message, context, body)
            case _:
                return Handled.not_applicable("the bank handles no such message")

    def _considered(self, message: Message, context: Context, order: PunishmentOrdered) -> Handled:
        exposure = self._exposure_of(message.subject)
        listings, grade = tuple(context.state.get("listings", ())), context.state.get("grade", "")
        found = standing(listings, grade)
        handled = order_answered(
            message, context, order, lambda measure: measure_report(measure, exposure, found)
        )
        rests_on = f"standing {found} by {', '.join(listings) or 'no listing'}"
        return replace(handled, reason=f"{handled.reason}; {rests_on}"[:500])


def _listed(listing_id: str, state: dict[str, Any]) -> Handled:
    if listing_id in state.get("ended_listings", ()):
        return Handled.no_effect("the listing was removed already")
    listings = [one for one in state.get("listings", ()) if one != listing_id]
    return Handled.noted(state={**state, "listings": [*listings, listing_id][-MOST_LISTINGS:]})


def _unlisted(listing_id: str, state: dict[str, Any]) -> dict[str, Any]:
    listings = [one for one in state.get("listings", ()) if one != listing_id]
    ended = [one for one in state.get("ended_listings", ()) if one != listing_id]
    return {
        **state,
        "listings": listings,
        "ended_listings": [*ended, listing_id][-MOST_LISTINGS:],
    }


plugin = BankCredit()
