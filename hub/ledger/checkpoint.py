"""The checkpoint body: origin, size and root as three lines of text.

Source: C2SP tlog-checkpoint, note text.
"""

from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import dataclass

from hub.errors import LedgerError
from hub.ledger.tree import HASH_BYTES

_LINES = 4


def origin_of(hubid: str, epoch: int) -> str:
    """Name the log of a hub in an epoch."""
    return f"safety-credit-hub/{hubid}/{epoch}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a tree is at one size.

    Attributes:
        origin: Names the log; carries the hub's id and epoch.
        size: Number of leaves.
        root: Root over them.
    """

    origin: str
    size: int
    root: bytes


def encode_checkpoint(checkpoint: Checkpoint) -> bytes:
    """Write the text that is signed."""
    lines = (checkpoint.origin, str(checkpoint.size), b64encode(checkpoint.root).decode("ascii"))
    return "".join(f"{line}\n" for line in lines).encode()


def decode_checkpoint(raw: bytes) -> Checkpoint:
    """Read the text of a checkpoint; writing it again gives the same bytes.

    Raises:
        LedgerError: `ledger.checkpoint_malformed`.
    """
    try:
        lines = raw.decode().split("\n")
        if len(lines) != _LINES or lines[3] or not lines[0] or len(lines[1]) > HASH_BYTES:
            raise _malformed()
        checkpoint = Checkpoint(lines[0], int(lines[1]), b64decode(lines[2], validate=True))
    except (ValueError, Error):
        raise _malformed() from None
    if checkpoint.size < 0 or len(checkpoint.root) != HASH_BYTES:
        raise _malformed()
    if encode_checkpoint(checkpoint) != raw:
        raise _malformed()
    return checkpoint


def _malformed() -> LedgerError:
    return LedgerError("ledger.checkpoint_malformed", "checkpoint refused: not three plain lines")
