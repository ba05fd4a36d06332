"""Owns the proofs that are stapled to what the hub says.

What a batch has just appended is proved from memory; older entries from the stored hashes.
"""

from collections.abc import Sequence

from hub.exchange.ports import CheckpointRow, HubStore
from hub.exchange.writer import Writer
from hub.ledger.multiproof import multiproof
from hub.ledger.nodes import Nodes
from hub.ledger.proof import consistency_proof, inclusion_proof
from hub.message.staple import Staple

_REMEMBERED_COUNT = 256


class Prover:
    """Proves entries and growth.

    Args:
        store: Where the ledger's hashes are.
    """

    def __init__(self, store: HubStore) -> None:
        self._nodes = Nodes(store.hashes)
        self._grown: dict[tuple[int, int], tuple[bytes, ...]] = {}

    def learn(self, writer: Writer) -> None:
        """Remember what a batch appended, once it is committed."""
        self._nodes.learn(writer.nodes)

    def staple(
        self, indices: Sequence[int], checkpoint: CheckpointRow, previous: int = 0
    ) -> Staple:
        """Prove entries under a checkpoint, and its growth from an earlier size.

        Args:
            indices: Of the entries, ascending, none twice.
            previous: 0 or more than the checkpoint's: no growth is proved.

        Raises:
            LedgerError: The ledger's hashes are not all there.
        """
        size = checkpoint.size
        known = previous if previous <= size else 0
        return Staple(
            checkpoint=checkpoint.text,
            proof=tuple(multiproof(indices, size, self._nodes.subtree)),
            previous=known,
            consistency=self.consistency(known, size),
        )

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        """Prove that the ledger of `new` entries begins with that of `old`; empty for 0."""
        if old in {0, new}:
            return ()
        found = self._grown.get((old, new))
        if found is None:
            found = tuple(consistency_proof(old, new, self._nodes.subtree))
            if len(self._grown) >= _REMEMBERED_COUNT:
                self._grown = {}
            self._grown[old, new] = found
        return found

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """Give the RFC 6962 audit path of one entry, from the leaf up."""
        return inclusion_proof(index, size, self._nodes.subtree)
