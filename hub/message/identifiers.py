"""The restricted alphabets: what may name a participant, a subject, a message, a contract.

All ASCII, all anchored: nothing here can carry white space, a path or a control character.
"""

import re
from typing import Final

from hub.errors import MessageError
from hub.message.instant import format_time, parse_time

__all__ = [
    "CONTRACT",
    "HUBID",
    "KEY",
    "KID",
    "MESSAGE_ID",
    "PARTICIPANT",
    "PART_NAME",
    "SEQUENCE",
    "SUBJECT",
    "TYPE",
    "check",
    "contract_type",
    "format_time",
    "parse_time",
    "uuid7",
]

_TYPE = r"[a-z_]{2,40}\.[a-z_]{2,40}"

PARTICIPANT: Final = re.compile(r"\A[a-z0-9][a-z0-9-]{1,47}\Z")
HUBID: Final = re.compile(r"\A[a-z0-9][a-z0-9-]{1,31}\Z")
MESSAGE_ID: Final = re.compile(
    r"\A[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z"
)
SUBJECT: Final = re.compile(r"\A[a-z][a-z0-9-]{1,31}:[A-Za-z0-9][A-Za-z0-9._-]{0,79}\Z")
TYPE: Final = re.compile(rf"\A{_TYPE}\Z")
CONTRACT: Final = re.compile(rf"\A{_TYPE}/(?:0|[1-9][0-9]{{0,3}})\.(?:0|[1-9][0-9]{{0,3}})\Z")
KEY: Final = re.compile(r"\A[A-Za-z0-9][A-Za-z0-9._:/-]{0,119}\Z")
"""A correlation, causation or draft key."""
PART_NAME: Final = re.compile(r"\A[a-z_]{1,32}\Z")
SEQUENCE: Final = re.compile(r"\A[0-9]{20}\Z")
KID: Final = re.compile(r"\A[A-Za-z0-9_-]{43}\Z")

_UUID_TIME_BITS = 48
_UUID_RANDOM_BYTES = 10


def check(pattern: re.Pattern[str], text: str, what: str) -> str:
    """Return the text when it is spelled as the pattern says.

    Raises:
        MessageError: `message.identifier_malformed`, naming what but not the text.
    """
    if pattern.match(text) is None:
        raise MessageError(
            "message.identifier_malformed",
            f"{what} is not spelled as allowed: {pattern.pattern}",
            what=what,
        )
    return text


def contract_type(contract: str) -> str:
    """Name the type a contract reference speaks of: `listing.decided/0.1` -> the part before /."""
    return contract.partition("/")[0]


def uuid7(ms: int, random: bytes) -> str:
    """Make the UUIDv7 of a time and ten random bytes.

    Args:
        ms: Milliseconds since 1970 UTC, 48 bits.
        random: Ten bytes; six bits of them give way to version and variant.

    Raises:
        MessageError: `message.identifier_malformed`: the time or the bytes do not fit.

    Source: RFC 9562 section 5.7.
    """
    if len(random) != _UUID_RANDOM_BYTES or not 0 <= ms < 1 << _UUID_TIME_BITS:
        raise MessageError(
            "message.identifier_malformed",
            "a UUIDv7 needs a time of 48 bits and ten random bytes",
            what="id",
        )
    raw = bytearray(ms.to_bytes(6, "big") + random)
    raw[6] = 0x70 | raw[6] & 0x0F
    raw[8] = 0x80 | raw[8] & 0x3F
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
