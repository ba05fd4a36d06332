"""Runs a plugin in a process of its own and kills it when it overruns.

One exchange is one frame in and answers streamed out. Whatever the plugin does - raise,
hang, die, answer nonsense - the caller gets a typed answer for each item in time, and
the next exchange starts a new process when the last one is gone.
"""

import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import orjson

from hub.agent.plugin_codec import FRAME_LIMIT_BYTES, LENGTH
from hub.errors import Fault, PluginError, TransportError
from hub.sdk import PluginInfo

Plain = dict[str, Any]
_CHUNK_BYTES: Final = 1 << 20
START_LIMIT_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Described:
    """What a started plugin says of itself."""

    info: PluginInfo
    hooks: frozenset[str]


class PluginHost:
    """One plugin, one child process at a time."""

    def __init__(self, plugin: str, limit_s: float = 30.0) -> None:
        """Name the plugin; nothing starts yet.

        Args:
            plugin: Entry point name, or `module:attribute`.
            limit_s: Longest time for one message, one collection or one settled draft.
        """
        self.plugin = plugin
        self.limit_s = limit_s
        self._child: _Pipes | None = None
        self._described: Described | None = None

    @property
    def pid(self) -> int | None:
        """The child's process id while it runs."""
        return None if self._child is None else self._child.process.pid

    def start(self) -> Described:
        """Start the child unless it runs, and learn what the plugin is.

        Raises:
            PluginError: It cannot be imported, described, or does not start in time.
        """
        if self._child is not None and self._described is not None:
            return self._described
        self._child = _Pipes(self.plugin)
        answer = self._answer(START_LIMIT_S)
        if "info" not in answer:
            self.close()
            raise failure(answer)
        plain = dict(answer["info"])
        hooks = frozenset(plain.pop("hooks"))
        plain["consumes"] = frozenset(plain["consumes"])
        plain["issues"] = frozenset(plain["issues"])
        self._described = Described(PluginInfo(**plain), hooks)
        return self._described

    def exchange(self, frame: Plain) -> Iterator[Plain]:
        """Send one frame and yield its answers as they come.

        The last answer of a plugin that died, hung or spoke nonsense is an error with
        the code `plugin.died`, `plugin.overran` or `plugin.nonsense`.
        """
        self.start()
        child = self._child
        if child is None:
            return
        if not child.write(orjson.dumps(frame), self.limit_s):
            self.close()
            yield _error("plugin.died", "the plugin's process does not read")
            return
        while True:
            answer = self._answer(self.limit_s)
            if answer.get("end") is True:
                return
            yield answer
            if self._child is None:
                return

    def _answer(self, limit_s: float) -> Plain:
        child = self._child
        if child is None:
            return _error("plugin.died", "the plugin's process is gone")
        answer = child.read(limit_s)
        if answer.get("error", {}).get("code") in _FATAL:
            self.close()
        return answer

    def close(self) -> None:
        """Kill the child, whatever it is doing."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()


def failure(answer: Plain) -> PluginError | TransportError:
    """Make the error an answer tells of."""
    error = answer.get("error", {})
    code, text = str(error.get("code", "plugin.nonsense")), str(error.get("text", ""))
    if error.get("fault") == Fault.ENVIRONMENT.value:
        return TransportError(code, text)
    return PluginError(code, text or "the plugin did not answer as agreed")


_FATAL: Final = frozenset({"plugin.died", "plugin.overran", "plugin.frame"})


def _error(code: str, text: str) -> Plain:
    return {"error": {"code": code, "fault": Fault.HUB.value, "text": text}}


class _Pipes:
    """The child process and its two pipes, never waited for without a limit."""

    def __init__(self, plugin: str) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own module, in our own Python
            [sys.executable, "-m", "hub.agent.plugin_process", plugin, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
        )
        if self.process.stdin is None or self.process.stdout is None:  # pragma: no cover
            raise PluginError("plugin.pipes", "the plugin's process has no pipes")
        self._stdin, self._stdout = self.process.stdin, self.process.stdout
        os.set_blocking(self._stdin.fileno(), False)
        os.set_blocking(self._stdout.fileno(), False)
        self._buffer = bytearray()

    def write(self, raw: bytes, limit_s: float) -> bool:
        """Write one frame; False when the child is gone or does not read in time."""
        left = memoryview(LENGTH.pack(len(raw)) + raw)
        deadline = time.monotonic() + limit_s
        while left:
            if not _ready(self._stdin.fileno(), selectors.EVENT_WRITE, deadline):
                return False
            try:
                left = left[os.write(self._stdin.fileno(), left[:_CHUNK_BYTES]) :]
            except BlockingIOError:
                continue
            except OSError:
                return False
        return True

    def read(self, limit_s: float) -> Plain:
        """Read one frame, or say what went wrong instead."""
        deadline = time.monotonic() + limit_s
        while (raw := self._frame()) is None:
            if not _ready(self._stdout.fileno(), selectors.EVENT_READ, deadline):
                return _error("plugin.overran", f"the plugin did not answer in {limit_s:g} s")
            chunk = os.read(self._stdout.fileno(), _CHUNK_BYTES)
            if not chunk:
                return _error("plugin.died", "the plugin's process ended")
            self._buffer += chunk
        try:
            answer = orjson.loads(raw)
        except orjson.JSONDecodeError:
            return _error("plugin.frame", "the plugin's process wrote something else")
        return answer if isinstance(answer, dict) else _error("plugin.frame", "not a frame")

    def _frame(self) -> bytes | None:
        if len(self._buffer) < LENGTH.size:
            return None
        size = LENGTH.unpack_from(self._buffer)[0]
        if size > FRAME_LIMIT_BYTES:
            return b""
        end = LENGTH.size + size
        if len(self._buffer) < end:
            return None
        raw = bytes(self._buffer[LENGTH.size : end])
        del self._buffer[:end]
        return raw

    def kill(self) -> None:
        """End the child and everything it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, 9)
        self.process.wait()
        self._stdin.close()
        self._stdout.close()


def _ready(descriptor: int, event: int, deadline: float) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, event)
        return bool(selector.select(max(0.0, deadline - time.monotonic())))
