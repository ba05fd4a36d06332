"""Proofs: that a leaf is in a tree, and that one tree grew out of another.

A prover asks for the hash of a range of leaves; who stores complete subtrees answers
from them. A verifier needs only the proof, and insists on 32-byte hashes.

Source: RFC 9162 sections 2.1.3 and 2.1.4.
"""

from collections.abc import Callable, Sequence

from hub.errors import LedgerError
from hub.ledger.tree import EMPTY_ROOT, HASH_BYTES, node_hash, root

Subtree = Callable[[int, int], bytes]
"""Gives the root over the leaves from the first index up to, without, the second."""


def subtree_over(leaf_hashes: Sequence[bytes]) -> Subtree:
    """Answer from leaf hashes in memory."""
    return lambda start, end: root(leaf_hashes[start:end])


def inclusion_proof(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """Prove that leaf `index` is in the tree of the first `size` leaves.

    Raises:
        LedgerError: `ledger.proof_range`: no such leaf in that tree.
    """
    if not 0 <= index < size:
        raise _out_of_range()
    proof = []
    start, end = 0, size
    while end - start > 1:
        split = start + _split(end - start)
        if index < split:
            proof.append(subtree(split, end))
            end = split
        else:
            proof.append(subtree(start, split))
            start = split
    return proof[::-1]


def consistency_proof(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """Prove that the tree of `new` leaves begins with the tree of `old` leaves.

    Raises:
        LedgerError: `ledger.proof_range`: the old tree is empty or larger.
    """
    if not 0 < old <= new:
        raise _out_of_range()
    proof = []
    start, end = 0, new
    known = True  # the verifier knows the root of [start, end) when it equals the old tree
    while end != old:
        split = start + _split(end - start)
        if old <= split:
            proof.append(subtree(split, end))
            end = split
        else:
            proof.append(subtree(start, split))
            start = split
            known = False
    if not known:
        proof.append(subtree(start, end))
    return proof[::-1]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], tree_root: bytes
) -> None:
    """Require that the leaf hash is at the index of the tree.

    Raises:
        LedgerError: `ledger.proof_wrong`.
    """
    _check_hashes(leaf, tree_root, *proof)
    if not 0 <= index < size:
        raise _wrong()
    node, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise _wrong()
        if node & 1 or node == last:
            found = node_hash(sibling, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    if last or found != tree_root:
        raise _wrong()


def verify_consistency(
    old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """Require that the new tree begins with the old one.

    Raises:
        LedgerError: `ledger.proof_wrong`.
    """
    _check_hashes(old_root, new_root, *proof)
    if not 0 <= old <= new:
        raise _wrong()
    if old in (0, new):
        same = old_root == (EMPTY_ROOT if old == 0 else new_root)
        if proof or not same or (new == 0 and new_root != EMPTY_ROOT):
            raise _wrong()
        return
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path or _roots(old, new, path) != (old_root, new_root):
        raise _wrong()


def _roots(old: int, new: int, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise _wrong()
        if node & 1 or node == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        node, last = node >> 1, last >> 1
    if last:
        raise _wrong()
    return first, second


def _split(count: int) -> int:
    """Find the largest power of two below a count of at least two."""
    return 1 << (count - 1).bit_length() - 1


def _check_hashes(*hashes: bytes) -> None:
    if any(len(one) != HASH_BYTES for one in hashes):
        raise _wrong()


def _wrong() -> LedgerError:
    return LedgerError("ledger.proof_wrong", "the proof does not lead to the root")


def _out_of_range() -> LedgerError:
    return LedgerError("ledger.proof_range", "no such leaf or tree to prove")
