"""Joint punishment: one measure an executor and ground; the case ends when all have confirmed."""

from datetime import date

import pytest

from hub.casework.duty import what_is_due
from hub.casework.standing import restrictions, standing
from tests.unit.casework.facts import BANK, LISTER, MARKET, SUBJECT, Story

ON = date(2026, 4, 1)
M1, M2 = f"order-1/{MARKET}/m1", f"order-1/{BANK}/m2"


def owed(story: Story, on: date = ON) -> set[tuple[str, str]]:
    return {(duty.who, duty.what) for duty in what_is_due(story.records().values(), on)}


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("executed", "in_force"),
        ("partially", "partly"),
        ("considered", "noted"),
        ("noted", "noted"),
        ("no_effect", "noted"),
        ("not_applicable", "noted"),
        ("refused", "refused"),
    ],
)
def test_what_an_executor_reports_is_where_its_measure_stands(status: str, state: str) -> None:
    story = Story()
    story.ordered(story.listed())
    story.reported(BANK, status)
    assert story.state("measure", M2) == state
    assert story.state("measure", M1) == "awaited"


@pytest.mark.parametrize("status", ["considered", "noted", "no_effect", "refused"])
def test_an_advisory_answer_is_complete(status: str) -> None:
    story = Story()
    story.ordered(story.listed())
    story.reported(BANK, status)
    assert (BANK, "report") not in owed(story)
    assert (MARKET, "report") in owed(story)


def test_a_refusal_by_who_must_execute_is_still_owed() -> None:
    story = Story()
    story.ordered(story.listed())
    story.reported(MARKET, "refused")
    assert (MARKET, "report") in owed(story)


def test_the_case_closes_when_the_last_executor_has_confirmed() -> None:
    story = Story()
    story.ordered(story.listed())
    story.reported(MARKET, "executed")
    story.lifted()
    story.confirmed(MARKET)
    assert story.state("punishment", "order-1") == "lifting"
    assert (BANK, "confirm_lift") in owed(story)
    story.confirmed(BANK, status="was_not_applied")
    assert story.state("punishment", "order-1") == "closed"


def test_lifting_one_listing_keeps_a_measure_that_rests_on_another() -> None:
    story = Story()
    first, second = story.listed("first"), story.listed("second")
    for ground, case in ((first, "order-1"), (second, "order-2")):
        story.ordered(ground, case)
        story.reported(MARKET, "executed", case)
    (both, *_) = [r for r in restrictions(story.records().values(), ON) if r.executor == MARKET]
    assert [g.detail["ground"] for g in both.grounds] == [first, second]
    story.tell("listing.removed", case="first", reason="early")
    story.lifted()
    story.confirmed(MARKET)
    (left,) = [r for r in restrictions(story.records().values(), ON) if r.executor == MARKET]
    assert [g.detail["ground"] for g in left.grounds] == [second]
    assert (left.subject, left.measure) == (SUBJECT, "limit_bidding")


def test_an_order_whose_listing_ended_is_to_be_lifted() -> None:
    story = Story()
    story.ordered(story.listed())
    assert (LISTER, "lift") not in owed(story)
    story.tell("listing.revoked", revoked_on="2026-03-10")
    assert (LISTER, "lift") in owed(story)


def test_a_measure_with_its_own_end_ends_and_is_confirmed() -> None:
    story = Story()
    term = {"effective_from": "2026-03-02", "effective_until": "2027-03-01"}
    story.ordered(story.listed(), **term)
    story.reported(MARKET, "executed")
    record = story.records()["measure", M1]
    assert standing(record, date(2027, 3, 1)) == "in_force"
    assert standing(record, date(2027, 3, 2)) == "ended"
    assert (MARKET, "confirm_end") in owed(story, date(2027, 3, 2))
    story.confirmed(MARKET)
    story.confirmed(BANK)
    assert (MARKET, "confirm_end") not in owed(story, date(2027, 3, 2))
    assert story.state("punishment", "order-1") == "closed"


def test_an_execution_after_the_confirmation_is_chased_again() -> None:
    story = Story()
    story.ordered(story.listed())
    story.lifted()
    story.confirmed(MARKET)
    story.confirmed(BANK)
    story.reported(MARKET, "executed")
    assert story.state("punishment", "order-1") == "lifting"
    assert (MARKET, "confirm_lift") in owed(story)


def test_an_order_taken_back_is_lifted_by_everyone_who_was_sent_it() -> None:
    story = Story()
    order = story.ordered(story.listed())
    story.reported(MARKET, "executed")
    story.tell("message.withdrawn", withdrawn_id=order, withdrawn_type="punishment.ordered")
    assert story.state("measure", M1) == "lift_awaited"
    assert story.state("punishment", "order-1") == "lifting"
    story.confirmed(MARKET)
    story.confirmed(BANK)
    assert story.state("punishment", "order-1") == "closed"


def test_a_confirmation_taken_back_is_owed_again() -> None:
    story = Story()
    story.ordered(story.listed())
    story.lifted()
    story.confirmed(BANK)
    said = story.confirmed(MARKET)
    assert story.state("punishment", "order-1") == "closed"
    story.tell("message.withdrawn", MARKET, "x", withdrawn_id=said)
    assert story.state("punishment", "order-1") == "lifting"
    assert story.state("measure", M1) == "lift_awaited"


def test_a_lifting_taken_back_brings_nothing_back() -> None:
    story = Story()
    story.ordered(story.listed())
    lift = story.lifted()
    story.tell("message.withdrawn", withdrawn_id=lift)
    assert story.state("measure", M1) == "lift_awaited"
