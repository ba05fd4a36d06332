"""Nameko dependencies: the wired hub and the hub's side of the bus, one each a process.

They are opened in `setup`, where a failure ends the process with a status, and never do
anything for a single worker, where it would end the process in the middle of work.
"""

from typing import Any

from nameko.extensions import DependencyProvider

from hub.bootstrap import Hub, open_hub
from hub.bus.courier import Courier
from hub.bus.inboxes import Inboxes
from hub.bus.lease import BusLease
from hub.bus.publisher import Publisher
from hub.services.wiring import CONFIG_KEY, broker_of, topology_of


class _Provider(DependencyProvider):
    """Gives every worker the same thing."""

    thing: Any = None

    def get_dependency(self, worker_ctx: object) -> Any:  # noqa: ANN401 - nameko's injection
        del worker_ctx
        return self.thing

    def __get__(self, service: object, _owner: object) -> Any:  # noqa: ANN401 - nameko's injection
        return self


class HubProvider(_Provider):
    """The wired hub: `hub.exchange`, `hub.clerk`, `hub.store`."""

    def setup(self) -> None:
        self.thing: Hub = open_hub(self.container.config[CONFIG_KEY])

    def stop(self) -> None:
        self.thing.close()


class CourierProvider(_Provider):
    """Carries frames to inboxes, best effort."""

    def setup(self) -> None:
        config = self.container.config[CONFIG_KEY]
        self.thing: Courier = Courier(Publisher(broker_of(config)), topology_of(config))

    def start(self) -> None:
        self.thing.start()

    def stop(self) -> None:
        self.thing.stop()


class BusProvider(_Provider):
    """Keeps the participants' inboxes."""

    def setup(self) -> None:
        config = self.container.config[CONFIG_KEY]
        self.thing: Inboxes = Inboxes(broker_of(config), topology_of(config))


class LeaseProvider(_Provider):
    """The lead of what must run once among several processes."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__()

    def setup(self) -> None:
        self.thing: BusLease = BusLease(broker_of(self.container.config[CONFIG_KEY]), self.name)

    def stop(self) -> None:
        self.thing.release()
