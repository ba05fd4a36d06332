"""What `hub participant amqp` prints gives a participant its own way on RabbitMQ and no other."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import amqp
import pytest
from amqp.exceptions import AccessRefused
from click.testing import CliRunner

from hub.agent.links.amqp import AmqpLink
from hub.bus.broker import Broker
from hub.bus.deadletters import DeadLetters
from hub.bus.lease import BusLease
from hub.bus.publisher import Posting, Publisher, PublishResult
from hub.bus.topology import DEAD, DEAD_QUEUE, SUBMISSIONS, Topology
from hub.cli.main import main
from hub.errors import ConfigError
from tests.bus.running import depth, prepared, take
from tests.needs import ROOT
from tests.servers import RabbitMQ

OWN, OTHER = "bank-a", "bank-a-b"
"""The one id begins the other: an expression that is not anchored takes both."""
TOPOLOGY: Final = Topology()
ADD = ("--role", "bank", "--department", "finance", "--level", "national")


def hub(*words: object) -> str:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.stdout


def administer(node: RabbitMQ, script: str, folder: Path) -> None:
    """Run what the command printed, as the broker's administrator would."""
    shim = folder / "bin" / "rabbitmqctl"
    shim.parent.mkdir(exist_ok=True)
    shim.write_text(f'#!/bin/sh\nexec {node.scripts}/rabbitmqctl --quiet --node {node.node} "$@"\n')
    shim.chmod(0o755)
    path = f"{shim.parent}:{os.environ['PATH']}"
    subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env={**node.environment(), "PATH": path},
        stdin=subprocess.DEVNULL,
        check=True,
    )


@dataclass(frozen=True)
class Place:
    """A broker with the hub's queues, and the participant's own address of it."""

    hub: Broker
    link: str


