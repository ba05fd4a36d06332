"""JSON as it may travel: one meaning for every reader, bounded, without floats.

Refuses what readers disagree on (duplicate members, NaN, integers a double cannot hold,
lone surrogates, a byte order mark), what databases choke on (NUL), and what only serves
to exhaust (depth, members, long strings).

Source: DESIGN section 3, limits; RFC 8259 section 4; RFC 7493 (I-JSON).
"""

from math import isfinite
from typing import Any, Final

import jiter

from hub.errors import MessageError
from hub.message.limits import (
    MAX_JSON_DEPTH,
    MAX_JSON_MEMBERS_COUNT,
    MAX_SAFE_INTEGER,
    MAX_STRING_BYTES,
)

_ESCAPED_NUL: Final = b"\\u0000"
_SYNTAX: Final = {
    "Detected duplicate key": ("message.json_duplicate", "a member occurs twice"),
    "recursion limit": ("message.json_depth", f"nested deeper than {MAX_JSON_DEPTH}"),
    "number out of range": ("message.json_number", "a number is out of range"),
    "invalid unicode": ("message.json_text", "not valid UTF-8"),
    "lone leading surrogate": ("message.json_text", "a lone surrogate"),
    "unexpected end of hex escape": ("message.json_text", "a lone surrogate"),
}


def parse_object(
    raw: bytes, *, allow_floats: bool = False, max_members: int = MAX_JSON_MEMBERS_COUNT
) -> dict[str, Any]:
    """Read one JSON object.

    Args:
        raw: The whole text and nothing after it.
        allow_floats: Let finite numbers with a fraction or an exponent pass.
        max_members: Most object members and array items in all.

    Raises:
        MessageError: `message.json_malformed`, `json_not_object`, `json_duplicate`,
            `json_float`, `json_number`, `json_text`, `json_depth`, `json_members` or
            `json_string_length`.
    """
    try:
        data = jiter.from_json(raw, allow_inf_nan=False, catch_duplicate_keys=True)
    except ValueError as error:
        raise _syntax(str(error)) from None
    if type(data) is not dict:
        raise MessageError("message.json_not_object", "the text is not one JSON object")
    _Walk(allow_floats, max_members).container(data, 1)
    if _ESCAPED_NUL in raw or len(raw) > MAX_STRING_BYTES:
        # Otherwise no string can break a rule, and most texts need no second pass.
        _check_texts(data)
    return data


def _syntax(reason: str) -> MessageError:
    for start, (code, text) in _SYNTAX.items():
        if reason.startswith(start):
            return MessageError(code, f"JSON refused: {text}")
    return MessageError("message.json_malformed", "the text is not JSON")


class _Walk:
    """The rules that the parser does not know, in one pass over the parsed values."""

    __slots__ = ("_allow_floats", "_members")

    def __init__(self, allow_floats: bool, max_members: int) -> None:  # noqa: FBT001 private
        self._allow_floats = allow_floats
        self._members = max_members

    def container(self, value: dict[str, Any] | list[Any], depth: int) -> None:
        self._members -= len(value)
        if self._members < 0:
            raise MessageError("message.json_members", "JSON refused: too many members")
        if depth > MAX_JSON_DEPTH:
            raise _syntax("recursion limit")
        items: Any = value.values() if type(value) is dict else value
        for item in items:
            kind = type(item)
            if kind is dict or kind is list:
                self.container(item, depth + 1)
            elif kind is int or kind is float:
                self._number(item)

    def _number(self, value: float) -> None:
        if type(value) is float:
            if not self._allow_floats:
                raise MessageError(
                    "message.json_float", "JSON refused: a float; use integers of minor units"
                )
            if not isfinite(value):
                raise _syntax("number out of range")
        elif not -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER:
            raise _syntax("number out of range")


def _check_texts(value: object) -> None:
    """Check every string, member names too; the depth is known to be bounded."""
    if type(value) is str:
        _check_text(value)
    elif type(value) is dict:
        for name, item in value.items():
            _check_text(name)
            _check_texts(item)
    elif type(value) is list:
        for item in value:
            _check_texts(item)


def _check_text(text: str) -> None:
    if "\0" in text:
        raise MessageError("message.json_text", "JSON refused: NUL in a string")
    if len(text) > MAX_STRING_BYTES or len(text.encode()) > MAX_STRING_BYTES:
        raise MessageError("message.json_string_length", "JSON refused: a string is too long")
