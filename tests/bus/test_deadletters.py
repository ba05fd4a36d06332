"""Dead submissions on a real broker: seen, sent again as they were, dropped only when meant."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hub.bus.broker import Broker
from hub.bus.deadletters import DeadLetters
from hub.bus.delivery import RawDelivery, Settlement
from hub.bus.subscription import Subscription
from hub.bus.topology import DEAD_QUEUE, Topology
from hub.cli.main import main
from hub.errors import ContractError
from tests.bus.running import SENDER, depth, prepared, submit, take, until

TOPOLOGY = Topology()
BODIES = [b"first \x00\xff", b"second", b"third" * 1000]


def kill(broker: Broker, count: int) -> None:
    """Refuse submissions as the intake does when one fails alone for the last time."""
    found: list[RawDelivery] = []
    reading = Subscription(broker, [TOPOLOGY.submission_queue(SENDER)], 10, found.append)

    def all_here() -> bool:
        reading.drain(0.05)
        return len(found) == count

    until(all_here)
    reading.settle((item, Settlement.DEAD_LETTER) for item in found)
    reading.close()


@pytest.fixture
def broker(rabbitmq_vhost_url: str) -> Iterator[Broker]:
    made = prepared(rabbitmq_vhost_url)
    submit(made, *BODIES)
    kill(made, len(BODIES))
    until(lambda: depth(made, DEAD_QUEUE) == len(BODIES))
    yield made
    take(made, DEAD_QUEUE)


def hub(broker: Broker, home: Path, *words: object) -> Result:
    command = ["quarantine", "dead", *map(str, words), "--home", str(home)]
    return CliRunner().invoke(main, command, env={"HUB_BUS": broker.url})


def listed(broker: Broker, home: Path) -> list[dict[str, object]]:
    return list(json.loads(hub(broker, home, "list", "--json").stdout))


def test_they_are_listed_with_the_reason_and_stay(broker: Broker, tmp_path: Path) -> None:
    for _ in range(25):  # more looks than a broker of today allows returns by default
        rows = DeadLetters(broker, TOPOLOGY).list(10)
    assert [row.number for row in rows] == [1, 2, 3]
    assert [row.size_bytes for row in rows] == [len(body) for body in BODIES]
    assert {(row.sender, row.reason) for row in rows} == {(SENDER, "rejected")}
    assert all(row.at is not None and row.at.utcoffset() is not None for row in rows)
    assert [row["digest"] for row in listed(broker, tmp_path)] == [row.digest for row in rows]
    assert "rejected" in hub(broker, tmp_path, "list").stdout


def test_one_is_sent_again_with_identical_bytes_the_others_stay(
    broker: Broker, tmp_path: Path
) -> None:
    assert hub(broker, tmp_path, "redrive", 2).exit_code == 0
    queue = TOPOLOGY.submission_queue(SENDER)
    until(lambda: depth(broker, queue) == 1)
    assert take(broker, queue) == [BODIES[1]]
    until(lambda: depth(broker, DEAD_QUEUE) == 2)
    assert hub(broker, tmp_path, "redrive", 1, "--json").exit_code == 0
    assert take(broker, queue) == [BODIES[0]]
    assert take(broker, DEAD_QUEUE) == [BODIES[2]]


def test_what_no_queue_takes_stays_dead(broker: Broker, tmp_path: Path) -> None:
    with broker.connection() as connection, connection.channel() as channel:
        key = TOPOLOGY.submit_key(SENDER)
        channel.queue_unbind(TOPOLOGY.submission_queue(SENDER), "hub.submissions", key)
    result = hub(broker, tmp_path, "redrive", 1)
    assert (result.exit_code, "dead.not_taken" in result.stderr) == (75, True)
    until(lambda: depth(broker, DEAD_QUEUE) == len(BODIES))


def test_one_is_dropped_only_when_it_is_the_one_meant(broker: Broker, tmp_path: Path) -> None:
    digest = str(listed(broker, tmp_path)[0]["digest"])
    wrong = hub(broker, tmp_path, "drop", 2, digest[:12])
    assert (wrong.exit_code, "dead.other" in wrong.stderr) == (2, True)
    with pytest.raises(ContractError):
        DeadLetters(broker, TOPOLOGY).drop(1, "")
    assert hub(broker, tmp_path, "drop", 1, digest[:12]).exit_code == 0
    until(lambda: depth(broker, DEAD_QUEUE) == 2)
    missing = hub(broker, tmp_path, "redrive", 9)
    assert (missing.exit_code, "dead.not_found" in missing.stderr) == (2, True)
    assert take(broker, DEAD_QUEUE) == BODIES[1:]


def test_a_hub_without_a_bus_has_none(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["quarantine", "dead", "list", "--home", str(tmp_path)])
    assert (result.exit_code, "config.no_bus" in result.stderr) == (2, True)
