"""Owns the id of a message made from a fact that has a business key: the same fact, the same id.

So a draft can cite another one before either is sent, and a fact collected twice is known again.
"""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RANDOM_BITS = 74


def message_id(participant: str, draftkey: str, time: datetime) -> str:
    """Name the message that a draft with this key and time becomes.

    Args:
        participant: Who will sign it.
        draftkey: The draft's business key.
        time: The draft's time, aware UTC.

    Returns:
        A UUIDv7 whose random bits are taken from SHA-256 over participant and key.

    Source:
        RFC 9562 section 5.7 (layout of version 7).
    """
    ms = (time - _EPOCH) // timedelta(milliseconds=1)
    digest = sha256(f"{participant}\n{draftkey}".encode()).digest()
    bits = int.from_bytes(digest[:10], "big") >> (80 - _RANDOM_BITS)
    high, low = bits >> 62, bits & ((1 << 62) - 1)
    return str(UUID(int=(ms & (1 << 48) - 1) << 80 | 7 << 76 | high << 64 | 2 << 62 | low))
