"""The floor: the same hops and nothing else. Bare pika, unsigned, no database.

Consumes one message, publishes it to every recipient, acknowledges; waits for no confirm.
"""

import sys
from typing import Any, Final

import pika
from pika.adapters.blocking_connection import BlockingChannel
from pika.spec import Basic, BasicProperties

from hub.bus.publisher import PERSISTENT
from hub.bus.topology import CONTENT_TYPE
from hub.cli.bench.orders import RelayOrder, given

PREFETCH_COUNT: Final = 128
PROPERTIES: Final = BasicProperties(content_type=CONTENT_TYPE, delivery_mode=PERSISTENT)


def run(order: RelayOrder) -> None:
    """Relay until killed."""
    channel = pika.BlockingConnection(pika.URLParameters(order.bus)).channel()

    def take(
        channel: BlockingChannel, method: Basic.Deliver, _properties: BasicProperties, body: bytes
    ) -> None:
        for inbox in order.inboxes:
            channel.basic_publish("", inbox, body, PROPERTIES)
        channel.basic_ack(method.delivery_tag)

    channel.basic_qos(prefetch_count=PREFETCH_COUNT)
    channel.basic_consume(order.queue, take)
    channel.start_consuming()


def main() -> int:
    """Do what this process was told."""
    told: Any = given()
    run(RelayOrder(**told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
