"""Times as they travel: RFC 3339 UTC with `Z`, one spelling for each instant."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from hub.errors import MessageError

_SPELLING: Final = re.compile(
    r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{6})?Z\Z"
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def parse_time(text: str) -> datetime:
    """Read a canonical time: `2026-03-01T08:00:00Z`, or with exactly six digits.

    Raises:
        MessageError: `message.time_malformed`: another spelling (an offset, three digits,
            six zeros), or no such day.
    """
    if _SPELLING.match(text) is None or text.endswith(".000000Z"):
        raise _malformed()
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise _malformed() from None


def format_time(at: datetime) -> str:
    """Spell an aware time canonically.

    Raises:
        MessageError: `message.time_malformed`: the time has no zone.
    """
    if at.tzinfo is not UTC:
        if at.utcoffset() is None:
            raise _malformed()
        at = at.astimezone(UTC)
    return at.replace(tzinfo=None).isoformat() + "Z"


def to_microseconds(at: datetime) -> int:
    """Count the microseconds since 1970 UTC, exactly."""
    return (at - _EPOCH) // _MICROSECOND


def from_microseconds(count: int) -> datetime:
    """Find the time that many microseconds since 1970 UTC.

    Raises:
        MessageError: `message.time_malformed`: beyond the years 1 to 9999.
    """
    try:
        return _EPOCH + timedelta(microseconds=count)
    except OverflowError:
        raise _malformed() from None


def _malformed() -> MessageError:
    return MessageError(
        "message.time_malformed",
        "time is not canonical: write UTC as 2026-03-01T08:00:00Z or with six digits",
    )
