"""The whole participant side against the real exchange on SQLite."""

from shutil import copy

from sqlalchemy import select, update

from hub.agent.links.inprocess import InProcessLink
from hub.agent.store import Store
from hub.agent.tables import inbox, outbox
from tests.unit.agent.world import INSURER, MARKET, CutLink, World, drafts


def test_what_one_enqueues_the_other_handles_and_both_know_it(world: World) -> None:
    sender, recipient = world.agent(MARKET[0]), world.agent(INSURER[0], "plain")
    assert len(sender.enqueue(drafts(5), world.now).accepted) == 5
    world.settle()
    assert sender.status()["outbox"] == {"admitted": 5}
    assert recipient.status()["inbox"] == {"applied": 5}
    assert sender.pending().none
    assert recipient.pending().none
    assert recipient.status()["alarms"] == sender.status()["alarms"] == []


def spoil(world: World, sequence: int) -> None:
    """Change a byte of a sealed message's body on disk: the hub will not know it again."""
    store = world.agents[MARKET[0]]._pieces.store
    with store.transaction() as rows:
        envelope = rows.scalar(select(outbox.c.envelope).where(outbox.c.sequence == sequence))
        spoiled = (envelope or b"").replace(b"Works", b"Worms")
        rows.execute(update(outbox).where(outbox.c.sequence == sequence).values(envelope=spoiled))


def test_a_message_spoilt_on_disk_is_made_whole_and_what_waited_for_it_is_admitted(
    world: World,
) -> None:
    link = CutLink(InProcessLink(world.bus, MARKET[0]))
    sender, recipient = world.agent(MARKET[0], link=link), world.agent(INSURER[0], "plain")
    world.settle()
    link.refuses_submissions = True
    sender.enqueue(drafts(4), world.now)
    world.step(MARKET[0])
    spoil(world, 2)
    link.refuses_submissions = False
    for _ in range(60):
        world.step(MARKET[0], 3)
    world.settle()
    assert sender.status()["outbox"] == {"admitted": 4}
    assert recipient.status()["inbox"] == {"applied": 4}
    with recipient._pieces.store.reading() as rows:
        assert list(rows.scalars(select(inbox.c.sequence).order_by(inbox.c.number))) == [1, 2, 3, 4]


def test_lost_answers_are_had_again(world: World) -> None:
    link = CutLink(InProcessLink(world.bus, MARKET[0]))
    sender, recipient = world.agent(MARKET[0], link=link), world.agent(INSURER[0], "plain")
    world.settle()
    sender.enqueue(drafts(20), world.now)
    link.lose_answers = True
    for _ in range(3):
        world.step(MARKET[0])
        world.step(INSURER[0])
    assert sender.status()["outbox"] == {"sealed": 20}
    link.lose_answers = False
    for _ in range(4):
        world.step(MARKET[0], 3)
    world.settle()
    assert sender.status()["outbox"] == {"admitted": 20}
    assert recipient.status()["inbox"] == {"applied": 20}


def test_a_restarted_agent_is_the_only_one_that_numbers(world: World) -> None:
    world.agent(MARKET[0]).enqueue(drafts(3), world.now)
    world.settle()
    old = world.agents[MARKET[0]]
    new = world.agent(MARKET[0])
    world.settle()
    new.enqueue(drafts(3, prefix="new"), world.now)
    world.settle()
    assert new.status()["outbox"] == {"admitted": 6}
    assert new.status()["generation"] == 2
    old.close()


def test_a_second_agent_on_a_copy_cannot_sign_a_number_twice_unnoticed(world: World) -> None:
    first = world.agent(MARKET[0])
    world.settle()
    first._pieces.store.close()
    copied = world.home / "copy.db"
    copy(world.home / f"{MARKET[0]}.db", copied)
    second = world.agent(MARKET[0], store=Store(copied))
    world.settle()
    first.enqueue(drafts(1, prefix="first"), world.now)
    second.enqueue(drafts(1, prefix="second"), world.now)
    for turn in range(60):
        now = world.tick(2)
        # Two consumers of one inbox take each other's frames, now the one, now the other.
        for agent in (first, second) if turn % 3 else (second, first):
            agent.step(now)
    alarms = {one["code"] for agent in (first, second) for one in agent.status()["alarms"]}
    assert alarms & {"agent.receipt_unmatched", "agent.fenced", "order.stale"}
    admitted = [agent.status()["outbox"].get("admitted", 0) for agent in (first, second)]
    assert sum(admitted) <= 1
    first.close()
