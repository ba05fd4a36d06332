"""The other families, withdrawals, inspections, reminders."""

from datetime import date
from typing import Any

import orjson
import pytest

import hub_contracts
import hub_schemas
from hub.casework.ceiling import used
from hub.casework.clock import WorkCalendar
from hub.casework.dossier import dossier
from hub.casework.duty import DutyState, what_is_due
from hub.casework.record import Fact
from hub.casework.reminder import reminders
from hub.casework.transitions import LIFECYCLES
from hub.casework.words import STATES, said
from hub.contracts.catalogue import Catalogue
from tests.unit.casework.facts import BANK, LISTER, MARKET, SUBJECT, TERM, Story

PLAIN = WorkCalendar()


def play(story: Story, *kinds: str, **main: Any) -> None:
    for kind in kinds:
        story.tell(kind, **main)


@pytest.mark.parametrize(
    ("family", "kinds", "state"),
    [
        ("hazard", ("reported", "ordered", "listed"), "listed"),
        ("hazard", ("listed", "overdue", "extended"), "listed"),
        ("hazard", ("ordered", "accepted", "delisted"), "delisted"),
        ("hazard", ("listed", "delisted", "overdue"), "delisted"),
        ("production", ("stopped", "resumption_requested", "resumed"), "resumed"),
        ("licence", ("granted", "suspended", "reinstated"), "in_force"),
        ("licence", ("granted", "suspended", "revoked", "reinstated"), "revoked"),
        ("ban", ("imposed", "lifted"), "lifted"),
        ("dispute", ("raised", "flagged", "decided"), "decided"),
        ("policy", ("bound", "cancelled"), "cancelled"),
        ("claim", ("opened", "settled"), "settled"),
        ("incentive", ("granted", "withdrawn"), "ended"),
        ("commitment", ("published", "breached"), "breached"),
        ("approval", ("queried", "answered"), "answered"),
        ("case", ("transferred", "answered"), "answered"),
        ("inspection", ("planned", "concluded"), "concluded"),
    ],
)
def test_a_case_goes_its_way(family: str, kinds: tuple[str, ...], state: str) -> None:
    story = Story()
    play(story, *(f"{family}.{kind}" for kind in kinds))
    assert story.state(family) == state


def test_an_overdue_hazard_is_escalated_by_what_follows() -> None:
    story = Story()
    story.tell("hazard.listed", rectify_by="2026-06-01")
    story.tell("hazard.overdue", steps=["reminder"])
    assert story.state("hazard") == "overdue"
    story.tell("hazard.overdue", steps=["reminder", "county_government_letter"])
    assert story.state("hazard") == "escalated"
    story.tell("hazard.extended", decision="granted", rectify_by="2026-09-01")
    record = story.records()["hazard", "case-1"]
    assert (record.state, record.until) == ("listed", "2026-09-01")


def test_an_accident_changes_class_is_concluded_and_reviewed() -> None:
    story = Story()
    first = story.tell("accident.reported", occurred_on="2026-03-01", accident_class="general")
    story.tell("accident.revised", accident_id=first, accident_class="larger")
    record = story.records()["accident", first]
    assert (record.state, record.detail["accident_class"]) == ("reported", "larger")
    end = story.tell("accident.concluded", accident_id=first, approved_on="2026-05-20")
    (duty,) = what_is_due(story.records().values(), date(2026, 6, 1))
    assert (duty.what, duty.due.on) == ("review", date(2027, 5, 20))
    story.tell("accident.reviewed", conclusion_id=end, reviewed_on="2027-04-01")
    assert story.state("accident", first) == "reviewed"


def test_a_penalty_is_exposed_in_seven_working_days_and_taken_back_in_three() -> None:
    story = Story()
    penalty = story.tell("penalty.decided", decided_on="2026-03-02", penalties=[])
    (duty,) = what_is_due(story.records().values(), date(2026, 3, 3), PLAIN)
    assert (duty.what, duty.due.on) == ("publish", date(2026, 3, 11))
    story.tell("penalty.published", MARKET, penalty_id=penalty, status="published")
    story.tell("penalty.withdrawn", penalty_id=penalty, withdrawn_on="2026-03-20")
    (duty,) = what_is_due(story.records().values(), date(2026, 3, 20), PLAIN)
    assert (duty.what, duty.due.on) == ("stop_publication", date(2026, 3, 25))
    story.tell("penalty.published", MARKET, penalty_id=penalty, status="stopped")
    assert what_is_due(story.records().values(), date(2026, 3, 20), PLAIN) == ()


