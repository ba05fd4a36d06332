"""What the tests of the bus share: consumers in processes of their own, waiting with a limit."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hub.bus.broker import Broker
from hub.bus.provisioning import declare, provision
from hub.bus.publisher import Posting, Publisher, PublishResult
from hub.bus.topology import SUBMISSIONS, Topology
from tests.needs import ROOT

SENDER = "bank-a"


def until(condition: Callable[[], object], limit_s: float = 20.0) -> None:
    """Poll a condition."""
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.05)


def prepared(url: str, *participants: str, topology: Topology | None = None) -> Broker:
    broker = Broker(url)
    with broker.connection() as connection:
        declare(connection, topology or Topology())
        for participant in participants or (SENDER,):
            provision(connection, topology or Topology(), participant)
    return broker


def submit(broker: Broker, *bodies: bytes) -> None:
    publisher = Publisher(broker)
    postings = [Posting(Topology().submit_key(SENDER), body, SUBMISSIONS) for body in bodies]
    assert set(publisher.publish(postings)) == {PublishResult.CONFIRMED}
    publisher.close()


def take(broker: Broker, queue: str) -> list[bytes]:
    """Empty a queue."""
    connection = broker.connect()
    channel = connection.channel()
    channel.auto_decode = False
    bodies = []
    while (message := channel.basic_get(queue, no_ack=True)) is not None:
        bodies.append(bytes(message.body))
    connection.close()
    return bodies


def depth(broker: Broker, queue: str) -> int:
    """Count what is ready in a queue."""
    connection = broker.connect()
    try:
        return int(connection.channel().queue_declare(queue, passive=True).message_count)
    finally:
        connection.close()


class Consumer:
    """A consumer process and the log it writes."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process = process
        self.log = log

    def lines(self) -> list[dict[str, Any]]:
        if not self.log.exists():
            return []
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def counted(self, what: str) -> Counter[str]:
        return Counter(body for x in self.lines() if x["what"] == what for body in x["bodies"])

    def calls(self) -> int:
        return sum(line["what"] == "given" for line in self.lines())

    @property
    def away(self) -> Path:
        return Path(f"{self.log}.away")

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(20)


@contextmanager
def consumer(
    url: str, log: Path, *, at_most: int = 50, heartbeat_s: int = 30
) -> Iterator[Consumer]:
    settings = {"url": url, "log": str(log), "at_most": at_most, "heartbeat_s": heartbeat_s}
    with running("tests.bus.consumer_process", json.dumps(settings)) as process:
        yield Consumer(process, log)


@contextmanager
def running(module: str, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a module; it is killed at the end."""
    command: Sequence[str] = [sys.executable, "-m", module, *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        yield process
    finally:
        process.kill()
        process.wait()
