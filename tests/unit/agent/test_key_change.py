"""A key is changed with messages under way, and none is refused."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hub.agent.agent import Agent
from hub.agent.home import AgentHome
from hub.agent.links.inprocess import InProcessLink
from hub.bootstrap import key_record
from hub.cli.main import main
from hub.exchange.model import Answered, Submission
from hub.exchange.registrar import with_changed, with_key, without_key
from hub.message.jws import read_jws
from hub.message.receipt import Status, decode_receipt
from hub.trust.directory import RETIRED
from hub.trust.keys import PrivateKeySigner, PublicKey, Signer
from tests.unit.agent.test_kill import made_home
from tests.unit.agent.world import INSURER, MARKET, CutLink, World, drafts

SENDER, RECIPIENT = MARKET[0], INSURER[0]


class Watching(InProcessLink):
    """Notes what the hub made of every submission, whether or not the answer arrives."""

    def __init__(self, world: World) -> None:
        super().__init__(world.bus, SENDER)
        self.world = world
        self.statuses: list[Status] = []

    def submit(self, bundle: bytes) -> None:
        exchange = self.world.hub.exchange
        admit = exchange.admit

        def noted(submissions: Sequence[Submission]) -> Answered:
            answered = admit(submissions)
            for text in answered.answers:
                self.statuses += [r.status for r in decode_receipt(read_jws(text).payload).results]
            return answered

        exchange.admit = noted  # type: ignore[method-assign]
        try:
            super().submit(bundle)
        finally:
            exchange.admit = admit  # type: ignore[method-assign]


class InMemory:
    """A key file's stand-in: what the agent signs with can be replaced while it runs."""

    def __init__(self, signer: Signer) -> None:
        self.signer: Signer = signer

    @property
    def alg(self) -> str:
        return self.signer.alg

    @property
    def public(self) -> PublicKey:
        return self.signer.public

    @property
    def kid(self) -> str:
        return self.signer.kid

    def sign(self, signing_input: bytes) -> bytes:
        return self.signer.sign(signing_input)


def restarted(world: World, link: CutLink, signer: PrivateKeySigner) -> Agent:
    world.agents[SENDER]._pieces.store._engine.dispose()
    world.signers[SENDER] = signer
    return world.agent(SENDER, link=link)


def enrol_key(world: World, signer: PrivateKeySigner) -> None:
    change = with_key(key_record(signer.public, world.now))
    world.hub.registrar.publish(with_changed(SENDER, change))


def retire(world: World, kid: str) -> None:
    change = without_key(kid, RETIRED, world.now)
    world.hub.registrar.publish(with_changed(SENDER, change))


def test_no_message_is_refused_while_the_key_changes(world: World) -> None:
    watching = Watching(world)
    link = CutLink(watching)
    old, new = world.signers[SENDER], PrivateKeySigner.generate()
    key = world.signers[SENDER] = InMemory(old)
    agent, recipient = world.agent(SENDER, link=link), world.agent(RECIPIENT, "plain")
    world.settle()
    link.lose_answers = True
    agent.enqueue(drafts(10, prefix="answered-late"), world.now)
    world.step(SENDER)
    link.refuses_submissions = True
    agent.enqueue(drafts(10, prefix="sealed-unsent"), world.now)
    world.step(SENDER, 2)
    enrol_key(world, new)

    key.signer = new
    agent.enqueue(drafts(10, prefix="new"), world.now)
    link.refuses_submissions = link.lose_answers = False
    for _ in range(6):
        world.step(SENDER, 3)
    world.settle()
    retire(world, old.kid)
    agent.enqueue(drafts(10, prefix="after"), world.now)
    for _ in range(4):
        world.step(SENDER, 3)
    world.settle()

    assert agent.status()["outbox"] == {"admitted": 40}
    assert recipient.status()["inbox"] == {"applied": 40}
    assert agent.status()["alarms"] == recipient.status()["alarms"] == []
    assert set(watching.statuses) == {Status.ADMITTED}


