"""One row while its messages are made: cells, derived columns, and what went wrong."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from hub.agent.mapping.problem import RefusedError, RowProblem
from hub.agent.mapping.vocabulary import fold


class Row:
    """The texts of one row by column name, derived columns made when first asked for."""

    def __init__(
        self, cells: Mapping[str, str], derived: "Mapping[str, Callable[[Row], Any]]"
    ) -> None:
        """Take the row's cells, and how its further columns are made."""
        self._cells = dict(cells)
        self._derived = derived
        self._failed: dict[str, RefusedError] = {}
        self.item: Any = ""
        """The item of a list that is being put together."""
        self.ids: dict[str, str] = {}
        """Message name -> id, for the messages of this row that are made already."""
        self.problems: list[RowProblem] = []
        self.warnings: list[RowProblem] = []

    def text(self, column: str) -> str:
        """Return a cell, or a derived column.

        Raises:
            RefusedError: The derived column cannot be made of this row.
        """
        if column in self._failed:
            raise self._failed[column]
        if column not in self._cells:
            try:
                self._cells[column] = str(self._derived[column](self))
            except RefusedError as refused:
                self._failed[column] = refused
                raise
        return self._cells[column]

    def digest(self, columns: tuple[str, ...]) -> str:
        """Return SHA-256, in hex, over the folded texts one a line; empty if all are."""
        texts = [fold(self.text(column)) for column in columns]
        if not any(texts):
            return ""
        return sha256("\n".join(texts).encode("utf-8", "replace")).hexdigest()

    def refuse(self, problem: RowProblem) -> None:
        """Note one thing wrong; the same place is not told twice."""
        known = {(one.column, one.code) for one in self.problems}
        if not problem.column or (problem.column, problem.code) not in known:
            self.problems.append(problem)

    def add(self, problem: RowProblem) -> None:
        """Note what a contract finds, unless it follows from what its column has already."""
        if not problem.column or problem.column not in {one.column for one in self.problems}:
            self.problems.append(problem)
