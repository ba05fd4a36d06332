"""What is due by the clock; of several schedulers one leads."""

import logging
import time

from hub.errors import Fault, HubError
from hub.services.every import every
from hub.services.providers import BusProvider, CourierProvider, HubProvider, LeaseProvider
from hub.services.rounds import HeadRounds

log = logging.getLogger(__name__)


class SchedulerService:
    """Heads to every recipient, an inbox for every participant."""

    name = "scheduler"
    hub = HubProvider()
    bus = BusProvider()
    courier = CourierProvider()
    lease = LeaseProvider("scheduler")
    rounds = HeadRounds()

    @every(seconds=2)
    def publish_heads(self) -> None:
        if self.lease.held():
            with _environment_waits():
                now_s = time.monotonic()
                heads = self.hub.exchange.heads(
                    lambda head: self.rounds.due(head.recipient, head.last, now_s)
                )
                self.courier.send(heads)

    @every(seconds=2)
    def keep_inboxes(self) -> None:
        if self.lease.held():
            with _environment_waits():
                participants = self.hub.exchange.current_directory().participants
                self.bus.keep(participants, self.courier.homeless())


class _environment_waits:  # noqa: N801 - reads as the statement it is
    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        waits = isinstance(error, HubError) and error.fault is Fault.ENVIRONMENT
        if waits:
            log.warning("next time: %s", error)
        return waits
