"""Roots, proofs and checkpoints on the eight published leaves of Certificate Transparency."""

from hashlib import sha256

import pytest

from hub.errors import LedgerError
from hub.ledger.checkpoint import Checkpoint, decode_checkpoint, encode_checkpoint
from hub.ledger.entry import leaf_hash
from hub.ledger.proof import (
    consistency_proof,
    inclusion_proof,
    subtree_over,
    verify_consistency,
    verify_inclusion,
)
from hub.ledger.tree import EMPTY_ROOT, Frontier, node_hash, root

LEAVES = [
    leaf_hash(bytes.fromhex(text))
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOT_OF_EIGHT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_the_root_of_the_published_leaves_is_the_published_one() -> None:
    assert root(LEAVES).hex() == ROOT_OF_EIGHT
    assert root([]) == EMPTY_ROOT == sha256(b"").digest()
    assert root(LEAVES[:2]) == node_hash(LEAVES[0], LEAVES[1])


def test_every_leaf_and_every_growth_of_small_trees_is_proved() -> None:
    subtree = subtree_over(LEAVES)
    for size in range(1, 9):
        tree_root = root(LEAVES[:size])
        for index in range(size):
            proof = inclusion_proof(index, size, subtree)
            verify_inclusion(LEAVES[index], index, size, proof, tree_root)
        for old in range(1, size + 1):
            proof = consistency_proof(old, size, subtree)
            verify_consistency(old, size, proof, root(LEAVES[:old]), tree_root)


def test_what_is_not_there_is_not_proved() -> None:
    subtree = subtree_over(LEAVES)
    for index, size in ((8, 8), (-1, 8), (0, 0)):
        with pytest.raises(LedgerError, match="proof_range"):
            inclusion_proof(index, size, subtree)
    for old, new in ((0, 8), (8, 7)):
        with pytest.raises(LedgerError, match="proof_range"):
            consistency_proof(old, new, subtree)


def test_hashes_of_another_length_are_refused() -> None:
    short = root(LEAVES[:1])[:31]
    with pytest.raises(LedgerError, match="proof_wrong"):
        verify_inclusion(short, 0, 1, [], short)
    with pytest.raises(LedgerError, match="proof_wrong"):
        verify_consistency(1, 1, [], short, short)


def test_an_empty_tree_is_sha256_of_nothing_and_nothing_else() -> None:
    verify_consistency(0, 0, [], EMPTY_ROOT, EMPTY_ROOT)
    with pytest.raises(LedgerError, match="proof_wrong"):
        verify_consistency(0, 0, [], bytes(32), bytes(32))
    with pytest.raises(LedgerError, match="proof_wrong"):
        verify_consistency(0, 1, [], LEAVES[0], LEAVES[0])


@pytest.mark.parametrize(
    "raw",
    [b"", bytes(7), bytes(8) + bytes(32), (1).to_bytes(8, "big"), b"\xff" * 8 + bytes(32 * 64)],
    ids=["empty", "short", "too-many", "too-few", "too-large"],
)
def test_a_malformed_frontier_is_refused(raw: bytes) -> None:
    with pytest.raises(LedgerError, match="frontier_malformed"):
        Frontier.decode(raw)


def test_a_frontier_has_peaks_of_32_bytes() -> None:
    with pytest.raises(LedgerError, match="frontier_malformed"):
        Frontier(1, (bytes(31),))


def test_a_frontier_is_a_value() -> None:
    before = Frontier().extended(LEAVES[:3])
    after = before.extended(LEAVES[3:])
    assert (before.size, before.root()) == (3, root(LEAVES[:3]))
    assert after.root().hex() == ROOT_OF_EIGHT


CHECKPOINT = Checkpoint("safety-credit-hub/demo/1", 8, bytes.fromhex(ROOT_OF_EIGHT))
TEXT = b"safety-credit-hub/demo/1\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n"


def test_a_checkpoint_is_three_lines() -> None:
    assert encode_checkpoint(CHECKPOINT) == TEXT
    assert decode_checkpoint(TEXT) == CHECKPOINT


WRONG = {
    "empty": b"",
    "cut": TEXT[:-1],
    "more": TEXT + b"extra\n",
    "zero": TEXT.replace(b"\n8\n", b"\n08\n"),
    "minus": TEXT.replace(b"\n8\n", b"\n-8\n"),
    "huge": TEXT.replace(b"\n8\n", b"\n" + b"8" * 5000 + b"\n"),
    "no-origin": TEXT.replace(b"safety-credit-hub/demo/1", b""),
    "not-base64": TEXT.replace(b"Xcna", b"X!na"),
    "short": TEXT.replace(b"Xcna", b""),
    "spare-bits": TEXT.replace(b"Qyg=", b"Qyh="),
    "not-utf8": b"\xff" + TEXT,
}


@pytest.mark.parametrize("reason", WRONG)
def test_another_text_is_no_checkpoint(reason: str) -> None:
    with pytest.raises(LedgerError, match="checkpoint_malformed"):
        decode_checkpoint(WRONG[reason])
