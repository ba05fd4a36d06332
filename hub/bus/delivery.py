"""What comes off a submission or request queue, and what may become of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol


class Settlement(StrEnum):
    """What becomes of a delivery; nothing is acknowledged that was not dealt with."""

    ACK = "ack"
    REQUEUE_LATER = "requeue_later"
    DEAD_LETTER = "dead_letter"


@dataclass(frozen=True, slots=True)
class RawDelivery:
    """One message as the broker has it: bytes, never decoded; headers are not even looked at.

    Attributes:
        body: Untouched, whatever content type or encoding the publisher claimed.
        routing_key: As published; a hint who sent it.
        tag: The broker's number on its channel, for settling.
        returned_count: How often a queue has had it back from a consumer that ended.
    """

    body: bytes
    routing_key: str
    tag: int
    returned_count: int = 0


class WireMessage(Protocol):
    """A message as py-amqp gives it."""

    body: Any
    delivery_info: dict[str, Any]
    properties: dict[str, Any]


Handler = Callable[[list[RawDelivery]], Sequence[Settlement]]
