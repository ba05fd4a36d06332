"""The answers to an order, the same in every plugin that gives them."""

from datetime import date

from hub.sdk import Outcome, Participant
from hub.sdk.order_answer import MOST_ORDERS, UNSEEN_ORDER, Orders
from hub.sdk.testing import Circumstances, PluginCase
from hub_plugins.market_regulation.plugin import plugin
from hub_schemas import PunishmentLiftConfirmed, PunishmentLifted, PunishmentReported
from hub_schemas.codes import LiftStatus, MeasureStatus
from tests.plugins.reference.test_conformance import order

MARKET = Participant("mr-hebei", "regulator", "market_regulation", "13", "province")
FINANCE = Participant("fi-hebei", "regulator", "finance", "13", "province")
FIRST = f"01900000-0000-7000-8000-{1:012x}"
SECOND = f"01900000-0000-7000-8000-{2:012x}"


def lift(order_id: str) -> PunishmentLifted:
    return PunishmentLifted(
        order_id=order_id,
        division="130102",
        lifted_on=date(2026, 3, 2),
        reason="listing_removed",
    )


def test_only_own_measures_are_reported_in_the_orders_case() -> None:
    handled = PluginCase(plugin, MARKET).deliver(order(), correlationid="punishment-7")
    [draft] = handled.drafts
    assert isinstance(draft.body, PunishmentReported)
    assert [m.measure_id for m in draft.body.measures] == ["market_regulation-publish"]
    assert (draft.correlationid, draft.causationid) == ("punishment-7", FIRST)
    assert draft.draftkey == f"report-{FIRST}"
    assert handled.outcome is Outcome.EXECUTED


def test_an_order_without_a_measure_of_ours_is_not_applicable_and_says_so() -> None:
    handled = PluginCase(plugin, FINANCE).deliver(order())
    assert handled.outcome is Outcome.NOT_APPLICABLE
    [draft] = handled.drafts
    assert isinstance(draft.body, PunishmentReported)
    assert {m.status for m in draft.body.measures} == {MeasureStatus.NOT_APPLICABLE}


def confirmation(case: PluginCase, order_id: str) -> PunishmentLiftConfirmed:
    [draft] = case.deliver(lift(order_id)).drafts
    assert isinstance(draft.body, PunishmentLiftConfirmed)
    return draft.body


def test_what_was_executed_is_confirmed_as_lifted() -> None:
    case = PluginCase(plugin, MARKET)
    case.deliver(order())
    [measure] = confirmation(case, FIRST).measures
    assert (measure.measure_id, measure.status) == ("market_regulation-publish", LiftStatus.LIFTED)


def test_the_lifting_of_an_unseen_order_is_confirmed_and_keeps_it_from_beginning() -> None:
    case = PluginCase(plugin, MARKET)
    [measure] = confirmation(case, SECOND).measures
    assert (measure.measure_id, measure.status) == (UNSEEN_ORDER, LiftStatus.WAS_NOT_APPLIED)
    late = case.deliver(order())
    assert late.outcome is Outcome.NO_EFFECT
    assert late.drafts == ()


def test_a_second_lifting_changes_nothing() -> None:
    case = PluginCase(plugin, MARKET)
    case.deliver(order())
    case.deliver(lift(FIRST))
    assert case.deliver(lift(FIRST)).outcome is Outcome.NO_EFFECT


def test_an_order_told_again_is_not_reported_again() -> None:
    case = PluginCase(plugin, MARKET)
    message = case.message(order(), Circumstances())
    case.handle(message)
    again = case.handle(message)
    assert (again.outcome, again.drafts) == (Outcome.NO_EFFECT, ())


def test_orders_stay_bounded_and_leave_other_state_alone() -> None:
    many = Orders({str(n): {"m": True} for n in range(MOST_ORDERS + 5)}, ())
    state = many.into({"other": 1})
    assert len(state["orders"]) == MOST_ORDERS
    assert state["other"] == 1
