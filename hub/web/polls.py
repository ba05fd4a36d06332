"""Waiting for deliveries: woken by this process, looking again for what others admitted."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

LOOK_S: Final = 0.5
EACH_COUNT: Final = 2


@dataclass(eq=False)
class Place:
    """One wait of one participant; ended when a newer one takes its place."""

    participant: str
    ended: bool = False


class Polls:
    """A bounded number of waits, and few of each participant, so that none takes all.

    Args:
        at_most: Waits at the same time; each holds a thread of the server.
        look_s: How long a wait trusts that nothing was admitted elsewhere.
        each: Waits of one participant; one more ends its oldest.
    """

    def __init__(self, at_most: int, look_s: float = LOOK_S, each: int = EACH_COUNT) -> None:
        self._at_most = at_most
        self._look_s = look_s
        self._each = each
        self._places: list[Place] = []
        self._admitted = threading.Condition()
        self._round = 0
        self._stopping = False

    @contextmanager
    def place(self, participant: str) -> Iterator[Place | None]:
        """Take a place for a participant whose signature is known; ``None`` when all are taken."""
        taken = self._taken(participant)
        try:
            yield taken
        finally:
            with self._admitted:
                if taken in self._places:
                    self._places.remove(taken)

    def _taken(self, participant: str) -> Place | None:
        with self._admitted:
            mine = [place for place in self._places if place.participant == participant]
            if len(mine) >= self._each:
                mine[0].ended = True
                self._places.remove(mine[0])
                self._admitted.notify_all()
            elif len(self._places) >= self._at_most:
                return None
            taken = Place(participant)
            self._places.append(taken)
            return taken

    @property
    def waiting_count(self) -> int:
        """How many wait now."""
        return len(self._places)

    def wake(self) -> None:
        """Let every wait look again: something was admitted here."""
        with self._admitted:
            self._round += 1
            self._admitted.notify_all()

    def stop(self) -> None:
        """End every wait."""
        self._stopping = True
        self.wake()

    def wait_for(
        self, place: Place, look: Callable[[], bytes | None], wait_s: float
    ) -> bytes | None:
        """Look until there is something, at most so long, or until the place is taken away."""
        deadline_s = time.monotonic() + wait_s
        while True:
            with self._admitted:
                seen = self._round
            found = look()
            left_s = deadline_s - time.monotonic()
            if found is not None or left_s <= 0 or self._stopping or place.ended:
                return found
            with self._admitted:
                self._admitted.wait_for(
                    partial(self._is_over, place, seen), min(left_s, self._look_s)
                )

    def _is_over(self, place: Place, seen: int) -> bool:
        return place.ended or self._round != seen
