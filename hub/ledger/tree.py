"""The Merkle tree: roots from leaf hashes, and a frontier that appends at constant cost.

Source: RFC 6962 section 2.1; RFC 9162 section 2.1.1.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Self

from hub.errors import LedgerError

EMPTY_ROOT: Final = sha256(b"").digest()
HASH_BYTES: Final = 32
_NODE: Final = b"\x01"
STORED_LEVELS: Final = 8
"""Of complete subtrees, those 8, 16, 24 ... levels above the leaves are stored."""
_SIZE_BYTES = 8
_MAX_SIZE: Final = 2**63

Node = tuple[int, int, bytes]
"""Level (0 for a leaf), position from the left in that level, and hash of a complete subtree."""


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees together."""
    return sha256(_NODE + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """All that a tree must remember to grow: one hash for each complete subtree.

    A value: appending gives a new frontier, so that a transaction rolled back leaves the
    old one in force.

    Attributes:
        size: Number of leaves.
        peaks: Roots of the complete subtrees, largest first: one for each bit of the size.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        """Refuse peaks that are not those of the size."""
        if not 0 <= self.size < _MAX_SIZE or len(self.peaks) != self.size.bit_count():
            raise _malformed()
        if any(len(peak) != HASH_BYTES for peak in self.peaks):
            raise _malformed()

    def extended(self, leaf_hashes: Iterable[bytes]) -> Self:
        """Append leaves, each at constant cost."""
        return self.grown(leaf_hashes)[0]

    def grown(self, leaf_hashes: Iterable[bytes]) -> tuple[Self, list[Node]]:
        """Append leaves, each at constant cost; tell every subtree completed, leaves too."""
        peaks = list(self.peaks)
        size = self.size
        nodes: list[Node] = []
        for leaf in leaf_hashes:
            carry, level = leaf, 0
            nodes.append((0, size, leaf))
            # Each trailing one-bit of the size is a complete subtree as large as ours.
            below = size
            while below & 1:
                carry = sha256(_NODE + peaks.pop() + carry).digest()
                below >>= 1
                level += 1
                nodes.append((level, below, carry))
            peaks.append(carry)
            size += 1
        return type(self)(size, tuple(peaks)), nodes

    def nodes(self) -> list[Node]:
        """Tell the peaks with their places."""
        levels = [n for n in range(self.size.bit_length() - 1, -1, -1) if self.size >> n & 1]
        return [
            (level, (self.size >> level) - 1, peak)
            for level, peak in zip(levels, self.peaks, strict=True)
        ]

    def root(self) -> bytes:
        """Compute the tree's root; of no leaves, SHA-256 of nothing."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def encode(self) -> bytes:
        """Write as u64 size and the peaks."""
        return self.size.to_bytes(_SIZE_BYTES, "big") + b"".join(self.peaks)

    @classmethod
    def decode(cls, raw: bytes) -> Self:
        """Read what `encode` wrote.

        Raises:
            LedgerError: `ledger.frontier_malformed`.
        """
        peaks = raw[_SIZE_BYTES:]
        if len(raw) < _SIZE_BYTES or len(peaks) % HASH_BYTES:
            raise _malformed()
        return cls(
            int.from_bytes(raw[:_SIZE_BYTES], "big"),
            tuple(peaks[at : at + HASH_BYTES] for at in range(0, len(peaks), HASH_BYTES)),
        )


def root(leaf_hashes: Sequence[bytes]) -> bytes:
    """Compute the root over all leaves."""
    return Frontier().extended(leaf_hashes).root()


def _malformed() -> LedgerError:
    return LedgerError("ledger.frontier_malformed", "frontier refused: peaks and size disagree")
