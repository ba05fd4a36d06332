"""Kill the agent at any instruction: nothing is lost, nothing happens twice."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text

from hub.agent.agent import Agent, Pieces
from hub.agent.identity import Identity
from hub.agent.links.inprocess import InProcessLink
from hub.agent.store import Store
from tests.unit.agent.inline_host import InlineHost
from tests.unit.agent.world import INSURER, MARKET, World, drafts, sample

OTHER_SUBJECT = "uscc:91130200MA0ABCDE2Y"
COUNT = 6


class CrashError(BaseException):
    """The process is gone; nothing may catch it."""


class CrashingStore(Store):
    """Ends the process at its nth transaction, before or after the commit."""

    def __init__(self, path: Path, at: int, *, after_commit: bool) -> None:
        self.at, self.after_commit, self.count = sys.maxsize, after_commit, 0
        super().__init__(path)
        self.at = at

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        self.count += 1
        crashes = self.count >= self.at
        with super().transaction() as rows:
            yield rows
            if crashes and not self.after_commit:
                raise CrashError
        if crashes:
            raise CrashError


def started(world: World, name: str, store: Store | None = None) -> Agent:
    world.agents[name] = Agent(
        Pieces(
            identity=Identity(name, "test-hub", world.signers[name], world.hub.root_keys),
            store=store or Store(world.home / f"{name}.db"),
            catalogue=world.hub.catalogue,
            link=InProcessLink(world.bus, name),
            host=InlineHost(sample("echo")) if name == INSURER[0] else None,
            pace=world.pace,
        )
    )
    return world.agents[name]


def played(world: World, victim: str, at: int, *, after_commit: bool) -> bool:
    """Play to the end, one crash on the way; tells whether the crash came at all."""
    store = CrashingStore(world.home / f"{victim}.db", at, after_commit=after_commit)
    sender = started(world, MARKET[0], store if victim == MARKET[0] else None)
    started(world, INSURER[0], store if victim == INSURER[0] else None)
    crashed = False
    offered = [*drafts(COUNT - 2), *drafts(2, OTHER_SUBJECT, "o")]
    for _ in range(200):
        now = world.tick(0.5)
        world.bus.publish_heads()
        try:
            sender.enqueue(offered, now)
            done = [agent.step(now) for agent in world.agents.values()]
        except CrashError:
            crashed = True
            store.close()
            started(world, victim)
            sender = world.agents[MARKET[0]]
            continue
        quiet = all(agent.pending().none for agent in world.agents.values())
        behind = world.hub.store.head(INSURER[0]).last - recipient_number(world)
        if quiet and not behind and not any(one.handled_count for one in done):
            return crashed
    raise AssertionError([agent.status() for agent in world.agents.values()])


def recipient_number(world: World) -> int:
    return int(world.agents[INSURER[0]].status()["last_number"])


def balance(world: World) -> None:
    sender, recipient = (world.agents[name].status() for name in (MARKET[0], INSURER[0]))
    assert sender["outbox"] == {"admitted": COUNT}
    assert recipient["inbox"] == {"applied": COUNT}
    assert recipient["outbox"] == {"refused": COUNT}
    assert recipient["refused"] == {"contract.not_entitled": COUNT}
    assert sender["alarms"] == recipient["alarms"] == []
    engine = create_engine(world.hub.config.database_url)
    with engine.connect() as rows:
        counts = {
            name: rows.execute(text(f"SELECT count(*) FROM {name}")).scalar()  # noqa: S608 - ours
            for name in ("messages", "refusals", "outcomes")
        }
    engine.dispose()
    assert counts == {"messages": COUNT, "refusals": COUNT, "outcomes": COUNT}


@pytest.mark.parametrize("after_commit", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("victim", [MARKET[0], INSURER[0]])
@pytest.mark.timeout(300)
def test_a_crash_at_any_commit_loses_and_doubles_nothing(
    tmp_path: Path, victim: str, after_commit: bool
) -> None:
    for at in range(1, 1_000):
        world = World(tmp_path / str(at))
        world.enrol(MARKET)
        world.enrol(INSURER)
        crashed = played(world, victim, at, after_commit=after_commit)
        balance(world)
        world.close()
        if not crashed:
            break
    assert at > 10
