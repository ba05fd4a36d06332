"""A hub restored from an older backup: agents notice that it forgot, stop, and say so."""

from collections.abc import Callable
from datetime import timedelta
from shutil import copy

import pytest

from hub.bootstrap import open_hub
from hub.bus.inprocess import InProcessBus
from hub.config import load
from tests.unit.agent.conftest import Bench
from tests.unit.agent.world import INSURER, MARKET, World, drafts

SENDER, RECIPIENT = MARKET[0], INSURER[0]


def restored(world: World, between: Callable[[], None]) -> None:
    """Back the hub's database up, do something, and put the backup in its place."""
    database = world.hub.config.home / "hub.db"
    backup = world.home / "backup.db"
    world.hub.close()
    copy(database, backup)
    reopen(world)
    between()
    for agent in world.agents.values():
        agent.close()
    world.agents = {}
    world.hub.close()
    for left in database.parent.glob("hub.db*"):
        left.unlink()
    copy(backup, database)
    reopen(world)


def reopen(world: World) -> None:
    world.hub = open_hub(load(world.hub.config.home), clock=lambda: world.now)
    world.bus = InProcessBus(world.hub.exchange)


def codes(world: World, name: str) -> set[str]:
    return {one["code"] for one in world.agents[name].status()["alarms"]}


@pytest.fixture
def forgetful(world: World) -> World:
    """Five messages are delivered and receipted; the hub now knows three."""
    sender = world.agent(SENDER)
    world.agent(RECIPIENT, "plain")
    sender.enqueue(drafts(3), world.now)
    world.settle()
    for agent in world.agents.values():
        agent.close()

    def lost() -> None:
        again = world.agent(SENDER)
        world.agent(RECIPIENT, "plain")
        again.enqueue(drafts(2, prefix="lost"), world.now)
        world.settle()

    restored(world, lost)
    return world


def test_a_recipient_stops_though_nothing_new_comes(forgetful: World) -> None:
    recipient = forgetful.agent(RECIPIENT, "plain")
    stopped = ""
    for _ in range(20):
        stopped = stopped or forgetful.step(RECIPIENT, 30).stopped
    assert stopped == "agent.history_lost"
    assert recipient.step(forgetful.tick(60)).stopped == "agent.history_lost"
    assert "agent.history_lost" in codes(forgetful, RECIPIENT)
    assert recipient.status()["inbox"] == {"applied": 5}


def test_a_recipient_stops_at_the_first_new_delivery_under_a_known_number(
    forgetful: World,
) -> None:
    forgetful.agent(RECIPIENT, "plain")
    forgetful.step(RECIPIENT)
    sender = forgetful.agent(SENDER)
    sender.enqueue(drafts(1, subject="uscc:91130200MA0ABCDE1X", prefix="other"), forgetful.now)
    stopped = ""
    for _ in range(10):
        forgetful.step(SENDER, 1)
        stopped = stopped or forgetful.step(RECIPIENT, 1).stopped
    assert stopped in {
        "agent.delivery_changed",
        "agent.fork",
        "agent.checkpoint_rollback",
        "agent.checkpoint_fork",
        "agent.checkpoint_inconsistent",
    }


def test_a_sender_says_that_a_receipt_was_forgotten_and_sends_nothing_twice(
    forgetful: World,
) -> None:
    sender = forgetful.agent(SENDER)
    sender.enqueue(drafts(1, prefix="next"), forgetful.now)
    for _ in range(6):
        forgetful.step(SENDER, 3)
    assert "agent.receipt_forgotten" in codes(forgetful, SENDER)
    assert sender.status()["outbox"] == {"admitted": 5, "held": 1}


def test_a_low_head_is_no_contradiction_while_clocks_or_the_way_may_explain_it(
    bench: Bench,
) -> None:
    bench.opened()
    bench.hub.frames.append(bench.hub.deliveries(bench.hub.message(1)))
    low = bench.hub.head()
    bench.hub.frames.append(bench.hub.deliveries(bench.hub.message(2)))
    bench.steps(2)
    bench.hub.frames.append(low)
    assert not bench.steps(2).stopped
    bench.hub.now += timedelta(minutes=10)
    bench.hub.frames.append(low)  # said long ago, arrived now
    assert not bench.steps(2).stopped
