"""`hub agent` and `hub proposal` as an operator types them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hub.agent.home import AgentHome
from hub.agent.identity import Pace
from hub.agent.store import alarm
from hub.cli.main import main
from hub.sdk import Draft
from tests.unit.agent.sample_plugins import SUBJECT, registered
from tests.unit.agent.test_kill import made_home
from tests.unit.agent.world import INSURER, MARKET, drafts


@pytest.fixture
def homes(tmp_path: Path) -> dict[str, AgentHome]:
    return made_home(tmp_path)


def hub(homes: dict[str, AgentHome], *words: str, of: str = MARKET[0]) -> Result:
    home = homes[of].path.parent.parent
    return CliRunner().invoke(main, [*words, "--home", str(home), "--participant", of])


def test_check_tells_every_step_of_the_way(homes: dict[str, AgentHome]) -> None:
    result = hub(homes, "agent", "check")
    assert result.exit_code == 0, result.output
    lines = [line.split(":")[0] for line in result.output.splitlines()]
    assert lines == [
        f"ok   {name}"
        for name in ("key", "link", "directory", "hub signature", "generation", "head")
    ]


def test_check_does_not_fence_a_running_agent(homes: dict[str, AgentHome]) -> None:
    with homes[MARKET[0]].lock():
        result = hub(homes, "agent", "check")
    assert result.exit_code == 0
    assert "held by the agent that is running" in result.output


def test_check_fails_with_the_step_that_failed(homes: dict[str, AgentHome]) -> None:
    other = homes[INSURER[0]].path / "key.pem"
    (homes[MARKET[0]].path / "key.pem").write_bytes(other.read_bytes())
    result = hub(homes, "agent", "check", "--json")
    assert result.exit_code == 1
    assert [one["ok"] for one in json.loads(result.output)][-1] is False


def test_status_tells_what_is_under_way(homes: dict[str, AgentHome]) -> None:
    agent = homes[MARKET[0]].open(pace=Pace())
    agent.enqueue(drafts(3), datetime.now(UTC))
    agent.close()
    facts = json.loads(hub(homes, "agent", "status", "--json").output)
    assert facts["outbox"] == {"draft": 3}
    assert "outbox draft" in hub(homes, "agent", "status").output


def test_a_proposal_is_listed_confirmed_and_declined(homes: dict[str, AgentHome]) -> None:
    agent = homes[MARKET[0]].open()
    proposed = [
        Draft(SUBJECT, registered(f"W {i}"), draftkey=f"p-{i}", proposal=f"Register {i}?")
        for i in range(2)
    ]
    first, second = agent.enqueue(proposed, datetime.now(UTC)).accepted
    agent.close()
    listed = json.loads(hub(homes, "proposal", "list", "--json").output)
    assert [one["id"] for one in listed] == [first, second]
    assert hub(homes, "proposal", "confirm", first, "--by", "officer").exit_code == 0
    declined = hub(homes, "proposal", "decline", second, "--why", "no ground", "--by", "officer")
    assert declined.exit_code == 0
    again = hub(homes, "proposal", "confirm", second)
    assert (again.exit_code, "agent.proposal_decided" in again.output) == (2, True)
    everything = json.loads(hub(homes, "proposal", "list", "--all", "--json").output)
    assert [one["state"] for one in everything] == ["confirmed", "declined"]
    assert "Register" not in hub(homes, "proposal", "list").output


def test_what_is_not_there_is_wrong_input(homes: dict[str, AgentHome]) -> None:
    released = hub(homes, "agent", "release", "7", "--by", "me", "--why", "now")
    assert (released.exit_code, "agent.not_parked" in released.output) == (2, True)
    home = homes[MARKET[0]].path.parent.parent
    missing = CliRunner().invoke(
        main, ["agent", "status", "--home", str(home), "--participant", "nobody"]
    )
    assert (missing.exit_code, "config.no_agent" in missing.output) == (2, True)


@pytest.mark.parametrize(
    ("plugin", "code"),
    [
        ("liability_insurence", "plugin.unknown"),
        ("tests.unit.agent.sample_plugins:plane", "plugin.import_failed"),
        ("tests.unit.agent.no_plugins:plain", "plugin.import_failed"),
        (":plain", "plugin.import_failed"),
    ],
)
def test_a_misspelled_plugin_ends_the_agent_in_one_line(
    homes: dict[str, AgentHome], plugin: str, code: str
) -> None:
    path = homes[MARKET[0]].path / "agent.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    changed = [f'plugin = "{plugin}"' if one.startswith("plugin") else one for one in lines]
    path.write_text("\n".join(changed), encoding="utf-8")

    result = hub(homes, "agent", "run")

    assert result.exit_code == 2
    (line,) = result.output.splitlines()
    assert line.startswith(f"hub: {code}: ")
    assert line.count(code) == 1


def test_status_is_wide_where_there_is_no_terminal(
    homes: dict[str, AgentHome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    text = "a line as long as this one is not broken [nor read] as markup"
    store = homes[MARKET[0]].store()
    with store.transaction() as rows:
        alarm(rows, 1, "agent.test", "something", text)
    store.close()
    assert text in hub(homes, "agent", "status").output
