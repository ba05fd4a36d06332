"""The envelope: a signed event followed by the salt and bytes of each part it names.

A part can be withheld from a recipient, or erased later, and the signature still
verifies: the event names parts by salted digest only.

    "SCE1" | u32 length, JWS | u8 count | count times: u8 length, name | 16 bytes salt
           | u32 length, content            (all integers big-endian, nothing after it)
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from hub.errors import MessageError
from hub.message.event import Event
from hub.message.identifiers import PART_NAME
from hub.message.limits import MAX_ENVELOPE_BYTES, MAX_PARTS_COUNT, SALT_BYTES

MAGIC: Final = b"SCE1"


@dataclass(frozen=True, slots=True)
class Part:
    """One body part: its name, the salt that hides it, its bytes as signed."""

    name: str
    salt: bytes
    content: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope taken apart; nothing in it is verified.

    Attributes:
        raw: The bytes as received.
        jws: The signed event or acknowledgement, compact.
        parts: The parts present, in their order.
    """

    raw: bytes
    jws: bytes
    parts: tuple[Part, ...]

    def part(self, name: str) -> Part | None:
        """Find a part; None when it was withheld, erased or never there."""
        return next((part for part in self.parts if part.name == name), None)


def read_envelope(raw: bytes) -> Envelope:
    """Take an envelope apart.

    Raises:
        MessageError: `message.too_large`, `message.envelope_malformed` (truncated, trailing
            bytes, a bad name), `message.part_repeated`.
    """
    if len(raw) > MAX_ENVELOPE_BYTES:
        raise MessageError(
            "message.too_large",
            f"envelope is over {MAX_ENVELOPE_BYTES} bytes",
            limit=MAX_ENVELOPE_BYTES,
        )
    jws, at = _jws(raw)
    if at >= len(raw):
        raise _malformed("it ends before the number of parts")
    count = raw[at]
    at += 1
    if count > MAX_PARTS_COUNT:
        raise _malformed(f"more than {MAX_PARTS_COUNT} parts")
    parts = []
    for _ in range(count):
        part, at = _part(raw, at)
        parts.append(part)
    if at != len(raw):
        raise _malformed("bytes follow the last part")
    if len({part.name for part in parts}) != count:
        raise MessageError("message.part_repeated", "envelope refused: a part occurs twice")
    return Envelope(raw, jws, tuple(parts))


def envelope_jws(raw: bytes) -> bytes:
    """Take only the signed text out of an envelope.

    Raises:
        MessageError: `message.envelope_malformed`.
    """
    return _jws(raw)[0]


def _jws(raw: bytes) -> tuple[bytes, int]:
    if raw[:4] != MAGIC:
        raise _malformed("it does not start with SCE1")
    end = 8 + int.from_bytes(raw[4:8], "big")
    if len(raw) < end:
        raise _malformed("it ends within the signed text")
    return raw[8:end], end


def _part(raw: bytes, at: int) -> tuple[Part, int]:
    if at >= len(raw):
        raise _malformed("it ends before a part")
    name_end = at + 1 + raw[at]
    salt_end = name_end + SALT_BYTES
    start = salt_end + 4
    end = start + int.from_bytes(raw[salt_end:start], "big")
    if len(raw) < end or len(raw) < start:
        raise _malformed("it ends within a part")
    name = raw[at + 1 : name_end].decode("latin-1")
    if PART_NAME.match(name) is None:
        raise _malformed("a part's name is not spelled as allowed")
    return Part(name, raw[name_end:salt_end], raw[start:end]), end


def write_envelope(jws: bytes, parts: Iterable[Part]) -> bytes:
    """Frame a signed text and its parts.

    Raises:
        MessageError: `message.too_large`, `message.envelope_malformed`,
            `message.part_repeated`: what would not be readable again.
    """
    listed = tuple(parts)
    if len(listed) > MAX_PARTS_COUNT:
        raise _malformed(f"more than {MAX_PARTS_COUNT} parts")
    pieces = [MAGIC, len(jws).to_bytes(4, "big"), jws, bytes((len(listed),))]
    for part in listed:
        if PART_NAME.match(part.name) is None or len(part.salt) != SALT_BYTES:
            raise _malformed("a part needs an allowed name and a salt of 16 bytes")
        name = part.name.encode("ascii")
        pieces += (bytes((len(name),)), name, part.salt)
        pieces += (len(part.content).to_bytes(4, "big"), part.content)
    raw = b"".join(pieces)
    read_envelope(raw)
    return raw


def without_parts(envelope: Envelope, names: Collection[str]) -> bytes:
    """Write the envelope anew without these parts; the signed text stays as it is."""
    return write_envelope(envelope.jws, [part for part in envelope.parts if part.name not in names])


def part_digest(salt: bytes, content: bytes) -> bytes:
    """Digest a part as the manifest names it: SHA-256 over salt and bytes."""
    return sha256(salt + content).digest()


def check_parts(event: Event, envelope: Envelope) -> None:
    """Require that every part present is the one the event names.

    Raises:
        MessageError: `message.part_unknown` (not in the manifest), `message.part_changed`
            (other salt or bytes), `message.part_repeated`.
    """
    seen = set()
    for part in envelope.parts:
        if part.name in seen:
            raise MessageError("message.part_repeated", "envelope refused: a part occurs twice")
        seen.add(part.name)
        expected = event.parts.get(part.name)
        if expected is None:
            raise MessageError(
                "message.part_unknown", f"part {part.name} is not in the event", part=part.name
            )
        if part_digest(part.salt, part.content) != expected:
            raise MessageError(
                "message.part_changed",
                f"part {part.name} is not the one that was signed",
                part=part.name,
            )


def _malformed(why: str) -> MessageError:
    return MessageError("message.envelope_malformed", f"envelope refused: {why}")
