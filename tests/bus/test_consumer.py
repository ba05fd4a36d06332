"""What stock nameko loses, repeats or dies of, ours does not (each case on a real broker)."""

import signal
import subprocess
from pathlib import Path

import amqp
import pytest
from amqp.exceptions import NotFound

from hub.bus.broker import Broker
from hub.bus.topology import DEAD_QUEUE, SUBMISSIONS, Topology
from tests.bus.running import SENDER, Consumer, consumer, depth, prepared, submit, take, until
from tests.servers import RabbitMQ

QUEUE = Topology().submission_queue(SENDER)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


def test_a_consumer_killed_in_mid_batch_loses_nothing(rabbitmq_vhost_url: str, log: Path) -> None:
    broker = prepared(rabbitmq_vhost_url)
    submit(broker, *(f"m{number}".encode() for number in range(30)), b"wait 60")
    with consumer(rabbitmq_vhost_url, log) as first:
        until(lambda: "m0" in first.counted("given"))
        first.stop(signal.SIGKILL)
        log.unlink()
    with consumer(rabbitmq_vhost_url, log) as second:
        expected = {f"m{number}" for number in range(30)} | {"wait 60"}
        until(lambda: set(second.counted("given")) == expected)


def test_a_defect_harms_no_neighbour_and_ends_dead_lettered(
    rabbitmq_vhost_url: str, log: Path
) -> None:
    broker = prepared(rabbitmq_vhost_url)
    submit(broker, *(f"m{number}".encode() for number in range(10)), b"poison", b"last")
    with consumer(rabbitmq_vhost_url, log) as mine:
        until(lambda: len(mine.counted("done")) == 11)
        until(lambda: depth(broker, DEAD_QUEUE) == 1)
        assert mine.calls() < 25
        assert set(mine.counted("done").values()) == {1}
        assert mine.stop() == 0
    assert take(broker, DEAD_QUEUE) == [b"poison"]
    assert depth(broker, QUEUE) == 0


def test_a_wrong_number_of_settlements_acknowledges_nothing(
    rabbitmq_vhost_url: str, log: Path
) -> None:
    broker = prepared(rabbitmq_vhost_url)
    submit(broker, b"m0", b"miscount")
    with consumer(rabbitmq_vhost_url, log) as mine:
        until(lambda: depth(broker, DEAD_QUEUE) == 1)
        until(lambda: mine.counted("done")["m0"] == 1)
    assert take(broker, DEAD_QUEUE) == [b"miscount"]


def test_what_the_handler_rejects_is_dead_lettered(rabbitmq_vhost_url: str, log: Path) -> None:
    broker = prepared(rabbitmq_vhost_url)
    submit(broker, b"m0", b"dead", b"m1")
    with consumer(rabbitmq_vhost_url, log):
        until(lambda: depth(broker, DEAD_QUEUE) == 1)
    assert take(broker, DEAD_QUEUE) == [b"dead"]
    assert depth(broker, QUEUE) == 0


def test_while_the_environment_is_away_all_waits_and_little_is_tried(
    rabbitmq_vhost_url: str, log: Path
) -> None:
    broker = prepared(rabbitmq_vhost_url)
    with consumer(rabbitmq_vhost_url, log) as mine:
        mine.away.touch()
        submit(broker, b"m0", b"m1", b"m2")
        until(lambda: mine.calls() >= 5)
        given = [line for line in mine.lines() if line["what"] == "given"]
        assert given[4]["at"] - given[0]["at"] > 0.05 + 0.1 + 0.2  # pauses double
        mine.away.unlink()
        until(lambda: set(mine.counted("done")) == {"m0", "m1", "m2"})
        returned = [count for line in mine.lines() for count in line["returned"]]
        assert set(returned) == {0}  # the broker's limit is not used up by an outage
        mine.stop()
    assert depth(broker, QUEUE) == depth(broker, DEAD_QUEUE) == 0


def test_headers_and_content_types_of_strangers_mean_nothing(
    rabbitmq_vhost_url: str, log: Path
) -> None:
    broker = prepared(rabbitmq_vhost_url)
    hostile = [
        amqp.Message(b"h0", application_headers={"nameko.call_id_stack": 5}),
        amqp.Message(b"h1", application_headers={"x-delivery-count": "many"}),
        amqp.Message(b"h2", content_type="application/x-python-serialize"),
        amqp.Message(b"h3\xff", content_type="application/json", content_encoding="utf-8"),
        amqp.Message(b"h4", content_type="application/json", content_encoding="utf-16"),
        amqp.Message(b"", content_encoding="no such"),
    ]
    connection = broker.connect()
    for message in hostile:
        connection.channel(1).basic_publish(message, SUBMISSIONS, Topology().submit_key(SENDER))
    connection.close()
    with consumer(rabbitmq_vhost_url, log) as mine:
        expected = {"h0", "h1", "h2", "h3\xff", "h4", ""}
        until(lambda: set(mine.counted("done")) == expected)
        assert mine.stop() == 0


