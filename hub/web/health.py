"""An honest answer to "is it working": looks at what it says, each time, within a limit."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Final

import orjson
from flask import Response

from hub.errors import HubError

KEEP_S: Final = 1.0
Check = Callable[[], Mapping[str, object]]
"""Tells facts; raises when what it looks at is away."""


class Health:
    """Named checks; one that raises makes the whole answer 503.

    Args:
        checks: What to look at, by name.
        keep_s: An answer is told again for so long, so that asking costs the hub nothing.
    """

    def __init__(self, checks: Mapping[str, Check], keep_s: float = KEEP_S) -> None:
        self._checks = checks
        self._keep_s = keep_s
        self._lock = threading.Lock()
        self._told: tuple[float, bytes, int] | None = None

    def answer(self) -> Response:
        with self._lock:
            if self._told is None or time.monotonic() - self._told[0] >= self._keep_s:
                self._told = (time.monotonic(), *self._look())
            _, body, status = self._told
        answer = Response(body, status, content_type="application/json")
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def _look(self) -> tuple[bytes, int]:
        facts = {name: _checked(check) for name, check in self._checks.items()}
        well = all(fact["ok"] for fact in facts.values())
        document = {"status": "ok" if well else "failing", "checks": facts}
        return orjson.dumps(document), 200 if well else 503


def _checked(check: Check) -> dict[str, object]:
    try:
        return {"ok": True, **check()}
    except HubError as error:
        return {"ok": False, "code": error.code}
    except Exception as error:  # noqa: BLE001 - a check that fails is the answer
        return {"ok": False, "code": "health.check_failed", "kind": type(error).__name__}
