"""`hub participant` and `hub agent new`: refused cleanly, taken up again, for machines too."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hub.agent.home import AgentHome
from hub.cli.main import main
from hub.trust.keys import PrivateKeySigner
from tests.unit.cli.test_home import mode

BANK = ("--role", "bank", "--department", "finance", "--level", "national")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "hub"


def hub(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def add(home: Path, name: str, *more: object) -> Result:
    return hub("participant", "add", name, *BANK, "--home", home, *more)


def test_a_refused_participant_leaves_nothing_behind_and_can_be_added_rightly(home: Path):
    wrong = hub(
        "participant", "add", "bank", *BANK[:2], "--department", "F!", *BANK[4:], "--home", home
    )
    assert wrong.exit_code == 2
    assert not (home / "agents" / "bank").exists()
    assert add(home, "bank").exit_code == 0


def test_an_add_that_was_cut_off_goes_on_with_the_key_it_made(home: Path):
    add(home, "first")
    add(home, "bank")
    key = (home / "agents" / "bank" / "key.pem").read_bytes()
    (home / "hub.db").unlink()
    (home / "keys").rename(home / "keys.new")

    assert add(home, "bank").exit_code == 0
    assert (home / "agents" / "bank" / "key.pem").read_bytes() == key


@pytest.mark.parametrize(
    "command", [("list",), ("root",), ("suspend", "bank"), ("key", "list", "bank")]
)
def test_a_mistyped_home_is_refused_not_made(home: Path, command: tuple[str, ...]):
    result = hub("participant", *command, "--home", home)
    assert result.exit_code == 2
    assert "config.no_home" in result.stderr
    assert not home.exists()


def test_every_change_speaks_json(home: Path):
    added = json.loads(add(home, "bank", "--json").stdout)
    assert added == {"id": "bank", "directory": 2, "agent": str(home / "agents" / "bank")}
    for command in ("suspend", "resume"):
        result = hub("participant", command, "bank", "--json", "--home", home)
        assert json.loads(result.stdout)["id"] == "bank"


def test_an_agents_folder_is_for_its_owner_alone(home: Path):
    add(home, "bank")
    assert mode(home / "agents" / "bank") == 0o700
    assert mode(home / "agents" / "bank" / "agent.toml") == 0o600


@pytest.mark.parametrize("left", [(), ("key.jwk", "agent.toml.part")])
def test_an_add_cut_off_before_its_settings_goes_on_with_the_key_it_made(
    home: Path, left: tuple[str, ...]
):
    add(home, "first")
    agent = home / "agents" / "bank"
    agent.mkdir(parents=True)
    pem = PrivateKeySigner.generate().to_pem(None)
    for name in ("key.pem", *left):
        (agent / name).write_bytes(pem)

    assert add(home, "bank").exit_code == 0
    assert (agent / "key.pem").read_bytes() == pem
    assert sorted(path.name for path in agent.iterdir()) == ["agent.toml", "key.jwk", "key.pem"]


def test_a_new_agent_cut_off_anywhere_is_finished_by_the_same_command(
    home: Path, monkeypatch: pytest.MonkeyPatch
):
    made = AgentHome(home / "own" / "agents" / "bank")
    link = ("--link", "https://hub.example")
    add(home, "other")
    write, keys = AgentHome._part, set()

    def cut(at: str) -> Callable[[AgentHome, str, bytes], Path]:
        def part(place: AgentHome, name: str, content: bytes) -> Path:
            if name == at:
                raise KeyboardInterrupt
            return write(place, name, content)

        return part

    for at in ("key.pem", "key.jwk", "agent.toml"):
        monkeypatch.setattr(AgentHome, "_part", cut(at))
        assert new_agent(home, *link).exit_code == 130
        keys |= {made.signer().kid} if (made.path / "key.pem").exists() else set()
    monkeypatch.undo()

    assert new_agent(home, *link).exit_code == 0
    assert keys == {made.signer().kid}
    assert made.identity().participant == "bank"
    assert json.loads((made.path / "key.jwk").read_bytes()) == made.signer().public.jwk
    again = new_agent(home, *link)
    assert (again.exit_code, "config.agent_exists" in again.stderr) == (2, True)


def new_agent(home: Path, *more: object) -> Result:
    add(home, "other")
    root = home / "root.jwk"
    root.write_text(hub("participant", "root", "--home", home).stdout)
    given = ("--participant", "bank", "--hubid", "embedded", "--root", root, "--home", home / "own")
    return hub("agent", "new", *given, *more)


def test_a_link_of_no_known_kind_is_refused_before_a_key_is_made(home: Path):
    assert new_agent(home, "--link", "ftp://hub").exit_code == 2
    assert not (home / "own").exists()


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_an_authority_that_is_none_is_refused_in_one_line(home: Path, content: bytes | None):
    authority = home.parent / "ca.pem"
    if content is not None:
        authority.write_bytes(content)
    result = new_agent(home, "--link", "https://hub.example", "--ca-file", authority)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1].startswith("hub: agent.ca_file: ")
    assert not (home / "own").exists()
