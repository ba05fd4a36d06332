"""Days and times from texts, by stated formats; a two-digit year is never guessed."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

from hub.agent.mapping.problem import RefusedError
from hub.message.instant import format_time

_ALLOWED: Final = frozenset("YmdbBHMSzp%I")
_OFFSET: Final = re.compile(r"([+-])([01][0-9]|2[0-3]):([0-5][0-9])\Z")


class FormatError(ValueError):
    """A date format that is not allowed, or a zone that is none."""


def check_formats(formats: Sequence[str], needed: str) -> tuple[str, ...]:
    """Check formats in the notation of `strptime`.

    Raises:
        FormatError: A format has another directive than allowed, or lacks one of `needed`.
    """
    if not formats:
        raise FormatError("at least one format is needed")
    for one in formats:
        used = re.findall(r"%(.?)", one)
        unknown = [name for name in used if name not in _ALLOWED or not name]
        if unknown:
            raise FormatError(f"%{unknown[0]} is not allowed; use %Y %m %d %b %B %H %I %M %S %p %z")
        if not set(needed) <= set(used) and not (set(used) >= set("Yd") and {"b", "B"} & set(used)):
            raise FormatError(f"{one!r} lacks year, month or day")
    return tuple(formats)


def read_zone(text: str) -> tzinfo:
    """Read `UTC` or an offset such as `+08:00`.

    Raises:
        FormatError: Anything else; names of zones change with a database, offsets do not.
    """
    if text == "UTC":
        return UTC
    found = _OFFSET.match(text)
    if found is None:
        raise FormatError(f"zone {text!r} is neither 'UTC' nor an offset such as '+08:00'")
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(-offset if found[1] == "-" else offset)


def day(text: str, formats: Sequence[str]) -> str:
    """Read the day as it is printed, whatever the time beside it: `2024-07-01`.

    Raises:
        RefusedError: import.no_date: no format fits, or there is no such day.
    """
    return _read(text, formats).date().isoformat()


def instant(text: str, formats: Sequence[str], zone: tzinfo) -> str:
    """Read a time as canonical UTC in whole seconds; `zone` counts where none is printed.

    Raises:
        RefusedError: import.no_date.
    """
    found = _read(text, formats).replace(microsecond=0)
    try:
        return format_time(found if found.tzinfo is not None else found.replace(tzinfo=zone))
    except OverflowError:
        raise RefusedError("import.no_date", text, formats=" / ".join(formats)) from None


def _read(text: str, formats: Sequence[str]) -> datetime:
    for one in formats:
        try:
            return datetime.strptime(text, one)  # noqa: DTZ007 - the caller decides about zones
        except ValueError:
            continue
    raise RefusedError("import.no_date", text, formats=" / ".join(formats))
