"""Runs one service in a process of its own: `python -m hub.services.run NAME --home DIR`."""

import warnings

warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")  # known; no operator's task

import eventlet  # noqa: E402

eventlet.monkey_patch()  # before anything else is imported, or half the world stays unpatched

import argparse  # noqa: E402
import importlib  # noqa: E402
import logging  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
from collections.abc import Sequence  # noqa: E402
from typing import Any, Final  # noqa: E402

from nameko.runners import ServiceRunner  # noqa: E402

from hub.agent.parent import die_with_parent  # noqa: E402
from hub.config import home_from, load  # noqa: E402
from hub.errors import HubError  # noqa: E402
from hub.services.statuses import status_of  # noqa: E402
from hub.services.wiring import container_config  # noqa: E402

SERVICES: Final = {
    "intake": ("hub.services.intake", "IntakeService"),
    "heads": ("hub.services.heads", "HeadsService"),
    "clerk": ("hub.services.clerk", "ClerkService"),
    "scheduler": ("hub.services.scheduler", "SchedulerService"),
}
log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until told to stop; the status says whose fault an end was."""
    parser = argparse.ArgumentParser(prog="hub.services.run", description=__doc__)
    parser.add_argument("name", choices=SERVICES)
    parser.add_argument("--home")
    parser.add_argument("--index", type=int, default=0, help="which of the processes, from 0")
    parser.add_argument("--of", type=int, default=1, help="how many processes of this service")
    parser.add_argument("--parent", type=int, help="end when this process has ended")
    given = parser.parse_args(arguments)
    die_with_parent(given.parent)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    for noisy in ("nameko", "apscheduler", "amqp", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    try:
        config = container_config(load(home_from(given.home)), given.index, given.of)
        module, name = SERVICES[given.name]
        serve(getattr(importlib.import_module(module), name), dict(config))
    except HubError as error:
        log.error("%s: %s", given.name, error)  # noqa: TRY400 - a person reads one line
        return status_of(error)
    return 0


def serve(service: type, config: dict[str, Any]) -> None:
    """Run one service class until SIGTERM or SIGINT; work begun is finished and settled."""
    runner = ServiceRunner(config)
    runner.add_service(service)

    def stop(_number: int, _frame: object) -> None:
        for number in stopping:  # once: nameko's timers cannot be stopped twice
            signal.signal(number, signal.SIG_IGN)
        eventlet.spawn_n(runner.stop)  # a signal handler may not wait itself

    runner.start()
    stopping = (signal.SIGTERM, signal.SIGINT)
    for number in stopping:
        signal.signal(number, stop)
    waiting = eventlet.spawn(runner.wait)
    while True:
        try:
            waiting.wait()
        except InterruptedError:  # a signal met the main loop in a system call
            continue
        return


if __name__ == "__main__":
    sys.exit(main())
