"""The end of a listing: `listing.removed` and `punishment.lifted`, built for the lister.

Nothing here decides by itself: an officer asks for the drafts, or confirms proposed ones. Only
the participant that listed may send them; the hub refuses them from anybody else.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from hub.errors import PluginError
from hub.sdk import Context, Draft, Message
from hub.sdk.ids import message_id
from hub_plugins.emergency_management import listing
from hub_plugins.emergency_management.calendar_day import (
    local_day,
    working_days_after,
    years_after,
)
from hub_plugins.emergency_management.record import Candidate, Record
from hub_plugins.emergency_management.table import table
from hub_schemas import LegalBasis, ListingRemoved, PunishmentLifted
from hub_schemas.codes import LiftReason, RemovalReason

_MONTHS_A_YEAR = 12


def removal_drafts(
    candidate: Candidate, reason: RemovalReason, now: datetime
) -> tuple[Draft, Draft]:
    """End one listing and its order, in the cases they were begun in.

    Args:
        candidate: What was proposed and confirmed, from the plugin state (`candidates`).
        reason: `revoked` at any time; `early` and `expired` when the rule allows them.
        now: When it is decided, aware UTC; the same moment gives the same ids.

    Returns:
        `listing.removed`, then `punishment.lifted`, which cites it: send them in this order.

    Raises:
        PluginError: plugin.removal_early, the day for this reason has not come.
    """
    on = local_day(now)
    first = earliest_removal_on(candidate.listed_on, reason)
    if on < first:
        raise PluginError(
            "plugin.removal_early",
            f"listing {candidate.listing_id} can be removed as {reason} from {first} on",
            listing_id=candidate.listing_id,
            reason=reason.value,
        )
    removed = Draft(
        subject=candidate.subject,
        body=_removed(candidate, reason, on),
        correlationid=candidate.listing_case,
        draftkey=f"removal-{candidate.root}",
        time=now,
    )
    lifted = Draft(
        subject=candidate.subject,
        body=_lifted(candidate, message_id(candidate.lister, f"removal-{candidate.root}", now), on),
        correlationid=candidate.punishment_case,
        draftkey=f"lifting-{candidate.root}",
        time=now,
    )
    return removed, lifted


def revocation_proposals(
    message: Message, context: Context, record: Record, withdrawn_id: str
) -> tuple[Draft, ...]:
    """Propose to revoke the listings in force that rest on a withdrawn report.

    Source:
        MEM Order 11, DOMAIN 2.3 (unverified): when the basis changes, it is examined again.
    """
    text = f"Revoke the listing of {record.name}: its ground {withdrawn_id} was withdrawn"
    return tuple(
        replace(draft, causationid=message.id, proposal=text)
        for candidate in record.candidates
        if candidate.in_force and not candidate.lifted
        if withdrawn_id in (candidate.root, *candidate.rests_on)
        for draft in removal_drafts(candidate, RemovalReason.REVOKED, context.now)
    )


def earliest_removal_on(listed_on: date, reason: RemovalReason) -> date:
    """Tell the first day on which a listing can be removed for a reason.

    Source:
        MEM Order 11, DOMAIN 2.3: term three years, early removal after 12 months.
    """
    order_11 = table(listing.TABLE)
    match reason:
        case RemovalReason.EXPIRED:
            return years_after(listed_on, order_11["term_years"])
        case RemovalReason.EARLY:
            return years_after(listed_on, order_11["early_removal_months"] // _MONTHS_A_YEAR)
        case _:
            return listed_on


def _removed(candidate: Candidate, reason: RemovalReason, on: date) -> ListingRemoved:
    return ListingRemoved(
        listing_id=candidate.listing_id,
        division=candidate.division,
        removed_on=on,
        reason=reason,
        legal_basis=(LegalBasis(title=table(listing.TABLE)["title"]),),
    )


def _lifted(candidate: Candidate, removal_id: str, on: date) -> PunishmentLifted:
    days = table(listing.TABLE)["confirm_working_days"]
    return PunishmentLifted(
        order_id=candidate.order_id,
        division=candidate.division,
        lifted_on=on,
        reason=LiftReason.LISTING_REMOVED,
        removal_id=removal_id,
        confirm_by=working_days_after(on, days),
    )
