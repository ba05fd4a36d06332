"""One turn of one arm: send a charge, wait for every delivery, count, measure."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import Final

from hub.cli.bench.arm import Arm
from hub.cli.bench.board import Board, Cell
from hub.cli.bench.figures import Turn, percentile
from hub.cli.bench.gate import BenchError, require
from hub.cli.bench.load import Body, write_bodies
from hub.cli.bench.machine import cpu_us
from hub.cli.bench.orders import DrainOrder, LoadOrder, written
from hub.cli.bench.site import STOP_S, Site, started
from hub.cli.bench.traffic import RECIPIENTS, bundled
from hub.message.bundle import write_bundle

STALL_S: Final = 30.0
POLL_S: Final = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What one turn sends.

    Attributes:
        bundle: Messages in one of the hub's bundles; the others take one at a time.
        window: Messages under way at most.
        per_s: Messages a second; 0: as fast as the window lets.
    """

    run: int
    envelopes: Sequence[bytes]
    bundle: int
    window: int
    per_s: int = 0

    def bodies(self, *, framed: bool) -> list[Body]:
        """Make the AMQP messages: bundles for the hub, bare envelopes for the others."""
        if not framed:
            return [Body(envelope, 1) for envelope in self.envelopes]
        groups = bundled(self.envelopes, self.bundle)
        return [Body(write_bundle(list(group)), len(group)) for group in groups]


def take_turn(site: Site, arm: Arm, charge: Charge, progress: Callable[[int], None]) -> Turn:
    """Send one charge through one arm and measure.

    Args:
        progress: Told how many more deliveries there are.

    Raises:
        BenchError: The counts differ, or a process ended.
    """
    board = Board.create(site.folder / "board", len(charge.envelopes), len(RECIPIENTS))
    try:
        with ExitStack() as stack:
            clients = _clients(site, arm, charge, stack)
            used = _cpu(arm)
            try:
                _wait({**clients, **arm.processes}, arm, board, progress)
            finally:
                used = {name: spent - used[name] for name, spent in _cpu(arm).items()}
                board.count(Cell.STOPPED)
                _let_end(clients)
        arm.total += len(charge.envelopes)
        _check(arm, board)
        return _turn(arm, board, used)
    finally:
        board.close()


def _clients(
    site: Site, arm: Arm, charge: Charge, stack: ExitStack
) -> Mapping[str, subprocess.Popen[bytes]]:
    bodies, board = site.folder / "bodies", str(site.folder / "board")
    write_bodies(bodies, charge.bodies(framed=arm.framed))
    orders: dict[str, LoadOrder | DrainOrder] = {
        "drain": DrainOrder(
            bus=site.bus,
            board=board,
            run=charge.run,
            framed=arm.framed,
            inboxes=arm.inboxes,
            receipts=arm.receipts,
            after=[arm.total] * len(RECIPIENTS),
        ),
        "load": LoadOrder(
            bus=site.bus,
            exchange=arm.exchange,
            routing_key=arm.routing_key,
            file=str(bodies),
            board=board,
            window=charge.window,
            per_s=charge.per_s,
        ),
    }
    return {
        name: started(
            stack,
            [sys.executable, "-m", f"hub.cli.bench.{name}", written(order)],
            site.folder / f"{name}.log",
        )
        for name, order in orders.items()
    }


def _let_end(clients: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Let them acknowledge what they have: else the next turn would get it again."""
    for process in clients.values():
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_S)


def _cpu(arm: Arm) -> dict[str, int]:
    return {
        name: cpu_us(process.pid)
        for name, process in arm.processes.items()
        if process.poll() is None
    }


def _wait(
    processes: Mapping[str, subprocess.Popen[bytes]],
    arm: Arm,
    board: Board,
    progress: Callable[[int], None],
) -> None:
    """Poll the board until everybody has everything, or nothing moves any more."""
    seen, moved_s = 0, time.monotonic()
    while not (board.complete and (not arm.receipts or board[Cell.RECEIPTED] >= board.messages)):
        time.sleep(POLL_S)
        count = sum(board.received)
        if count != seen:
            progress(count - seen)
            seen, moved_s = count, time.monotonic()
        ended = [name for name, process in processes.items() if process.poll() not in {None, 0}]
        if ended:
            raise BenchError([f"{arm.name}: the process {name} ended" for name in ended])
        if time.monotonic() - moved_s > STALL_S:
            return
    progress(sum(board.received) - seen)


def _check(arm: Arm, board: Board) -> None:
    expected = {"submitted": board.messages, "repeated": 0, "of another run": 0}
    found = {
        "submitted": board[Cell.SUBMITTED],
        "repeated": board[Cell.REPEATED],
        "of another run": board[Cell.FOREIGN],
    }
    if arm.receipts:
        expected |= {"admitted by receipt": board.messages, "jumps in the numbers": 0}
        found |= {"admitted by receipt": board[Cell.RECEIPTED]}
        found |= {"jumps in the numbers": board[Cell.GAPS]}
    for recipient, count in zip(RECIPIENTS, board.received, strict=True):
        expected[f"drained by {recipient}"] = board.messages
        found[f"drained by {recipient}"] = count
    expected |= arm.expected(arm.total)
    found |= arm.counts()
    require(_named(arm, expected), _named(arm, found))


def _named(arm: Arm, counts: Mapping[str, int]) -> dict[str, int]:
    return {f"{arm.name}: {name}": count for name, count in counts.items()}


def _turn(arm: Arm, board: Board, used: Mapping[str, int]) -> Turn:
    latencies = board.latencies_us()
    return Turn(
        arm=arm.name,
        messages=board.messages,
        wall_us=board.wall_us,
        cpu_us=used,
        p50_us=percentile(latencies, 50),
        p99_us=percentile(latencies, 99),
    )
