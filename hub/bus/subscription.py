"""One AMQP channel that reads queues: raw bytes in, settlements out, silence noticed.

Owns the connection it stands on; used by one thread at a time. Below kombu on purpose: its
consumer decodes bodies and makes three objects of each message.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

from hub.bus.broker import BUS_ERRORS, Broker
from hub.bus.delivery import RawDelivery, Settlement, WireMessage

LARGEST_COUNT = 10**9


class Subscription:
    """Deliveries of some queues, unsettled until told otherwise.

    Args:
        broker: Where to connect.
        queues: Names of declared queues.
        prefetch_count: Deliveries the broker hands out ahead of settlement.
        receive: Called with each delivery, from within `drain`.

    Raises:
        TransportError: The broker is away.
        ConfigError: It refuses the hub.
    """

    def __init__(
        self,
        broker: Broker,
        queues: Sequence[str],
        prefetch_count: int,
        receive: Callable[[RawDelivery], None],
    ) -> None:
        self._receive = receive
        self._unsettled: dict[int, None] = {}
        self._beat_s = broker.heartbeat_s / 4
        self._last_beat_s = time.monotonic()
        self._connection: Any = broker.connect()
        try:
            self._channel = self._connection.channel()
            self._channel.auto_decode = False  # else content_encoding makes text of a body
            self._channel.basic_qos(0, prefetch_count, a_global=False)
            for queue in queues:
                self._channel.basic_consume(
                    queue, callback=self._delivered, on_cancel=self._cancelled
                )
        except BaseException:
            self._connection.collect()
            raise

    def _delivered(self, message: WireMessage) -> None:
        tag = message.delivery_info["delivery_tag"]
        body = message.body
        self._unsettled[tag] = None
        self._receive(
            RawDelivery(
                body=body if isinstance(body, bytes) else bytes(body or b""),
                routing_key=message.delivery_info["routing_key"],
                tag=tag,
                returned_count=_returned_count(message.properties.get("application_headers")),
            )
        )

    @staticmethod
    def _cancelled(consumer_tag: str) -> None:
        raise ConnectionResetError(f"the broker ended {consumer_tag}: its queue is gone")

    def drain(self, wait_s: float) -> None:
        """Receive what is there; wait for a first delivery at most so long."""
        with suppress(TimeoutError):
            if wait_s > 0:
                self._connection.drain_events(timeout=wait_s)
            with self._connection.transport.having_timeout(0):
                while True:
                    self._connection.drain_events()
        self._beat()

    def _beat(self) -> None:
        now_s = time.monotonic()
        if now_s - self._last_beat_s >= self._beat_s:
            self._last_beat_s = now_s
            self._connection.heartbeat_tick()

    def settle(self, settled: Iterable[tuple[RawDelivery, Settlement]]) -> None:
        """Tell the broker what became of deliveries; one frame for a run of acknowledgements."""
        acknowledged = []
        for delivery, settlement in settled:
            if settlement is Settlement.ACK:
                acknowledged.append(delivery.tag)
            else:
                self._unsettled.pop(delivery.tag)
                self._channel.basic_reject(delivery.tag, requeue=False)
        self._acknowledge(sorted(acknowledged))

    def _acknowledge(self, tags: Sequence[int]) -> None:
        if tags and self._is_oldest(tags):
            self._channel.basic_ack(tags[-1], multiple=True)
        else:
            for tag in tags:
                self._channel.basic_ack(tag)
        for tag in tags:
            self._unsettled.pop(tag)

    def _is_oldest(self, tags: Sequence[int]) -> bool:
        """Say whether nothing else at or below the last of these tags is unsettled."""
        return all(a == b for a, b in zip(tags, self._unsettled, strict=False))

    def close(self) -> None:
        """Hand back what is unsettled and leave."""
        try:
            self._connection.transport.sock.settimeout(2)
            self._connection.close()
        except BUS_ERRORS:
            self._connection.collect()


def _returned_count(headers: object) -> int:
    """Read the quorum queue's own count; anything else a publisher put there is no number."""
    count = headers.get("x-delivery-count", 0) if isinstance(headers, dict) else 0
    return count if isinstance(count, int) and 0 <= count < LARGEST_COUNT else 0
