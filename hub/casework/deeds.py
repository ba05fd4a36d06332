"""Owns what each type of message does to which record, as one table.

Types without a row leave no record of their own: they speak to the hub (interests, numbers) or
are read by `punishment` and `reverting`.
"""

from collections.abc import Mapping
from typing import Final

from hub.casework.deed import BY_CITE, BY_ID, BY_SUBJECT, Deed

_DECIDED: Final = "decided_on"
_FROM: Final = "term.effective_from effective_from valid_from"
_UNTIL: Final = "term.effective_until effective_until valid_until"
_SHOWN: Final = {"status": {"stopped": "unpublished"}}
_CLOSED: Final = {"decision": {"refused": "resumption_refused"}}

LISTINGS: Final = {
    "listing.notified": Deed("listing", "notified", on="notified_on served_on"),
    "listing.defended": Deed("listing", "defended", on="defended_on received_on submitted_on"),
    "listing.dropped": Deed("listing", "dropped", on="dropped_on decided_on"),
    "listing.decided": Deed("listing", "decided", on=_DECIDED, since=_FROM, until=_UNTIL),
    "listing.published": Deed("listing", "published", on="published_on stopped_on", turns=_SHOWN),
    "listing.removal_requested": Deed(
        "listing", "removal_requested", on="requested_on received_on applied_on"
    ),
    "listing.removal_accepted": Deed("listing", "removal_accepted", on="accepted_on decided_on"),
    "listing.removal_refused": Deed("listing", "removal_refused", on="refused_on decided_on"),
    "listing.removed": Deed(
        "listing",
        "removed",
        on="removed_on decided_on",
        turns={"reason": {"expired": "expired", "revoked": "revoked"}},
    ),
    "listing.revoked": Deed("listing", "revoked", on="revoked_on decided_on"),
    "listing.restored": Deed(
        "listing", "restored", on="restored_on decided_on", since=_FROM, until=_UNTIL
    ),
}

HAZARDS: Final = {
    "hazard_source.filed": Deed(
        "hazard_source", "recorded", BY_ID, on="filed_on", since="filed_on", until="valid_until"
    ),
    "hazard.reported": Deed("hazard", "reported", on="reported_on", since="reported_on"),
    "hazard.ordered": Deed(
        "hazard", "ordered", on="ordered_on", since="ordered_on", until="rectify_by"
    ),
    "hazard.listed": Deed(
        "hazard", "listed", on="listed_on", since="listed_on", until="rectify_by"
    ),
    "hazard.extended": Deed(
        "hazard",
        "extended",
        on=_DECIDED,
        until="rectify_by",
        turns={"decision": {"refused": "extension_refused"}},
    ),
    "hazard.accepted": Deed(
        "hazard",
        "accepted",
        on="accepted_on",
        until="next_deadline",
        turns={"result": {"failed": "acceptance_failed"}},
    ),
    "hazard.overdue": Deed(
        "hazard",
        "overdue",
        on="stated_on",
        turns={
            "steps": dict.fromkeys(
                (
                    *("county_government_letter", "inspection_office", "performance_assessment"),
                    *("production_stop", "closure_proposed", "penalty"),
                ),
                "escalated",
            )
        },
    ),
    "hazard.delisted": Deed("hazard", "delisted", on="delisted_on"),
    "production.stopped": Deed(
        "production",
        "stopped",
        on="ordered_on stopped_on",
        since="term.effective_from ordered_on",
        until="term.effective_until",
    ),
    "production.resumption_requested": Deed(
        "production", "resumption_requested", on="requested_on"
    ),
    "production.resumed": Deed("production", "resumed", on="resumed_on", turns=_CLOSED),
    "closure.ordered": Deed("closure", "recorded", BY_ID, on=_DECIDED, since=_DECIDED),
}

