"""The child process a plugin runs in: `python -m hub.agent.plugin_process ENTRY_POINT PID`.

Reads one JSON frame after the other from its standard input and answers on what was its
standard output; the plugin's own prints go to standard error. It holds no key, no
database and no connection, so that killing it loses nothing.
"""

import importlib
import os
import signal
import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Any, BinaryIO, Final

import orjson

from hub.agent.parent import die_with_parent
from hub.agent.plugin_codec import (
    LENGTH,
    read_context,
    read_draft,
    read_message,
    read_settled,
    write_collected,
    write_handled,
    write_info,
)
from hub.errors import Fault, HubError, PluginError
from hub.sdk.calling import PluginCalls
from hub.sdk.hooks import ENTRY_POINT_GROUP, OPTIONAL

Plain = dict[str, Any]


def load_plugin(name: str) -> object:
    """Find a plugin by entry point name, or by `module:attribute`.

    Raises:
        PluginError: plugin.unknown, plugin.import_failed.
    """
    try:
        if ":" in name:
            module, _, attribute = name.partition(":")
            return getattr(importlib.import_module(module), attribute)
        found = entry_points(group=ENTRY_POINT_GROUP, name=name)
        if not found:
            raise PluginError("plugin.unknown", f"no plugin {name} is installed")
        return next(iter(found)).load()
    except (ImportError, AttributeError, SyntaxError, TypeError, ValueError) as error:
        raise PluginError(
            "plugin.import_failed", f"plugin {name} cannot be imported: {error}"
        ) from error


class Child:
    """Serves the agent's frames with one plugin."""

    def __init__(self, name: str, frames_in: BinaryIO, frames_out: BinaryIO) -> None:
        """Hold the pipes; nothing is imported yet."""
        self._name = name
        self._in = frames_in
        self._out = frames_out
        self._verbs: dict[str, Callable[[PluginCalls, Plain], None]] = {
            "handle": self._handle,
            "collect": self._collect,
            "settled": self._settled,
            "health": self._health,
        }

    def serve(self) -> int:
        """Answer until the agent closes the pipe."""
        try:
            calls = PluginCalls(load_plugin(self._name))
            hooks = [name for name in OPTIONAL if calls.has(name)]
            self._send({"info": write_info(calls.describe(), hooks)})
        except Exception as error:  # noqa: BLE001 - foreign code: its failure is the answer
            self._send({"error": told(error)})
            return 1
        while (frame := self._receive()) is not None:
            self._verbs[frame["verb"]](calls, frame)
            self._send({"end": True})
        return 0

    def _handle(self, calls: PluginCalls, frame: Plain) -> None:
        states: dict[str, Any] = frame["states"]
        failed: set[str] = set()
        for item in frame["items"]:
            subject = item["message"]["subject"]
            if subject in failed:
                continue
            # The state goes in as JSON text each time: a plugin that changes it changes a copy.
            number = item["message"]["number"]
            state = orjson.loads(states.get(subject, b"{}"))
            try:
                message = read_message(item["message"])
                handled = calls.handle(message, read_context(item["context"], state))
                answer = write_handled(handled)
                self._send({"number": number, "handled": answer})
            except Exception as error:  # noqa: BLE001 - foreign code
                failed.add(subject)
                self._send({"number": number, "error": told(error)})
                continue
            if handled.state is not None:
                states[subject] = orjson.dumps(handled.state).decode()

    def _collect(self, calls: PluginCalls, frame: Plain) -> None:
        try:
            collected = calls.collect(read_context(frame["context"], {}), frame["cursor"])
            self._send({"collected": write_collected(collected)})
        except Exception as error:  # noqa: BLE001 - foreign code
            self._send({"error": told(error)})

    def _settled(self, calls: PluginCalls, frame: Plain) -> None:
        for item in frame["items"]:
            try:
                calls.settled(read_draft(item["draft"]), read_settled(item["result"]))
                self._send({"told": True})
            except Exception as error:  # noqa: BLE001 - foreign code
                self._send({"error": told(error)})

    def _health(self, calls: PluginCalls, _frame: Plain) -> None:
        try:
            health = calls.health()
            self._send({"health": {"ok": health.ok, "text": health.text}})
        except Exception as error:  # noqa: BLE001 - foreign code
            self._send({"error": told(error)})

    def _send(self, frame: Plain) -> None:
        raw = orjson.dumps(frame)
        self._out.write(LENGTH.pack(len(raw)) + raw)
        self._out.flush()

    def _receive(self) -> Plain | None:
        head = self._in.read(LENGTH.size)
        if len(head) < LENGTH.size:
            return None
        frame: Plain = orjson.loads(self._in.read(LENGTH.unpack(head)[0]))
        return frame


def told(error: BaseException) -> Plain:
    """Say what a plugin raised: its class and code, never the text of foreign errors.

    The text may carry what the plugin was working on; it goes to standard error instead.
    """
    if isinstance(error, HubError):
        return {"code": error.code, "fault": error.fault.value, "text": error.text}
    return {
        "code": "plugin.raised",
        "fault": Fault.HUB.value,
        "text": f"the plugin raised {type(error).__name__}",
    }


_PARENT: Final = 2
_STANDARD_OUT: Final = 1
_STANDARD_ERROR: Final = 2


def main() -> int:
    """End with the agent, move the frames off standard output, then serve."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # an agent that is gone is no error to tell
    die_with_parent(int(sys.argv[2]) if len(sys.argv) > _PARENT else None)
    frames_out = os.fdopen(os.dup(_STANDARD_OUT), "wb")
    os.dup2(_STANDARD_ERROR, _STANDARD_OUT)
    frames_in = os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    os.close(sys.stdin.fileno())
    return Child(sys.argv[1], frames_in, frames_out).serve()


if __name__ == "__main__":
    sys.exit(main())
