"""Owns the life of every family of records: one table each, every act decided in every state.

Admission has refused already what a participant may not do; here the order of arrival is settled
and what is the owner's alone is kept so. An ending stays (only `restored` reopens an early
removal); an ending before its beginning leaves a tombstone that wins (DESIGN section 4).

Source: DOMAIN 2.4 (listings), 6.4 (hazards), 3.4 (feedback on measures), 6.1 (accidents).
"""

from collections.abc import Mapping
from typing import Final

from hub.casework.lifecycle import Lifecycle, lifecycle
from hub.casework.record import NONE

__all__ = ["LIFECYCLES", "LIVE", "NONE", "OPEN", "STATED"]

LISTING: Final = lifecycle(
    {
        "notified": "- > notified; * > =",
        "defended": "- > x; * > =",
        "dropped": "- notified > dropped; * > =",
        "decided": "- notified > listed; * > =",
        "published": "listed restored > published; - > x; * > =",
        "unpublished": "published > listed; - > x; * > =",
        "removal_requested": "listed published restored > removal_requested; - > x; * > =",
        "removal_accepted": (
            "listed published restored removal_requested > removal_accepted; - > x; * > ="
        ),
        "removal_refused": "removal_requested removal_accepted > <; - > x; * > =",
        "removed": (
            "- notified listed published restored removal_requested removal_accepted"
            " > removed; * > ="
        ),
        "expired": (
            "- notified listed published restored removal_requested removal_accepted"
            " > expired; * > ="
        ),
        "revoked": (
            "- notified listed published restored removal_requested removal_accepted removed"
            " expired > revoked; * > ="
        ),
        "restored": "removed > restored; - > x; * > =",
        "withdrawn": (
            "- notified listed published restored removal_requested removal_accepted"
            " > withdrawn; * > ="
        ),
    },
    live="listed published restored removal_requested removal_accepted",
    ends="dropped removed expired revoked withdrawn",
    rests="listed published restored",
    begins="notified decided",
    owned=(
        "notified dropped decided removal_accepted removal_refused removed expired revoked"
        " restored withdrawn"
    ),
    opened="notified listed published restored removal_requested removal_accepted",
)

HAZARD: Final = lifecycle(
    {
        "reported": "- > reported; * > =",
        "ordered": "- reported > ordered; * > =",
        "listed": "- reported ordered accepted > listed; * > =",
        "extension_requested": (
            "ordered listed overdue escalated > extension_requested; - > x; * > ="
        ),
        "extended": "extension_requested overdue escalated > <; - > x; * > =",
        "extension_refused": "extension_requested > <; - > x; * > =",
        "accepted": (
            "reported ordered listed extension_requested overdue escalated > accepted; - > x; * > ="
        ),
        "acceptance_failed": "accepted > <; - > x; * > =",
        "overdue": "reported ordered listed extension_requested > overdue; - > x; * > =",
        "escalated": (
            "reported ordered listed extension_requested overdue > escalated; - > x; * > ="
        ),
        "delisted": "withdrawn delisted > =; * > delisted",
        "withdrawn": "delisted withdrawn > =; * > withdrawn",
    },
    live="reported ordered listed extension_requested overdue escalated accepted",
    ends="delisted withdrawn",
    rests="reported ordered listed",
    begins="reported ordered listed",
)

PUNISHMENT: Final = lifecycle(
    {
        "ordered": "- > ordered; * > =",
        "lifted": "- ordered > lifting; * > =",
        "withdrawn": "- ordered > lifting; * > =",
        "all_confirmed": "ordered lifting > closed; * > =",
        "reawakened": "closed > lifting; * > =",
    },
    live="ordered lifting",
    begins="ordered",
    sticky="lifted withdrawn",
    owned="ordered lifted withdrawn",
)

MEASURE: Final = lifecycle(
    {
        "ordered": "- > awaited; * > =",
        "executed": "awaited partly noted refused > in_force; lifted > lift_awaited; - > x; * > =",
        "partially": "awaited in_force noted refused > partly; lifted > lift_awaited; - > x; * > =",
        "noted": "awaited partly in_force refused > noted; - > x; * > =",
        "refused": "awaited partly in_force noted > refused; - > x; * > =",
        "lifted": "- awaited partly in_force noted refused > lift_awaited; * > =",
        "withdrawn": "- > x; awaited partly in_force noted refused > lift_awaited; * > =",
        "confirmed": "- > x; lifted > =; * > lifted",
    },
    live="awaited partly in_force lift_awaited",
    begins="ordered",
    sticky="lifted withdrawn",
    opened="awaited partly in_force noted refused lift_awaited",
)

PENALTY: Final = lifecycle(
    {
        "decided": "- > in_force; * > =",
        "published": "in_force > published; - > x; * > =",
        "unpublished": "published > in_force; - > x; * > =",
        "withdrawn": "* > withdrawn",
    },
    live="in_force published",
    ends="withdrawn",
    begins="decided",
    owned="decided withdrawn",
)

ACCIDENT: Final = lifecycle(
    {
        "reported": "- > reported; * > =",
        "revised": "- > x; * > =",
        "concluded": "reported > concluded; - > x; * > =",
        "reviewed": "concluded > reviewed; - > x; * > =",
        "withdrawn": "- > x; * > withdrawn",
    },
    live="reported concluded reviewed",
    ends="withdrawn",
    begins="reported",
    opened="reported concluded",
)

