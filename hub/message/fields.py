"""Reading the members of a parsed JSON object, one rule and one refusal each.

Every record of the protocol is closed: a missing, unknown or misspelled member is
refused, with its place and the class of what was found.
"""

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any, Final, TypeVar

from hub.errors import MessageError, Problem, value_class
from hub.message.base64url import decode_text
from hub.message.instant import parse_time
from hub.message.limits import DIGEST_BYTES, MAX_SAFE_INTEGER

_T = TypeVar("_T")
_ABSENT: Final = object()


class Fields:
    """The members of one object, `where` naming the record for the refusal."""

    __slots__ = ("_data", "_where")

    def __init__(self, data: dict[str, Any], where: str) -> None:
        """Hold a parsed object."""
        self._data = data
        self._where = where

    def __contains__(self, name: str) -> bool:
        """Tell whether the member is present."""
        return name in self._data

    def closed(self, required: AbstractSet[str], optional: AbstractSet[str] = frozenset()) -> None:
        """Require these members and allow no others.

        Raises:
            MessageError: `message.member_missing`, `message.member_unknown`.
        """
        present = self._data.keys()
        if present == required:
            return
        for name in sorted(required - present):
            raise self._refusal("missing", name, "required")
        for _ in present - required - optional:
            # A name that nobody agreed on is content: it is not repeated.
            raise self._refusal("unknown", "", "additionalProperties")

    def text(self, name: str, pattern: re.Pattern[str]) -> str:
        """Read a string spelled as the pattern says."""
        value = self._data.get(name)
        if type(value) is not str or pattern.match(value) is None:
            raise self._refusal("invalid", name, "pattern")
        return value

    def fixed(self, name: str, expected: str) -> None:
        """Require exactly this string."""
        if self._data.get(name) != expected:
            raise self._refusal("invalid", name, "const")

    def one_of(self, name: str, allowed: AbstractSet[str]) -> str:
        """Read a string out of a closed set."""
        value = self._data.get(name)
        if type(value) is not str or value not in allowed:
            raise self._refusal("invalid", name, "enum")
        return value

    def short_text(self, name: str, most: int) -> str:
        """Read a free text of limited length."""
        value = self._data.get(name)
        if type(value) is not str or len(value) > most:
            raise self._refusal("invalid", name, "maxLength")
        return value

    def integer(self, name: str, least: int = 0, most: int = MAX_SAFE_INTEGER) -> int:
        """Read an integer within bounds, both included."""
        value = self._data.get(name)
        if type(value) is not int or not least <= value <= most:
            raise self._refusal("invalid", name, "integer")
        return value

    def flag(self, name: str) -> bool:
        """Read true or false."""
        value = self._data.get(name)
        if type(value) is not bool:
            raise self._refusal("invalid", name, "boolean")
        return value

    def time(self, name: str) -> datetime:
        """Read a canonical UTC time."""
        value = self._data.get(name)
        if type(value) is str:
            try:
                return parse_time(value)
            except MessageError:
                pass
        raise self._refusal("invalid", name, "time")

    def digest(self, name: str) -> bytes:
        """Read 32 bytes in base64url."""
        value = self._data.get(name)
        if type(value) is str:
            try:
                raw = decode_text(value)
            except MessageError:
                raw = b""
            if len(raw) == DIGEST_BYTES:
                return raw
        raise self._refusal("invalid", name, "digest")

    def digests(self, name: str, most: int) -> tuple[bytes, ...]:
        """Read an array of 32 bytes each in base64url."""
        found = []
        for value in self.array(name, most):
            try:
                raw = decode_text(value) if type(value) is str else b""
            except MessageError:
                raw = b""
            if len(raw) != DIGEST_BYTES:
                raise self._refusal("invalid", name, "digests")
            found.append(raw)
        return tuple(found)

    def object(self, name: str) -> dict[str, Any]:
        """Read a nested object."""
        value = self._data.get(name)
        if type(value) is not dict:
            raise self._refusal("invalid", name, "object")
        return value

    def record(self, name: str) -> "Fields":
        """Read a nested record."""
        return Fields(self.object(name), f"{self._where}/{name}")

    def array(self, name: str, most: int) -> list[Any]:
        """Read an array of limited length."""
        value = self._data.get(name)
        if type(value) is not list or len(value) > most:
            raise self._refusal("invalid", name, "array")
        return value

    def records(self, name: str, most: int) -> "list[Fields]":
        """Read an array of objects."""
        items = self.array(name, most)
        if any(type(item) is not dict for item in items):
            raise self._refusal("invalid", name, "array of objects")
        return [Fields(item, f"{self._where}/{name}") for item in items]

    def optional(self, name: str, read: Callable[..., _T], *rule: Any) -> _T | None:  # noqa: ANN401
        """Read a member that may be absent; null is not absence."""
        return read(name, *rule) if name in self._data else None

    def invalid(self, name: str, rule: str) -> MessageError:
        """Make the refusal of a member that broke a rule of the caller's."""
        return self._refusal("invalid", name, rule)

    def _refusal(self, what: str, name: str, rule: str) -> MessageError:
        value = self._data.get(name, _ABSENT)
        found = "missing" if value is _ABSENT else value_class(value)
        member = f"member {name}" if name else "a member"
        return MessageError(
            f"message.member_{what}",
            f"{self._where}: {member} is {what} ({rule}, found {found})",
            problems=[
                Problem(
                    f"/{name}" if name else "",
                    rule,
                    found,
                    f"{self._where}: {member} is {what}",
                    f"{self._where}: 成员{name}{_CHINESE[what]}",
                )
            ],
            where=self._where,
            member=name,
        )


_CHINESE: Final = {"missing": "缺失", "unknown": "未知", "invalid": "不符合规则"}
