"""Who this agent is, and the two things it takes from outside: randomness and the hub's id."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from hub.agent.key_in_use import KeyInUse
from hub.message.identifiers import uuid7
from hub.message.instant import to_microseconds
from hub.trust.keys import PublicKey, Signer


@dataclass(frozen=True, slots=True)
class Identity:
    """A participant at one hub.

    Attributes:
        signer: The participant's own key.
        root_keys: The hub's root keys by kid, pinned when the agent was set up.
        randomness: Gives that many unpredictable bytes.
    """

    participant: str
    hubid: str
    signer: Signer
    root_keys: Mapping[str, PublicKey]
    randomness: Callable[[int], bytes] = os.urandom

    def look(self) -> None:
        """Take up a key that has replaced the one in use; between two steps, never within one."""
        if isinstance(self.signer, KeyInUse):
            self.signer.look()

    def new_id(self, now: datetime) -> str:
        """Make a message id."""
        return uuid7(to_microseconds(now) // 1000, self.randomness(10))


@dataclass(frozen=True, slots=True)
class Pace:
    """Every time and size the agent works by.

    Attributes:
        resend_s: Unanswered bytes are sent again after this, doubled each time up to 8-fold.
        retry_s: A message that failed in the plugin is tried again after this, doubled.
        attempts_count: Then it is parked.
        head_s: When the hub has not said for so long how far we are, it is asked.
        window_count: At most so many sealed messages without a final answer.
        acknowledge_s: Applied messages wait at most this long for others to join them.
    """

    resend_s: float = 10.0
    retry_s: float = 2.0
    attempts_count: int = 3
    window_count: int = 1_024
    seal_count: int = 256
    handle_count: int = 128
    acknowledge_s: float = 0.2
    acknowledge_count: int = 1_000
    open_acknowledgements_count: int = 8
    collect_s: float = 30.0
    link_retry_s: float = 1.0
    request_s: float = 5.0
    head_s: float = 30.0

    def resend_us(self, attempts: int) -> int:
        """How long to wait after so many attempts, microseconds."""
        return int(self.resend_s * 1_000_000) * int(2 ** min(attempts, 3))

    def retry_us(self, attempts: int) -> int:
        """How long a failed message waits after so many attempts, microseconds."""
        return int(self.retry_s * 1_000_000) * int(2 ** min(attempts - 1, 8))
