"""Where the relays are measured: a hub of its own on a broker and a database server.

Makes a database, queues and a home for the run and takes them away again. A broker on which a hub
has its queues already is refused: the two would take each other's messages.
"""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from uuid import uuid4

import sqlalchemy as sa
from amqp.exceptions import NotFound
from sqlalchemy.exc import DBAPIError

from hub.bootstrap import Hub, create_hub, open_hub
from hub.bus.broker import Broker, bus_errors
from hub.bus.provisioning import declare, provision
from hub.bus.topology import DEAD, SUBMISSIONS, Topology
from hub.cli.bench import ordinary
from hub.cli.bench.orders import RelayOrder, written
from hub.cli.bench.traffic import RECIPIENTS, SENDER
from hub.config import Config
from hub.errors import ConfigError, TransportError
from hub.services.supervisor import children_of
from hub.store.engine import open_engine

TOPOLOGY: Final = Topology()
HUB: Final = "hub"
QUORUM: Final = {"x-queue-type": "quorum"}
STOP_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class Relay:
    """One way to relay, as a name for its queues and its processes.

    Attributes:
        queue: What it consumes, when it is not one of the hub's.
    """

    name: str
    queue: str
    inboxes: tuple[str, ...]


ORDINARY: Final = Relay(
    "ordinary", "bench.ordinary", tuple(f"bench.ordinary.{r}" for r in RECIPIENTS)
)
FLOOR: Final = Relay("floor", "bench.floor", tuple(f"bench.floor.{r}" for r in RECIPIENTS))


@dataclass(frozen=True, slots=True)
class Site:
    """What is there during a run.

    Attributes:
        processes: By arm, its processes by name.
        versions: Of the servers.
    """

    folder: Path
    bus: str
    hub: Hub
    processes: Mapping[str, Mapping[str, subprocess.Popen[bytes]]]
    versions: Mapping[str, str]


@contextmanager
def open_site(bus: str, database: str, services: tuple[str, ...]) -> Iterator[Site]:
    """Make everything, start the relays, and leave nothing behind.

    Raises:
        ConfigError: Another kind of database, or a broker with a hub on it.
        TransportError: One of the two is away.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="hub-bench-")))
        own = stack.enter_context(_database(database))
        broker_version = stack.enter_context(_queues(Broker.of(bus)))
        config = Config(home=folder / "home", hubid="bench", database=own, bus=bus)
        create_hub(config)
        hub = open_hub(config)
        stack.callback(hub.close)
        ordinary.prepare(hub.store.engine)
        start = _Starter(folder, bus, stack)
        yield Site(
            folder=folder,
            bus=bus,
            hub=hub,
            processes={
                HUB: start.services(config.home, services),
                ORDINARY.name: {ORDINARY.name: start.relay(ORDINARY)},
                FLOOR.name: {FLOOR.name: start.relay(FLOOR)},
            },
            versions={"rabbitmq": broker_version, "postgresql": _server_version(hub)},
        )


@dataclass(frozen=True, slots=True)
class _Starter:
    """Starts processes that end with the site; what they say goes to a file each."""

    folder: Path
    bus: str
    stack: ExitStack

    def services(self, home: Path, names: tuple[str, ...]) -> dict[str, subprocess.Popen[bytes]]:
        children = children_of(home, dict.fromkeys(names, 1))
        return {
            name: started(self.stack, child.command, self.folder / f"{name}.log")
            for name, child in zip(names, children, strict=True)
        }

    def relay(self, relay: Relay) -> subprocess.Popen[bytes]:
        order = RelayOrder(
            bus=self.bus,
            home=str(self.folder / "home"),
            queue=relay.queue,
            inboxes=relay.inboxes,
        )
        command = [sys.executable, "-m", f"hub.cli.bench.{relay.name}", written(order)]
        return started(self.stack, command, self.folder / f"{relay.name}.log")


def started(stack: ExitStack, command: Any, log: Path) -> subprocess.Popen[bytes]:  # noqa: ANN401
    """Start a process that is stopped when the stack unwinds."""
    with log.open("wb") as said:
        process = subprocess.Popen(  # noqa: S603 - our own modules
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
    stack.callback(_stopped, process)
    return process


def _stopped(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def _database(url: str) -> Iterator[str]:
    """Make a database of the run's own beside the one named; drop it afterwards."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "postgresql":
        raise ConfigError("bench.database_url", "the relay is measured on PostgreSQL; give its URL")
    name = f"hub_bench_{uuid4().hex}"
    engine = open_engine(url).execution_options(isolation_level="AUTOCOMMIT")

    def run(statement: str) -> None:
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)

    try:
        run(f'CREATE DATABASE "{name}"')
    except DBAPIError as error:
        raise TransportError("bench.database", f"cannot make a database: {error.orig}") from error
    try:
        yield parsed.set(database=name).render_as_string(hide_password=False)
    finally:
        with suppress(DBAPIError):
            run(f'DROP DATABASE "{name}" WITH (FORCE)')
        engine.dispose()


@contextmanager
def _queues(broker: Broker) -> Iterator[str]:
    """Declare the hub's queues and the other relays'; delete them all afterwards.

    Yields:
        The broker's version.
    """
    _refuse_a_hub(broker)
    participants = (SENDER, *RECIPIENTS)
    own = [queue for relay in (ORDINARY, FLOOR) for queue in (relay.queue, *relay.inboxes)]
    try:
        with broker.connection() as connection:
            declare(connection, TOPOLOGY)
            for participant in participants:
                provision(connection, TOPOLOGY, participant)
        with _channel(broker) as channel:
            for queue in own:
                channel.queue_declare(queue, durable=True, auto_delete=False, arguments=QUORUM)
            version = str(channel.connection.server_properties["version"])
        yield version
    finally:
        inboxes = [TOPOLOGY.inbox(participant) for participant in participants]
        with _channel(broker) as channel:
            for queue in (*own, *inboxes, *(terms.name for terms in TOPOLOGY.queues())):
                channel.queue_delete(queue)
            for exchange in (SUBMISSIONS, DEAD):
                channel.exchange_delete(exchange)


def _refuse_a_hub(broker: Broker) -> None:
    queue = TOPOLOGY.submission_queues[0]
    with _channel(broker) as channel:
        try:
            channel.queue_declare(queue, passive=True)
        except NotFound:
            return
    raise ConfigError(
        "bench.bus_in_use",
        f"{broker.shown} has the queue {queue}: a hub is there, or a benchmark was cut short;"
        " give an empty virtual host",
    )


@contextmanager
def _channel(broker: Broker) -> Iterator[Any]:
    connection: Any = broker.connect()
    try:
        with bus_errors(broker.shown):
            yield connection.channel()
    finally:
        connection.close()


def _server_version(hub: Hub) -> str:
    with hub.store.reading() as connection:
        return str(connection.exec_driver_sql("SHOW server_version").scalar_one()).split()[0]