def test_a_key_retired_too_early_delays_and_loses_nothing(world: World) -> None:
    link = CutLink(InProcessLink(world.bus, SENDER))
    agent, recipient = world.agent(SENDER, link=link), world.agent(RECIPIENT, "plain")
    world.settle()
    link.refuses_submissions = True
    agent.enqueue(drafts(10), world.now)
    world.step(SENDER)
    old, new = world.signers[SENDER], PrivateKeySigner.generate()
    enrol_key(world, new)
    retire(world, old.kid)
    link.refuses_submissions = False
    agent = restarted(world, link, new)
    for _ in range(20):
        world.step(SENDER, 3)
    world.settle()
    assert agent.status()["outbox"] == {"admitted": 10}
    assert recipient.status()["inbox"] == {"applied": 10}


def hub(home: Path, *words: object) -> Result:
    return CliRunner().invoke(main, [*map(str, words), "--home", str(home)])


def agent_key(home: Path, *words: str) -> Result:
    return hub(home, "agent", "key", *words, "--participant", SENDER)


def run_a_little(home: AgentHome) -> None:
    with home.lock():
        agent = home.open()
        for _ in range(6):
            agent.step(datetime.now(UTC))
        agent.close()


def test_both_sides_change_a_key_by_command(tmp_path: Path) -> None:
    place = made_home(tmp_path)[SENDER]
    run_a_little(place)
    old = place.signer().kid
    made = json.loads(agent_key(tmp_path, "new", "--json").stdout)
    assert json.loads(agent_key(tmp_path, "new", "--json").stdout) == made
    assert (place.path / "key.next.pem").stat().st_mode & 0o777 == 0o600

    early = agent_key(tmp_path, "use")
    assert (early.exit_code, "agent.key_not_enrolled" in early.stderr) == (2, True)
    assert hub(tmp_path, "participant", "key", "add", SENDER, made["file"]).exit_code == 0
    run_a_little(place)
    running = place.open()
    running.enqueue(drafts(3), datetime.now(UTC))
    assert agent_key(tmp_path, "use").exit_code == 0
    for _ in range(6):
        running.step(datetime.now(UTC))
    assert running._pieces.identity.signer.kid == made["kid"]
    running.close()
    assert place.signer().kid == made["kid"]

    run_a_little(place)
    listed = json.loads(agent_key(tmp_path, "list", "--json").stdout)
    assert [(one["kid"], one["place"], one["state"], one["under_way"]) for one in listed] == [
        (made["kid"], "in use", "active", 0),
        (old, "previous", "active", 0),
    ]
    retired = hub(tmp_path, "participant", "key", "retire", SENDER, old)
    assert retired.exit_code == 0, retired.stderr
    run_a_little(place)
    assert hub(tmp_path, "agent", "check", "--participant", SENDER).exit_code == 0
    assert "retired" in agent_key(tmp_path, "list").stdout
    assert "agent.no_next_key" in agent_key(tmp_path, "use").stderr


@pytest.mark.parametrize("kid", ["-h" + "A" * 41, "--" + "x" * 41])
def test_a_key_id_that_looks_like_an_option_is_one_all_the_same(tmp_path: Path, kid: str) -> None:
    made_home(tmp_path)
    for command in ("retire", "compromised"):
        result = hub(tmp_path, "participant", "key", command, SENDER, kid)
        assert (result.exit_code, "directory.key_unknown" in result.stderr) == (2, True)


def test_a_key_file_that_cannot_be_read_leaves_the_key_in_use(tmp_path: Path) -> None:
    place = made_home(tmp_path)[SENDER]
    identity = place.identity()
    kid = identity.signer.kid
    (place.path / "key.pem").write_bytes(b"half a key")
    identity.look()
    (place.path / "key.pem").unlink()
    identity.look()
    assert identity.signer.kid == kid
