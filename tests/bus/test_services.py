"""The hub as processes on a real broker and database: `hub up`, killed and started again."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hub.bootstrap import create_hub
from hub.bus.broker import Broker
from hub.bus.publisher import Posting, Publisher, PublishResult
from hub.bus.topology import DEAD_QUEUE, SUBMISSIONS, Topology
from hub.config import Config, WebConfig, save
from hub.message.bundle import write_bundle
from hub.message.delivery import read_deliveries
from hub.message.identifiers import uuid7
from hub.message.jws import read_jws
from hub.message.kinds import Kind
from hub.message.receipt import Status, decode_receipt
from hub.message.request import Request, Verb, encode_request
from hub.trust.keys import sign_text
from tests.bodies import accident
from tests.bus.running import take, until
from tests.needs import ROOT
from tests.servers import Postgres
from tests.simulator import HUBID, Simulator

EM, SAMR = "em-hebei", "samr-hebei"
UP = "from hub.cli.up import up; up()"


class Running:
    """A hub of processes and what a test needs of it."""

    def __init__(
        self, simulator: Simulator, process: subprocess.Popen[bytes], bus: str, log: Path
    ) -> None:
        self.log = log
        self.simulator = simulator
        self.process = process
        self.broker = Broker(bus)
        self.port = simulator.hub.config.web.port
        self.received: dict[str, list[bytes]] = {}

    def health(self) -> dict[str, Any]:
        with suppress(OSError):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/v1/health") as answer:
                    return dict(json.load(answer))
            except urllib.error.HTTPError as error:
                return dict(json.load(error))
        return {}

    def publish(self, key: str, body: bytes) -> PublishResult:
        publisher = Publisher(self.broker)
        (result,) = publisher.publish([Posting(key, body, SUBMISSIONS)])
        publisher.close()
        return result

    def submit(self, who: str, *envelopes: bytes) -> None:
        key = Topology().submit_key(who)
        bundle = write_bundle(list(envelopes))
        until(lambda: self.publish(key, bundle) is PublishResult.CONFIRMED)

    def frames(self, who: str) -> list[bytes]:
        """Everything that has come to an inbox so far."""
        found = self.received.setdefault(who, [])
        found += take(self.broker, Topology().inbox(who))
        return found

    def statuses(self, who: str) -> list[Status]:
        receipts = [f for f in self.frames(who) if b"." in f and kind_of(f) is Kind.RECEIPT]
        return [r.status for f in receipts for r in decode_receipt(read_jws(f).payload).results]

    def numbers(self, who: str) -> list[int]:
        bundles = [f for f in self.frames(who) if f.startswith(b"SCD1")]
        return [item.number for frame in bundles for item in read_deliveries(frame)[1]]

    def children(self) -> dict[int, str]:
        """Every process of this hub but the supervisor."""
        return processes_of(self.simulator.hub.config.home)

    def child(self, name: str) -> int:
        return next((pid for pid, line in self.children().items() if name in line), 0)

    def kill(self, name: str) -> None:
        """Kill a process without a word and wait for its successor."""
        until(lambda: self.child(name))
        killed = self.child(name)
        os.kill(killed, signal.SIGKILL)
        until(lambda: self.child(name) not in (0, killed))


def kind_of(frame: bytes) -> Kind | None:
    with suppress(Exception):
        return Kind(read_jws(frame).header.cty)
    return None


def processes_of(home: Path) -> dict[int, str]:
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                words = (entry / "cmdline").read_bytes().decode().split("\0")
                if str(home) in words and "-m" in words:
                    found[int(entry.name)] = " ".join(words)
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def up(home: Path, database: str, bus: str, options: Sequence[str] = ()) -> Iterator[Running]:
    simulator = Simulator(home, database)
    simulator.now = datetime.now(UTC)
    config = replace(simulator.hub.config, bus=bus, web=WebConfig(port=free_port()))
    simulator.hub = replace(simulator.hub, config=config)
    save(config)
    log = home.with_suffix(".log")
    with log.open("wb") as file:
        command = [sys.executable, "-c", UP, "--home", str(home), *options]
        process = subprocess.Popen(command, cwd=ROOT, stdout=file, stderr=file)
    try:
        yield Running(simulator, process, bus, log)
    finally:
        process.terminate()
        process.wait(30)
        simulator.close()
        until(lambda: not processes_of(home))


@pytest.fixture
def running(tmp_path: Path, postgres_database: str, rabbitmq_vhost_url: str) -> Iterator[Running]:
    with up(tmp_path / "home", postgres_database, rabbitmq_vhost_url) as hub:
        until(lambda: hub.health().get("status") == "ok", limit_s=40)
        yield hub


def test_a_message_goes_through_the_services_and_the_health_page_says_so(running: Running) -> None:
    simulator = running.simulator
    running.submit(EM, simulator.sign(EM, accident()), simulator.sign(EM, accident()))
    until(lambda: running.statuses(EM) == [Status.ADMITTED] * 2)
    until(lambda: running.numbers(SAMR) == [1, 2])
    until(lambda: running.health()["checks"]["clerk"]["position"] > 1)

    request = Request(uuid7(0, bytes(10)), EM, HUBID, datetime.now(UTC), Verb.OPEN)
    text = sign_text(simulator.players[EM].signer, Kind.REQUEST, encode_request(request))
    assert running.publish(Topology().request_key(EM), text) is PublishResult.CONFIRMED
    until(lambda: Kind.WELCOME in map(kind_of, running.frames(EM)))
    until(lambda: Kind.HEAD in map(kind_of, running.frames(SAMR)))  # the scheduler leads
    assert "Traceback" not in running.log.read_text()


def test_processes_killed_come_back_and_nothing_is_lost(running: Running) -> None:
    simulator = running.simulator
    envelopes = [simulator.sign(EM, accident()) for _ in range(60)]
    for start in range(0, 60, 20):
        running.submit(EM, *envelopes[start : start + 20])
        running.kill("intake")
    running.kill("scheduler")
    running.kill("web")
    until(lambda: len(simulator.deliveries(SAMR)) == 60, limit_s=60)
    assert [item.number for item in simulator.deliveries(SAMR)] == list(range(1, 61))
    until(lambda: running.health().get("status") == "ok", limit_s=40)


def test_nothing_is_left_of_a_supervisor_killed(running: Running) -> None:
    assert len(running.children()) >= 5
    running.process.kill()
    until(lambda: not running.children())


def test_sigterm_ends_everything_politely(running: Running) -> None:
    running.process.terminate()
    assert running.process.wait(30) == 0
    assert running.children() == {}


def test_a_web_address_that_is_taken_ends_the_whole_hub_with_one_line(
    tmp_path: Path, rabbitmq_vhost_url: str
) -> None:
    home = tmp_path / "home"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        web = WebConfig(port=taken.getsockname()[1])
        create_hub(Config(home, hubid=HUBID, bus=rabbitmq_vhost_url, web=web))
        done = subprocess.run(
            [sys.executable, "-m", "hub", "up", "--home", str(home)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )
    assert done.returncode == 75
    assert done.stderr.splitlines()[-1].startswith("hub: services.address: web.0 cannot listen")
    assert "Traceback" not in done.stderr
    assert processes_of(home) == {}


def test_an_embedded_hub_is_one_process_and_ends_politely(tmp_path: Path) -> None:
    with up(tmp_path / "home", "", "") as hub:
        until(lambda: hub.health().get("status") == "ok")
        assert set(hub.health()["checks"]) == {"database", "clerk"}
        assert hub.children() == {}
        hub.process.terminate()
        assert hub.process.wait(20) == 0


def test_while_the_database_is_away_submissions_wait_and_nothing_is_dead(
    tmp_path: Path, postgres_node: Postgres, rabbitmq_vhost_url: str
) -> None:
    with up(tmp_path / "home", postgres_node.url, rabbitmq_vhost_url) as running:
        until(lambda: running.health().get("status") == "ok", limit_s=40)
        simulator = running.simulator
        running.submit(EM, simulator.sign(EM, accident()))
        until(lambda: running.statuses(EM) == [Status.ADMITTED])
        intake = running.child("intake")
        postgres_node.kill()
        running.submit(EM, simulator.sign(EM, accident()))
        until(lambda: running.health().get("status") == "failing")
        postgres_node.start()
        until(lambda: running.statuses(EM) == [Status.ADMITTED] * 2, limit_s=60)
        assert running.child("intake") == intake
        assert take(running.broker, DEAD_QUEUE) == []
