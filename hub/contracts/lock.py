"""The lock: one digest for every frozen contract.

The digest is SHA-256 over `contract.toml` and `schema.json`, in this order, each as the
length of its name (one byte), its name, its length (eight bytes, big endian), its bytes.
Examples are not in it: one more example does not change what was agreed.
"""

import hashlib
from collections.abc import Mapping
from typing import Final

from hub.errors import ReleaseError

FROZEN: Final = ("contract.toml", "schema.json")
LOCK: Final = "frozen.lock"


def contract_digest(files: Mapping[str, bytes], ref: str) -> bytes:
    """Digest the frozen files of one contract.

    Raises:
        ReleaseError: `release.file_missing`.
    """
    state = hashlib.sha256()
    for name in FROZEN:
        content = file_of(files, f"{ref}/{name}")
        state.update(bytes([len(name)]) + name.encode())
        state.update(len(content).to_bytes(8, "big") + content)
    return state.digest()


def file_of(files: Mapping[str, bytes], name: str) -> bytes:
    """Return one contract file.

    Raises:
        ReleaseError: `release.file_missing`.
    """
    try:
        return files[name]
    except KeyError:
        raise ReleaseError(
            "release.file_missing", f"{name} is missing; install the hub anew", file=name
        ) from None


def refs(files: Mapping[str, bytes]) -> list[str]:
    """Return the refs of all contracts that have a `contract.toml`, sorted."""
    suffix = f"/{FROZEN[0]}"
    return sorted(name.removesuffix(suffix) for name in files if name.endswith(suffix))


def read_lock(text: bytes) -> dict[str, bytes]:
    """Read the lock: ref -> digest.

    Raises:
        ReleaseError: `release.lock_malformed`.
    """
    found: dict[str, bytes] = {}
    for line in text.decode("ascii", "replace").splitlines():
        ref, separator, digest = line.partition(" sha256:")
        if not separator or ref in found or len(digest) != hashlib.sha256().digest_size * 2:
            raise ReleaseError("release.lock_malformed", f"{LOCK}: a line is not a locked contract")
        found[ref] = _bytes(digest)
    return found


def write_lock(digests: Mapping[str, bytes]) -> bytes:
    """Write the lock, one sorted line a contract."""
    lines = (f"{ref} sha256:{digest.hex()}\n" for ref, digest in sorted(digests.items()))
    return "".join(lines).encode("ascii")


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise ReleaseError("release.lock_malformed", f"{LOCK}: a digest is not hex") from None
