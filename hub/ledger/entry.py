"""The ledger entry: what is hashed as a leaf, in a form frozen from the first day.

No subject and no body: only who, when, which number, and digests of what was signed.

    u8 version | u8 kind | i64 at (us since 1970 UTC) | s hubid | u32 epoch | s source
    | s id | u64 sequence | 32 contract | s kid | u32 directory version
    | 32 signing digest | 32 envelope digest | s code, for a refusal only
    (all integers big-endian; s is u8 length and ASCII bytes)
"""

import struct
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from struct import Struct
from typing import Any, Final

from hub.errors import LedgerError

VERSION: Final = 1
ZERO: Final = bytes(32)

_START: Final = Struct(">BBq")
_U32: Final = Struct(">I")
_SEQUENCE: Final = Struct(">Q32s")
_END: Final = Struct(">I32s32s")
_DIGEST_BYTES = 32
_MAX_TEXT_BYTES = 255
_LEAF: Final = b"\x00"


class EntryKind(IntEnum):
    """What an entry records."""

    MESSAGE = 1
    ACKNOWLEDGEMENT = 2
    HEAD = 3
    REFUSAL = 4
    DIRECTORY = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry.

    Attributes:
        at_us: Admission time in microseconds since 1970 UTC.
        source: Who signed; for a head the recipient.
        sequence: The source's number; for a head the recipient's last number.
        contract_digest: Of the frozen contract; zeros where there is none.
        signing_digest: Of what was signed; for a head the running hash.
        envelope_digest: Of the signed text; zeros for a head.
        code: Why, for a refusal; else empty.
    """

    kind: EntryKind
    at_us: int
    hubid: str
    epoch: int
    source: str
    id: str = ""
    sequence: int = 0
    contract_digest: bytes = ZERO
    kid: str = ""
    directory_version: int = 0
    signing_digest: bytes = ZERO
    envelope_digest: bytes = ZERO
    code: str = ""


def encode_entry(entry: Entry) -> bytes:
    """Write the bytes of an entry.

    Raises:
        LedgerError: `ledger.entry_malformed`: a value does not fit the form.
    """
    digests = (entry.contract_digest, entry.signing_digest, entry.envelope_digest)
    if any(len(digest) != _DIGEST_BYTES for digest in digests):
        raise _malformed("a digest is not 32 bytes")
    if (entry.kind is EntryKind.REFUSAL) != bool(entry.code):
        raise _malformed("a refusal has a code and nothing else has")
    try:
        pieces = [
            _START.pack(VERSION, entry.kind, entry.at_us),
            _text(entry.hubid),
            _U32.pack(entry.epoch),
            _text(entry.source),
            _text(entry.id),
            _SEQUENCE.pack(entry.sequence, entry.contract_digest),
            _text(entry.kid),
            _END.pack(entry.directory_version, entry.signing_digest, entry.envelope_digest),
        ]
    except struct.error:
        raise _malformed("a number does not fit") from None
    if entry.code:
        pieces.append(_text(entry.code))
    return b"".join(pieces)


def decode_entry(raw: bytes) -> Entry:
    """Read the bytes of an entry; writing it again gives the same bytes.

    Raises:
        LedgerError: `ledger.entry_malformed`: another version or kind, cut, or too long.
    """
    try:
        return _Reader(raw).entry()
    except struct.error:
        raise _malformed("it is cut") from None


def leaf_hash(raw: bytes) -> bytes:
    """Hash an entry's bytes as a leaf.

    Source: RFC 6962 section 2.1.
    """
    return sha256(_LEAF + raw).digest()


class _Reader:
    """Takes an entry's bytes apart from the front."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._at = 0

    def entry(self) -> Entry:
        version, kind, at_us = self._unpack(_START)
        if version != VERSION or kind not in EntryKind.__members__.values():
            raise _malformed("unknown version or kind")
        hubid = self._text()
        (epoch,) = self._unpack(_U32)
        source, entry_id = self._text(), self._text()
        sequence, contract = self._unpack(_SEQUENCE)
        kid = self._text()
        directory, signing, envelope = self._unpack(_END)
        code = self._text() if kind == EntryKind.REFUSAL else ""
        if self._at != len(self._raw) or (kind == EntryKind.REFUSAL and not code):
            raise _malformed("bytes follow its end, or it is cut")
        return Entry(
            kind=EntryKind(kind),
            at_us=at_us,
            hubid=hubid,
            epoch=epoch,
            source=source,
            id=entry_id,
            sequence=sequence,
            contract_digest=contract,
            kid=kid,
            directory_version=directory,
            signing_digest=signing,
            envelope_digest=envelope,
            code=code,
        )

    def _unpack(self, form: Struct) -> tuple[Any, ...]:
        values = form.unpack_from(self._raw, self._at)
        self._at += form.size
        return values

    def _text(self) -> str:
        if self._at >= len(self._raw):
            raise _malformed("it is cut")
        start = self._at + 1
        self._at = start + self._raw[self._at]
        raw = self._raw[start : self._at]
        if self._at > len(self._raw) or not raw.isascii():
            raise _malformed("it is cut, or its text is not ASCII")
        return raw.decode("ascii")


def _text(text: str) -> bytes:
    if not text.isascii() or len(text) > _MAX_TEXT_BYTES:
        raise _malformed("a text is not at most 255 ASCII characters")
    return bytes((len(text),)) + text.encode("ascii")


def _malformed(why: str) -> LedgerError:
    return LedgerError("ledger.entry_malformed", f"ledger entry refused: {why}")
