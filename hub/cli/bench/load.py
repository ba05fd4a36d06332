"""The load: publishes signed bodies with pipelined confirms; knows nothing of the hub's inside."""

import struct
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hub.bus.broker import Broker
from hub.bus.publisher import Posting, Publisher, PublishResult
from hub.cli.bench.board import Board, Cell
from hub.cli.bench.orders import LoadOrder, given

POLL_S: Final = 0.001
CHUNK_BODIES_COUNT: Final = 64
NS_IN_S: Final = 1_000_000_000
_HEAD: Final = struct.Struct(">II")


@dataclass(frozen=True, slots=True)
class Body:
    """One AMQP message: how many messages of ours are in it."""

    content: bytes
    messages: int


def write_bodies(path: Path, bodies: Sequence[Body]) -> None:
    """Write the file that the load reads."""
    with path.open("wb") as file:
        for body in bodies:
            file.write(_HEAD.pack(len(body.content), body.messages) + body.content)


def read_bodies(path: Path) -> Iterator[Body]:
    """Read what `write_bodies` wrote."""
    raw, at = path.read_bytes(), 0
    while at < len(raw):
        length, messages = _HEAD.unpack_from(raw, at)
        at += _HEAD.size
        yield Body(raw[at : at + length], messages)
        at += length


class Load:
    """Publishes in order, as fast as the window or the rate lets."""

    def __init__(self, order: LoadOrder, board: Board) -> None:
        self._order = order
        self._board = board
        self._publisher = Publisher(Broker(order.bus), wait_s=60)
        self._place = 0

    def run(self) -> int:
        """Publish everything; the status is 1 when the broker did not take it all."""
        bodies = list(read_bodies(Path(self._order.file)))
        while not self._board[Cell.READY] and not self._board[Cell.STOPPED]:
            time.sleep(POLL_S)
        start_ns = time.monotonic_ns()
        while bodies and not self._board[Cell.STOPPED]:
            chunk = self._due(bodies, start_ns) if self._order.per_s else self.fitting(bodies)
            if not chunk:
                time.sleep(POLL_S)
            elif not self._published(chunk):
                return 1
            del bodies[: len(chunk)]
        self._publisher.close()
        return 0

    def fitting(self, bodies: Sequence[Body]) -> list[Body]:
        """Choose the first bodies that the window has room for now."""
        room = self._order.window - self._board.under_way
        chunk: list[Body] = []
        for body in bodies[:CHUNK_BODIES_COUNT]:
            room -= body.messages
            if room < 0:
                break
            chunk.append(body)
        return chunk

    def _due(self, bodies: Sequence[Body], start_ns: int) -> list[Body]:
        due = (time.monotonic_ns() - start_ns) * self._order.per_s // NS_IN_S
        return list(bodies[:1]) if due > self._place else []

    def _published(self, chunk: Sequence[Body]) -> bool:
        order = self._order
        at_ns = time.monotonic_ns()
        for _ in range(sum(body.messages for body in chunk)):
            self._board.submit(self._place, at_ns)
            self._place += 1
        results = self._publisher.publish(
            [Posting(order.routing_key, body.content, order.exchange) for body in chunk]
        )
        return set(results) == {PublishResult.CONFIRMED}


def main() -> int:
    """Do what this process was told."""
    told: Any = given()
    order = LoadOrder(**told)
    board = Board(Path(order.board))
    return Load(order, board).run()


if __name__ == "__main__":
    sys.exit(main())
