"""What the health page of a real hub looks at: database, clerk, bus."""

import time
from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa

from hub.bootstrap import Hub
from hub.bus.courier import Courier
from hub.services.wiring import broker_of
from hub.store import tables
from hub.web.health import Check

BUS_KEEP_S: Final = 5.0


def checks_of(hub: Hub, courier: Courier | None) -> dict[str, Check]:
    """List the checks of a hub; the bus only where there is one."""
    ledger = LedgerCheck(hub)
    checks: dict[str, Check] = {"database": ledger.database, "clerk": ledger.clerk}
    if courier is not None:
        checks["bus"] = BusCheck(hub, courier).look
    return checks


class LedgerCheck:
    """Reads the ledger's end and the clerk's place."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def database(self) -> Mapping[str, object]:
        tail = tables.tail.c
        with self._hub.store.reading() as connection:
            row = connection.execute(sa.select(tail.size, tail.epoch, tail.held_count)).one()
        return {"entries": row.size, "epoch": row.epoch, "held": row.held_count}

    def clerk(self) -> Mapping[str, object]:
        with self._hub.store.reading() as connection:
            position = connection.execute(sa.select(tables.clerk.c.position)).scalar_one()
        return {"position": position}


class BusCheck:
    """Connects to the broker now and then, and tells how pushing has fared."""

    def __init__(self, hub: Hub, courier: Courier) -> None:
        self._broker = broker_of(hub.config)
        self._courier = courier
        self._reached_s = -BUS_KEEP_S

    def look(self) -> Mapping[str, object]:
        """Tell how pushing fares.

        Raises:
            TransportError: The broker is away.
        """
        if time.monotonic() - self._reached_s >= BUS_KEEP_S:
            self._broker.connect().close()
            self._reached_s = time.monotonic()
        pushed = {str(result): count for result, count in self._courier.counts.items()}
        return {"pushed": pushed, "dropped": self._courier.dropped_count}