DISPUTE: Final = lifecycle(
    {
        "raised": "- > raised; * > =",
        "flagged": "raised > flagged; - > x; * > =",
        "decided": "withdrawn decided > =; * > decided",
        "withdrawn": "decided withdrawn > =; * > withdrawn",
    },
    live="raised flagged",
    ends="decided withdrawn",
    begins="raised",
)

LICENCE: Final = lifecycle(
    {
        "granted": "- > in_force; * > =",
        "suspended": "- in_force > suspended; * > =",
        "reinstated": "suspended > in_force; - > x; * > =",
        "revoked": "- in_force suspended > revoked; * > =",
        "expired": "- in_force suspended > expired; * > =",
        "withdrawn": "- in_force suspended > withdrawn; * > =",
    },
    live="in_force",
    ends="revoked expired withdrawn",
    begins="granted",
    opened="in_force suspended",
)

BAN: Final = lifecycle(
    {
        "imposed": "- > in_force; * > =",
        "lifted": "- in_force > lifted; * > =",
        "withdrawn": "- in_force > withdrawn; * > =",
    },
    live="in_force",
    ends="lifted withdrawn",
    begins="imposed",
    owned="imposed lifted withdrawn",
)

POLICY: Final = lifecycle(
    {
        "bound": "- > in_force; * > =",
        "cancelled": "- in_force > cancelled; * > =",
        "withdrawn": "- in_force > withdrawn; * > =",
    },
    live="in_force",
    ends="cancelled withdrawn",
    begins="bound",
    owned="bound cancelled withdrawn",
)

CLAIM: Final = lifecycle(
    {
        "opened": "- > opened; * > =",
        "settled": "- opened > settled; * > =",
        "refused": "- opened > refused; * > =",
        "withdrawn": "- opened > withdrawn; * > =",
    },
    live="opened",
    ends="settled refused withdrawn",
    begins="opened",
)

INCENTIVE: Final = lifecycle(
    {
        "granted": "- > in_force; * > =",
        "ended": "- in_force > ended; * > =",
        "withdrawn": "- in_force > withdrawn; * > =",
    },
    live="in_force",
    ends="ended withdrawn",
    begins="granted",
    owned="granted ended withdrawn",
)

COMMITMENT: Final = lifecycle(
    {
        "published": "- > in_force; * > =",
        "breached": "- in_force > breached; * > =",
        "withdrawn": "- in_force > withdrawn; * > =",
    },
    live="in_force",
    ends="breached withdrawn",
    begins="published",
)

PRODUCTION: Final = lifecycle(
    {
        "stopped": "- > stopped; * > =",
        "resumption_requested": "stopped > resumption_requested; - > x; * > =",
        "resumption_refused": "resumption_requested > stopped; - > x; * > =",
        "resumed": "- stopped resumption_requested > resumed; * > =",
        "withdrawn": "- stopped resumption_requested > withdrawn; * > =",
    },
    live="stopped resumption_requested",
    ends="resumed withdrawn",
    begins="stopped",
    owned="stopped resumption_refused resumed withdrawn",
)

ASKED: Final = lifecycle(
    {
        "asked": "- > asked; * > =",
        "answered": "asked > answered; - > x; * > =",
        "withdrawn": "- asked > withdrawn; * > =",
    },
    live="asked",
    ends="withdrawn",
    begins="asked",
)
"""Whatever is asked of another authority: an approval's query, a case handed over."""

INSPECTION: Final = lifecycle(
    {
        "planned": "- > planned; * > =",
        "concluded": "- planned > concluded; * > =",
        "withdrawn": "- planned > withdrawn; * > =",
    },
    live="planned",
    ends="concluded withdrawn",
    begins="planned",
)

NOTED: Final = lifecycle(
    {"recorded": "- > recorded; * > =", "withdrawn": "- > x; * > withdrawn"},
    live="recorded",
    ends="withdrawn",
    begins="recorded",
    opened="nothing",
)
"""What is only put on file."""

LIFECYCLES: Final[Mapping[str, Lifecycle]] = {
    "listing": LISTING,
    "hazard": HAZARD,
    "punishment": PUNISHMENT,
    "measure": MEASURE,
    "penalty": PENALTY,
    "accident": ACCIDENT,
    "dispute": DISPUTE,
    "licence": LICENCE,
    "ban": BAN,
    "policy": POLICY,
    "claim": CLAIM,
    "incentive": INCENTIVE,
    "commitment": COMMITMENT,
    "production": PRODUCTION,
    "approval": ASKED,
    "case": ASKED,
    "inspection": INSPECTION,
    "closure": NOTED,
    "hazard_source": NOTED,
    "evaluation": NOTED,
    "prevention": NOTED,
    "warning": NOTED,
    "supervision": NOTED,
    "participant": NOTED,
    "duty": NOTED,
}

STATED: Final = frozenset({"enterprise", "grade", "premium", "standardization"})
"""Families without a life of their own: the newest statement that holds is what stands."""

OPEN: Final[Mapping[str, frozenset[str]]] = {
    family: LIFECYCLES[family].opened
    for family in (
        *("listing", "hazard", "punishment", "accident", "dispute", "ban", "claim", "approval"),
        *("case", "inspection", "production"),
    )
}
"""The states in which a case is open, by family."""

LIVE: Final[Mapping[str, frozenset[str]]] = {
    family: table.live for family, table in LIFECYCLES.items()
}
"""The states in which a record is in force, by family."""
