"""Nothing that an officer must decide is signed before one has."""

from pathlib import Path

import pytest

from hub.agent.proposals import confirm, decline, listed
from hub.errors import OrderError
from hub.sdk import Draft
from tests.unit.agent.conftest import Bench
from tests.unit.agent.fake_hub import SUBJECT, event_of
from tests.unit.agent.sample_plugins import registered


def proposed(bench: Bench) -> str:
    draft = Draft(SUBJECT, registered(), draftkey="decision-1", proposal="Register it?")
    (proposal_id,) = bench.agent.enqueue([draft], bench.hub.now).accepted
    return proposal_id


def test_a_proposal_waits_unsigned_until_it_is_confirmed(bench: Bench) -> None:
    bench.opened()
    proposal_id = proposed(bench)
    bench.steps(2)
    assert bench.sent() == []
    (one,) = listed(bench.store)
    assert (one.text, one.main["subject_name"]) == ("Register it?", "Example Works")
    confirm(bench.store, proposal_id, "officer", bench.hub.now)
    bench.steps(2)
    (sent,) = bench.sent()
    assert (event_of(sent).id, event_of(sent).draftkey) == (proposal_id, "decision-1")
    assert listed(bench.store) == []
    assert [one.decided_by for one in listed(bench.store, None)] == ["officer"]


def test_a_declined_proposal_is_not_proposed_again(bench: Bench) -> None:
    decline(bench.store, proposed(bench), "officer", "no ground", bench.hub.now)
    again = Draft(SUBJECT, registered(), draftkey="decision-1", proposal="Register it?")
    assert bench.agent.enqueue([again], bench.hub.now).known_count == 1


def test_a_proposal_is_decided_once(bench: Bench, tmp_path: Path) -> None:
    proposal_id = proposed(bench)
    decline(bench.store, proposal_id, "officer", "no ground", bench.hub.now)
    with pytest.raises(OrderError, match="proposal_decided"):
        confirm(bench.store, proposal_id, "other", bench.hub.now)
    with pytest.raises(OrderError, match="proposal_unknown"):
        confirm(bench.store, "nothing", "other", bench.hub.now)
