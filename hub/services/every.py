"""Nameko's entrypoint for what is due by the clock, on APScheduler."""

from collections.abc import Callable
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from eventlet.event import Event
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint, ProviderCollector, SharedExtension


class Clockwork(SharedExtension, ProviderCollector):
    """One APScheduler for all entrypoints of a service."""

    def __init__(self) -> None:
        self.scheduler: Any = None
        super().__init__()

    def setup(self) -> None:
        self.scheduler = BackgroundScheduler(timezone="UTC")

    def start(self) -> None:
        for entrypoint in self._providers:
            self.scheduler.add_job(
                entrypoint.fire,
                "interval",
                seconds=entrypoint.seconds,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
        self.scheduler.start()

    def stop(self) -> None:
        if self.scheduler.running:
            self.scheduler.shutdown(wait=False)
        super().stop()

    kill = stop


class Every(Entrypoint):
    """Fires a method every so many seconds; never a second time while it is running."""

    clockwork = Clockwork()

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__()

    def setup(self) -> None:
        self.clockwork.register_provider(self)

    def stop(self) -> None:
        self.clockwork.unregister_provider(self)

    def fire(self) -> None:
        done = Event()

        def tell(_worker: object, result: object, exc_info: object) -> tuple[object, object]:
            done.send()
            return result, exc_info

        try:
            self.container.spawn_worker(self, (), {}, handle_result=tell)
        except ContainerBeingKilled:
            return
        done.wait()


every: Callable[..., Callable[[Any], Any]] = Every.decorator
