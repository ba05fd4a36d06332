"""Publishes with pipelined confirms, each matched to its message by the broker's own number.

The wait is bounded whatever the broker does, a memory alarm included: then the socket is closed
without the polite handshake, which would hang as well. A channel is never used again after any
doubt: py-amqp's own wait takes any confirm for the one awaited.
"""

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from amqp import Message, spec

from hub.bus.broker import BUS_ERRORS, Broker
from hub.bus.delivery import WireMessage
from hub.bus.topology import CONTENT_TYPE
from hub.errors import HubError

PERSISTENT: Final = 2
WINDOW_COUNT: Final = 256
DRAIN_COUNT: Final = 32
BLOCKED_LIMIT_S: Final = 0.5
PAUSE_LIMIT_S: Final = 10.0
SILENT_S: Final = 60.0
"""A queue that answers nothing while others do is left alone for so long."""


class PublishResult(StrEnum):
    """What the broker said of one message."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    """The queue is full: it was not stored. Normal for an inbox; heads and pulls repair it."""
    UNROUTABLE = "unroutable"
    """No such queue."""
    UNKNOWN = "unknown"
    """No answer in time: stored or not, nobody knows."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One message to publish; without an exchange the routing key is the queue's name."""

    routing_key: str
    body: bytes
    exchange: str = ""


class Publisher:
    """A connection of its own that only publishes; used by one thread at a time.

    Args:
        broker: Where to connect.
        wait_s: Bound of one `publish`, connecting included in its own bound.
        pause_s: After a failure nothing is tried for so long; doubles up to ten seconds.
    """

    def __init__(self, broker: Broker, *, wait_s: float = 5.0, pause_s: float = 0.5) -> None:
        self._broker = broker
        self._wait_s = wait_s
        self._pause_s = pause_s
        self._failures = 0
        self._closed_until_s = 0.0
        self._silent_until_s: dict[str, float] = {}
        self._pipe: _Pipe | None = None

    def publish(self, postings: Sequence[Posting]) -> list[PublishResult]:
        """Publish a list and say of each what became of it; never raises for the broker."""
        results = [PublishResult.UNKNOWN] * len(postings)
        if not postings or time.monotonic() < self._closed_until_s:
            return results
        chosen = self._speaking(postings)
        said = [PublishResult.UNKNOWN] * len(chosen)
        try:
            pipe = self._pipe = self._pipe or _Pipe(self._broker)
            pipe.run([postings[place] for place in chosen], said, time.monotonic() + self._wait_s)
            self._failures = 0
        except (*BUS_ERRORS, HubError) as error:
            self.close()
            self._failed(error, [postings[place].routing_key for place in chosen], said)
        for place, result in zip(chosen, said, strict=True):
            results[place] = result
        return results

    def _speaking(self, postings: Sequence[Posting]) -> Sequence[int]:
        """Leave out the queues that were silent while others answered."""
        if not self._silent_until_s:
            return range(len(postings))
        now_s = time.monotonic()
        silent = {key: until_s for key, until_s in self._silent_until_s.items() if until_s > now_s}
        self._silent_until_s = silent
        return [place for place, item in enumerate(postings) if item.routing_key not in silent]

    def _failed(self, error: Exception, keys: Sequence[str], said: Sequence[PublishResult]) -> None:
        """Decide who rests after a failure: one queue that is silent, or the whole broker."""
        now_s = time.monotonic()
        answered = {
            key
            for key, result in zip(keys, said, strict=True)
            if result is not PublishResult.UNKNOWN
        }
        if isinstance(error, TimeoutError) and answered:
            silent = set(keys) - answered
            self._silent_until_s |= dict.fromkeys(silent, now_s + SILENT_S)
            return
        self._failures += 1
        pause_s = self._pause_s * 2 ** min(self._failures - 1, 8)
        self._closed_until_s = now_s + min(pause_s, PAUSE_LIMIT_S)

    def keep_alive(self) -> None:
        """Answer heartbeats between publishes; call it every few seconds."""
        if self._pipe is not None:
            try:
                self._pipe.keep_alive()
            except BUS_ERRORS:
                self.close()

    def close(self) -> None:
        """Drop the connection at once."""
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.drop()