def test_what_rests_on_a_withdrawn_penalty_is_examined_again() -> None:
    story = Story()
    story.listed()
    story.tell("penalty.withdrawn", penalty_id="m1", withdrawn_on="2026-03-20")
    duties = what_is_due(story.records().values(), date(2026, 3, 20), PLAIN)
    (duty,) = [d for d in duties if d.what == "reexamine"]
    assert (duty.who, duty.family, duty.due.on) == (LISTER, "listing", date(2026, 3, 25))
    file = dossier(SUBJECT, story.records().values(), date(2026, 3, 20), PLAIN)
    assert [e.doubts for e in file.current if e.record.family == "listing"] == [("basis_fallen",)]


def test_a_withdrawn_grade_puts_the_one_before_in_force() -> None:
    story = Story()
    grade = {"scheme_id": "liaocheng-2013", "valid_from": "2026-01-01"}
    story.tell("credit.graded", grade="B", **grade)
    wrong = story.tell("credit.graded", grade="D", **grade)
    key = f"{LISTER}/liaocheng-2013/{SUBJECT}"
    assert story.state("grade", key) == "D"
    story.tell("message.withdrawn", withdrawn_id=wrong)
    assert story.state("grade", key) == "B"


def test_a_correction_makes_a_message_say_what_it_should_have() -> None:
    story = Story()
    first = story.tell("accident.reported", occurred_on="2026-03-01", deaths=2, stage="initial")
    corrections = [
        {"path": "/deaths", "value": "3"},
        {"path": "/occurred_on", "value": '"2026-02-28"'},
        {"path": "/stage"},
        {"path": "/summary", "value": "not JSON"},
        {"path": "/persons/0/name", "value": '"x"'},
    ]
    story.tell("message.corrected", corrects=first, corrections=corrections)
    record = story.records()["accident", first]
    assert (record.state, record.since) == ("reported", "2026-02-28")
    assert record.detail == {"occurred_on": "2026-02-28", "deaths": 3}
    assert record.steps[-1].detail["corrects"] == first


def test_a_corrected_grade_is_the_grade() -> None:
    story = Story()
    wrong = story.tell("credit.graded", grade="D", scheme_id="x", valid_from="2026-01-01")
    value = {"path": "/grade", "value": '"B"'}
    story.tell("message.corrected", corrects=wrong, corrections=[value])
    assert story.state("grade", f"{LISTER}/x/{SUBJECT}") == "B"


def test_a_suspension_does_not_shorten_the_licence() -> None:
    story = Story()
    story.tell("licence.granted", term=TERM)
    term = {"effective_from": "2026-04-01", "effective_until": "2026-06-30"}
    story.tell("licence.suspended", term=term)
    record = story.records()["licence", "case-1"]
    assert (record.until, record.detail["term_until"]) == ("2029-03-01", "2026-06-30")


def test_a_withdrawn_publication_never_happened() -> None:
    story = Story()
    listing = story.listed()
    shown = story.tell("listing.published", MARKET, listing_id=listing, status="published")
    story.tell("message.withdrawn", MARKET, withdrawn_id=shown)
    assert story.state("listing") == "listed"


def test_a_withdrawn_listing_is_no_listing() -> None:
    story = Story()
    listing = story.listed()
    story.tell("message.withdrawn", withdrawn_id=listing)
    assert story.state("listing") == "withdrawn"


def test_a_withdrawn_removal_stays_a_removal() -> None:
    story = Story()
    story.listed()
    removal = story.tell("listing.removed", reason="early")
    story.tell("message.withdrawn", withdrawn_id=removal)
    assert story.state("listing") == "removed"


def test_inspections_are_counted_against_their_ceiling() -> None:
    story = Story()
    for number in range(3):
        case = f"i{number}"
        frequency = {"planned": 2, "ceiling": 2}
        story.tell("inspection.planned", case=case, from_on="2026-04-01", frequency=frequency)
    story.tell("inspection.concluded", case="i0", inspected_on="2026-04-02", result="conforms")
    (this_year,) = used(story.records().values(), date(2026, 12, 31))
    assert (this_year.held, this_year.planned, this_year.ceiling, this_year.over) == (1, 2, 2, True)
    assert used(story.records().values(), date(2027, 1, 1)) == ()


def test_a_ban_for_life_has_no_end_and_one_with_a_term_ends_by_itself() -> None:
    story = Story()
    life = {"effective_from": "2026-03-02", "open_ended": "life"}
    story.tell("ban.imposed", case="life", term=life)
    story.tell("ban.imposed", case="term", term=TERM)
    file = dossier(SUBJECT, story.records().values(), date(2040, 1, 1), PLAIN)
    assert [entry.record.key for entry in file.current] == ["life"]
    assert [entry.standing for entry in file.past] == ["ended"]


