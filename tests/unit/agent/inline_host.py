"""The plugin's process without a process: same frames, same code, for tests that crash a lot."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import orjson

from hub.agent.host import Described, PluginHost
from hub.agent.plugin_codec import LENGTH
from hub.agent.plugin_process import Child
from hub.sdk import PluginInfo


class InlineHost(PluginHost):
    """Answers in this process."""

    def start(self) -> Described:
        plain = dict(self._served({"verb": "health"})[0]["info"])
        hooks = frozenset(plain.pop("hooks"))
        plain["consumes"] = frozenset(plain["consumes"])
        plain["issues"] = frozenset(plain["issues"])
        return Described(PluginInfo(**plain), hooks)

    def exchange(self, frame: dict[str, Any]) -> Iterator[dict[str, Any]]:
        yield from self._served(frame)[1:-1]

    def _served(self, frame: dict[str, Any]) -> list[dict[str, Any]]:
        raw, out = orjson.dumps(frame), BytesIO()
        Child(self.plugin, BytesIO(LENGTH.pack(len(raw)) + raw), out).serve()
        answers, written, at = [], out.getvalue(), 0
        while at < len(written):
            size = LENGTH.unpack_from(written, at)[0]
            at += LENGTH.size + size
            answers.append(orjson.loads(written[at - size : at]))
        return answers
