"""Decides which deliveries go to the handler together, which wait, which go alone.

Owns no connection and reads no clock. What settles deliveries by fault:

==================  ===================================================================
the handler         then
==================  ===================================================================
returns settlements each as it says; `REQUEUE_LATER` waits here, and all with it
raises ENVIRONMENT  the same batch again after a pause; the broker's count stays as it is
raises LedgerError  the same: a ledger that contradicts itself stops admission, loses nothing
raises else, many   each alone: one that fails harms no neighbour
raises else, one    again after a pause of its own, at last dead-lettered
==================  ===================================================================
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from hub.bus.delivery import RawDelivery, Settlement
from hub.errors import Fault, HubError, LedgerError

SUSPECT_RETURNS_COUNT = 2
"""From so many returns on, a delivery goes alone: it may be what ended its consumers."""


@dataclass(frozen=True, slots=True)
class BatchLimits:
    """How much goes to the handler at once, and how patient the consumer is.

    Attributes:
        at_most: Deliveries in a batch.
        at_most_bytes: Bytes in a batch; one larger delivery goes alone.
        linger_ms: How long the first waits for company.
        pause_ms: First pause after a fault; doubles up to `pause_limit_ms`.
        attempts_count: Failures of one delivery alone before it is dead-lettered.
    """

    at_most: int = 256
    at_most_bytes: int = 8 * 1024 * 1024
    linger_ms: int = 5
    pause_ms: int = 250
    pause_limit_ms: int = 10_000
    attempts_count: int = 5

    def pause_s(self, failures: int) -> float:
        return min(self.pause_ms << min(failures - 1, 20), self.pause_limit_ms) / 1000


@dataclass(slots=True)
class Waiting:
    """A delivery not yet settled."""

    delivery: RawDelivery
    arrived_s: float
    not_before_s: float = 0.0
    failures: int = 0
    alone: bool = False


Settled = list[tuple[RawDelivery, Settlement]]


class Backlog:
    """Deliveries between broker and handler, oldest first; times are any monotonic seconds."""

    def __init__(self, limits: BatchLimits) -> None:
        self._limits = limits
        self._waiting: deque[Waiting] = deque()
        self._apart: list[Waiting] = []
        self._bytes = 0
        self._paused_until_s = 0.0
        self._failures = 0

    def __len__(self) -> int:
        return len(self._waiting) + len(self._apart)

    @property
    def full(self) -> bool:
        limits = self._limits
        return len(self._waiting) >= limits.at_most or self._bytes >= limits.at_most_bytes

    def add(self, delivery: RawDelivery, now_s: float) -> None:
        item = Waiting(delivery, now_s, alone=delivery.returned_count >= SUSPECT_RETURNS_COUNT)
        self._waiting.append(item)
        self._bytes += len(delivery.body)

    def clear(self) -> None:
        """Forget all: their channel is gone, the broker delivers them again."""
        self._waiting.clear()
        self._apart.clear()
        self._bytes = 0

    def wait_s(self, now_s: float, idle_s: float) -> float:
        """Say how long nothing will be due unless more arrives; 0 when something is."""
        due = [item.not_before_s for item in self._apart]
        if self._waiting:
            lingers = self.full or self._waiting[0].alone
            linger_s = 0.0 if lingers else self._limits.linger_ms / 1000
            due.append(self._waiting[0].arrived_s + linger_s)
        wait_s = min(due, default=now_s + idle_s) - now_s
        return min(max(wait_s, self._paused_until_s - now_s, 0.0), idle_s)

    def take(self, now_s: float) -> list[Waiting]:
        """Take the next batch; empty when nothing is due."""
        if now_s < self._paused_until_s:
            return []
        for place, item in enumerate(self._apart):
            if item.not_before_s <= now_s:
                return [self._apart.pop(place)]
        if not self._waiting or self.wait_s(now_s, 1.0) > 0:
            return []
        batch = [self._next()]
        size = len(batch[0].delivery.body)
        while self._waiting and not batch[0].alone and not self._waiting[0].alone:
            size += len(self._waiting[0].delivery.body)
            if len(batch) >= self._limits.at_most or size > self._limits.at_most_bytes:
                break
            batch.append(self._next())
        return batch

    def _next(self) -> Waiting:
        item = self._waiting.popleft()
        self._bytes -= len(item.delivery.body)
        return item

    def succeeded(
        self, batch: Sequence[Waiting], settlements: Sequence[Settlement], now_s: float
    ) -> Settled:
        """Settle what the handler settled; keep what it wants later."""
        pairs = list(zip(batch, settlements, strict=True))
        later = [item for item, settlement in pairs if settlement is Settlement.REQUEUE_LATER]
        if later:
            self._again(later, now_s)
        else:
            self._failures = 0
        return [
            (item.delivery, settlement)
            for item, settlement in pairs
            if settlement is not Settlement.REQUEUE_LATER
        ]

    def failed(self, batch: Sequence[Waiting], error: BaseException, now_s: float) -> Settled:
        """Settle a batch whose handler raised, by whose fault it is."""
        if _stops_everything(error):
            self._again(batch, now_s)
            return []
        if len(batch) > 1:
            for item in batch:
                item.alone = True
            self._front(batch)
            return []
        item = batch[0]
        item.failures += 1
        if item.failures >= self._limits.attempts_count:
            return [(item.delivery, Settlement.DEAD_LETTER)]
        item.not_before_s = now_s + self._limits.pause_s(item.failures)
        self._apart.append(item)
        return []

    def _again(self, items: Sequence[Waiting], now_s: float) -> None:
        self._failures += 1
        self._paused_until_s = now_s + self._limits.pause_s(self._failures)
        self._front(items)

    def _front(self, items: Sequence[Waiting]) -> None:
        self._waiting.extendleft(reversed(items))
        self._bytes += sum(len(item.delivery.body) for item in items)


def _stops_everything(error: BaseException) -> bool:
    if isinstance(error, LedgerError):
        return True
    return isinstance(error, HubError) and error.fault is Fault.ENVIRONMENT
