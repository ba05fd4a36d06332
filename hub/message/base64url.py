"""Base64url in its one canonical spelling: no padding, no white space, no spare bits.

Source: RFC 4648 section 5 and 3.5; RFC 7515 section 2.
"""

from binascii import Error, a2b_base64, b2a_base64
from typing import Final

from hub.errors import MessageError

_TO_STANDARD: Final = bytes.maketrans(b"-_+/=", b"+/!!!")
_TO_URL: Final = bytes.maketrans(b"+/", b"-_")
_PADDING: Final = (b"", b"", b"==", b"=")
# Last characters whose unused low bits are zero, by length modulo 4.
_LAST: Final[tuple[frozenset[int] | None, ...]] = (
    None,
    frozenset(),
    frozenset(b"AQgw"),
    frozenset(b"AEIMQUYcgkosw048"),
)


def encode(raw: bytes) -> bytes:
    """Spell bytes as base64url without padding."""
    return b2a_base64(raw, newline=False).rstrip(b"=").translate(_TO_URL)


def encode_text(raw: bytes) -> str:
    """Spell bytes as base64url without padding, as text for a JSON member."""
    return encode(raw).decode("ascii")


def decode(text: bytes) -> bytes:
    """Read the canonical spelling and no other.

    Raises:
        MessageError: `message.base64_malformed`.
    """
    over = len(text) & 3
    allowed = _LAST[over]
    if allowed is not None and text[-1] not in allowed:
        raise _malformed()
    try:
        return a2b_base64(text.translate(_TO_STANDARD) + _PADDING[over], strict_mode=True)
    except Error:
        raise _malformed() from None


def decode_text(text: str) -> bytes:
    """Read the canonical spelling from text.

    Raises:
        MessageError: `message.base64_malformed`.
    """
    try:
        return decode(text.encode("ascii"))
    except UnicodeEncodeError:
        raise _malformed() from None


def _malformed() -> MessageError:
    return MessageError(
        "message.base64_malformed",
        "base64url is not canonical: no padding, no other characters, no spare bits",
    )
