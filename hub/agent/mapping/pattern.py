"""Compiles regular expressions whose work is bounded, whatever the row holds.

Python's engine backtracks. So the form is restricted until the worst case is small: no
look-around, no back reference, nothing repeated without end inside another repeat, at
most three open repeats, and a limited input.
"""

import re
from typing import Final

from hub.agent.mapping.limits import (
    MAX_PATTERN_CHARACTERS,
    MAX_PATTERN_INPUT_CHARACTERS,
    MAX_PATTERN_OPEN_REPEATS,
    MAX_PATTERN_REPEAT,
)
from hub.agent.mapping.problem import RefusedError

_TOKEN: Final = re.compile(
    r"(?P<escape>\\(?P<escaped>.))"
    r"|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])"
    r"|(?P<open>\((?:\?(?P<kind>P<[A-Za-z_]\w*>|[:#=!<>(a-zA-Z-].?))?)"
    r"|(?P<close>\))"
    r"|(?P<repeat>[*+?]|\{(?P<low>\d*)(?P<comma>,?)(?P<high>\d*)\})[?+]?"
    r"|(?P<other>.)",
    re.DOTALL,
)


class PatternError(ValueError):
    """The text is no pattern, or one that could take too long."""


class Pattern:
    """A pattern with bounded work."""

    def __init__(self, text: str) -> None:
        """Check and compile.

        Raises:
            PatternError: It is too long, malformed, or uses what is not allowed.
        """
        if len(text) > MAX_PATTERN_CHARACTERS:
            raise PatternError(f"over {MAX_PATTERN_CHARACTERS} characters")
        try:
            self._compiled = re.compile(text)
        except re.error as error:
            raise PatternError(f"not a regular expression: {error.msg}") from error
        _check(text)
        self.groups = frozenset(self._compiled.groupindex)

    def match(self, text: str) -> re.Match[str] | None:
        """Match the whole text.

        Raises:
            RefusedError: import.too_long_for_pattern.
        """
        if len(text) > MAX_PATTERN_INPUT_CHARACTERS:
            raise RefusedError(
                "import.too_long_for_pattern", text, limit=MAX_PATTERN_INPUT_CHARACTERS
            )
        return self._compiled.fullmatch(text)


def _check(text: str) -> None:
    repeats_inside = [False]
    closed_repeats = False
    open_count = 0
    for token in _TOKEN.finditer(text):
        if token["open"] is not None:
            _check_group(token["kind"])
            repeats_inside.append(False)
        elif token["close"] is not None:
            closed_repeats = repeats_inside.pop()
            repeats_inside[-1] |= closed_repeats
            continue
        elif token["repeat"] is not None and _is_open(token):
            open_count += 1
            if closed_repeats:
                raise PatternError("a repeat inside a repeat; write it out or bound both")
            repeats_inside[-1] = True
        elif token["escape"] is not None and token["escaped"].isdigit():
            raise PatternError("a back reference; not allowed here")
        closed_repeats = False
    if open_count > MAX_PATTERN_OPEN_REPEATS:
        raise PatternError(f"more than {MAX_PATTERN_OPEN_REPEATS} repeats without an end")


def _check_group(kind: str | None) -> None:
    if kind is not None and not kind.startswith((":", "P<", "i", "a")):
        raise PatternError("a look-around or conditional group; not allowed here")


def _is_open(token: re.Match[str]) -> bool:
    """Whether the repeat can go on for long."""
    if token["repeat"] in ("*", "+"):
        return True
    if token["repeat"] == "?":
        return False
    high = token["high"] or ("" if token["comma"] else token["low"])
    return not high or int(high) > MAX_PATTERN_REPEAT
