"""What the servers have in common: a folder, a leash, a way to kill and to start again."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

LEASH = Path(__file__).with_name("leash.py")
START_LIMIT_S = 90.0
STOP_LIMIT_S = 20.0
LOG_TAIL_LINES = 30


class ServerUnavailableError(Exception):
    """The server cannot run here; the text says what to install."""


def free_ports(count: int) -> list[int]:
    """Find ports nobody listens on, all different."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [taken.getsockname()[1] for taken in sockets]
    for taken in sockets:
        taken.close()
    return ports


def listens(port: int) -> bool:
    """Say whether a connection to the port would be taken."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def poll_until(condition: Callable[[], bool], what: str, limit_s: float = START_LIMIT_S) -> None:
    """Ask again and again until it is so.

    Raises:
        TimeoutError: It was not so within the limit.
    """
    end = time.monotonic() + limit_s
    while not condition():
        if time.monotonic() > end:
            message = f"{what}: not within {limit_s:.0f} s"
            raise TimeoutError(message)
        time.sleep(0.05)


def own_user() -> str:
    """Name the user this process runs as."""
    return pwd.getpwuid(os.geteuid()).pw_name


class Server:
    """One server process in a directory of its own, on a leash held by this process."""

    name = "server"
    polite_signal = signal.SIGTERM

    def __init__(self, user: str) -> None:
        self.user = user
        self.directory = Path(tempfile.mkdtemp(prefix=f"hub-{self.name}-"))
        self.log = self.directory / "server.log"
        self._leash: subprocess.Popen[str] | None = None
        self.pid = 0
        shutil.chown(self.directory, user)

    def command(self) -> Sequence[str]:
        """Say how to start in the foreground."""
        raise NotImplementedError

    def environment(self) -> Mapping[str, str]:
        return dict(os.environ)

    def answers(self) -> bool:
        """Say whether a client would be served now."""
        raise NotImplementedError

    def start(self) -> None:
        """Start, on the data that is there, and wait until it answers.

        Raises:
            RuntimeError: It ended or did not answer; the text has the end of its log.
        """
        with self.log.open("ab") as log:
            self._leash = subprocess.Popen(
                [sys.executable, str(LEASH), *self._leash_arguments()],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=self.environment(),
                cwd=self.directory,
                start_new_session=True,
                text=True,
            )
        assert self._leash.stdout is not None
        self.pid = int(self._leash.stdout.readline() or 0)
        try:
            poll_until(self._answers_or_ended, f"{self.name} starts")
        except TimeoutError as error:
            raise RuntimeError(self._story()) from error
        if self._leash.poll() is not None:
            raise RuntimeError(self._story())

    def _leash_arguments(self) -> list[str]:
        return [str(self.directory), self.user, self.polite_signal.name, *self.command()]

    def _answers_or_ended(self) -> bool:
        assert self._leash is not None
        return self._leash.poll() is not None or self.answers()

    def _story(self) -> str:
        tail = self.log.read_text(errors="replace").splitlines()[-LOG_TAIL_LINES:]
        return "\n".join([f"{self.name} did not start; the end of its log:", *tail])

    def kill(self) -> None:
        """End it at once, as a power cut would; its data stays."""
        self._end(signal.SIGKILL, whole_group=True)

    def stop(self) -> None:
        """End it politely; its data stays."""
        self._end(self.polite_signal, whole_group=False)

    def _end(self, number: signal.Signals, *, whole_group: bool) -> None:
        with suppress(ProcessLookupError):
            (os.killpg if whole_group else os.kill)(self.pid, number)
        self._wait_for_leash()

    def restart(self) -> None:
        """Kill it and start it on the same port and data."""
        self.kill()
        self.start()

    def _wait_for_leash(self) -> None:
        if self._leash is None:
            return
        self._leash.wait(STOP_LIMIT_S)
        for stream in (self._leash.stdin, self._leash.stdout):
            if stream is not None:
                stream.close()
        self._leash = None

    def close(self) -> None:
        """End it and remove its directory."""
        if self._leash is not None:
            assert self._leash.stdin is not None
            self._leash.stdin.close()
            self._wait_for_leash()
        shutil.rmtree(self.directory, ignore_errors=True)
