"""Decides whose head goes out now: changed ones soon, all others now and then."""

from typing import Final

REPEAT_S: Final = 30.0


class HeadRounds:
    """Remembers which number each recipient was last told, and when."""

    def __init__(self, repeat_s: float = REPEAT_S) -> None:
        self._repeat_s = repeat_s
        self._told: dict[str, tuple[int, float]] = {}

    def due(self, recipient: str, last: int, now_s: float) -> bool:
        """Tell whether a recipient is told its last number now; then it counts as told."""
        told, at_s = self._told.get(recipient, (-1, now_s))
        if last == told and now_s - at_s < self._repeat_s:
            return False
        self._told[recipient] = (last, now_s)
        return True
