"""The link of an agent in the hub's own process."""

from collections.abc import Sequence

from hub.agent.links.link import Frame
from hub.bus.inprocess import InProcessBus
from hub.errors import MessageError, TransportError, TrustError

TAKEN_FRAMES_COUNT = 64


class InProcessLink:
    """Calls the bus directly; nothing is lost that the hub has receipted."""

    pulls = False

    def __init__(self, bus: InProcessBus, participant: str) -> None:
        """Speak for one participant."""
        self._bus = bus
        self._participant = participant

    def submit(self, bundle: bytes) -> None:
        """Have the bundle admitted."""
        self._bus.submit(self._participant, bundle)

    def request(self, jws: bytes) -> None:
        """Have the request answered.

        Raises:
            TransportError: link.request_refused: the hub does not believe it, for now.
        """
        try:
            self._bus.request(jws)
        except (TrustError, MessageError) as error:
            raise TransportError("link.request_refused", str(error), cause=error.code) from error

    def receive(self, after: int, wait_s: float) -> list[Frame]:
        """Take what is in the inbox."""
        del after
        taken = self._bus.take(self._participant, TAKEN_FRAMES_COUNT, wait_s)
        return [Frame(body) for body in taken]

    def settle(self, frames: Sequence[Frame]) -> None:
        """Nothing to settle: the inbox is only a hint, numbers tell what is missing."""

    def close(self) -> None:
        """Nothing to close."""
