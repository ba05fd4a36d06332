"""A real hub on SQLite with agents beside it, driven step by step; time is a counter."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hub.agent.agent import Agent, Pieces, Progress
from hub.agent.host import PluginHost
from hub.agent.identity import Identity, Pace
from hub.agent.links import Link
from hub.agent.links.inprocess import InProcessLink
from hub.agent.store import Store
from hub.bootstrap import create_hub, key_record, open_hub
from hub.bus.inprocess import InProcessBus
from hub.config import Config
from hub.errors import TransportError
from hub.exchange.registrar import with_participant
from hub.sdk import Draft
from hub.trust.directory import ParticipantRecord
from hub.trust.keys import PrivateKeySigner, Signer

PACE = Pace(acknowledge_s=0.0, retry_s=1.0, resend_s=5.0, request_s=1.0)
MARKET = ("market-hebei", "regulator", "market_regulation", "13", "province")
INSURER = ("insurer-one", "insurer", "insurance", "", "national")


@dataclass
class World:
    """Everything on one machine and one clock."""

    home: Path
    pace: Pace = PACE
    agents: dict[str, Agent] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.now = datetime.now(UTC)
        config = Config(self.home / "hub", hubid="test-hub")
        create_hub(config)
        self.hub = open_hub(config, clock=lambda: self.now)
        self.bus = InProcessBus(self.hub.exchange)
        self.signers: dict[str, Signer] = {}

    def tick(self, seconds: float = 1.0) -> datetime:
        self.now += timedelta(seconds=seconds)
        return self.now

    def enrol(self, who: Sequence[str]) -> str:
        name, role, department, region, level = who
        signer = PrivateKeySigner.generate()
        self.signers[name] = signer
        record = ParticipantRecord(
            id=name,
            name_zh=name,
            name_en=name,
            role=role,
            department=department,
            region=region,
            level=level,
            status="active",
            keys=(key_record(signer.public, self.now),),
        )
        self.hub.registrar.publish(with_participant(record))
        return name

    def agent(self, name: str, plugin: str | None = None, **other: Any) -> Agent:
        pieces = Pieces(
            identity=Identity(name, "test-hub", self.signers[name], self.hub.root_keys),
            store=other.get("store") or Store(self.home / f"{name}.db"),
            catalogue=self.hub.catalogue,
            link=other.get("link") or InProcessLink(self.bus, name),
            host=None if plugin is None else PluginHost(sample(plugin), other.get("limit_s", 20)),
            pace=self.pace,
        )
        self.agents[name] = Agent(pieces)
        return self.agents[name]

    def settle(self, rounds: int = 40) -> None:
        """Step every agent until none has anything to do; fail when that never comes."""
        for _ in range(rounds):
            now = self.tick(0.01)
            done = [agent.step(now) for agent in self.agents.values()]
            if all(one.idle and not one.link_away for one in done):
                return
        raise AssertionError([str(one) for one in done])

    def step(self, name: str, seconds: float = 0.01) -> Progress:
        return self.agents[name].step(self.tick(seconds))

    def close(self) -> None:
        for agent in self.agents.values():
            agent.close()
        self.hub.close()


def sample(plugin: str) -> str:
    return f"tests.unit.agent.sample_plugins:{plugin}"


class CutLink:
    """A link whose frames or submissions can be lost, as networks do."""

    pulls = False

    def __init__(self, link: Link) -> None:
        self.link = link
        self.lose_answers = False
        self.away = False
        self.refuses_submissions = False

    def submit(self, bundle: bytes) -> None:
        self._check()
        if self.refuses_submissions:
            raise TransportError("test.away", "the way is cut")
        self.link.submit(bundle)

    def request(self, jws: bytes) -> None:
        self._check()
        self.link.request(jws)

    def receive(self, after: int, wait_s: float) -> Any:
        self._check()
        frames = self.link.receive(after, wait_s)
        return [] if self.lose_answers else frames

    def settle(self, frames: Any) -> None:
        self.link.settle(frames)

    def close(self) -> None:
        self.link.close()

    def _check(self) -> None:
        if self.away:
            raise TransportError("test.away", "the way is cut")


def drafts(count: int, subject: str = "uscc:91130100MA0ABCDE1X", prefix: str = "k") -> list[Draft]:
    from tests.unit.agent.sample_plugins import registered  # noqa: PLC0415

    return [
        Draft(subject, registered(f"Works {i}"), draftkey=f"{prefix}-{i}") for i in range(count)
    ]