@pytest.fixture(scope="module")
def place(_own_node: RabbitMQ, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("accounts")
    url = _own_node.fresh_vhost_url()
    home = folder / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HUB_BUS", url)
        for name in (OWN, OTHER):
            hub("participant", "add", name, *ADD, "--home", home)
        script = hub("participant", "amqp", OWN, "--home", home)
    administer(_own_node, script, folder)
    password = (folder / f"{OWN}.password").read_text().strip()
    assert (folder / f"{OWN}.password").stat().st_mode & 0o777 == 0o600
    assert password not in script
    link = script.splitlines()[-1].removeprefix("#   ").replace("PASSWORD", password)
    yield Place(prepared(url, OWN, OTHER), link)
    administer(_own_node, hub("participant", "amqp", OWN, "--home", home, "--remove"), folder)


@contextmanager
def channel(link: str) -> Iterator[Any]:
    connection: Any = Broker(link).connect()
    try:
        opened = connection.channel()
        opened.confirm_select()
        yield opened
    finally:
        connection.collect()


def publish(at: Any, exchange: str, key: str) -> None:
    at.basic_publish_confirm(amqp.Message(b"bytes"), exchange, key, mandatory=True)


def test_the_agents_link_works(place: Place) -> None:
    take(place.hub, TOPOLOGY.inbox(OWN))
    link = AmqpLink(place.link, OWN)
    link.submit(b"bundle")
    link.request(b"request")
    assert take(place.hub, TOPOLOGY.submission_queue(OWN)) == [b"bundle"]
    assert take(place.hub, "requests") == [b"request"]
    with channel(place.hub.url) as at:
        publish(at, "", TOPOLOGY.inbox(OWN))
    frames: list[Any] = []
    while not frames:
        frames = link.receive(0, 5)
    assert [frame.body for frame in frames] == [b"bytes"]
    link.settle(frames)
    link.close()
    assert depth(place.hub, TOPOLOGY.inbox(OWN)) == 0


REFUSED: dict[str, Callable[[Any], object]] = {
    "publish under another's key": lambda at: publish(at, SUBMISSIONS, f"{OTHER}.submit"),
    "request under another's key": lambda at: publish(at, SUBMISSIONS, f"{OTHER}.request"),
    "publish under a longer key": lambda at: publish(at, SUBMISSIONS, f"{OWN}.submit.more"),
    "publish under a key with a prefix": lambda at: publish(at, SUBMISSIONS, f"x.{OWN}.submit"),
    "publish where a dot is none": lambda at: publish(at, SUBMISSIONS, f"{OWN}-submit"),
    "publish under an own key of no use": lambda at: publish(at, SUBMISSIONS, f"{OWN}.heads"),
    "publish to its own inbox": lambda at: publish(at, "", TOPOLOGY.inbox(OWN)),
    "publish to another's inbox": lambda at: publish(at, "", TOPOLOGY.inbox(OTHER)),
    "publish to a submission queue": lambda at: publish(at, "", "submissions.0"),
    "publish to the dead": lambda at: publish(at, DEAD, ""),
    "publish to a stock exchange": lambda at: publish(at, "amq.topic", f"{OWN}.submit"),
    "read another's inbox": lambda at: at.basic_consume(TOPOLOGY.inbox(OTHER)),
    "get from another's inbox": lambda at: at.basic_get(TOPOLOGY.inbox(OTHER)),
    "read submissions": lambda at: at.basic_consume("submissions.0"),
    "read requests": lambda at: at.basic_consume("requests"),
    "read the dead": lambda at: at.basic_get(DEAD_QUEUE),
    "purge another's inbox": lambda at: at.queue_purge(TOPOLOGY.inbox(OTHER)),
    "purge submissions": lambda at: at.queue_purge("submissions.0"),
    "delete its own inbox": lambda at: at.queue_delete(TOPOLOGY.inbox(OWN)),
    "delete another's inbox": lambda at: at.queue_delete(TOPOLOGY.inbox(OTHER)),
    "declare a queue": lambda at: at.queue_declare(f"inbox.{OWN}-more", durable=True),
    "declare a queue of the broker's naming": lambda at: at.queue_declare(""),
    "declare an exchange": lambda at: at.exchange_declare(f"{OWN}.submit", "fanout"),
    "delete the exchange": lambda at: at.exchange_delete(SUBMISSIONS),
    "bind its inbox": lambda at: at.queue_bind(TOPOLOGY.inbox(OWN), SUBMISSIONS, "#"),
    "unbind another": lambda at: at.queue_unbind(
        TOPOLOGY.submission_queue(OTHER), SUBMISSIONS, f"{OTHER}.submit"
    ),
    "bind an exchange": lambda at: at.exchange_bind("amq.fanout", SUBMISSIONS, "#"),
}


@pytest.mark.parametrize("attempt", REFUSED)
def test_everything_else_is_refused(place: Place, attempt: str) -> None:
    with channel(place.link) as at, pytest.raises(AccessRefused):
        REFUSED[attempt](at)


def test_a_virtual_host_of_another_hub_is_closed(place: Place) -> None:
    other = urlsplit(place.link)._replace(path="/%2F").geturl()
    with pytest.raises(ConfigError):
        Broker(other).connect()


def test_what_it_may_see_is_depths_and_what_it_may_empty_is_its_own(place: Place) -> None:
    with channel(place.link) as at:
        assert at.queue_declare(TOPOLOGY.inbox(OTHER), passive=True).message_count >= 0
        at.queue_purge(TOPOLOGY.inbox(OWN))


def test_the_hubs_own_user_of_the_runbook_can_do_what_the_hub_does(
    own_node: RabbitMQ, tmp_path: Path
) -> None:
    page = (ROOT / "ops/runbooks/first-installation.md").read_text()
    (script,) = re.findall(r"^```sh broker\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    administer(own_node, script, tmp_path)
    password = (tmp_path / "hub.amqp-password").read_text().strip()
    broker = prepared(f"amqp://hub-service:{password}@127.0.0.1:{own_node.port}/hub", OWN)
    publisher = Publisher(broker)
    inbox, dead = Posting(TOPOLOGY.inbox(OWN), b"frame"), Posting("bank-a.submit", b"dead", DEAD)
    submission = Posting(TOPOLOGY.submit_key(OWN), b"bundle", SUBMISSIONS)
    results = publisher.publish([inbox, submission, dead])
    publisher.close()
    assert set(results) == {PublishResult.CONFIRMED}
    assert take(broker, TOPOLOGY.submission_queue(OWN)) == [b"bundle"]
    assert [row.size_bytes for row in DeadLetters(broker, TOPOLOGY).list(5)] == [4]
    lease = BusLease(broker, "scheduler")
    assert lease.held()
    lease.release()
