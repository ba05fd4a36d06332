"""Nameko's entrypoint for batches: hands a list of raw deliveries to one worker, then settles.

Stock nameko acknowledges what failed, trusts headers, and drops its connection at SIGTERM while
work is running. Here one loop owns the connection: read, hand over, keep the connection alive
while the worker is busy, settle, read on. Rules of settlement: `hub.bus.backlog`.
"""

import logging
import time
from collections.abc import Callable, Sequence
from functools import partial
from types import TracebackType
from typing import Any, Final

from eventlet import Timeout, sleep
from eventlet.event import Event
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint

from hub.bus.backlog import Backlog, BatchLimits, Settled, Waiting
from hub.bus.broker import BUS_ERRORS, Broker
from hub.bus.delivery import RawDelivery, Settlement
from hub.bus.provisioning import declare
from hub.bus.subscription import Subscription
from hub.errors import HubError

BROKER_KEY: Final = "HUB_BROKER"
TOPOLOGY_KEY: Final = "HUB_TOPOLOGY"
QUEUES_KEY: Final = "HUB_QUEUES"
"""Where a container's config has the broker, the topology to declare at each connection, and
the queue names by what they are for."""

ExcInfo = tuple[type[BaseException], BaseException, TracebackType] | None

IDLE_S: Final = 0.25
log = logging.getLogger(__name__)


class BatchConsumer(Entrypoint):
    """Consumes queues in batches; the method returns one `Settlement` for each delivery.

    Args:
        queue: What the queues are for: a key of the config's `HUB_QUEUES`.
        limits: Fields of `BatchLimits`.
    """

    def __init__(self, queue: str, **limits: int) -> None:
        self.queue = queue
        self.limits = BatchLimits(**limits)
        self._backlog = Backlog(self.limits)
        self._failures = 0
        self._stopping = False
        self._thread: Any = None
        super().__init__()

    def start(self) -> None:
        self._thread = self.container.spawn_managed_thread(self._run, f"batch {self.queue}")

    def stop(self) -> None:
        """Return when the running batch is settled; what was not begun goes back."""
        self._stopping = True
        self._thread.wait()

    def kill(self) -> None:
        self._stopping = True
        self._thread.kill()

    # -- the loop ------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping:
            try:
                self._consume()
            except (*BUS_ERRORS, HubError) as error:
                self._failures += 1
                log.warning("%s: %s; connecting again", self.queue, type(error).__name__)
                self._pause(self.limits.pause_s(self._failures))

    def _consume(self) -> None:
        config = self.container.config
        broker: Broker = config[BROKER_KEY]
        queues: Sequence[str] = config[QUEUES_KEY][self.queue]
        self._backlog.clear()
        with broker.connection() as connection:
            declare(connection, config[TOPOLOGY_KEY])
        subscription = Subscription(broker, queues, 2 * self.limits.at_most, self._received)
        log.info("%s: reading %s", self.queue, ", ".join(queues))
        try:
            while not self._stopping:
                self._turn(subscription)
        finally:
            subscription.close()

    def _received(self, delivery: RawDelivery) -> None:
        self._failures = 0
        self._backlog.add(delivery, time.monotonic())

    def _turn(self, subscription: Subscription) -> None:
        subscription.drain(self._backlog.wait_s(time.monotonic(), IDLE_S))
        batch = self._backlog.take(time.monotonic())
        if batch:
            subscription.settle(self._handled(batch, subscription))

    def _pause(self, wait_s: float) -> None:
        until_s = time.monotonic() + wait_s
        while not self._stopping and time.monotonic() < until_s:
            sleep(IDLE_S)

    # -- one batch -----------------------------------------------------------------------------

    def _handled(self, batch: Sequence[Waiting], subscription: Subscription) -> Settled:
        """Run the worker, keep the connection alive meanwhile, decide the settlements."""
        done = Event()
        deliveries = [item.delivery for item in batch]
        try:
            self.container.spawn_worker(self, (deliveries,), {}, handle_result=partial(_tell, done))
        except ContainerBeingKilled:
            self._stopping = True
            return []
        lost = self._await(done, subscription)
        error, settlements = done.wait()
        if lost is not None:
            raise lost
        if error is None and len(settlements or ()) != len(batch):
            error = ValueError("one settlement for each delivery is needed")
        if error is not None:
            log.warning("%s: %d not settled: %s", self.queue, len(batch), type(error).__name__)
            return self._backlog.failed(batch, error, time.monotonic())
        return self._backlog.succeeded(batch, settlements, time.monotonic())

    def _await(self, done: Event, subscription: Subscription) -> Exception | None:
        """Wait for the worker. A connection lost meanwhile is told after it is done, not before."""
        lost: Exception | None = None
        while not done.ready():
            with Timeout(IDLE_S, exception=False):
                done.wait()
            if not done.ready() and lost is None:
                try:
                    subscription.drain(0)
                except BUS_ERRORS as error:
                    lost = error
        return lost


def _tell(
    done: Event, _worker: object, result: list[Settlement] | None, exc_info: ExcInfo
) -> tuple[list[Settlement] | None, ExcInfo]:
    done.send((exc_info[1] if exc_info else None, result))
    return result, exc_info


batch: Callable[..., Callable[[Any], Any]] = BatchConsumer.decorator
