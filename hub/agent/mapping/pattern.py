"""Compiles regular expressions whose work is bounded, whatever the row holds.

Python's engine backtracks. So the form is restricted until the worst case is small: no
look-around, no back reference, no long repeat of a group that holds a choice or another
repeat, few repeats in all, and a limited input. The author of a mapping is trusted, the
rows are not: this keeps an innocent pattern from hanging on a strange row.
"""

import re
from typing import Final

from hub.agent.mapping.limits import (
    MAX_PATTERN_CHARACTERS,
    MAX_PATTERN_CLOSED_REPEATS,
    MAX_PATTERN_GROUP_REPEATS,
    MAX_PATTERN_INPUT_CHARACTERS,
    MAX_PATTERN_OPEN_REPEATS,
)
from hub.agent.mapping.problem import RefusedError

_TOKEN: Final = re.compile(
    r"\\(?P<escaped>.)"
    r"|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])"
    r"|(?P<open>\((?:\?(?P<kind>P<|[^)]))?)"
    r"|(?P<close>\))"
    r"|(?P<choice>\|)"
    r"|(?P<repeat>[*+?]|\{(?P<low>\d*)(?P<comma>,?)(?P<high>\d*)\})[?+]?"
    r"|.",
    re.DOTALL,
)
_ALLOWED_GROUPS: Final = (None, ":", "P<", "i", "a")
_NO_END: Final = 1 << 30


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
        _Scan().run(text)
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


class _Scan:
    """One walk over a pattern's tokens."""

    def __init__(self) -> None:
        self._varies = [False]
        """For each open group: whether it holds a choice or a repeat."""
        self._open_count = 0
        self._closed_count = 0

    def run(self, text: str) -> None:
        varies = False
        for token in _TOKEN.finditer(text):
            after_group, varies = varies, False
            if token["open"] is not None:
                self._enter(token["kind"])
            elif token["close"] is not None:
                varies = self._varies.pop()
                self._varies[-1] |= varies
            elif token["choice"] is not None:
                self._varies[-1] = True
            elif token["repeat"] is not None:
                self._repeat(_most(token), of_varying_group=after_group)
            elif token["escaped"] is not None and token["escaped"] in "123456789":
                raise PatternError("a back reference; not allowed here")

    def _enter(self, kind: str | None) -> None:
        if kind not in _ALLOWED_GROUPS:
            raise PatternError("a look-around, conditional or special group; not allowed here")
        self._varies.append(False)

    def _repeat(self, most: int, *, of_varying_group: bool) -> None:
        if of_varying_group and most > MAX_PATTERN_GROUP_REPEATS:
            raise PatternError(
                "a group with a choice or a repeat in it is repeated; allowed up to "
                f"{{1,{MAX_PATTERN_GROUP_REPEATS}}}"
            )
        self._varies[-1] = True
        if most == _NO_END:
            self._open_count += 1
        else:
            self._closed_count += 1
        if self._open_count > MAX_PATTERN_OPEN_REPEATS:
            raise PatternError(f"more than {MAX_PATTERN_OPEN_REPEATS} repeats without an end")
        if self._closed_count > MAX_PATTERN_CLOSED_REPEATS:
            raise PatternError(f"more than {MAX_PATTERN_CLOSED_REPEATS} bounded repeats")


def _most(token: re.Match[str]) -> int:
    """How often the repeat may take place."""
    if token["repeat"] in ("*", "+"):
        return _NO_END
    if token["repeat"] == "?":
        return 1
    high = token["high"] or ("" if token["comma"] else token["low"])
    return int(high) if high else _NO_END
