"""Laws of casework: every act decided, any order the same, no measure without a live ground."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.casework.duty import what_is_due
from hub.casework.fold import retold
from hub.casework.lifecycle import BACK, IGNORED, STAYS, lifecycle
from hub.casework.record import Fact, Record
from hub.casework.replay import replayed
from hub.casework.standing import ground_gone, live, restrictions, standing_messages
from hub.casework.transitions import LIFECYCLES
from hub.errors import ReleaseError
from tests.unit.casework.facts import BANK, LISTER, MARKET, Story

FAR = date(2026, 12, 1)


@pytest.mark.parametrize("family", LIFECYCLES)
def test_every_state_and_act_is_decided(family: str) -> None:
    table = LIFECYCLES[family]
    for act, row in table.rows.items():
        assert row.keys() == table.states, act
        assert set(row.values()) <= table.states | {STAYS, IGNORED, BACK}
    acts = table.rows.keys()
    assert table.begins <= acts
    assert table.owned <= acts
    assert table.sticky <= acts


@pytest.mark.parametrize("family", LIFECYCLES)
def test_an_ending_stays_but_for_fraud_and_revocation(family: str) -> None:
    table = LIFECYCLES[family]
    left = {
        (state, act, table.after(state, act, state))
        for state in table.ends
        for act in table.rows
        if table.after(state, act, state) != state
    }
    allowed = {
        ("removed", "restored", "restored"),
        ("removed", "revoked", "revoked"),
        ("expired", "revoked", "revoked"),
    }
    assert left <= (allowed if family == "listing" else set())


@pytest.mark.parametrize(
    "row", ["- > a", "- a > =; a > =", "- > a; b > =; * > x"], ids=["missing", "twice", "unknown"]
)
def test_a_table_that_leaves_something_open_is_refused(row: str) -> None:
    with pytest.raises(ReleaseError):
        lifecycle({"act": row}, live="a")


moves = st.lists(
    st.tuples(
        st.sampled_from(
            ("list", "order", "lift", "end", "report", "confirm", "withdraw", "withdraw_order")
        ),
        st.sampled_from(("1", "2")),
        st.sampled_from((MARKET, BANK)),
    ),
    max_size=25,
)


def told(script: Iterable[tuple[str, str, str]]) -> Story:
    """Tell whatever admission would let through: nothing of a case that was never begun."""
    story, listings, orders, ended = Story(), dict[str, str](), dict[str, str](), set[str]()
    for act, case, who in script:
        match act:
            case "list" if case not in listings:
                listings[case] = story.listed(f"l{case}")
            case "order" if case in listings and case not in orders:
                orders[case] = story.ordered(listings[case], f"o{case}")
            case "lift" if case in orders and f"o{case}" not in ended:
                ended.add(f"o{case}")
                story.lifted(f"o{case}")
            case "end" if case in listings and f"l{case}" not in ended:
                ended.add(f"l{case}")
                story.tell("listing.removed", case=f"l{case}", reason="early")
            case "report" if case in orders:
                story.reported(who, "executed", f"o{case}")
            case "confirm" if case in orders:
                story.confirmed(who, f"o{case}")
            case "withdraw" if case in listings:
                story.tell("message.withdrawn", withdrawn_id=listings[case])
            case "withdraw_order" if case in orders:
                story.tell("message.withdrawn", withdrawn_id=orders[case])
    return story


def chased(story: Story) -> None:
    """Do what is due about measures, as reminded, until nothing is."""
    for _ in range(20):
        duties = what_is_due(story.records().values(), FAR)
        todo = {(d.what, d.case, d.who) for d in duties if d.what in {"lift", "confirm_lift"}}
        if not todo:
            return
        for what, case, who in sorted(todo):
            if what == "lift":
                story.lifted(case)
            else:
                story.confirmed(who, case)
    raise AssertionError("never done")


@settings(max_examples=150, deadline=None)
@given(script=moves)
def test_no_measure_is_in_force_without_a_live_ground_after_all_confirmations(
    script: list[tuple[str, str, str]],
) -> None:
    story = told(script)
    chased(story)
    records = story.records()
    messages = standing_messages(records.values())
    for record in records.values():
        if record.family == "measure" and live(record):
            assert ground_gone(record, messages) is None
            order = records["punishment", record.detail["case"]]
            assert order.state == "ordered"
    for order in (r for r in records.values() if r.family == "punishment"):
        keys = order.detail.get("measures", ())
        confirmed = all(records["measure", key].state == "lifted" for key in keys)
        assert (order.state == "closed") == confirmed
    for one in restrictions(records.values(), FAR):
        assert one.grounds


def in_any_order(story: Story, order: list[int]) -> list[Fact]:
    """Deal the facts anew: each signer's own stay in its order, as admission keeps them."""
    queues = {source: [f for f in story.facts if f.source == source] for source in (MARKET, BANK)}
    own = [f for f in story.facts if f.source == LISTER]
    mixed: list[Fact] = []
    for pick in order:
        names = [name for name, queue in queues.items() if queue]
        if not names:
            break
        mixed.append(queues[names[pick % len(names)]].pop(0))
    mixed += [fact for queue in queues.values() for fact in queue]
    return [replace(fact, index=place) for place, fact in enumerate([*own, *mixed], 1)]


def outcome(records: Mapping[tuple[str, str], Record]) -> dict[tuple[str, str], tuple[str, ...]]:
    return {name: (r.state, r.since, r.until, r.source) for name, r in records.items()}


def answers() -> Story:
    story = Story()
    first, second = story.listed("l1"), story.listed("l2")
    story.ordered(first, "o1")
    story.ordered(second, "o2")
    story.lifted("o1")
    for case in ("o1", "o2"):
        for who in (MARKET, BANK):
            story.reported(who, "executed", case)
            story.confirmed(who, case)
    story.tell("listing.published", MARKET, "l1", status="published")
    return story


@given(order=st.lists(st.integers(0, 5), max_size=12), repeats=st.lists(st.integers(0, 11)))
def test_any_order_and_repetition_of_the_answers_converges(
    order: list[int], repeats: list[int]
) -> None:
    story = answers()
    dealt = in_any_order(story, order)
    again = [*dealt, *(dealt[place % len(dealt)] for place in repeats)]
    assert outcome(replayed(again)) == outcome(replayed(story.facts))


@settings(deadline=None)
@given(script=moves)
def test_a_record_is_the_sum_of_its_steps(script: list[tuple[str, str, str]]) -> None:
    for record in told(script).records().values():
        assert retold(record, record.steps) == record
        assert retold(record, reversed(record.steps)) == record


@settings(deadline=None)
@given(script=moves, cut=st.integers(0, 30))
def test_replaying_up_to_a_day_is_what_was_live_that_day(
    script: list[tuple[str, str, str]], cut: int
) -> None:
    story = told(script)
    earlier = Story(story.facts[:cut])
    assert earlier.records() == replayed(story.facts[:cut])
