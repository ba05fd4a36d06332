"""Listings: DOMAIN 2.4, row by row."""

from datetime import date
from typing import Any

import pytest

from hub.casework.duty import DutyState, what_is_due
from hub.casework.standing import in_force
from tests.unit.casework.facts import BANK, LISTER, MARKET, TERM, Story

LATER = "2027-03-02"


def removal_asked(story: Story, on: str = LATER, **main: Any) -> None:
    story.tell("listing.removal_requested", MARKET, requested_on=on, **main)


def test_a_defence_that_is_accepted_drops_the_listing() -> None:
    story = Story()
    story.tell("listing.notified", served_on="2026-03-02")
    story.tell("listing.defended", MARKET, received_on="2026-03-05")
    assert story.state("listing") == "notified"
    story.tell("listing.dropped", dropped_on="2026-03-09")
    assert story.state("listing") == "dropped"


def test_a_channel_publishes_what_is_listed() -> None:
    story = Story()
    listing = story.listed()
    story.tell("listing.published", MARKET, listing_id=listing, status="published")
    assert story.state("listing") == "published"
    story.tell("listing.published", MARKET, listing_id=listing, status="stopped")
    assert story.state("listing") == "listed"


@pytest.mark.parametrize(
    ("acts", "state"),
    [
        ((), "removal_requested"),
        (("listing.removal_accepted",), "removal_accepted"),
        (("listing.removal_refused",), "published"),
        (("listing.removal_accepted", "listing.removal_refused"), "published"),
        (("listing.removal_accepted", "listing.removed"), "removed"),
    ],
)
def test_a_request_after_a_year_is_decided_by_the_lister(acts: tuple[str, ...], state: str) -> None:
    story = Story()
    story.listed()
    story.tell("listing.published", MARKET, status="published")
    removal_asked(story)
    for act in acts:
        story.tell(act, reason="early")
    assert story.state("listing") == state


def test_a_request_within_the_year_moves_nothing_and_says_why() -> None:
    story = Story()
    story.listed()
    removal_asked(story, "2027-03-01")
    record = story.records()["listing", "case-1"]
    assert record.state == "listed"
    assert record.steps[-1].detail["without_effect"] == ["too_early"]


def test_a_request_while_a_ban_runs_moves_nothing() -> None:
    story = Story()
    story.listed()
    story.tell("ban.imposed", case="ban-1", term={"effective_from": "2026-03-02"})
    removal_asked(story)
    step = story.records()["listing", "case-1"].steps[-1]
    assert step.detail["without_effect"] == ["ban_running"]


@pytest.mark.parametrize("kind", ["listing.removal_accepted", "listing.removed", "listing.revoked"])
def test_only_the_listers_acts_move_a_listing(kind: str) -> None:
    story = Story()
    story.listed()
    story.tell(kind, MARKET, reason="early")
    assert story.state("listing") == "listed"


def test_a_successor_acts_for_the_lister() -> None:
    story = Story()
    story.listed()
    story.tell("participant.succeeded", BANK, predecessor=LISTER, successor=MARKET)
    story.tell("listing.removed", MARKET, reason="early")
    assert story.state("listing") == "removed"


def test_fraud_restores_an_early_removal_and_its_term_begins_anew() -> None:
    story = Story()
    story.listed()
    story.tell("listing.removed", reason="early", removed_on=LATER)
    term = {"effective_from": "2027-06-01", "effective_until": "2030-05-31"}
    story.tell("listing.restored", restored_on="2027-06-01", term=term)
    record = story.records()["listing", "case-1"]
    assert (record.state, record.since, record.until) == ("restored", "2027-06-01", "2030-05-31")
    removal_asked(story, "2028-05-31")
    assert story.state("listing") == "restored"


@pytest.mark.parametrize("reason", ["expired", "revoked"])
def test_what_expired_or_was_revoked_is_never_restored(reason: str) -> None:
    story = Story()
    story.listed()
    story.tell("listing.removed", reason=reason)
    story.tell("listing.restored", restored_on=LATER, term=TERM)
    assert story.state("listing") == reason


def test_a_term_that_ends_alerts_the_lister_and_removes_nothing() -> None:
    story = Story()
    story.listed()
    records = story.records()
    on = date(2029, 3, 2)
    (duty,) = [d for d in what_is_due(records.values(), on) if d.what == "remove"]
    assert (duty.who, duty.due.on, duty.state) == (LISTER, date(2029, 3, 1), DutyState.OVERDUE)
    assert in_force(records["listing", "case-1"], on)


def test_two_listings_of_one_subject_are_two_records() -> None:
    story = Story()
    story.listed("first")
    story.listed("second")
    story.tell("listing.removed", case="first", reason="early")
    assert [story.state("listing", key) for key in ("first", "second")] == ["removed", "listed"]


def test_a_removal_before_its_listing_is_a_tombstone() -> None:
    story = Story()
    story.tell("listing.removed", reason="early")
    story.listed()
    assert story.state("listing") == "removed"
