"""Who leads, decided by the broker: an exclusive queue belongs to one connection at a time.

A leader that dies loses its connection and with it the queue. Two leaders for a moment, as after
a network partition, must be harmless to what is led.
"""

import threading
from contextlib import suppress
from typing import Any

from amqp.exceptions import ResourceLocked

from hub.bus.broker import BUS_ERRORS, Broker
from hub.errors import HubError


class BusLease:
    """A named lead among processes on one broker; ask `held` more often than the heartbeat.

    May be asked by several threads: its connection serves one at a time.
    """

    def __init__(self, broker: Broker, name: str) -> None:
        self._broker = broker
        self._queue = f"hub.lead.{name}"
        self._connection: Any = None
        self._held = False
        self._asking = threading.Lock()

    def held(self) -> bool:
        """Say whether this process leads now; try to lead when nobody does."""
        with self._asking:
            try:
                if self._connection is None:
                    self._connection = self._broker.connect()
                self._listen()
                self._held = self._held or self._claimed()
            except (*BUS_ERRORS, HubError):
                self.release()
            return self._held

    def _listen(self) -> None:
        with suppress(TimeoutError), self._connection.transport.having_timeout(0):
            while True:
                self._connection.drain_events()
        self._connection.heartbeat_tick()

    def _claimed(self) -> bool:
        try:
            channel = self._connection.channel()
            channel.queue_declare(self._queue, exclusive=True, auto_delete=True)
        except ResourceLocked:
            return False
        return True

    def release(self) -> None:
        """Give up the lead and the connection."""
        connection, self._connection, self._held = self._connection, None, False
        if connection is not None:
            with suppress(*BUS_ERRORS):
                connection.collect()
