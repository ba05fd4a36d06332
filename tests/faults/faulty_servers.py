"""The broker and the database under a site, and what can be done to them."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import uuid4

import pika
import psycopg

from tests.faults.site import until
from tests.servers import Postgres, RabbitMQ, running_postgres, running_rabbitmq


@dataclass
class Servers:
    """One RabbitMQ and one PostgreSQL.

    Attributes:
        bus: URL of the virtual host in use.
        database: URL of the database in use.
    """

    rabbitmq: RabbitMQ
    postgres: Postgres
    bus: str = ""
    database: str = ""

    def renew(self) -> None:
        """Take an empty virtual host and an empty database into use."""
        self.bus = self.rabbitmq.fresh_vhost_url()
        name = f"hub_{uuid4().hex}"
        with psycopg.connect(self.postgres.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        self.database = urlsplit(self.postgres.url)._replace(path=f"/{name}").geturl()

    @property
    def vhost(self) -> str:
        return urlsplit(self.bus).path.removeprefix("/")

    def depth(self, queue: str) -> int:
        """Count what waits in a queue."""
        with self._channel() as channel:
            return int(channel.queue_declare(queue, passive=True).method.message_count)

    def purge(self, queues: Iterable[str]) -> int:
        """Throw away what waits in queues; returns how much that was."""
        with self._channel() as channel:
            return sum(int(channel.queue_purge(queue).method.message_count) for queue in queues)

    @contextmanager
    def little_room(self, queue: str, count: int) -> Iterator[None]:
        """Leave a queue room for so many messages."""
        terms = json.dumps({"max-length": count})
        options = ("--vhost", self.vhost, "--apply-to", "queues")
        self.rabbitmq.control("set_policy", *options, "small", f"^{queue}$", terms)
        try:
            yield
        finally:
            self.rabbitmq.control("clear_policy", "--vhost", self.vhost, "small")

    @contextmanager
    def _channel(self) -> Iterator[pika.adapters.blocking_connection.BlockingChannel]:
        connection = pika.BlockingConnection(pika.URLParameters(self.bus))
        try:
            yield connection.channel()
        finally:
            connection.close()

    def kill_broker(self, queues: Iterable[str]) -> None:
        """Kill the broker as a power cut would, and start it again on its data.

        Args:
            queues: Must survive: the kill waits until the broker has written their names.
        """
        names = list(queues)
        until(
            lambda: all(self.rabbitmq.remembers(name, self.vhost) for name in names),
            "the broker has written its queues' names",
        )
        self.rabbitmq.restart()

    def kill_database(self) -> None:
        """Kill the database as a power cut would, and start it again on its data."""
        self.postgres.restart()


@contextmanager
def running_servers() -> Iterator[Servers]:
    with running_rabbitmq() as rabbitmq, running_postgres() as postgres:
        yield Servers(rabbitmq, postgres)
