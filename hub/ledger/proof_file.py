"""A proof as a file that others read: one entry under one checkpoint.

Source: C2SP tlog-proof, version 1.
"""

from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hub.errors import LedgerError
from hub.ledger.tree import HASH_BYTES

_HEADER: Final = "c2sp.org/tlog-proof@v1"
_MAX_PATH_COUNT: Final = 63


@dataclass(frozen=True, slots=True)
class ProofFile:
    """One entry's proof.

    Attributes:
        extra: Ours is the entry itself.
        path: RFC 6962 audit path, from the leaf up.
        checkpoint: The signed note.
    """

    extra: bytes
    index: int
    path: Sequence[bytes]
    checkpoint: str


def write_proof_file(proof: ProofFile) -> str:
    """Write a proof."""
    lines = [
        _HEADER,
        f"extra {_spelled(proof.extra)}",
        f"index {proof.index}",
        *map(_spelled, proof.path),
        "",
        proof.checkpoint,
    ]
    return "\n".join(lines)


def read_proof_file(text: str) -> ProofFile:
    """Read a proof; writing it again gives the same text.

    Raises:
        LedgerError: `ledger.proof_malformed`.
    """
    head, _, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    try:
        header, extra, index, *path = lines
        proof = ProofFile(
            extra=b64decode(extra.removeprefix("extra "), validate=True),
            index=int(index.removeprefix("index ")),
            path=[b64decode(line, validate=True) for line in path],
            checkpoint=checkpoint,
        )
    except (ValueError, Error):
        raise _malformed() from None
    hashes = all(len(one) == HASH_BYTES for one in proof.path)
    if header != _HEADER or len(path) > _MAX_PATH_COUNT or not hashes:
        raise _malformed()
    if proof.index < 0 or write_proof_file(proof) != text:
        raise _malformed()
    return proof


def _spelled(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")


def _malformed() -> LedgerError:
    return LedgerError("ledger.proof_malformed", "proof refused: it is not a tlog-proof of ours")
