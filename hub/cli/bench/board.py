"""The board that the processes of one turn write on: what was submitted and received, and when.

A shared file of 64-bit counters: its length and layout follow from the number of messages and of
recipients. One process writes each cell; times are the machine's monotonic clock, which all
processes share.
"""

import mmap
from enum import IntEnum
from pathlib import Path
from typing import Final, Self

CELL_BYTES: Final = 8


class Cell(IntEnum):
    """What stands where at the start of the board."""

    MESSAGES = 0
    RECIPIENTS = 1
    STOPPED = 2
    SUBMITTED = 3
    RECEIPTED = 4
    REPEATED = 5
    FOREIGN = 6
    GAPS = 7
    READY = 8
    RECEIVED = 9
    """The first of as many as there are recipients."""


class Board:
    """One turn's counters and times.

    Args:
        path: The file, made by `create`.
    """

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), 0)
        self._cells = memoryview(self._map).cast("Q")
        self.messages = self._cells[Cell.MESSAGES]
        self.recipients = self._cells[Cell.RECIPIENTS]
        self._times = Cell.RECEIVED + self.recipients

    @classmethod
    def create(cls, path: Path, messages: int, recipients: int) -> Self:
        """Make an empty board."""
        cells = Cell.RECEIVED + recipients + messages * (1 + recipients)
        path.write_bytes(bytes(cells * CELL_BYTES))
        with path.open("r+b") as file:
            file.write(messages.to_bytes(8, "little") + recipients.to_bytes(8, "little"))
        return cls(path)

    def close(self) -> None:
        """Give the file back."""
        self._cells.release()
        self._map.close()

    def __getitem__(self, cell: Cell) -> int:
        """Read a counter."""
        return self._cells[cell]

    def count(self, cell: Cell, more: int = 1) -> None:
        """Raise a counter; only the process it belongs to does."""
        self._cells[cell] += more

    def submit(self, place: int, at_ns: int) -> None:
        """Note that a message is handed to the broker."""
        self._cells[self._times + place] = at_ns
        self._cells[Cell.SUBMITTED] += 1

    def receive(self, recipient: int, place: int, at_ns: int) -> None:
        """Note a delivery; a second one of the same message is counted apart."""
        cell = self._times + (1 + recipient) * self.messages + place
        if self._cells[cell]:
            self._cells[Cell.REPEATED] += 1
            return
        self._cells[cell] = at_ns
        self._cells[Cell.RECEIVED + recipient] += 1

    @property
    def received(self) -> list[int]:
        """How many messages each recipient has."""
        return list(self._cells[Cell.RECEIVED : self._times])

    @property
    def under_way(self) -> int:
        """How many messages the slowest recipient has not received yet."""
        return self[Cell.SUBMITTED] - min(self.received)

    @property
    def complete(self) -> bool:
        """Whether every recipient has every message."""
        return min(self.received) == self.messages

    def latencies_us(self) -> list[int]:
        """Tell the time from submission to delivery, of every delivery there was."""
        submitted = self._span(0)
        return [
            (received - submitted[place]) // 1000
            for recipient in range(self.recipients)
            for place, received in enumerate(self._span(1 + recipient))
            if received
        ]

    @property
    def wall_us(self) -> int:
        """The time from the first submission to the last delivery."""
        received = [at for who in range(self.recipients) for at in self._span(1 + who)]
        submitted = [at for at in self._span(0) if at]
        return (max(received) - min(submitted)) // 1000 if any(received) and submitted else 0

    def _span(self, row: int) -> list[int]:
        start = self._times + row * self.messages
        return list(self._cells[start : start + self.messages])
