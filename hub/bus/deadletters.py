"""Reads what was dead-lettered and sends it again: identical bytes, never edited, never in between.

A submission is dead when it failed alone again and again (`rejected`) or ended its consumers
(`delivery_limit`). Nobody consumes the queue: a number is a place in it, the oldest is 1, and a
digest says that it is still the same.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from hub.bus.broker import Broker, bus_errors
from hub.bus.delivery import WireMessage
from hub.bus.provisioning import declare
from hub.bus.publisher import Posting, Publisher, PublishResult
from hub.bus.topology import DEAD_QUEUE, SUBMISSIONS, Topology, sender_of
from hub.errors import ContractError, TransportError

UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class DeadSubmission:
    """One dead submission, without its bytes.

    Attributes:
        number: Its place in the queue, the oldest is 1.
        digest: SHA-256 of the bytes, hexadecimal.
        sender: Whom its routing key names; a hint.
        reason: The broker's: `rejected`, `delivery_limit`, `maxlen`, `expired`.
        at: When it died, as the broker has it.
    """

    number: int
    digest: str
    size_bytes: int
    sender: str | None
    routing_key: str
    reason: str
    queue: str
    at: datetime | None


class DeadLetters:
    """The queue of dead submissions of one hub."""

    def __init__(self, broker: Broker, topology: Topology) -> None:
        self._broker = broker
        self._topology = topology

    def list(self, limit: int) -> list[DeadSubmission]:
        """Look at the oldest; they stay where they are.

        Raises:
            TransportError, ConfigError: As `bus_errors` says.
        """
        with self._opened() as channel:
            return [_read(number, message) for number, message in _first(channel, limit)]

    def redrive(self, number: int) -> DeadSubmission:
        """Submit one again under its own routing key; it is dead until the broker has it again.

        Raises:
            ContractError: `dead.not_found`.
            TransportError: `dead.not_taken`: no queue took it; it stays dead.
        """

        def submit(found: DeadSubmission, body: bytes) -> None:
            publisher = Publisher(self._broker)
            try:
                (result,) = publisher.publish([Posting(found.routing_key, body, SUBMISSIONS)])
            finally:
                publisher.close()
            if result is not PublishResult.CONFIRMED:
                raise TransportError("dead.not_taken", f"not submitted ({result}); it stays dead")

        return self._taken(number, submit)

    def drop(self, number: int, digest: str) -> DeadSubmission:
        """Forget one for good.

        Args:
            number: Its place.
            digest: How its digest begins, so that no other is dropped in its stead.

        Raises:
            ContractError: `dead.not_found`, `dead.other`.
        """

        def check(found: DeadSubmission, _body: bytes) -> None:
            if not digest or not found.digest.startswith(digest):
                text = "another one has this number now; list them again"
                raise ContractError("dead.other", text, number=number)

        return self._taken(number, check)

    def _taken(
        self, number: int, before: Callable[[DeadSubmission, bytes], None]
    ) -> DeadSubmission:
        """Take one out of the queue once something has been done about it."""
        with self._opened() as channel:
            for place, message in _first(channel, number):
                if place == number:
                    found = _read(place, message)
                    before(found, _body(message))
                    channel.basic_ack(message.delivery_info["delivery_tag"])
                    return found
        raise ContractError("dead.not_found", "no dead submission of that number", number=number)

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        """Give a channel; what was got and not acknowledged goes back to its place."""
        with self._broker.connection() as connection:
            declare(connection, self._topology)
        connection = self._broker.connect()
        try:
            with bus_errors(self._broker.shown):
                channel = connection.channel()
                channel.auto_decode = False
                yield channel
                channel.close()
        finally:
            connection.collect()


def _first(channel: Any, limit: int) -> Iterator[tuple[int, WireMessage]]:  # noqa: ANN401 - py-amqp's
    for number in range(1, limit + 1):
        message = channel.basic_get(DEAD_QUEUE)
        if message is None:
            return
        yield number, message


def _body(message: WireMessage) -> bytes:
    body = message.body
    return body if isinstance(body, bytes) else bytes(body or b"")


def _read(number: int, message: WireMessage) -> DeadSubmission:
    body, key = _body(message), message.delivery_info["routing_key"]
    death = _last_death(message.properties.get("application_headers"))
    at = death.get("time")
    return DeadSubmission(
        number=number,
        digest=sha256(body).hexdigest(),
        size_bytes=len(body),
        sender=sender_of(key),
        routing_key=key,
        reason=str(death.get("reason", UNKNOWN)),
        queue=str(death.get("queue", UNKNOWN)),
        at=at.replace(tzinfo=UTC) if isinstance(at, datetime) else None,
    )


def _last_death(headers: object) -> dict[str, Any]:
    """Read the broker's own record of why; anything else under that name is no record."""
    deaths = headers.get("x-death") if isinstance(headers, dict) else None
    first = deaths[0] if isinstance(deaths, list) and deaths else None
    return first if isinstance(first, dict) else {}
