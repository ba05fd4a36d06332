"""Runs the web application in a process of its own: `python -m hub.web.run --home DIR`."""

import argparse
import logging
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Final

from hub.agent.parent import die_with_parent
from hub.bootstrap import Hub, open_hub
from hub.bus.courier import Courier
from hub.bus.publisher import Publisher
from hub.config import home_from, load
from hub.errors import HubError
from hub.services.statuses import status_of
from hub.services.wiring import broker_of, topology_of
from hub.web.app import create_app
from hub.web.checks import checks_of
from hub.web.health import Health
from hub.web.ledger import add_ledger
from hub.web.polls import Polls
from hub.web.quota import StrangerQuota
from hub.web.server import listen, make_server

POLLS_COUNT: Final = 24
log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until told to stop; the status says whose fault an end was."""
    parser = argparse.ArgumentParser(prog="hub.web.run", description=__doc__)
    parser.add_argument("--home")
    parser.add_argument("--parent", type=int, help="end when this process has ended")
    given = parser.parse_args(arguments)
    die_with_parent(given.parent)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stopped.set())
    try:
        hub = open_hub(load(home_from(given.home)))
        serve(hub, stopped, lambda port: log.info("web: port %d", port))
    except HubError as error:
        log.error("web: %s", error)  # noqa: TRY400 - a person reads one line
        return status_of(error)
    return 0


def serve(
    hub: Hub,
    stopped: threading.Event,
    listening: Callable[[int], None],
    before_close: Callable[[], None] = lambda: None,
) -> None:
    """Serve a wired hub until the event is set, then close everything, the hub too.

    Args:
        hub: Its settings say where to listen, and whether there is a bus to push to.
        stopped: Ends it.
        listening: Told the port once connections are accepted.
        before_close: Called when nothing is served any more, before the hub is closed.

    Raises:
        ConfigError: The settings do not allow it.
        TransportError: The address is taken.
    """
    with ExitStack() as stack:
        stack.callback(hub.close)
        stack.callback(before_close)
        polls = Polls(POLLS_COUNT)
        courier = _courier(hub)
        if courier is not None:
            courier.start()
            stack.callback(courier.stop)
        app = create_app(
            hub,
            health=Health(checks_of(hub, courier)),
            push=courier.send if courier is not None else None,
            polls=polls,
            strangers=StrangerQuota(proxies=hub.config.web.proxies),
        )
        add_ledger(app, hub.exchange, hub.library)
        server = make_server(app, hub.config.web)
        port = listen(server)
        stack.callback(server.stop)
        stack.callback(polls.stop)
        threading.Thread(target=server.serve, name="web", daemon=True).start()
        listening(port)
        stopped.wait()


def _courier(hub: Hub) -> Courier | None:
    if not hub.config.bus:
        return None
    return Courier(Publisher(broker_of(hub.config)), topology_of(hub.config))


if __name__ == "__main__":
    sys.exit(main())
