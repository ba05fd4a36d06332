"""One proof for many leaves of one tree: what a receipt or a bundle staples.

The tree is walked as RFC 6962 builds it, split at the largest power of two below its size. Where
no proved leaf is below, the proof has that subtree's hash; elsewhere the walk goes on. So the
hashes come from left to right, and the verifier's walk takes them in the same order. For one leaf
they are those of the RFC 6962 audit path.

Source: RFC 9162 section 2.1.1 for the shape; the order is ours (hub/README.md).
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from hub.errors import LedgerError
from hub.ledger.proof import Subtree
from hub.ledger.tree import HASH_BYTES, node_hash


def multiproof(indices: Sequence[int], size: int, subtree: Subtree) -> list[bytes]:
    """Prove that these leaves are in the tree of the first `size` leaves.

    Args:
        indices: Ascending, none twice.

    Raises:
        LedgerError: `ledger.proof_range`: none, or one that is not in that tree.
    """
    ascending = all(one < other for one, other in pairwise(indices))
    if not indices or not ascending or indices[0] < 0 or indices[-1] >= size:
        raise LedgerError("ledger.proof_range", "no such leaves to prove")
    proof: list[bytes] = []
    waiting = [(0, size, 0, len(indices))]
    while waiting:
        start, end, low, high = waiting.pop()
        if low == high:
            proof.append(subtree(start, end))
        elif high - low < end - start:
            split = split_of(start, end)
            middle = bisect_left(indices, split, low, high)
            waiting.append((split, end, middle, high))
            waiting.append((start, split, low, middle))
    return proof


def verify_multiproof(
    leaves: Mapping[int, bytes], size: int, proof: Sequence[bytes], tree_root: bytes
) -> None:
    """Require that each leaf hash is at its index of the tree.

    Raises:
        LedgerError: `ledger.proof_wrong`.
    """
    indices = sorted(leaves)
    if not indices or indices[0] < 0 or indices[-1] >= size:
        raise _wrong()
    if any(len(one) != HASH_BYTES for one in (tree_root, *proof, *leaves.values())):
        raise _wrong()
    rest = iter(proof)
    found = _Walk(leaves, indices, rest).root(0, size, 0, len(indices))
    if next(rest, None) is not None or found != tree_root:
        raise _wrong()


def split_of(start: int, end: int) -> int:
    """Tell where RFC 6962 splits a range of at least two leaves."""
    return start + (1 << (end - start - 1).bit_length() - 1)


class _Walk:
    """The verifier's walk; as deep as the tree, at most 63."""

    def __init__(
        self, leaves: Mapping[int, bytes], indices: Sequence[int], proof: Iterator[bytes]
    ) -> None:
        self._leaves = leaves
        self._indices = indices
        self._proof = proof

    def root(self, start: int, end: int, low: int, high: int) -> bytes:
        if low == high:
            found = next(self._proof, None)
            if found is None:
                raise _wrong()
            return found
        if end - start == 1:
            return self._leaves[start]
        split = split_of(start, end)
        middle = bisect_left(self._indices, split, low, high)
        left = self.root(start, split, low, middle)
        return node_hash(left, self.root(split, end, middle, high))


def _wrong() -> LedgerError:
    return LedgerError("ledger.proof_wrong", "the proof does not lead to the root")
