"""The servers start, serve, survive a kill with their data, and leave nothing behind."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pika
import psycopg
import pytest

from tests.servers import Postgres, RabbitMQ
from tests.servers.server import listens, poll_until

PERSISTENT = pika.BasicProperties(delivery_mode=2)


def connected(url: str) -> closing[pika.BlockingConnection]:
    return closing(pika.BlockingConnection(pika.URLParameters(url)))


def publish(url: str, queue: str, body: bytes, kind: str = "classic") -> None:
    with connected(url) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        channel.queue_declare(queue, durable=True, arguments={"x-queue-type": kind})
        channel.basic_publish("", queue, body, PERSISTENT, mandatory=True)


def fetch(url: str, queue: str) -> bytes | None:
    with connected(url) as connection:
        body: bytes | None = connection.channel().basic_get(queue, auto_ack=True)[2]
        return body


def test_a_broker_takes_a_message_and_gives_it_back(rabbitmq_url: str) -> None:
    publish(rabbitmq_url, "smoke", b"hello")
    assert fetch(rabbitmq_url, "smoke") == b"hello"


def test_two_tests_do_not_see_each_others_queues(
    rabbitmq_url: str, rabbitmq_vhost_url: str
) -> None:
    if "HUB_TEST_RABBITMQ_URL" not in os.environ:
        publish(rabbitmq_url, "mine", b"hello")
        with pytest.raises(pika.exceptions.ChannelClosedByBroker):
            fetch(rabbitmq_vhost_url, "mine")


@pytest.mark.parametrize("kind", ["classic", "quorum"])
def test_a_killed_broker_keeps_what_it_confirmed(rabbitmq_node: RabbitMQ, kind: str) -> None:
    publish(rabbitmq_node.url, "durable", b"still here", kind)
    if kind == "quorum":
        poll_until(lambda: rabbitmq_node.remembers("durable"), "the queue is on disk", limit_s=20)
    rabbitmq_node.restart()
    assert fetch(rabbitmq_node.url, "durable") == b"still here"


def test_each_test_gets_an_empty_database_of_its_own(postgres_database: str) -> None:
    with psycopg.connect(postgres_database) as connection:
        tables = connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public'")
        assert tables.fetchall() == []
        shown = connection.execute("SHOW fsync").fetchone()
        assert shown == ("on",)


def test_a_killed_database_keeps_what_it_committed(postgres_node: Postgres) -> None:
    with psycopg.connect(postgres_node.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    postgres_node.restart()
    with psycopg.connect(postgres_node.url) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


@pytest.mark.needs_postgres
def test_a_server_ends_with_its_killed_user() -> None:
    user = subprocess.Popen(
        [sys.executable, "-m", "tests.servers", "--postgres"], stdout=subprocess.PIPE, text=True
    )
    assert user.stdout is not None
    url = user.stdout.readline().strip().partition("=")[2]
    psycopg.connect(url).close()
    port = urlsplit(url).port
    assert port is not None
    user.send_signal(signal.SIGKILL)
    user.wait()
    user.stdout.close()
    poll_until(lambda: not listens(port), "the server ends", limit_s=20)


def test_the_locked_node_runs(node: Path) -> None:
    done = subprocess.run(
        [node, "--eval", "console.log(6 * 7)"], capture_output=True, text=True, check=True
    )
    assert done.stdout == "42\n"
