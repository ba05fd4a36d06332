"""The embedded hub: web and clerk in one process, no bus, SQLite."""

import logging
import threading
from collections.abc import Callable
from typing import Final

from hub.bootstrap import Hub
from hub.errors import Fault, HubError
from hub.web.run import serve

IDLE_S: Final = 0.2
AWAY_S: Final = 2.0
log = logging.getLogger(__name__)


def run_embedded(hub: Hub, stopped: threading.Event, listening: Callable[[int], None]) -> None:
    """Serve and run the clerk until the event is set; closes the hub.

    Raises:
        ConfigError: The settings do not allow it.
        TransportError: The address is taken.
    """
    ended = threading.Event()
    clerk = threading.Thread(target=_clerk, args=(hub, ended), name="clerk", daemon=True)
    clerk.start()

    def wait_for_clerk() -> None:
        ended.set()
        clerk.join(5)

    try:
        serve(hub, stopped, listening, before_close=wait_for_clerk)
    finally:
        wait_for_clerk()


def _clerk(hub: Hub, ended: threading.Event) -> None:
    while not ended.is_set():
        wait_s = IDLE_S
        try:
            while hub.clerk.step() and not ended.is_set():
                pass
        except HubError as error:
            wait_s = AWAY_S
            level = logging.WARNING if error.fault is Fault.ENVIRONMENT else logging.ERROR
            log.log(level, "clerk waits: %s", error)
        except Exception:  # the outermost shell of this thread
            wait_s = AWAY_S
            log.exception("clerk failed")
        ended.wait(wait_s)