def test_a_ban_whose_clock_starts_with_the_sentence_served_gets_its_end_later() -> None:
    story = Story()
    story.tell("ban.imposed", term={"starts_with": "sentence_served", "years": 5})
    assert story.records()["ban", "case-1"].until == ""
    term = {"starts_with": "sentence_served", "starts_on": "2027-01-15", "years": 5}
    story.tell("ban.imposed", term=term)
    record = story.records()["ban", "case-1"]
    assert (record.since, record.until) == ("2027-01-15", "2032-01-15")


def test_who_was_asked_owes_the_answer() -> None:
    story = Story()
    story.tell("case.transferred", transferred_on="2026-03-02", recipient_department="finance")
    (duty,) = what_is_due(story.records().values(), date(2026, 3, 3), PLAIN)
    assert (duty.who, duty.what) == (BANK, "answer")


def test_whose_message_is_disputed_owes_the_decision() -> None:
    story = Story()
    grade = story.tell("credit.graded", MARKET, grade="D", scheme_id="x", valid_from="2026-01-01")
    story.tell("dispute.raised", LISTER, "d", disputed_id=grade, received_on="2026-03-02")
    duties = what_is_due(story.records().values(), date(2026, 3, 3), PLAIN)
    assert {(duty.who, duty.what) for duty in duties} == {
        (MARKET, "flag"),
        (MARKET, "decide_dispute"),
    }


@pytest.mark.parametrize(
    ("on", "state", "kinds"),
    [
        (date(2026, 3, 3), DutyState.UPCOMING, []),
        (date(2026, 4, 28), DutyState.DUE, ["duty.reminded"]),
        (date(2026, 5, 1), DutyState.OVERDUE, ["duty.overdue"]),
        (date(2026, 5, 11), DutyState.ESCALATED, ["duty.overdue", "duty.escalated"]),
    ],
)
def test_a_duty_is_reminded_then_overdue_then_escalated(
    on: date, state: DutyState, kinds: list[str]
) -> None:
    story = Story()
    story.tell("accident.reported", reported_on="2026-03-01", occurred_on="2026-03-01")
    records = story.records().values()
    duties = what_is_due(records, on, PLAIN)
    assert [duty.state for duty in duties] == [state]
    drafts = reminders(records, duties, on)
    assert [draft.type for draft in drafts] == kinds
    assert drafts == reminders(records, duties, on)


def test_what_was_said_once_is_not_said_again() -> None:
    story = Story()
    story.tell("accident.reported", reported_on="2026-03-01", occurred_on="2026-03-01")
    on = date(2026, 5, 1)
    (draft,) = reminders(story.records().values(), what_is_due(story.records().values(), on), on)
    story.facts.append(
        Fact(9, draft.id, draft.type, "hub", draft.subject, draft.correlationid, (), draft.main)
    )
    records = story.records().values()
    later = date(2026, 5, 2)
    assert reminders(records, what_is_due(records, later), later) == ()


def test_what_the_hub_says_is_by_its_contracts() -> None:
    story = Story()
    story.ordered(story.listed(division="130102"))
    story.lifted()
    on = date(2026, 12, 1)
    known = tuple(story.records().values())
    drafts = reminders(known, what_is_due(known, on, PLAIN), on)
    assert {draft.type for draft in drafts} == {"duty.overdue", "duty.escalated"}
    catalogue = Catalogue.from_files(hub_contracts.files())
    ids = {fact.id: f"0190a6e2-7c00-7000-8000-{fact.index:012}" for fact in story.facts}
    for draft in drafts:
        main = {**draft.main, "cause_id": ids[draft.causationid]}
        assert catalogue.get(draft.contract).problems({"main": orjson.dumps(main)}) == ()
        assert hub_schemas.dump(hub_schemas.load(draft.contract, "main", main)) == main


def test_an_advisory_duty_is_never_escalated() -> None:
    story = Story()
    story.ordered(story.listed())
    duties = what_is_due(story.records().values(), date(2026, 12, 1), PLAIN)
    found = {d.who: d.state for d in duties if d.what == "report"}
    assert found == {MARKET: DutyState.ESCALATED, BANK: DutyState.OVERDUE}


def test_every_state_has_words() -> None:
    assert {state for table in LIFECYCLES.values() for state in table.states} <= STATES.keys()


def test_money_and_nested_values_are_readable() -> None:
    money = {"amount_minor": 123_456_789, "currency": "CNY"}
    assert said(money) == "1,234,567.89 CNY"
    assert said({"premium": money, "stopped": True}) == "premium 1,234,567.89 CNY, stopped yes 是"
