"""One import: records in, drafts to the outlet in batches, refused rows to the rejects file."""

from collections.abc import Callable, Iterator
from collections.abc import Mapping as MappingType
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from hub.agent.mapping.input_file import InputFile
from hub.agent.mapping.mapping_file import Mapped, Mapping
from hub.agent.mapping.message import Stating
from hub.agent.mapping.outlet import Outlet
from hub.agent.mapping.problem import RowProblem
from hub.agent.mapping.rejects import Rejects
from hub.agent.mapping.source import read_records

BATCH_ROWS_COUNT = 64
TimesByKey = MappingType[str, datetime]


@dataclass(slots=True)
class Counts:
    """What became of a file.

    Attributes:
        rows: Records after the header.
        accepted, known: Messages: new ones, and those sent or waiting already.
        refused: Rows of which nothing was taken.
        silent: Rows for which the mapping has no message.
        warnings: Rows taken with a warning.
    """

    rows: int = 0
    accepted: int = 0
    known: int = 0
    refused: int = 0
    silent: int = 0
    warnings: int = 0

    def plain(self) -> dict[str, int]:
        """Give the numbers by name."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message comes from."""

    file: str
    line: int
    record: int


class Importing:
    """Brings files to an outlet by one mapping."""

    def __init__(self, mapping: Mapping, stating: Stating, outlet: Outlet) -> None:
        """Name the mapping, who states what it makes and when, and where drafts go."""
        self._mapping = mapping
        self._stating = stating
        self._outlet = outlet
        self.places: dict[str, Place] = {}
        """Id of every accepted message -> the row it comes from."""
        self.reasons: dict[tuple[str, str, str], int] = {}
        """(code, column, English reason) -> rows."""

    def run(self, file: InputFile, rejects: Rejects, tell: Callable[[int, Counts], None]) -> Counts:
        """Import one file.

        Args:
            file: What to read.
            rejects: Takes what is refused; the caller finishes it.
            tell: Called after each batch with the bytes read and what became of them.

        Raises:
            MappingError: The header is not as stated.
            TransportError: A disk is full or a database locked; run again, nothing is lost.
        """
        counts = Counts()
        rows = self._rows(file)
        while batch := list(islice(rows, BATCH_ROWS_COUNT)):
            self._offer(str(file.path), batch, rejects, counts)
            tell(file.read_bytes, counts)
        return counts

    def _rows(self, file: InputFile) -> Iterator[Mapped]:
        for record in read_records(file.lines(), self._mapping.source):
            yield self._mapping.map(record, self._stating)

    def _offer(self, file: str, batch: list[Mapped], rejects: Rejects, counts: Counts) -> None:
        batch = self._as_stated_before(batch)
        answers = iter(self._outlet.offer([row.drafts for row in batch if row.drafts]))
        for row in batch:
            counts.rows += 1
            problems = row.problems
            if row.drafts:
                offered = next(answers)
                problems = offered.problems
                counts.accepted += len(offered.accepted)
                counts.known += offered.known_count
                place = Place(file, row.record.line, row.record.number)
                self.places |= dict.fromkeys(offered.accepted, place)
            counts.silent += not row.drafts and not problems
            counts.warnings += bool(row.warnings) and not problems
            if problems:
                counts.refused += 1
                self.note(problems)
                rejects.add(Path(file).name, row.record.line, row.record.number, problems)

    def _as_stated_before(self, batch: list[Mapped]) -> list[Mapped]:
        """Make rows whose keys are known again as of the time they were first stated.

        Ids come from key and time: so the same row is the same messages, and a row of
        which an earlier, other mapping sent a part cites what was sent.
        """
        keys = [draft.draftkey or "" for row in batch for draft in row.drafts]
        times = self._outlet.times(keys) if keys else {}
        return [self._again(row, times) for row in batch] if times else batch

    def _again(self, row: Mapped, times: TimesByKey) -> Mapped:
        found = [times[key] for draft in row.drafts if (key := draft.draftkey or "") in times]
        if not found:
            return row
        return self._mapping.map(row.record, replace(self._stating, time=min(found)))

    def note(self, problems: tuple[RowProblem, ...]) -> None:
        """Count a row's reasons, each once."""
        for key in {(one.code, one.column or one.member, one.text_en) for one in problems}:
            self.reasons[key] = self.reasons.get(key, 0) + 1


def plain_reasons(reasons: dict[tuple[str, str, str], int]) -> list[dict[str, Any]]:
    """List reasons, the most frequent first."""
    ordered = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    return [
        {"rows": count, "code": code, "column": column, "reason": text}
        for (code, column, text), count in ordered
    ]
