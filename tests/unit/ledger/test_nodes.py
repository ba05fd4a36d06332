"""Proofs out of stored hashes, and out of memory for what was just appended."""

from collections.abc import Sequence

import pytest

from hub.errors import LedgerError
from hub.ledger.multiproof import multiproof, verify_multiproof
from hub.ledger.nodes import Nodes
from hub.ledger.proof import consistency_proof, subtree_over, verify_consistency
from hub.ledger.tree import STORED_LEVELS, Frontier, Node, root

LEAVES = [index.to_bytes(32, "big") for index in range(70_000)]


class Stored:
    """What a store keeps: leaves, and every eighth level above them."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.levels: dict[int, list[bytes]] = {0: [], 8: [], 16: []}
        self.reads = 0
        self.frontier, nodes = Frontier().grown(leaves)
        for level, position, found in nodes:
            if level % STORED_LEVELS == 0:
                assert len(self.levels[level]) == position
                self.levels[level].append(found)

    def read(self, level: int, first: int, count: int) -> Sequence[bytes]:
        self.reads += 1
        return self.levels[level][first : first + count]


STORED = Stored(LEAVES)


def test_only_every_eighth_level_is_stored() -> None:
    assert {level: len(found) for level, found in STORED.levels.items()} == {
        0: 70_000,
        8: 70_000 // 256,
        16: 1,
    }


@pytest.mark.parametrize(("start", "end"), [(0, 1), (0, 70_000), (65_536, 70_000), (512, 768)])
def test_any_subtree_is_made_from_what_is_stored(start: int, end: int) -> None:
    assert Nodes(STORED.read).subtree(start, end) == root(LEAVES[start:end])


def test_a_proof_reads_few_tiles_and_the_next_one_none() -> None:
    STORED.reads = 0
    nodes = Nodes(STORED.read)
    proof = multiproof([3, 69_999], 70_000, nodes.subtree)
    assert 0 < STORED.reads <= 5
    verify_multiproof({3: LEAVES[3], 69_999: LEAVES[-1]}, 70_000, proof, STORED.frontier.root())
    STORED.reads = 0
    assert multiproof([3, 69_999], 70_000, nodes.subtree) == proof
    assert STORED.reads == 0


def test_what_was_just_appended_is_proved_without_reading() -> None:
    def unread(level: int, first: int, count: int) -> Sequence[bytes]:
        raise AssertionError((level, first, count))

    before = Frontier().extended(LEAVES[:69_000])
    after, grown = before.grown(LEAVES[69_000:])
    nodes = Nodes(unread)
    nodes.learn([*before.nodes(), *grown])
    wanted = {index: LEAVES[index] for index in (69_000, 69_500, 69_501, 69_999)}
    proof = multiproof(sorted(wanted), 70_000, nodes.subtree)
    verify_multiproof(wanted, 70_000, proof, after.root())
    grew = consistency_proof(69_000, 70_000, nodes.subtree)
    verify_consistency(69_000, 70_000, grew, before.root(), after.root())


def test_memory_is_bounded_and_forgetting_costs_a_reading_only() -> None:
    nodes = Nodes(STORED.read, remembered_count=1_000)
    _, grown = Frontier().grown(LEAVES[:20_000])
    for start in range(0, len(grown), 100):
        nodes.learn(grown[start : start + 100])
    assert len(nodes._young) + len(nodes._old) < 2_000
    assert nodes.subtree(0, 300) == root(LEAVES[:300])


def test_a_store_that_lacks_hashes_is_found_out() -> None:
    short = Stored(LEAVES[:100])
    with pytest.raises(LedgerError, match=r"ledger\.node_missing"):
        Nodes(short.read).subtree(0, 101)


def test_a_frontier_tells_its_peaks_with_their_places() -> None:
    def over(node: Node) -> bytes:
        level, position, _ = node
        return subtree_over(LEAVES)(position << level, (position + 1) << level)

    peaks = Frontier().extended(LEAVES[:300]).nodes()
    assert [(level, position) for level, position, _ in peaks] == [(8, 0), (5, 8), (3, 36), (2, 74)]
    assert [found for _, _, found in peaks] == [over(node) for node in peaks]
