"""Reads the physical lines of an input file, none longer than is wanted, and tells how far."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from hub.agent.mapping.limits import MAX_FILE_BYTES, MAX_LINE_BYTES
from hub.agent.mapping.problem import MappingError


class InputFile:
    """An input file; `read_bytes` grows while its lines are taken."""

    def __init__(self, path: Path) -> None:
        """Look at the file.

        Raises:
            MappingError: import.file_unreadable, import.file_too_large, import.file_empty.
        """
        self.path = path
        self.read_bytes = 0
        try:
            self.size_bytes = path.stat().st_size
            with path.open("rb"):
                pass
        except OSError as error:
            raise MappingError(
                "import.file_unreadable", f"cannot read {path}: {error.strerror}"
            ) from error
        if self.size_bytes > MAX_FILE_BYTES:
            raise MappingError(
                "import.file_too_large", f"{path} is over {MAX_FILE_BYTES} bytes; split it"
            )
        if self.size_bytes == 0:
            raise MappingError("import.file_empty", f"{path} is empty; it needs a header at least")

    def lines(self) -> Iterator[bytes]:
        """Yield line by line; of one that is too long, just enough to show that."""
        with self.path.open("rb") as file:
            while line := file.readline(MAX_LINE_BYTES + 1):
                self.read_bytes += len(line)
                if len(line) > MAX_LINE_BYTES:
                    self._skip_rest(file, line)
                yield line

    def _skip_rest(self, file: BinaryIO, line: bytes) -> None:
        while line and not line.endswith(b"\n"):
            line = file.readline(MAX_LINE_BYTES)
            self.read_bytes += len(line)
