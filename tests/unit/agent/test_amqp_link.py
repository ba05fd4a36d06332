"""The AMQP link against a real RabbitMQ; the hub's side of the broker is a small pump here."""

from collections.abc import Iterator
from socket import SHUT_RDWR

import pika
import pytest
from kombu.connection import Connection

from hub.agent.agent import Progress
from hub.agent.links.amqp import AmqpLink
from hub.bus.provisioning import declare, provision
from hub.bus.topology import Topology, sender_of
from hub.errors import TransportError
from hub.exchange.model import Outgoing, Submission
from tests.unit.agent.world import INSURER, MARKET, World, drafts

TOPOLOGY = Topology()


class Pump:
    """Moves what is in the submission queues through the exchange, then settles it."""

    def __init__(self, world: World, url: str) -> None:
        self.world = world
        with Connection(url) as connection:
            declare(connection, TOPOLOGY)
            for name in (MARKET[0], INSURER[0]):
                provision(connection, TOPOLOGY, name)
        self.connection = pika.BlockingConnection(pika.URLParameters(url))
        self.channel = self.connection.channel()
        for queue in (*TOPOLOGY.submission_queues, *TOPOLOGY.request_queues):
            self.channel.queue_purge(queue)
        for name in (MARKET[0], INSURER[0]):
            self.channel.queue_purge(TOPOLOGY.inbox(name))

    def turn(self) -> None:
        for queue in TOPOLOGY.submission_queues:
            while (got := self.channel.basic_get(queue))[0] is not None:
                method, _, body = got
                answered = self.world.hub.exchange.admit(
                    [Submission(sender_of(method.routing_key), body)]
                )
                self.publish(*answered.receipts, *answered.pushes)
                self.channel.basic_ack(method.delivery_tag)
        for queue in TOPOLOGY.request_queues:
            while (got := self.channel.basic_get(queue))[0] is not None:
                method, _, body = got
                name, frames = self.world.hub.exchange.answer(body)
                self.publish(*(Outgoing(name, frame) for frame in frames))
                self.channel.basic_ack(method.delivery_tag)

    def publish(self, *outgoing: Outgoing) -> None:
        for one in outgoing:
            self.channel.basic_publish("", TOPOLOGY.inbox(one.recipient), one.frame)

    def close(self) -> None:
        self.connection.close()


@pytest.fixture
def pump(world: World, rabbitmq_url: str) -> Iterator[Pump]:
    made = Pump(world, rabbitmq_url)
    yield made
    made.close()


def play(world: World, pump: Pump, rounds: int = 60) -> list[Progress]:
    """Step everybody until both agents have nothing under way; the clock moves on each round."""
    done: list[Progress] = []
    for _ in range(rounds):
        now = world.tick(0.3)
        done += [agent.step(now, 0.05) for agent in world.agents.values()]
        pump.turn()
        behind = world.hub.store.head(INSURER[0]).last
        known = world.agents[INSURER[0]].status()["last_number"]
        if behind == known and all(agent.pending().none for agent in world.agents.values()):
            return done
    raise AssertionError([agent.status() for agent in world.agents.values()])


def both(world: World, url: str) -> None:
    world.agent(MARKET[0], link=AmqpLink(url, MARKET[0]))
    world.agent(INSURER[0], "plain", link=AmqpLink(url, INSURER[0]))


def test_both_sides_work_over_a_real_broker(world: World, pump: Pump, rabbitmq_url: str) -> None:
    both(world, rabbitmq_url)
    world.agents[MARKET[0]].enqueue(drafts(600), world.now)
    done = play(world, pump)
    assert not any(one.link_away for one in done)
    assert world.agents[MARKET[0]].status()["outbox"] == {"admitted": 600}
    assert world.agents[INSURER[0]].status()["inbox"] == {"applied": 600}


def test_emptied_inboxes_are_repaired_by_head_and_pull(
    world: World, pump: Pump, rabbitmq_url: str
) -> None:
    both(world, rabbitmq_url)
    play(world, pump)
    world.agents[MARKET[0]].enqueue(drafts(50), world.now)
    for _ in range(3):
        world.step(MARKET[0])
        pump.turn()
        for name in (MARKET[0], INSURER[0]):
            pump.channel.queue_purge(TOPOLOGY.inbox(name))
    pump.publish(*world.hub.exchange.heads())
    play(world, pump)
    assert world.agents[INSURER[0]].status()["inbox"] == {"applied": 50}
    assert world.agents[MARKET[0]].status()["outbox"] == {"admitted": 50}


def test_frames_not_settled_come_again_after_a_reconnect(
    world: World, pump: Pump, rabbitmq_url: str
) -> None:
    link = AmqpLink(rabbitmq_url, INSURER[0])
    assert link.receive(0, 0.0) == []
    pump.publish(Outgoing(INSURER[0], b"one"), Outgoing(INSURER[0], b"two"))
    frames = link.receive(0, 5.0)
    while len(frames) < 2:
        frames += link.receive(0, 5.0)
    link.settle(frames[:1])
    link.close()
    link.settle(frames)
    again = link.receive(0, 5.0)
    assert [frame.body for frame in again] == [b"two"]
    link.settle(again)
    link.close()


def test_a_connection_cut_in_the_middle_is_opened_anew(
    world: World, pump: Pump, rabbitmq_url: str
) -> None:
    link = AmqpLink(rabbitmq_url, INSURER[0])
    link.receive(0, 0.0)
    link._connection._impl._transport._sock.shutdown(SHUT_RDWR)
    with pytest.raises(TransportError, match="broker_away"):
        link.receive(0, 5.0)
    assert link.receive(0, 0.0) == []
    link.close()


def test_what_the_broker_cannot_route_is_not_sent(
    world: World, pump: Pump, rabbitmq_url: str
) -> None:
    link = AmqpLink(rabbitmq_url, "nobody-here")
    with pytest.raises(TransportError, match="broker_away"):
        link.submit(b"SCB1")
    link.close()


def test_a_broker_that_is_not_there_is_away() -> None:
    link = AmqpLink("amqp://127.0.0.1:1/", INSURER[0])
    with pytest.raises(TransportError, match="broker_away"):
        link.receive(0, 0.0)
    link.close()
