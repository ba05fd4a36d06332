"""Owns the demo's cast: one hub, one bus, five participants with keys, agents and plugins."""

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hub.agent.agent import Agent
from hub.agent.home import AgentHome, Settings
from hub.agent.links.inprocess import InProcessLink
from hub.agent.store import Store
from hub.bootstrap import Hub, create_hub, key_record, now, open_hub
from hub.bus.inprocess import InProcessBus
from hub.config import Config, WebConfig
from hub.errors import ConfigError
from hub.exchange.registrar import with_participant
from hub.trust.directory import ACTIVE, ParticipantRecord

MARK = "demo"
HUBID = "demo"


@dataclass(frozen=True, slots=True)
class Part:
    """One of the five: who it is and which plugin its agent runs."""

    id: str
    name_zh: str
    name_en: str
    role: str
    department: str
    region: str
    level: str
    plugin: str


EMERGENCY = Part(
    "hebei-emergency",
    "河北省应急管理厅",
    "Hebei emergency management",
    "regulator",
    "emergency_management",
    "13",
    "province",
    "emergency_management",
)
MARKET = Part(
    "hebei-market",
    "河北省市场监督管理局",
    "Hebei market regulation",
    "regulator",
    "market_regulation",
    "13",
    "province",
    "market_regulation",
)
INDUSTRY = Part(
    "hebei-industry",
    "河北省工业和信息化厅",
    "Hebei industry authority",
    "regulator",
    "industry",
    "13",
    "province",
    "industry_authority",
)
BANK = Part("demo-bank", "示范银行", "Demo Bank", "bank", "finance", "", "national", "bank_credit")
INSURER = Part(
    "demo-insurer",
    "示范财产保险",
    "Demo Insurance",
    "insurer",
    "insurance",
    "",
    "national",
    "liability_insurance",
)
PARTS = (EMERGENCY, MARKET, INDUSTRY, BANK, INSURER)


class DemoClock:
    """Tells the simulated time, until it is let go and tells the real one."""

    def __init__(self, start: datetime) -> None:
        self.at: datetime | None = start

    def __call__(self) -> datetime:
        return self.at or datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Stage:
    """The wired demo."""

    home: Path
    hub: Hub
    bus: InProcessBus
    agents: dict[str, Agent]
    stores: dict[str, Store]
    locks: ExitStack

    def store(self, part: Part) -> Store:
        """The database of a participant's agent, as its own system sees it."""
        return self.stores[part.id]

    def close(self) -> None:
        """End the plugins, close every database, let other processes be the agents."""
        for agent in self.agents.values():
            agent.close()
        for store in self.stores.values():
            store.close()
        self.hub.close()
        self.locks.close()


def clear(home: Path) -> None:
    """Remove what an earlier demo left; touch nothing else.

    Raises:
        ConfigError: `demo.home_taken`: the folder holds something that is no demo.
    """
    if not home.exists():
        return
    if not (home / MARK).exists() and any(home.iterdir()):
        raise ConfigError("demo.home_taken", f"{home} holds something else; give another --home")
    shutil.rmtree(home)


def set_up(home: Path, clock: Callable[[], datetime], port: int) -> Stage:
    """Make a hub and five agents in an empty home."""
    clear(home)
    config = Config(home=home, hubid=HUBID, web=WebConfig(port=port))
    create_hub(config, clock)
    (home / MARK).touch()
    hub = open_hub(config, clock)
    for part in PARTS:
        _join(hub, part)
    bus = InProcessBus(hub.exchange)
    agents = {part.id: _agent(config, bus, part) for part in PARTS}
    stores = {part.id: AgentHome(config.agent_home(part.id)).store() for part in PARTS}
    locks = ExitStack()
    for part in PARTS:
        locks.enter_context(AgentHome(config.agent_home(part.id)).lock())
    return Stage(home, hub, bus, agents, stores, locks)


def _join(hub: Hub, part: Part) -> None:
    roots = tuple(hub.root_keys.values())
    settings = Settings(part.id, hub.config.hubid, roots, plugin=part.plugin)
    public = AgentHome(hub.config.agent_home(part.id)).create(settings).public
    record = ParticipantRecord(
        id=part.id,
        name_zh=part.name_zh,
        name_en=part.name_en,
        role=part.role,
        department=part.department,
        region=part.region,
        level=part.level,
        status=ACTIVE,
        keys=(key_record(public, now()),),
    )
    hub.registrar.publish(with_participant(record))


def _agent(config: Config, bus: InProcessBus, part: Part) -> Agent:
    home = AgentHome(config.agent_home(part.id))
    return home.open(InProcessLink(bus, part.id))
