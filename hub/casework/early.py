"""Owns the conditions of asking for early removal: time served, and no ban running.

The hub does not refuse the request: it leaves the listing where it stands and says what is missing.

Source: MEM Order 11 (12 months, DOMAIN 2.3); the exclusion while a ban runs from memory.
"""

from datetime import date

from hub.casework.clock import day_of, months_after
from hub.casework.clocks import CLOCKS
from hub.casework.record import Fact, Record, View


def unmet(listing: Record, fact: Fact, view: View) -> list[str]:
    """Name what stands against a request for early removal; empty when nothing does."""
    asked = day_of(fact.time)
    stated = fact.main.get("requested_on")
    if isinstance(stated, str):
        asked = date.fromisoformat(stated)
    found = []
    if asked < earliest(listing):
        found.append("too_early")
    if fact.main.get("ban_running") is True or any(
        _bars(record, asked) for record in view.of_subject(listing.subject)
    ):
        found.append("ban_running")
    return found


def earliest(listing: Record) -> date:
    """Tell from which day early removal may be asked for; a restoration starts it anew."""
    began = listing.last("restored") or listing.last("decided")
    if began is None:
        return date.min
    return months_after(date.fromisoformat(began.on), CLOCKS["listing.early_removal"].number)


def _bars(record: Record, on: date) -> bool:
    running = not record.until or date.fromisoformat(record.until) >= on
    return record.family == "ban" and record.state == "in_force" and running
