"""One proof for many leaves: examples, and the hashes counted by hand."""

import pytest

from hub.errors import LedgerError
from hub.ledger.multiproof import multiproof, verify_multiproof
from hub.ledger.proof import inclusion_proof, subtree_over
from hub.ledger.tree import node_hash, root
from tests.unit.ledger.test_tree import LEAVES

SEVEN = LEAVES[:7]
ROOT = root(SEVEN)


def proved(*indices: int) -> list[bytes]:
    return multiproof(indices, 7, subtree_over(SEVEN))


def leaves(*indices: int) -> dict[int, bytes]:
    return {index: SEVEN[index] for index in indices}


def test_hashes_come_from_left_to_right() -> None:
    assert proved(2) == [
        node_hash(SEVEN[0], SEVEN[1]),
        SEVEN[3],
        root(SEVEN[4:7]),
    ]
    assert proved(1, 6) == [SEVEN[0], node_hash(SEVEN[2], SEVEN[3]), node_hash(SEVEN[4], SEVEN[5])]


def test_neighbours_share_their_proof() -> None:
    assert proved(*range(7)) == []
    assert len(proved(4, 5, 6)) == 1
    verify_multiproof(leaves(4, 5, 6), 7, proved(4, 5, 6), ROOT)


def test_for_one_leaf_it_has_the_hashes_of_the_audit_path() -> None:
    for index in range(7):
        path = inclusion_proof(index, 7, subtree_over(SEVEN))
        assert sorted(proved(index)) == sorted(path)


@pytest.mark.parametrize("indices", [(), (7,), (-1,), (3, 2), (1, 1)])
def test_what_cannot_be_proved_is_refused(indices: tuple[int, ...]) -> None:
    with pytest.raises(LedgerError, match=r"ledger\.proof_range"):
        proved(*indices)


@pytest.mark.parametrize(
    ("given", "size", "proof"),
    [
        ({}, 7, []),
        (leaves(2), 7, proved(2)[:-1]),
        (leaves(2), 7, [*proved(2), bytes(32)]),
        (leaves(2), 7, [*proved(2)[:-1], b"short"]),
        (leaves(2), 3, proved(2)),
        ({3: SEVEN[2]}, 7, proved(2)),
        ({2: SEVEN[2][:31]}, 7, proved(2)),
        ({9: SEVEN[2]}, 7, proved(2)),
        (leaves(1, 2), 7, proved(2)),
    ],
)
def test_a_wrong_proof_is_refused(given: dict[int, bytes], size: int, proof: list[bytes]) -> None:
    with pytest.raises(LedgerError, match=r"ledger\.proof_wrong"):
        verify_multiproof(given, size, proof, ROOT)