class _Pipe:
    """One channel in confirm mode; after any error it is dropped."""

    def __init__(self, broker: Broker) -> None:
        self._connection: Any = broker.connect()
        self._connection.on_blocked = self._on_blocked
        self._connection.on_unblocked = self._on_unblocked
        self._blocked_since_s: float | None = None
        self._published = 0
        self._pending: dict[int, int] = {}
        self._returned: set[int] = set()
        self._results: list[PublishResult] = []
        try:
            self._channel = self._connection.channel()
            self._channel.confirm_select()
        except BaseException:
            self.drop()
            raise
        self._channel.events["basic_ack"].add(self._on_ack)
        self._channel.events["basic_nack"].add(self._on_nack)
        self._channel.events["basic_return"].add(self._on_return)

    def run(
        self, postings: Sequence[Posting], results: list[PublishResult], deadline_s: float
    ) -> None:
        """Publish and collect the answers into `results`.

        Raises:
            OSError, AMQPError: The pipe is to be dropped; results so far stand.
        """
        self._results = results
        for index, posting in enumerate(postings):
            self._send(index, posting, deadline_s)
            if index % DRAIN_COUNT == DRAIN_COUNT - 1:
                self._drain(0)
            while len(self._pending) >= WINDOW_COUNT:
                self._wait(deadline_s)
        while self._pending:
            self._wait(deadline_s)

    def _send(self, index: int, posting: Posting, deadline_s: float) -> None:
        tag = self._published = self._published + 1
        message = Message(
            posting.body,
            delivery_mode=PERSISTENT,
            content_type=CONTENT_TYPE,
            message_id=str(tag),  # a returned message carries no delivery tag
        )
        self._pending[tag] = index
        arguments = (0, posting.exchange, posting.routing_key, True, False)
        with self._connection.transport.having_timeout(_left_s(deadline_s)):
            self._channel.send_method(spec.Basic.Publish, "Bssbb", arguments, message)

    def _wait(self, deadline_s: float) -> None:
        since_s = self._blocked_since_s
        if since_s is not None:
            deadline_s = min(deadline_s, since_s + BLOCKED_LIMIT_S)
        self._drain(min(_left_s(deadline_s), BLOCKED_LIMIT_S))

    def _drain(self, wait_s: float) -> None:
        transport = self._connection.transport
        with suppress(TimeoutError):
            if wait_s > 0:
                self._connection.drain_events(timeout=wait_s)
            with transport.having_timeout(0):
                while True:
                    self._connection.drain_events()

    def keep_alive(self) -> None:
        self._drain(0)
        with self._connection.transport.having_timeout(1):
            self._connection.heartbeat_tick()

    def _on_ack(self, tag: int, multiple: bool) -> None:  # noqa: FBT001 - py-amqp's signature
        self._settle(tag, multiple, PublishResult.CONFIRMED)

    def _on_nack(self, tag: int, multiple: bool) -> None:  # noqa: FBT001 - py-amqp's signature
        self._settle(tag, multiple, PublishResult.REFUSED)

    def _on_return(self, _error: object, _exchange: str, _key: str, message: WireMessage) -> None:
        self._returned.add(int(message.properties["message_id"]))

    def _settle(self, tag: int, multiple: bool, result: PublishResult) -> None:  # noqa: FBT001
        tags = [known for known in self._pending if known <= tag] if multiple else [tag]
        for known in tags:
            index = self._pending.pop(known)
            unroutable = known in self._returned
            self._returned.discard(known)
            self._results[index] = PublishResult.UNROUTABLE if unroutable else result

    def _on_blocked(self, _reason: str) -> None:
        self._blocked_since_s = time.monotonic()

    def _on_unblocked(self) -> None:
        self._blocked_since_s = None

    def drop(self) -> None:
        """Close the socket without a word: a blocked broker answers none."""
        with suppress(*BUS_ERRORS):
            self._connection.collect()


def _left_s(deadline_s: float) -> float:
    left_s = deadline_s - time.monotonic()
    if left_s <= 0:
        raise TimeoutError("the broker did not answer in time")
    return left_s
