"""The recipients: take everything out of their inboxes, note what it is and when, keep nothing."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from hub.bus.broker import Broker
from hub.bus.delivery import RawDelivery, Settlement
from hub.bus.subscription import Subscription
from hub.cli.bench.board import Board, Cell
from hub.cli.bench.counting import admitted_in
from hub.cli.bench.orders import DrainOrder, given
from hub.cli.bench.traffic import mark_of
from hub.message.delivery import is_deliveries, read_deliveries

PREFETCH_COUNT: Final = 512
IDLE_S: Final = 0.05


class Drain:
    """Counts on the board what comes out of the inboxes."""

    def __init__(self, order: DrainOrder, board: Board) -> None:
        self._order = order
        self._board = board
        self._recipient = {queue: place for place, queue in enumerate(order.inboxes)}
        self._last = list(order.after) or [0] * len(order.inboxes)

    def take(self, delivery: RawDelivery) -> None:
        """Note one AMQP message."""
        at_ns = time.monotonic_ns()
        if delivery.routing_key == self._order.receipts:
            self._board.count(Cell.RECEIPTED, admitted_in(delivery.body))
            return
        recipient = self._recipient[delivery.routing_key]
        for envelope in self._envelopes(recipient, delivery.body):
            mark = mark_of(envelope)
            if mark.run != self._order.run:
                self._board.count(Cell.FOREIGN)
            else:
                self._board.receive(recipient, mark.place, at_ns)

    def _envelopes(self, recipient: int, body: bytes) -> Iterator[bytes]:
        if not self._order.framed:
            yield body
        elif is_deliveries(body):
            for item in read_deliveries(body)[1]:
                if item.number != self._last[recipient] + 1:
                    self._board.count(Cell.GAPS)
                self._last[recipient] = item.number
                yield item.envelope


def run(order: DrainOrder, board: Board) -> None:
    """Drain until the board says stop."""
    drain = Drain(order, board)
    taken: list[RawDelivery] = []
    queues = [*order.inboxes, *([order.receipts] if order.receipts else [])]
    subscription = Subscription(Broker(order.bus), queues, PREFETCH_COUNT, taken.append)
    board.count(Cell.READY)
    while not board[Cell.STOPPED]:
        subscription.drain(IDLE_S)
        for delivery in taken:
            drain.take(delivery)
        subscription.settle([(delivery, Settlement.ACK) for delivery in taken])
        taken.clear()
    subscription.close()


def main() -> int:
    """Do what this process was told."""
    told: Any = given()
    order = DrainOrder(**told)
    run(order, Board(Path(order.board)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
