"""Waiting for deliveries: woken by this process, looking again for what others admitted."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

LOOK_S: Final = 0.5


class Polls:
    """A bounded number of waits.

    Args:
        at_most: Waits at the same time; each holds a thread of the server.
        look_s: How long a wait trusts that nothing was admitted elsewhere.
    """

    def __init__(self, at_most: int, look_s: float = LOOK_S) -> None:
        self._places = threading.BoundedSemaphore(at_most)
        self._look_s = look_s
        self._admitted = threading.Condition()
        self._round = 0
        self._stopping = False

    @contextmanager
    def place(self) -> Iterator[bool]:
        """Take one of the places; false when all are taken."""
        taken = self._places.acquire(blocking=False)
        try:
            yield taken
        finally:
            if taken:
                self._places.release()

    def wake(self) -> None:
        """Let every wait look again: something was admitted here."""
        with self._admitted:
            self._round += 1
            self._admitted.notify_all()

    def stop(self) -> None:
        """End every wait."""
        self._stopping = True
        self.wake()

    def wait_for(self, look: Callable[[], bytes | None], wait_s: float) -> bytes | None:
        """Look until there is something, at most so long."""
        deadline_s = time.monotonic() + wait_s
        while True:
            with self._admitted:
                seen = self._round
            found = look()
            left_s = deadline_s - time.monotonic()
            if found is not None or left_s <= 0 or self._stopping:
                return found
            self._wait(seen, min(left_s, self._look_s))

    def _wait(self, seen: int, wait_s: float) -> None:
        with self._admitted:
            self._admitted.wait_for(lambda: self._round != seen, wait_s)
