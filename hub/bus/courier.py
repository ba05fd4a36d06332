"""Carries frames to inboxes in a thread of its own: best effort, bounded, never in the way.

What is dropped, refused or lost here is repaired by heads and pulls. Under eventlet the thread
is a green one, because the world was patched before this module was imported.
"""

import logging
import threading
import time
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from hub.bus.publisher import Posting, PublishResult
from hub.bus.topology import Topology
from hub.exchange.model import Outgoing

LIMIT_BYTES: Final = 64 * 1024 * 1024
ROUND_COUNT: Final = 512
KEEP_ALIVE_S: Final = 5.0
log = logging.getLogger(__name__)


class Publishes(Protocol):
    """What the courier needs of a publisher."""

    def publish(self, postings: Sequence[Posting]) -> list[PublishResult]: ...
    def keep_alive(self) -> None: ...
    def close(self) -> None: ...


class Courier:
    """A bounded queue of frames and the thread that publishes them.

    Attributes:
        counts: How many frames ended how, since the start.
        dropped_count: Frames that found the queue full.
    """

    def __init__(
        self, publisher: Publishes, topology: Topology, *, limit_bytes: int = LIMIT_BYTES
    ) -> None:
        self._publisher = publisher
        self._topology = topology
        self._limit_bytes = limit_bytes
        self._waiting: deque[Outgoing] = deque()
        self._bytes = 0
        self._stopping = False
        self._changed = threading.Condition()
        self._homeless: set[str] = set()
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)
        self.counts: Counter[PublishResult] = Counter()
        self.dropped_count = 0

    def start(self) -> None:
        self._thread.start()

    def send(self, frames: Iterable[Outgoing]) -> None:
        """Take frames along; never waits, drops what does not fit."""
        with self._changed:
            for frame in frames:
                if self._bytes + len(frame.frame) > self._limit_bytes:
                    self.dropped_count += 1
                    continue
                self._waiting.append(frame)
                self._bytes += len(frame.frame)
            self._changed.notify()

    def homeless(self) -> set[str]:
        """Name the recipients found without an inbox since last asked."""
        with self._changed:
            found, self._homeless = self._homeless, set()
        return found

    def stop(self, flush_s: float = 3.0) -> None:
        """Publish what waits, as far as that is possible in time, and end."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join(flush_s)

    def _run(self) -> None:
        quiet_since_s = time.monotonic()
        while True:
            frames, stopping = self._take()
            if frames:
                self._publish(frames)
            elif stopping:
                break
            if time.monotonic() - quiet_since_s >= KEEP_ALIVE_S:
                quiet_since_s = time.monotonic()
                self._publisher.keep_alive()
        self._publisher.close()

    def _take(self) -> tuple[list[Outgoing], bool]:
        with self._changed:
            if not self._waiting and not self._stopping:
                self._changed.wait(KEEP_ALIVE_S)
            count = min(len(self._waiting), ROUND_COUNT)
            frames = [self._waiting.popleft() for _ in range(count)]
            self._bytes -= sum(len(frame.frame) for frame in frames)
            return frames, self._stopping

    def _publish(self, frames: Sequence[Outgoing]) -> None:
        postings = [Posting(self._topology.inbox(item.recipient), item.frame) for item in frames]
        results = self._publisher.publish(postings)
        self.counts.update(results)
        homeless = {
            item.recipient
            for item, result in zip(frames, results, strict=True)
            if result is PublishResult.UNROUTABLE
        }
        if homeless:
            log.warning("no inbox: %s", ", ".join(sorted(homeless)))
            with self._changed:
                self._homeless |= homeless
