"""Owns the hub's checkpoints: what the ledger is at a size, as a signed note."""

from dataclasses import dataclass

from hub.exchange.ports import CheckpointRow
from hub.ledger.checkpoint import Checkpoint, encode_checkpoint, origin_of
from hub.trust.keys import Signer
from hub.trust.note import raw_key, sign_note


@dataclass(frozen=True, slots=True)
class Notary:
    """Signs checkpoints with the hub's key.

    Raises:
        ConfigError: `config.key_algorithm`: the key is not Ed25519.
    """

    signer: Signer
    hubid: str

    def __post_init__(self) -> None:
        """Refuse a key that cannot sign notes."""
        raw_key(self.signer.public)

    def checkpoint(self, epoch: int, size: int, root: bytes) -> CheckpointRow:
        """Sign what the ledger is at a size."""
        origin = origin_of(self.hubid, epoch)
        text = encode_checkpoint(Checkpoint(origin, size, root))
        return CheckpointRow(size, root, sign_note(self.signer, origin, text).decode())
