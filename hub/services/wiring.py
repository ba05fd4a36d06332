"""Reads from the hub's settings what its processes need of the bus."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from hub.bus.broker import Broker
from hub.bus.topology import Topology
from hub.config import Config
from hub.errors import ConfigError

CONFIG_KEY: Final = "HUB_CONFIG"


def broker_of(config: Config) -> Broker:
    """Say where the broker is.

    Raises:
        ConfigError: `config.no_bus`: this hub has none.
    """
    if not config.bus:
        raise ConfigError("config.no_bus", "no bus is set; set `bus` in hub.toml or HUB_BUS")
    return Broker.of(config.bus)


def topology_of(config: Config) -> Topology:
    """Say how the queues are laid out."""
    return Topology(shard_count=config.shards)


def shards_for(queues: Sequence[str], index: int, of: int) -> tuple[str, ...]:
    """Deal the submission queues out to the intake processes of one machine.

    A sender's bundles then meet one process, in order; nothing breaks where they do not.

    Args:
        queues: All of them.
        index: Which of the processes, from 0.
        of: How many there are.
    """
    mine = tuple(name for place, name in enumerate(queues) if place % of == index)
    return mine or (queues[index % len(queues)],)


def container_config(config: Config, index: int = 0, of: int = 1) -> Mapping[str, Any]:
    """Fill a Nameko container's config for one of several processes of a service.

    Raises:
        ConfigError: This hub has no bus.
    """
    from hub.bus.consumer import BROKER_KEY, QUEUES_KEY, TOPOLOGY_KEY  # noqa: PLC0415 - eventlet

    topology = topology_of(config)
    return {
        CONFIG_KEY: config,
        BROKER_KEY: broker_of(config),
        TOPOLOGY_KEY: topology,
        QUEUES_KEY: {
            "submissions": shards_for(topology.submission_queues, index, of),
            "requests": topology.request_queues,
        },
    }
