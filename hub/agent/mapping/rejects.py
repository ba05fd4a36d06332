"""The rejects file: what was refused, where and why, never what the cell said.

It is written beside its final name and takes it in one step; a run that refuses nothing
leaves none, not even that of the run before.
"""

import csv
import os
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from hub.agent.mapping.problem import RowProblem
from hub.errors import TransportError

HEADER: Final = (
    "file", "line", "record", "column", "member", "value_class", "code", "reason_en", "reason_zh",
)  # fmt: skip


class Rejects:
    """A rejects file being written; `finish` gives it its name."""

    def __init__(self, path: Path) -> None:
        """Name the file; nothing is written before the first refusal."""
        self.path = path
        self._partial = path.with_name(f".{path.name}.partial")
        self._file: Any = None
        self._writer: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave nothing half written behind."""
        if self._file is not None:
            self._file.close()
            self._partial.unlink(missing_ok=True)

    def add(self, file: str, line: int, record: int, problems: tuple[RowProblem, ...]) -> None:
        """Add every problem of one row.

        Raises:
            TransportError: import.rejects_away.
        """
        try:
            self._open()
            self._writer.writerows(
                (
                    file, line, record, one.column, one.member, one.value_class, one.code,
                    one.text_en, one.text_zh,
                )
                for one in problems
            )  # fmt: skip
        except OSError as error:
            raise self._away(error) from error

    def finish(self) -> bool:
        """Put the file in place, or remove an old one; tells whether there is one.

        Raises:
            TransportError: import.rejects_away.
        """
        try:
            if self._file is None:
                self.path.unlink(missing_ok=True)
                return False
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._partial.replace(self.path)
            self._file = None
            return True
        except OSError as error:
            raise self._away(error) from error

    def _open(self) -> None:
        if self._file is None:
            # With a mark, so that spreadsheet programs show the Chinese reasons.
            self._file = self._partial.open("w", encoding="utf-8-sig", newline="")
            self._writer = csv.writer(self._file)
            self._writer.writerow(HEADER)

    def _away(self, error: OSError) -> TransportError:
        return TransportError(
            "import.rejects_away",
            f"cannot write {self.path}: {error.strerror}; name another place with --rejects",
        )


def default_path(file: Path) -> Path:
    """FILE.rejects.csv beside the file, or in the current folder where that is read-only."""
    name = f"{file.name}.rejects.csv"
    return file.with_name(name) if os.access(file.parent, os.W_OK) else Path(name)
