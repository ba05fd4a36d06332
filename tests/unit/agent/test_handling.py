"""Plugins that raise, hang, die and answer nonsense harm only their message."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.agent.host import PluginHost
from hub.agent.inbox import release
from hub.errors import OrderError, PluginError
from tests.unit.agent.conftest import Bench
from tests.unit.agent.fake_hub import SUBJECT, event_of
from tests.unit.agent.world import sample

OTHER_SUBJECT = "uscc:91130200MA0ABCDE2Y"


def rows(bench: Bench) -> list[tuple[str, str | None, int]]:
    return [(row["state"], row["outcome"], row["attempts"]) for row in bench.inbox()]


def deliver(bench: Bench, *named: tuple[str, str]) -> None:
    """Deliver messages: each a subject and what the plugin shall do."""
    sequences: dict[str, int] = {}
    made = []
    for subject, name in named:
        sequences[subject] = sequences.get(subject, 0) + 1
        body = {"subject_name": name, "division": "130102"}
        made.append(bench.hub.message(sequences[subject], subject, body=body))
    bench.hub.frames.append(bench.hub.deliveries(*made))


@pytest.fixture
def faulty(tmp_path: Path) -> Iterator[Bench]:
    """A bench whose plugin runs in a real process with a short time limit."""
    made = Bench(tmp_path, "faulty")
    host = made.agent._pieces.host
    assert host is not None
    real = PluginHost(sample("faulty"), limit_s=1.0)
    made.agent._handling._host = made.agent._reporting._host = real
    yield made
    real.close()
    made.agent.close()


@pytest.mark.parametrize("fault", ["raise", "hang", "die", "nonsense", "invalid"])
def test_a_fault_parks_its_message_and_all_others_go_on(faulty: Bench, fault: str) -> None:
    faulty.opened()
    deliver(
        faulty,
        (SUBJECT, "good"),
        (SUBJECT, f"{fault} now"),
        (OTHER_SUBJECT, "good"),
        (SUBJECT, "good"),
    )
    faulty.steps(3)
    assert rows(faulty)[2] == ("applied", "noted", 0)
    assert [row[0] for row in rows(faulty)] == ["applied", "retrying", "applied", "waiting"]
    faulty.steps(3, seconds=5)
    assert rows(faulty) == [
        ("applied", "noted", 0),
        ("parked", None, 3),
        ("applied", "noted", 0),
        ("waiting", None, 0),
    ]
    reason = faulty.inbox()[1]["reason"]
    assert "name of a person" not in reason
    assert (
        reason.split(":")[0]
        == {
            "raise": "plugin.raised",
            "hang": "plugin.overran",
            "die": "plugin.died",
            "nonsense": "plugin.nonsense",
            "invalid": "contract.body_invalid",
        }[fault]
    )


def test_prints_and_changed_states_do_no_harm(faulty: Bench) -> None:
    faulty.opened()
    deliver(faulty, (SUBJECT, "print now"), (SUBJECT, "change now"), (SUBJECT, "good"))
    faulty.steps(3)
    assert rows(faulty) == [("applied", "noted", 0)] * 3


def test_what_comes_behind_a_parked_message_waits_until_its_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mood = tmp_path / "mood"
    mood.touch()
    monkeypatch.setenv("MOODY", str(mood))
    bench = Bench(tmp_path, "moody").opened()
    deliver(bench, (SUBJECT, "raise"), (SUBJECT, "good"), (OTHER_SUBJECT, "good"))
    bench.steps(6, seconds=5)
    bench.hub.frames.append(bench.hub.deliveries(bench.hub.message(3)))
    bench.steps(2)
    assert [row[0] for row in rows(bench)] == ["parked", "waiting", "applied", "waiting"]
    mood.unlink()
    with bench.store.transaction() as held, pytest.raises(OrderError):
        release(held, 2, "officer", "not parked")
    with bench.store.transaction() as held:
        release(held, 1, "officer", "the system is back")
    bench.steps(3)
    assert [row[0] for row in rows(bench)] == ["applied"] * 4
    first = bench.inbox()[0]
    assert (first["released_by"], first["released_why"]) == ("officer", "the system is back")
    bench.agent.close()


def test_messages_a_plugin_does_not_consume_are_not_applicable(tmp_path: Path) -> None:
    bench = Bench(tmp_path, "registrar").opened()
    deliver(bench, (SUBJECT, "good"))
    bench.steps(2)
    assert rows(bench) == [("applied", "not_applicable", 0)]
    bench.agent.close()


def test_drafts_of_an_answer_are_sent_with_their_cause(tmp_path: Path) -> None:
    bench = Bench(tmp_path, "echo").opened()
    deliver(bench, (SUBJECT, "good"))
    bench.steps(3)
    cause = bench.inbox()[0]
    (event,) = (event_of(one) for one in bench.sent())
    assert (event.causationid, event.correlationid) == (cause["id"], "case-1")
    assert event.draftkey == f"echo-{cause['id']}"
    bench.agent.close()


def test_state_is_kept_per_subject(bench: Bench) -> None:
    bench.opened()
    deliver(bench, (SUBJECT, "a"), (OTHER_SUBJECT, "b"), (SUBJECT, "c"))
    bench.steps(2)
    from hub.agent.tables import plugin_state  # noqa: PLC0415

    with bench.store.reading() as held:
        found = {row[0]: row[1] for row in held.execute(plugin_state.select())}
    assert found == {SUBJECT: b'{"count":2}', OTHER_SUBJECT: b'{"count":1}'}


def test_a_plugin_that_cannot_start_leaves_the_agent_working(tmp_path: Path) -> None:
    bench = Bench(tmp_path, "plain")
    missing = PluginHost("no.such.module:plugin")
    bench.agent._handling._host = bench.agent._reporting._host = missing
    bench.opened()
    deliver(bench, (SUBJECT, "good"))
    done = bench.steps(1, seconds=3)
    assert "plugin.import_failed" in done.plugin_away
    assert rows(bench) == [("new", None, 0)]
    assert bench.agent._acknowledging is not None
    with pytest.raises(PluginError):
        missing.start()
    bench.agent.close()


def test_collected_facts_are_sent_once_and_their_fate_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    monkeypatch.setenv("TOLD", str(told))
    bench = Bench(tmp_path, "registrar", collect_s=0.0).opened()
    bench.steps(2)
    assert [event_of(one).draftkey for one in bench.sent()] == ["works-0", "works-1"]
    bench.hub.submitted.clear()
    bench.steps(2, seconds=6)
    bench.hub.admit_all()
    bench.steps(2)
    assert told.read_text().splitlines() == ["works-0 True ", "works-1 True "]
    assert bench.agent.status()["proposals_waiting"] == 1
    bench.agent.close()
