"""Signed notes: a text and the signatures under it, one line each.

Only Ed25519 signs notes; what it signs has line ends, what a JWS signs never has, so that one key
may do both. A cosignature also signs the time at which a witness saw the text.

Source: C2SP signed-note; C2SP tlog-cosignature, version 1.
"""

from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import Final

from hub.errors import ConfigError, TrustError
from hub.message.base64url import decode_text
from hub.trust.algorithms import Ed25519
from hub.trust.keys import PublicKey, Signer

MAX_NOTE_BYTES: Final = 16 * 1024
MAX_SIGNATURES_COUNT: Final = 64
_DASH: Final = b"\xe2\x80\x94 "
_ID_BYTES = 4
_TIME_BYTES = 8
_SIGNATURE_BYTES = 64


class NoteKind(IntEnum):
    """What a signature line is, as it goes into the key's id."""

    ED25519 = 1
    COSIGNATURE = 4


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One line: who, under which key id, and the signature's bytes."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A note taken apart; nothing is verified.

    Attributes:
        text: What is signed, its last line end included.
    """

    text: bytes
    signatures: tuple[NoteSignature, ...]


def raw_key(public: PublicKey) -> bytes:
    """Give the 32 bytes of an Ed25519 key.

    Raises:
        ConfigError: `config.key_algorithm`: a key of another kind.
    """
    if public.alg != Ed25519.name:
        raise ConfigError("config.key_algorithm", "checkpoints need an Ed25519 key; make one")
    return decode_text(public.jwk["x"])


def key_id(name: str, public: PublicKey, kind: NoteKind = NoteKind.ED25519) -> bytes:
    """Make the four bytes that hint at a key."""
    return sha256(name.encode() + b"\n" + bytes((kind,)) + raw_key(public)).digest()[:_ID_BYTES]


def verifier_key(name: str, public: PublicKey) -> str:
    """Write a key as note tools take it."""
    encoded = b64encode(bytes((NoteKind.ED25519,)) + raw_key(public)).decode("ascii")
    return f"{name}+{key_id(name, public).hex()}+{encoded}"


def sign_note(signer: Signer, name: str, text: bytes) -> bytes:
    """Sign a text that ends with a line end: the note."""
    line = _line(name, key_id(name, signer.public), signer.sign(text))
    return text + b"\n" + line


def read_note(raw: bytes) -> Note:
    """Take a note apart.

    Raises:
        TrustError: `trust.note_malformed`.
    """
    text, gap, lines = raw.rpartition(b"\n\n")
    if not gap or not lines.endswith(b"\n") or len(raw) > MAX_NOTE_BYTES:
        raise _malformed()
    signatures = [read_signature(line + b"\n") for line in lines[:-1].split(b"\n")]
    if len(signatures) > MAX_SIGNATURES_COUNT:
        raise _malformed()
    return Note(text + b"\n", tuple(signatures))


def read_signature(line: bytes) -> NoteSignature:
    """Read one signature line, its line end included.

    Raises:
        TrustError: `trust.note_malformed`.
    """
    name, gap, encoded = line[len(_DASH) : -1].partition(b" ")
    if not line.startswith(_DASH) or not line.endswith(b"\n") or not gap:
        raise _malformed()
    try:
        raw = b64decode(encoded, validate=True)
        found = NoteSignature(name.decode("ascii"), raw[:_ID_BYTES], raw[_ID_BYTES:])
    except (Error, ValueError):
        raise _malformed() from None
    if not set(found.name) <= _NAME or not found.name or b64encode(raw) != encoded:
        raise _malformed()
    return found


def verify_note(note: Note, name: str, keys: Iterable[PublicKey]) -> PublicKey:
    """Require a signature under this name by one of these keys; gives the key.

    Raises:
        TrustError: `trust.unknown_key`: none of theirs is under it; `trust.bad_signature`.
    """
    known = {key_id(name, key): key for key in keys if key.alg == Ed25519.name}
    for signature in note.signatures:
        key = known.get(signature.key_id)
        if signature.name == name and key is not None:
            key.verify(note.text, signature.signature)
            return key
    raise TrustError("trust.unknown_key", "the note is not signed by a key known under its name")


def cosign(signer: Signer, name: str, text: bytes, time_s: int) -> bytes:
    """Sign as a witness: the signature line.

    Args:
        time_s: When the witness saw the text, seconds since 1970 UTC.
    """
    signature = signer.sign(_cosigned(text, time_s))
    stamped = time_s.to_bytes(_TIME_BYTES, "big") + signature
    return _line(name, key_id(name, signer.public, NoteKind.COSIGNATURE), stamped)


def verify_cosignature(line: bytes, name: str, text: bytes, key: PublicKey) -> int:
    """Require a witness's signature over a text; gives when it saw it.

    Raises:
        TrustError: `trust.note_malformed`, `trust.unknown_key`, `trust.bad_signature`.
    """
    read = read_signature(line)
    if read.name != name or read.key_id != key_id(name, key, NoteKind.COSIGNATURE):
        raise TrustError("trust.unknown_key", "the cosignature is not by this key and name")
    if len(read.signature) != _TIME_BYTES + _SIGNATURE_BYTES:
        raise _malformed()
    time_s = int.from_bytes(read.signature[:_TIME_BYTES], "big")
    key.verify(_cosigned(text, time_s), read.signature[_TIME_BYTES:])
    return time_s


def witness_name(hubid: str, participant: str) -> str:
    """Name a participant as a witness of a hub's log."""
    return f"safety-credit-hub/{hubid}/witness/{participant}"


def _cosigned(text: bytes, time_s: int) -> bytes:
    return b"cosignature/v1\ntime %d\n" % time_s + text


def _line(name: str, hint: bytes, signature: bytes) -> bytes:
    return _DASH + name.encode("ascii") + b" " + b64encode(hint + signature) + b"\n"


_NAME: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-./_")


def _malformed() -> TrustError:
    return TrustError("trust.note_malformed", "the signed note is not written as one")
