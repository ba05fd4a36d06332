"""Declares the topology on a broker; nobody else does, and agents may not."""

from kombu.connection import Connection
from kombu.entity import Exchange, Queue

from hub.bus.broker import bus_errors
from hub.bus.topology import DEAD, SUBMISSIONS, QueueTerms, Topology

_TYPES = {SUBMISSIONS: "topic", DEAD: "fanout"}


def declare(connection: Connection, topology: Topology) -> None:
    """Declare what every hub needs; the same again changes nothing.

    Raises:
        TransportError: The broker is away.
        ConfigError: Something of this name exists with other arguments.
    """
    with bus_errors(), connection.channel() as channel:
        for name, kind in _TYPES.items():
            Exchange(name, kind, durable=True)(channel).declare()
        for terms in topology.queues():
            _queue(terms)(channel).declare()


def provision(connection: Connection, topology: Topology, participant: str) -> None:
    """Declare a participant's inbox and let its submissions in; the same again changes nothing.

    Raises:
        TransportError: The broker is away.
        ConfigError: The inbox exists with other arguments.
    """
    with bus_errors(), connection.channel() as channel:
        _queue(topology.inbox_queue(participant))(channel).declare()
        shard = Queue(topology.submission_queue(participant))(channel)
        shard.bind_to(SUBMISSIONS, routing_key=topology.submit_key(participant))


def _queue(terms: QueueTerms) -> Queue:
    exchange = Exchange(terms.exchange, _TYPES[terms.exchange]) if terms.exchange else None
    return Queue(
        terms.name,
        exchange,
        routing_key=terms.routing_key,
        durable=True,
        queue_arguments={"x-queue-type": "quorum", **terms.arguments},
    )
