"""Starts the hub's processes, starts dead ones again with back-off, stops all with itself.

A child that cannot start as the hub is set up ends the whole: half a hub would look like one.

Every child is told its parent's process id and ends with it (`hub.agent.parent`), so that
nothing is left behind even by SIGKILL.
"""

import logging
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hub.errors import ConfigError, HubError, TransportError
from hub.services.statuses import ADDRESS, CONFIGURATION

SERVICES: Final = ("scheduler", "clerk", "heads", "intake", "web")
STOP_LIMIT_S: Final = 15.0
HEALTHY_S: Final = 30.0
PAUSE_LIMIT_S: Final = 15.0
HOPELESS: Final = {CONFIGURATION: 1, ADDRESS: 4}
"""After how many failures a status is believed: an address may be freed by a hub that just ends."""
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Child:
    """One process: how it is started, and how it has fared."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_s: float = 0.0
    failures: int = 0
    not_before_s: float = 0.0
    proven: bool = False

    def start(self, now_s: float) -> None:
        # In a group of its own: a terminal's Ctrl-C is for us, who tell each child once.
        self.process = subprocess.Popen(  # noqa: S603 - our own services
            self.command, stdin=subprocess.DEVNULL, process_group=0
        )
        self.started_s = now_s

    def ended(self, now_s: float) -> int | None:
        """Notice an end, decide when to start again; the status, or `None` while it runs."""
        status = self.process.poll() if self.process else None
        if status is None:
            return None
        self.process = None
        healthy = now_s - self.started_s >= HEALTHY_S
        self.proven = self.proven or healthy
        self.failures = 1 if healthy else self.failures + 1
        pause_s = min(0.5 * 2 ** min(self.failures - 1, 10), PAUSE_LIMIT_S)
        self.not_before_s = now_s + pause_s
        return status


@dataclass
class Supervisor:
    """Keeps children running until a signal.

    Attributes:
        children: What runs.
        clock: Monotonic seconds.
    """

    children: Sequence[Child]
    clock: Callable[[], float] = time.monotonic
    stopping: bool = field(default=False, init=False)

    def run(self) -> None:
        """Run until SIGTERM or SIGINT, then stop every child and return.

        Raises:
            ConfigError, TransportError: As for `turn`; every child is stopped then, too.
        """
        with _woken_by_signals(self._stop) as woken:
            try:
                while not self.stopping:
                    self.turn()
                    woken(0.5)
            finally:
                self._end()

    def turn(self) -> None:
        """Notice who ended, start who is due.

        Raises:
            ConfigError: `services.configuration`: a child cannot start with these settings.
            TransportError: `services.address`: a child cannot listen on its address.
        """
        now_s = self.clock()
        for child in self.children:
            status = child.ended(now_s)
            if status is not None:
                _check_hope(child, status)
                pause_s = child.not_before_s - now_s
                log.warning("%s ended (%d); again in %.1f s", child.name, status, pause_s)
            if child.process is None and child.not_before_s <= now_s:
                child.start(now_s)

    def _stop(self) -> None:
        self.stopping = True

    def _end(self) -> None:
        running = [child.process for child in self.children if child.process]
        for process in running:
            process.terminate()
        deadline_s = self.clock() + STOP_LIMIT_S
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(deadline_s - self.clock(), 0.1))
                continue
            process.kill()
            process.wait()


def _check_hope(child: Child, status: int) -> None:
    """Refuse to go on with a child that never ran well and says that it cannot."""
    if child.proven or child.failures < HOPELESS.get(status, sys.maxsize):
        return
    raise _hopeless(child.name, status)


def _hopeless(name: str, status: int) -> HubError:
    if status == ADDRESS:
        text = f"{name} cannot listen on its address; free it, or set host and port of [web]"
        return TransportError("services.address", text)
    return ConfigError("services.configuration", f"{name} cannot start; its line above says why")


def children_of(home: Path, counts: Mapping[str, int]) -> list[Child]:
    """Describe the processes of a hub.

    Args:
        home: The hub's home.
        counts: How many of each service; see `SERVICES`.
    """
    parent = ["--parent", str(os.getpid())]
    return [
        Child(f"{name}.{index}", [*_command(name, index, count), "--home", str(home), *parent])
        for name, count in counts.items()
        for index in range(count)
    ]


def _command(name: str, index: int, count: int) -> list[str]:
    if name == "web":
        return [sys.executable, "-m", "hub.web.run"]
    place = ["--index", str(index), "--of", str(count)]
    return [sys.executable, "-m", "hub.services.run", name, *place]


@contextmanager
def _woken_by_signals(stop: Callable[[], None]) -> Iterator[Callable[[float], None]]:
    """Give a wait that ends early at a child's end or a signal to stop."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    os.set_blocking(reader, False)
    handlers: dict[int, Callable[[int, object], None]] = {
        signal.SIGCHLD: lambda _number, _frame: None,
        signal.SIGTERM: lambda _number, _frame: stop(),
        signal.SIGINT: lambda _number, _frame: stop(),
    }
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    waker = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)

    def wait(wait_s: float) -> None:
        if select.select([reader], [], [], wait_s)[0]:
            os.read(reader, 4096)

    try:
        yield wait
    finally:
        signal.set_wakeup_fd(waker)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(reader)
        os.close(writer)