def test_work_in_flight_at_sigterm_is_finished_settled_and_done_once(
    rabbitmq_vhost_url: str, log: Path
) -> None:
    broker = prepared(rabbitmq_vhost_url)
    submit(broker, b"wait 2")
    with consumer(rabbitmq_vhost_url, log) as first:
        until(lambda: first.counted("given"))
        assert first.stop() == 0
        assert first.counted("done") == {"wait 2": 1}
    with consumer(rabbitmq_vhost_url, log) as second:
        submit(broker, b"after")
        until(lambda: second.counted("done")["after"] == 1)
        assert second.counted("given") == {"wait 2": 1, "after": 1}


def test_a_handler_that_blocks_beyond_the_heartbeat_ends_nothing(
    rabbitmq_vhost_url: str, log: Path
) -> None:
    broker = prepared(rabbitmq_vhost_url)
    submit(broker, b"block 6")
    with consumer(rabbitmq_vhost_url, log, heartbeat_s=1) as mine:
        until(lambda: mine.counted("done")["block 6"] >= 1)
        submit(broker, b"after")
        until(lambda: mine.counted("done")["after"] >= 1, limit_s=40)
        assert mine.process.poll() is None


def test_a_batch_is_bounded_and_a_crash_suspect_goes_alone(
    rabbitmq_vhost_url: str, log: Path
) -> None:
    broker = prepared(rabbitmq_vhost_url)
    submit(broker, *(b"m" for _ in range(100)), b"wait 60")
    for _ in range(2):
        with consumer(rabbitmq_vhost_url, log, at_most=200) as killed:
            _wait_for_the_last(killed)
            killed.stop(signal.SIGKILL)
            log.unlink()
    with consumer(rabbitmq_vhost_url, log, at_most=200) as mine:
        until(lambda: mine.counted("done")["m"] == 100)
        assert all(len(line["bodies"]) == 1 for line in mine.lines())


def test_a_deleted_queue_is_declared_again(rabbitmq_vhost_url: str, log: Path) -> None:
    broker = prepared(rabbitmq_vhost_url)
    with consumer(rabbitmq_vhost_url, log) as mine:
        submit(broker, b"before")
        until(lambda: mine.counted("done")["before"] == 1)
        connection = broker.connect()
        connection.channel().queue_delete(QUEUE)
        connection.close()
        until(lambda: _exists(broker))
        prepared(rabbitmq_vhost_url)  # the scheduler's part: bindings
        submit(broker, b"after")
        until(lambda: mine.counted("done")["after"] == 1)


def _wait_for_the_last(killed: Consumer) -> None:
    until(lambda: killed.counted("given")["wait 60"] == 1)


def _exists(broker: Broker) -> bool:
    try:
        return depth(broker, QUEUE) >= 0
    except NotFound:
        return False


def test_a_broker_killed_and_started_again_loses_nothing(own_node: RabbitMQ, log: Path) -> None:
    url = own_node.fresh_vhost_url()
    broker = prepared(url)
    with consumer(url, log) as mine:
        submit(broker, b"before")
        until(lambda: mine.counted("done")["before"] == 1)
        submit(broker, b"wait 1", *(b"m%d" % number for number in range(200)))
        own_node.kill()
        own_node.start()
        expected = {f"m{number}" for number in range(200)} | {"wait 1", "before"}
        until(lambda: set(mine.counted("done")) == expected, limit_s=60)
        assert mine.stop() == 0


def test_a_consumer_started_while_the_broker_is_away_begins_when_it_is_there(
    own_node: RabbitMQ, log: Path
) -> None:
    url = own_node.fresh_vhost_url()
    broker = prepared(url)
    submit(broker, b"m0")
    own_node.kill()
    with consumer(url, log) as mine:
        with pytest.raises(subprocess.TimeoutExpired):
            mine.process.wait(3)
        own_node.start()
        until(lambda: mine.counted("done")["m0"] == 1, limit_s=60)


def test_a_purged_queue_is_just_empty(rabbitmq_vhost_url: str, log: Path) -> None:
    broker = prepared(rabbitmq_vhost_url)
    with consumer(rabbitmq_vhost_url, log, at_most=1) as mine:
        submit(broker, b"wait 1", *(b"m" for _ in range(100)))
        until(lambda: mine.counted("given")["wait 1"] == 1)
        connection = broker.connect()
        connection.channel().queue_purge(QUEUE)
        connection.close()
        submit(broker, b"after")
        until(lambda: mine.counted("done")["after"] == 1)
        assert mine.stop() == 0
