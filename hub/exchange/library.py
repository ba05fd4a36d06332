"""Owns the ledger as others read it: checkpoints, tiles, proofs of single entries."""

from hub.errors import LedgerError
from hub.exchange.ports import CheckpointRow, HubStore
from hub.exchange.prover import Prover
from hub.ledger.proof_file import ProofFile, write_proof_file
from hub.ledger.tile import Tile, write_bundle


class Library:
    """Reads one hub's ledger.

    Args:
        store: Where it is.
        needed_count: So many witnesses make a checkpoint a witnessed one; 0: none does.
    """

    def __init__(self, store: HubStore, needed_count: int = 0) -> None:
        self._store = store
        self._prover = Prover(store)
        self._needed = needed_count

    def newest(self, *, witnessed: bool = False) -> CheckpointRow:
        """Read the newest checkpoint.

        Args:
            witnessed: The newest that enough witnesses have cosigned.

        Raises:
            LedgerError: `ledger.no_checkpoint`.
        """
        found = self._store.checkpoint()
        if witnessed:
            size = self._store.witnessed_size(self._needed) if self._needed else None
            found = None if size is None else self._store.checkpoint(size)
        if found is None:
            raise LedgerError("ledger.no_checkpoint", "there is no such checkpoint yet")
        return found

    def witnesses(self, checkpoint: CheckpointRow) -> list[str]:
        """Name who has cosigned a checkpoint."""
        return sorted(self._store.cosignatures(checkpoint.size))

    def note(self, checkpoint: CheckpointRow) -> str:
        """Write a checkpoint with its witnesses' lines under the hub's."""
        return checkpoint.text + "".join(self._store.cosignatures(checkpoint.size).values())

    def tile(self, tile: Tile) -> bytes:
        """Read a tile of hashes or a bundle of entries.

        Raises:
            LedgerError: `ledger.tile_absent`: the ledger has not grown so far.
        """
        if tile.level is None:
            wanted = range(tile.first, tile.first + tile.width)
            entries = self._store.entries(wanted)
            found = [entries[index] for index in wanted if index in entries]
        else:
            found = list(self._store.hashes(tile.tree_level, tile.first, tile.width))
        if len(found) < tile.width:
            raise LedgerError("ledger.tile_absent", "the ledger has not grown so far")
        return write_bundle(found) if tile.level is None else b"".join(found)

    def prove(self, index: int) -> str:
        """Write the proof of one entry under the newest checkpoint, with the entry in it.

        Raises:
            LedgerError: `ledger.proof_range`: there is no such entry.
        """
        checkpoint = self.newest()
        path = self._prover.inclusion(index, checkpoint.size)
        entry = self._store.entries([index])[index]
        return write_proof_file(ProofFile(entry, index, path, self.note(checkpoint)))
