"""The bus of the embedded hub: calls the exchange directly, keeps an inbox per participant.

Inboxes are bounded and best effort, like the broker's: what does not fit is dropped and
comes again by head and pull. Calls into the exchange are one at a time.
"""

from collections import deque
from collections.abc import Iterable
from threading import Condition
from typing import Protocol

from hub.exchange.model import Answered, Outgoing, Submission

INBOX_FRAMES_COUNT = 4_096


class Front(Protocol):
    """What the bus needs of the exchange."""

    def admit(self, submissions: list[Submission]) -> Answered:
        """Admit a batch."""

    def answer(self, request: bytes) -> tuple[str, tuple[bytes, ...]]:
        """Answer a signed request."""

    def heads(self) -> tuple[Outgoing, ...]:
        """Tell every changed head."""


class InProcessBus:
    """Connects agents and the exchange of one process; safe to use from several threads."""

    def __init__(self, front: Front, inbox_frames_count: int = INBOX_FRAMES_COUNT) -> None:
        """Hold the exchange; inboxes appear as they are used."""
        self._front = front
        self._limit = inbox_frames_count
        self._inboxes: dict[str, deque[bytes]] = {}
        self._changed = Condition()

    def submit(self, participant: str, bundle: bytes) -> None:
        """Admit a bundle now; receipts and deliveries go to their inboxes.

        Raises:
            TransportError: The store is away; nothing was settled.
        """
        with self._changed:
            answered = self._front.admit([Submission(participant, bundle)])
            self._put(answered.receipts)
            self._put(answered.pushes)

    def request(self, jws: bytes) -> None:
        """Answer a request into the inbox of who signed it.

        Raises:
            TrustError, MessageError: The request is not to be believed.
        """
        with self._changed:
            participant, frames = self._front.answer(jws)
            self._put(Outgoing(participant, frame) for frame in frames)

    def publish_heads(self) -> int:
        """Put every changed head into its inbox; returns how many."""
        with self._changed:
            heads = self._front.heads()
            self._put(heads)
            return len(heads)

    def take(self, participant: str, limit: int, wait_s: float = 0.0) -> list[bytes]:
        """Take frames out of an inbox, waiting at most so long for a first one."""
        with self._changed:
            inbox = self._inboxes.setdefault(participant, deque())
            if not inbox and wait_s > 0:
                self._changed.wait_for(lambda: bool(inbox), wait_s)
            return [inbox.popleft() for _ in range(min(limit, len(inbox)))]

    def purge(self, participant: str) -> None:
        """Empty an inbox, as an operator may: nothing is lost by it."""
        with self._changed:
            self._inboxes.pop(participant, None)

    def _put(self, outgoing: Iterable[Outgoing]) -> None:
        for one in outgoing:
            inbox = self._inboxes.setdefault(one.recipient, deque())
            if len(inbox) < self._limit:
                inbox.append(one.frame)
        self._changed.notify_all()
