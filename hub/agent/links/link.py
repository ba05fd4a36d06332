"""What an agent needs of a link to the hub."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Frame:
    """Bytes from the hub; unverified.

    Attributes:
        tag: What the link needs to settle it; None when there is nothing to settle.
    """

    body: bytes
    tag: int | None = None


class Link(Protocol):
    """One way to the hub. Every method raises TransportError when the way is cut.

    Attributes:
        pulls: True when `receive` itself asks for missing deliveries; False when the
            agent has to send a `pull` request for them.
    """

    pulls: bool

    def submit(self, bundle: bytes) -> None:
        """Hand a bundle over; the answer comes out of `receive`, or never."""

    def request(self, jws: bytes) -> None:
        """Hand a signed request over; the answer comes out of `receive`, or never."""

    def receive(self, after: int, wait_s: float) -> list[Frame]:
        """Take what has come, waiting at most so long for a first frame.

        Args:
            after: The last delivery number the agent has stored.
        """

    def settle(self, frames: Sequence[Frame]) -> None:
        """Let the link forget frames that are stored or refused for good."""

    def close(self) -> None:
        """Give the way up; a closed link opens again when it is used."""
