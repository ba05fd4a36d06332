"""Runs the clerk behind the ledger: projections and cases."""

import logging
from typing import Final

from eventlet import sleep
from nameko.timer import timer

from hub.errors import Fault, HubError
from hub.services.providers import HubProvider

STEPS_COUNT: Final = 50
log = logging.getLogger(__name__)


class ClerkService:
    """Steps until idle, a bounded number of times a tick so that a stop is heard."""

    name = "clerk"
    hub = HubProvider()

    @timer(interval=0.2, eager=True)
    def work(self) -> None:
        try:
            for _ in range(STEPS_COUNT):
                if not self.hub.clerk.step():
                    break
                sleep(0)
        except HubError as error:
            if error.fault is not Fault.ENVIRONMENT:
                raise
            log.warning("clerk waits: %s", error.code)
            sleep(2)
