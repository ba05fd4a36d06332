"""The whole participant side against the real exchange on SQLite."""

from tests.unit.agent.world import INSURER, MARKET, World, drafts


def test_what_one_enqueues_the_other_handles_and_both_know_it(world: World) -> None:
    sender, recipient = world.agent(MARKET[0]), world.agent(INSURER[0], "plain")
    assert len(sender.enqueue(drafts(5), world.now).accepted) == 5
    world.settle()
    assert sender.status()["outbox"] == {"admitted": 5}
    assert recipient.status()["inbox"] == {"applied": 5}
    assert sender.pending().none
    assert recipient.pending().none
    assert recipient.status()["alarms"] == sender.status()["alarms"] == []
