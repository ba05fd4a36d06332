"""Laws of the ledger's proofs."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import LedgerError
from hub.ledger.multiproof import multiproof, verify_multiproof
from hub.ledger.nodes import Nodes
from hub.ledger.proof import (
    consistency_proof,
    inclusion_proof,
    subtree_over,
    verify_consistency,
    verify_inclusion,
)
from hub.ledger.tree import Frontier, root

LEAVES = [sha256(b"%d" % index).digest() for index in range(600)]
sizes = st.integers(1, 600)
trees = sizes.flatmap(
    lambda size: st.tuples(
        st.just(size), st.sets(st.integers(0, size - 1), min_size=1, max_size=40).map(sorted)
    )
)


def flipped(raw: bytes, bit: int) -> bytes:
    changed = bytearray(raw)
    changed[bit // 8 % len(raw)] ^= 1 << bit % 8
    return bytes(changed)


@given(trees)
def test_a_multiproof_verifies_for_any_set_in_any_tree(tree: tuple[int, list[int]]) -> None:
    size, indices = tree
    proof = multiproof(indices, size, subtree_over(LEAVES))
    verify_multiproof({i: LEAVES[i] for i in indices}, size, proof, root(LEAVES[:size]))


@given(trees, st.integers(0, 255), st.data())
def test_any_flipped_bit_is_refused(
    tree: tuple[int, list[int]], bit: int, data: st.DataObject
) -> None:
    size, indices = tree
    proof = multiproof(indices, size, subtree_over(LEAVES))
    leaves = {index: LEAVES[index] for index in indices}
    tree_root = root(LEAVES[:size])
    place = data.draw(st.integers(0, len(proof) + len(indices)))
    if place < len(proof):
        proof[place] = flipped(proof[place], bit)
    elif place == len(proof):
        tree_root = flipped(tree_root, bit)
    else:
        index = indices[place - len(proof) - 1]
        leaves[index] = flipped(leaves[index], bit)
    with pytest.raises(LedgerError, match=r"ledger\.proof_wrong"):
        verify_multiproof(leaves, size, proof, tree_root)


@given(trees, st.integers(-3, 3))
def test_another_size_or_place_is_refused(tree: tuple[int, list[int]], off: int) -> None:
    size, indices = tree
    proof = multiproof(indices, size, subtree_over(LEAVES))
    moved = {index + off: LEAVES[index] for index in indices}
    if off == 0 or len(indices) == size:
        return
    with pytest.raises(LedgerError, match=r"ledger\.proof_wrong"):
        verify_multiproof(moved, size, proof, root(LEAVES[:size]))


@given(sizes, st.data())
def test_growth_is_proved_from_any_size_to_any_later_one(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    proof = consistency_proof(old, new, subtree_over(LEAVES))
    verify_consistency(old, new, proof, root(LEAVES[:old]), root(LEAVES[:new]))
    forged = [*LEAVES[: old - 1], bytes(32)]
    with pytest.raises(LedgerError, match=r"ledger\.proof_wrong"):
        verify_consistency(old, new, proof, root(forged), root(LEAVES[:new]))


@given(st.lists(st.integers(0, 90), min_size=1, max_size=6), st.data())
def test_growing_in_any_batches_remembers_the_same_tree(
    batches: list[int], data: st.DataObject
) -> None:
    frontier, size = Frontier(), 0
    stored = {0: list[bytes](), 8: list[bytes]()}
    nodes = Nodes(lambda level, first, count: stored[level][first : first + count], 64)
    for count in batches:
        before = frontier
        frontier, grown = frontier.grown(LEAVES[size : size + count])
        size += count
        for level, _, found in grown:
            if level in stored:
                stored[level].append(found)
        nodes.learn([*before.nodes(), *grown])
    if size == 0:
        return
    assert frontier.root() == root(LEAVES[:size])
    index = data.draw(st.integers(0, size - 1))
    verify_inclusion(
        LEAVES[index], index, size, inclusion_proof(index, size, nodes.subtree), frontier.root()
    )
