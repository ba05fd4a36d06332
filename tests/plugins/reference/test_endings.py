"""An ending that arrives before its beginning keeps it from beginning, in every plugin."""

import pytest

from hub.sdk import Handled, Outcome, Participant
from hub.sdk.testing import PluginCase
from hub_schemas import HazardDelisted, MessageWithdrawn
from tests import bodies
from tests.plugins.reference.network import BANK, EM, INDUSTRY, INSURER, MARKET, PLUGINS
from tests.plugins.reference.test_conformance import BODIES, DAY, ID, NAME, order

REGISTERED, HAZARD = BODIES[0], BODIES[2]
THIRD = f"01900000-0000-7000-8000-{3:012x}"


def after(
    participant: Participant, ending: object, beginning: object
) -> tuple[PluginCase, Handled]:
    """Play a registration, the ending of the third message, and the third message."""
    case = PluginCase(PLUGINS[participant], participant)
    case.deliver(REGISTERED)
    case.deliver(ending)
    return case, case.deliver(beginning)


def state(case: PluginCase) -> dict[str, object]:
    return next(iter(case.states.values()))


def withdrawal(kind: str) -> MessageWithdrawn:
    return MessageWithdrawn(
        withdrawn_id=THIRD, withdrawn_type=kind, decided_on=DAY, reason="entered_in_error"
    )


@pytest.mark.parametrize("participant", [EM, INSURER], ids=lambda p: p.id)
def test_a_hazard(participant: Participant) -> None:
    delisted = HazardDelisted(hazard_id=THIRD, delisted_on=DAY, reason="rectified")
    case, _ = after(participant, delisted, HAZARD)
    assert not state(case)["hazards"]


@pytest.mark.parametrize("participant", [EM, INSURER], ids=lambda p: p.id)
def test_a_withdrawn_accident(participant: Participant) -> None:
    case, handled = after(participant, withdrawal("accident.reported"), bodies.accident(deaths=12))
    assert not state(case)["accidents"]
    assert handled.drafts == ()


@pytest.mark.parametrize("participant", [EM, INSURER], ids=lambda p: p.id)
def test_a_supplement_of_a_withdrawn_accident(participant: Participant) -> None:
    case, _ = after(participant, withdrawal("accident.reported"), bodies.accident(deaths=12))
    case.deliver(bodies.accident(deaths=13, supplements_id=THIRD))
    assert not state(case)["accidents"]


def test_a_listing_at_the_insurer() -> None:
    case, _ = after(INSURER, bodies.removal(THIRD), bodies.listing(ID))
    assert not state(case)["listings"]


def test_a_listing_at_the_bank() -> None:
    _, handled = after(BANK, bodies.removal(THIRD), bodies.listing(ID))
    assert handled.outcome is Outcome.NO_EFFECT


def test_a_penalty_at_the_market_regulator() -> None:
    _, handled = after(MARKET, withdrawal("penalty.decided"), bodies.penalty())
    assert handled.outcome is Outcome.NO_EFFECT


@pytest.mark.parametrize("participant", [MARKET, BANK, INSURER, INDUSTRY], ids=lambda p: p.id)
def test_a_withdrawn_order(participant: Participant) -> None:
    _, handled = after(participant, withdrawal("punishment.ordered"), order())
    assert handled.outcome is Outcome.NO_EFFECT
    assert handled.drafts == ()


def test_an_enterprise_outside_the_region_is_neither_graded_nor_listed() -> None:
    case = PluginCase(PLUGINS[EM], EM)
    handled = case.deliver(bodies.accident(division="440106", deaths=12, subject_name=NAME))
    assert handled.outcome is Outcome.NOTED
    assert handled.drafts == ()


def test_a_list_of_another_regime_does_not_touch_approvals_or_premium() -> None:
    other = bodies.listing(ID, list_scheme="samr-serious")
    assert PluginCase(PLUGINS[INDUSTRY], INDUSTRY).deliver(other).outcome is Outcome.NOT_APPLICABLE
    case = PluginCase(PLUGINS[INSURER], INSURER)
    case.deliver(other)
    assert not state(case)["listings"]
