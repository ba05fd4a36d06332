"""Decides whose head goes out now: changed ones soon, all others now and then."""

from collections.abc import Iterable
from typing import Final

from hub.exchange.model import Outgoing
from hub.message.head import decode_head
from hub.message.jws import read_jws

REPEAT_S: Final = 30.0


class HeadRounds:
    """Remembers which number each recipient was last told, and when."""

    def __init__(self, repeat_s: float = REPEAT_S) -> None:
        self._repeat_s = repeat_s
        self._told: dict[str, tuple[int, float]] = {}

    def due(self, heads: Iterable[Outgoing], now_s: float) -> list[Outgoing]:
        """Choose the heads to send; they count as told."""
        chosen = []
        for item in heads:
            last = decode_head(read_jws(item.frame).payload).last
            told, at_s = self._told.get(item.recipient, (-1, now_s))
            if last != told or now_s - at_s >= self._repeat_s:
                self._told[item.recipient] = (last, now_s)
                chosen.append(item)
        return chosen
