"""Takes a CSV file apart into records, so that one bad record harms no neighbour.

Lines come in as bytes and are decoded one by one. A record whose quotes do not match
within the limits is refused by its first line alone, and reading goes on with the next
line. Nothing here opens a file.
"""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from hub.agent.mapping.limits import (
    MAX_CELL_CHARACTERS,
    MAX_COLUMNS,
    MAX_LINE_BYTES,
    MAX_RECORD_CHARACTERS,
    MAX_RECORD_LINES,
)
from hub.agent.mapping.problem import MappingError, RefusedError
from hub.agent.mapping.toml_table import nearest

_SURROGATES: Final = range(0xDC80, 0xDD00)


@dataclass(frozen=True, slots=True)
class SourceRules:
    """What the mapping says of the file.

    Attributes:
        header_row: The record that holds the column names, 1 is the first.
        columns: Every expected column, trimmed.
        missing: What an absent column means: `refuse`, or `ignore` (its cells are empty).
        extra: What a column that is not expected means: `refuse` or `ignore`.
        personal: Columns that may feed the personal part alone.
    """

    encoding: str
    delimiter: str
    header_row: int
    columns: tuple[str, ...]
    missing: str
    extra: str
    personal: frozenset[str]


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the file.

    Attributes:
        line: The physical line it begins on, 1 is the first.
        number: Its number among the records after the header, blank lines not counted.
        cells: Column -> cell as it stands there; empty when `refused`.
        refused: Why it cannot be read.
    """

    line: int
    number: int
    cells: dict[str, str]
    refused: RefusedError | None = None


def read_records(lines: Iterable[bytes], rules: SourceRules) -> Iterator[Record]:
    """Read every record after the header; blank lines are no records.

    Args:
        lines: The physical lines, each with its end, none longer than `MAX_LINE_BYTES + 1`.
        rules: What the mapping says of the file.

    Raises:
        MappingError: import.header_missing, import.header_unreadable, import.columns.
    """
    raw = _raw_records(lines, rules)
    header = _header(raw, rules)
    number = 0
    for line, cells in raw:
        if cells == []:
            continue
        number += 1
        try:
            yield Record(line, number, _checked(cells, header, rules))
        except RefusedError as refused:
            yield Record(line, number, {}, refused)


def _checked(
    cells: list[str] | RefusedError, header: list[str], rules: SourceRules
) -> dict[str, str]:
    if isinstance(cells, RefusedError):
        raise cells
    if len(cells) != len(header):
        raise RefusedError("import.cell_count", cells, found=len(cells), expected=len(header))
    for name, cell in zip(header, cells, strict=True):
        if len(cell) > MAX_CELL_CHARACTERS:
            raise RefusedError("import.cell_too_long", cell, name, limit=MAX_CELL_CHARACTERS)
        if not cell.isascii() and any(ord(one) in _SURROGATES for one in cell):
            raise RefusedError("import.encoding", cell, name, encoding=rules.encoding)
    found = dict.fromkeys(rules.columns, "")
    found.update(zip(header, cells, strict=True))
    return found


def _header(raw: Iterator[tuple[int, list[str] | RefusedError]], rules: SourceRules) -> list[str]:
    cells: list[str] | RefusedError | None = None
    for _ in range(rules.header_row):
        _line, cells = next(raw, (0, None))
    if cells is None:
        raise MappingError(
            "import.header_missing",
            f"the file ends before its header in row {rules.header_row}; see source.header_row",
        )
    if isinstance(cells, RefusedError):
        raise MappingError(
            "import.header_unreadable",
            f"the header in row {rules.header_row} cannot be read ({cells.code}); "
            "see source.encoding, source.delimiter and source.header_row",
        )
    names = [" ".join(name.split()) for name in cells]
    _check_header(names, rules)
    return names


def _check_header(names: list[str], rules: SourceRules) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    missing = [name for name in rules.columns if name not in names]
    extra = [name for name in names if name not in rules.columns]
    fault = ""
    if len(names) > MAX_COLUMNS:
        fault = f"{len(names)} columns; at most {MAX_COLUMNS} are read"
    elif twice:
        fault = f"column {twice[0]!r} is there twice; name each once"
    elif missing and rules.missing == "refuse":
        fault = f"column {missing[0]!r} is not in the header; {nearest(missing[0], names)}"
    elif extra and rules.extra == "refuse":
        fault = (
            f"column {extra[0]!r} is not in source.columns; {nearest(extra[0], rules.columns)}, "
            "or set source.extra to 'ignore'"
        )
    if fault:
        raise MappingError("import.columns", fault)


def _raw_records(
    lines: Iterable[bytes], rules: SourceRules
) -> Iterator[tuple[int, list[str] | RefusedError]]:
    """Yield the first line's number and the cells, or the reason there are none."""
    feed = _Feed(_decoded(lines, rules.encoding))
    csv.field_size_limit(MAX_RECORD_CHARACTERS + 1)
    while (line := feed.begin()) is not None:
        reader = csv.reader(feed, delimiter=rules.delimiter, strict=True)
        try:
            yield line, next(reader)
            feed.done()
        except StopIteration:
            return
        except RefusedError as refused:
            feed.give_back()
            yield line, refused
        except csv.Error:
            feed.give_back()
            yield line, RefusedError("import.quoting", "")


def _decoded(lines: Iterable[bytes], encoding: str) -> Iterator[str]:
    codec = "utf-8" if encoding == "utf-8-sig" else encoding
    for number, line in enumerate(lines):
        if len(line) > MAX_LINE_BYTES:
            yield "\0" * (MAX_RECORD_CHARACTERS + 1)
            continue
        text = line.decode(codec, errors="surrogateescape")
        yield text.removeprefix("\ufeff") if number == 0 else text


class _Feed:
    """Lines for one record at a time; what a broken record took too much is given back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._waiting: deque[str] = deque()
        self._taken: list[str] = []
        self._size = 0
        self._next_line = 1

    def begin(self) -> int | None:
        """Start a record; None at the end of the file."""
        if not self._waiting:
            found = next(self._lines, None)
            if found is None:
                return None
            self._waiting.append(found)
        self._taken, self._size = [], 0
        return self._next_line

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else next(self._lines)
        self._taken.append(line)
        self._size += len(line)
        if self._size > MAX_RECORD_CHARACTERS or len(self._taken) > MAX_RECORD_LINES:
            code = "import.record_too_long" if len(self._taken) == 1 else "import.quoting"
            raise RefusedError(code, "x" * self._size, limit=MAX_RECORD_CHARACTERS)
        return line

    def done(self) -> None:
        """The lines taken were one record."""
        self._next_line += len(self._taken)

    def give_back(self) -> None:
        """Only the first line is used up; the others are read again."""
        self._waiting.extendleft(reversed(self._taken[1:]))
        self._next_line += 1
