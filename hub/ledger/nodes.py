"""The hashes of complete subtrees: remembered while they are new, read in tiles when they are not.

A store keeps the leaf hashes and every eighth level above them. Each other subtree's hash is made
from at most 128 stored ones, once, and remembered: proofs about what was just appended read
nothing.

Source: C2SP tlog-tiles (tiles of 256 hashes).
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from hub.errors import LedgerError
from hub.ledger.tree import STORED_LEVELS, Node, node_hash

TILE_COUNT: Final = 1 << STORED_LEVELS
_LEVEL_BITS: Final = 6

ReadHashes = Callable[[int, int, int], Sequence[bytes]]
"""Gives stored hashes of a level (0, 8, 16 ...): from which position, at most how many."""


class Nodes:
    """What proofs are made of.

    Only what is committed may be learned: an append that is rolled back must leave no trace.

    Args:
        read: The store's hashes.
        remembered_count: About how many hashes are remembered, the latest used.
    """

    def __init__(self, read: ReadHashes, remembered_count: int = 32_768) -> None:
        self._read = read
        self._limit = remembered_count // 2
        self._young: dict[int, bytes] = {}
        self._old: dict[int, bytes] = {}

    def learn(self, nodes: Iterable[Node]) -> None:
        """Remember hashes that are committed."""
        young = self._young
        for level, position, found in nodes:
            young[position << _LEVEL_BITS | level] = found
        if len(young) >= self._limit:
            self._old, self._young = young, {}

    def subtree(self, start: int, end: int) -> bytes:
        """Give the root over the leaves from `start` up to, without, `end`.

        Raises:
            LedgerError: `ledger.node_missing`: the store lacks hashes it should have.
        """
        pieces = []
        while start < end:
            level = (end - start).bit_length() - 1
            pieces.append(self.complete(level, start >> level))
            start += 1 << level
        found = pieces.pop()
        while pieces:
            found = node_hash(pieces.pop(), found)
        return found

    def complete(self, level: int, position: int) -> bytes:
        """Give the hash of one complete subtree.

        Raises:
            LedgerError: As for `subtree`.
        """
        key = position << _LEVEL_BITS | level
        found = self._young.get(key)
        if found is not None:
            return found
        found = self._old.get(key) or self._made(level, position)
        self.learn([(level, position, found)])
        return found

    def _made(self, level: int, position: int) -> bytes:
        if level % STORED_LEVELS:
            return node_hash(
                self.complete(level - 1, 2 * position), self.complete(level - 1, 2 * position + 1)
            )
        first = position - position % TILE_COUNT
        tile = self._read(level, first, TILE_COUNT)
        if position - first >= len(tile):
            raise LedgerError("ledger.node_missing", "the ledger lacks hashes it should have")
        self.learn((level, first + place, found) for place, found in enumerate(tile))
        return tile[position - first]