DECISIONS: Final = {
    "accident.reported": Deed(
        "accident", "reported", BY_ID, on="reported_on occurred_on", since="occurred_on"
    ),
    "accident.revised": Deed("accident", "revised", BY_CITE, on="revised_on", cites="accident_id"),
    "accident.concluded": Deed(
        "accident", "concluded", BY_CITE, on="approved_on concluded_on", cites="accident_id"
    ),
    "accident.reviewed": Deed(
        "accident", "reviewed", BY_CITE, on="reviewed_on", cites="conclusion_id accident_id"
    ),
    "penalty.decided": Deed(
        "penalty", "decided", BY_ID, on=_DECIDED, since=_DECIDED, until="publish_until"
    ),
    "penalty.published": Deed(
        "penalty",
        "published",
        BY_CITE,
        on="published_on stopped_on",
        until="publish_until",
        turns=_SHOWN,
        cites="penalty_id",
    ),
    "penalty.withdrawn": Deed(
        "penalty", "withdrawn", BY_CITE, on="withdrawn_on decided_on", cites="penalty_id"
    ),
    "dispute.raised": Deed(
        "dispute", "raised", on="raised_on received_on", since="raised_on received_on"
    ),
    "dispute.flagged": Deed("dispute", "flagged", on="flagged_on"),
    "dispute.decided": Deed("dispute", "decided", on=_DECIDED),
    "licence.granted": Deed(
        "licence", "granted", on="granted_on decided_on", since=_FROM, until=_UNTIL
    ),
    "licence.suspended": Deed("licence", "suspended", on="suspended_on decided_on"),
    "licence.reinstated": Deed("licence", "reinstated", on="reinstated_on decided_on"),
    "licence.revoked": Deed("licence", "revoked", on="revoked_on decided_on"),
    "licence.expired": Deed("licence", "expired", on="expired_on"),
    "ban.imposed": Deed(
        "ban",
        "imposed",
        on=_DECIDED,
        since="term.starts_on term.effective_from",
        until="term.ends_on term.effective_until",
    ),
    "ban.lifted": Deed("ban", "lifted", on="lifted_on decided_on"),
    "incentive.granted": Deed(
        "incentive", "granted", on="granted_on decided_on", since=_FROM, until=_UNTIL
    ),
    "incentive.withdrawn": Deed("incentive", "ended", on="withdrawn_on decided_on"),
    "commitment.published": Deed(
        "commitment", "published", on="published_on committed_on", since=_FROM, until=_UNTIL
    ),
    "commitment.breached": Deed("commitment", "breached", on="breached_on found_on decided_on"),
}

INSURANCE: Final = {
    "policy.bound": Deed("policy", "bound", on="bound_on", since=_FROM, until=_UNTIL),
    "policy.cancelled": Deed("policy", "cancelled", on="cancelled_on effective_on decided_on"),
    "claim.opened": Deed("claim", "opened", on="requested_on", since="requested_on"),
    "claim.settled": Deed(
        "claim",
        "settled",
        on="closed_on assessed_on",
        turns={"result": {"refused": "refused"}},
    ),
    "prevention.recorded": Deed(
        "prevention", "recorded", BY_ID, on="service.ended_on money.booked_on complaint.received_on"
    ),
}

EXCHANGES: Final = {
    "approval.queried": Deed("approval", "asked", on="asked_on"),
    "approval.answered": Deed("approval", "answered", on="answered_on"),
    "case.transferred": Deed("case", "asked", on="transferred_on"),
    "case.answered": Deed("case", "answered", on="answered_on"),
    "inspection.planned": Deed(
        "inspection", "planned", on="from_on planned_on", since="from_on", until="until_on"
    ),
    "inspection.concluded": Deed(
        "inspection", "concluded", on="inspected_on held_on", since="inspected_on"
    ),
    "evaluation.reported": Deed(
        "evaluation", "recorded", BY_ID, on="filed_on", since="issued_on", until="valid_until"
    ),
    "warning.issued": Deed("warning", "recorded", BY_ID, on="issued_on", since=_FROM, until=_UNTIL),
    "supervision.notified": Deed("supervision", "recorded", BY_ID, on="notified_on issued_on"),
    "participant.succeeded": Deed("participant", "recorded", "predecessor", on="effective_from"),
    "duty.reminded": Deed("duty", "recorded", BY_ID),
    "duty.overdue": Deed("duty", "recorded", BY_ID),
    "duty.escalated": Deed("duty", "recorded", BY_ID),
}

STATEMENTS: Final = {
    "enterprise.registered": Deed("enterprise", "@status", BY_SUBJECT, since="registered_on"),
    "enterprise.changed": Deed("enterprise", "@status", BY_SUBJECT, on="changed_on"),
    "enterprise.deregistered": Deed(
        "enterprise", "deregistered", BY_SUBJECT, on="deregistered_on decided_on"
    ),
    "credit.graded": Deed(
        "grade", "@grade", "scheme_id", on="valid_from", since=_FROM, until=_UNTIL
    ),
    "premium.quoted": Deed(
        "premium", "quoted", "tariff_id", on="quoted_on", since="quoted_on", until="valid_until"
    ),
    "premium.adjusted": Deed(
        "premium", "adjusted", "tariff_id", on="adjusted_on", since="adjusted_on effective_from"
    ),
    "standardization.graded": Deed(
        "standardization",
        "@level",
        "sector",
        on="graded_on",
        since="graded_on",
        until="valid_until",
    ),
}

DEEDS: Final[Mapping[str, Deed]] = {
    **LISTINGS,
    **HAZARDS,
    **DECISIONS,
    **INSURANCE,
    **EXCHANGES,
    **STATEMENTS,
}
