"""Keeps an inbox for every participant; makes again what was found missing."""

from collections.abc import Collection

from hub.bus.broker import Broker
from hub.bus.provisioning import declare, provision
from hub.bus.topology import Topology


class Inboxes:
    """Remembers whose inbox this process has provisioned."""

    def __init__(self, broker: Broker, topology: Topology) -> None:
        self._broker = broker
        self._topology = topology
        self._provisioned: set[str] = set()

    def keep(self, participants: Collection[str], homeless: Collection[str] = ()) -> int:
        """Provision the participants not yet provisioned, and those found without an inbox.

        Returns:
            How many were provisioned.

        Raises:
            TransportError: The broker is away.
            ConfigError: A queue of that name has other arguments.
        """
        missing = set(participants) - (self._provisioned - set(homeless))
        if missing:
            with self._broker.connection() as connection:
                declare(connection, self._topology)
                for participant in sorted(missing):
                    provision(connection, self._topology, participant)
                    self._provisioned.add(participant)
        return len(missing)
