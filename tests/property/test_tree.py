"""The tree against the recursive definition of RFC 9162, section 2.1."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import LedgerError
from hub.ledger.proof import (
    consistency_proof,
    inclusion_proof,
    subtree_over,
    verify_consistency,
    verify_inclusion,
)
from hub.ledger.tree import Frontier, root

leaves = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40)


def naive_root(hashes: list[bytes]) -> bytes:
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return sha256(b"\1" + naive_root(hashes[:split]) + naive_root(hashes[split:])).digest()


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=70))
def test_the_root_is_the_recursive_one(hashes: list[bytes]) -> None:
    assert root(hashes) == naive_root(hashes)


@given(st.lists(st.lists(st.binary(min_size=32, max_size=32), max_size=9), max_size=9))
def test_appending_in_any_batches_gives_the_same_tree(batches: list[list[bytes]]) -> None:
    frontier = Frontier()
    for batch in batches:
        frontier = Frontier.decode(frontier.encode()).extended(batch)
    everything = [one for batch in batches for one in batch]
    assert frontier.size == len(everything)
    assert frontier.root() == naive_root(everything)


@given(hashes=leaves, data=st.data())
def test_inclusion_is_proved_for_that_leaf_only(hashes: list[bytes], data: st.DataObject) -> None:
    size = len(hashes)
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(index, size, subtree_over(hashes))
    verify_inclusion(hashes[index], index, size, proof, root(hashes))
    other = bytes(32) if hashes[index] != bytes(32) else bytes([1]) * 32
    for leaf, path in ((other, proof), (hashes[index], [*proof, other])):
        with pytest.raises(LedgerError, match="proof_wrong"):
            verify_inclusion(leaf, index, size, path, root(hashes))


@given(hashes=leaves, data=st.data())
def test_growth_is_proved_for_that_beginning_only(hashes: list[bytes], data: st.DataObject) -> None:
    new = len(hashes)
    old = data.draw(st.integers(1, new))
    proof = consistency_proof(old, new, subtree_over(hashes))
    verify_consistency(old, new, proof, root(hashes[:old]), root(hashes))
    forked = [sha256(hashes[0]).digest(), *hashes[1:old]]
    with pytest.raises(LedgerError, match="proof_wrong"):
        verify_consistency(old, new, proof, root(forked), root(hashes))
