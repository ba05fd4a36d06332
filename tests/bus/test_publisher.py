"""Every confirm belongs to its message, and no publish waits for ever (on a real broker)."""

import os
import signal
import time

import pytest

from hub.bus.broker import Broker
from hub.bus.courier import Courier
from hub.bus.publisher import Posting, Publisher, PublishResult
from hub.bus.topology import SUBMISSIONS, Topology
from hub.exchange.model import Outgoing
from tests.bus.running import depth, prepared, take, until
from tests.servers import RabbitMQ

SMALL = Topology(inbox_limit_count=5)
INBOX = SMALL.inbox("bank-a")
CONFIRMED, REFUSED, UNROUTABLE, UNKNOWN = PublishResult


def to_inbox(*bodies: bytes) -> list[Posting]:
    return [Posting(INBOX, body) for body in bodies]


def test_a_full_inbox_refuses_and_the_others_are_confirmed(rabbitmq_vhost_url: str) -> None:
    broker = prepared(rabbitmq_vhost_url, "bank-a", "bank-b", topology=SMALL)
    publisher = Publisher(broker)
    while publisher.publish(to_inbox(b"fill")) == [CONFIRMED]:
        pass
    mixed = [posting for _ in range(50) for posting in (*to_inbox(b"x"), Posting(INBOX[:-1], b"y"))]
    expected = [REFUSED, UNROUTABLE] * 50
    assert publisher.publish(mixed) == expected
    assert publisher.publish([*to_inbox(b"x"), Posting("inbox.bank-b", b"y")]) == [
        REFUSED,
        CONFIRMED,
    ]
    publisher.close()


def test_what_nobody_would_get_is_noticed(rabbitmq_vhost_url: str) -> None:
    broker = prepared(rabbitmq_vhost_url)
    publisher = Publisher(broker)
    assert publisher.publish(
        [
            Posting("nobody.submit", b"1", SUBMISSIONS),
            Posting("bank-a.submit", b"2", SUBMISSIONS),
            Posting("inbox.nobody", b"3"),
        ]
    ) == [UNROUTABLE, CONFIRMED, UNROUTABLE]
    publisher.close()


def test_large_and_many_are_confirmed_in_order(rabbitmq_vhost_url: str) -> None:
    broker = prepared(rabbitmq_vhost_url)
    publisher = Publisher(broker)
    bodies = [b"%d" % number for number in range(1_000)] + [b"x" * 900_000]
    assert set(publisher.publish([Posting(INBOX, body) for body in bodies])) == {CONFIRMED}
    assert take(broker, INBOX) == bodies
    publisher.close()


def test_after_time_outs_a_refusal_is_not_taken_for_a_confirm(own_node: RabbitMQ) -> None:
    broker = prepared(own_node.fresh_vhost_url(), topology=SMALL)
    publisher = Publisher(broker, wait_s=0.5, pause_s=0)
    assert publisher.publish(to_inbox(b"1")) == [CONFIRMED]
    os.killpg(own_node.pid, signal.SIGSTOP)
    try:
        assert [publisher.publish(to_inbox(b"late")) for _ in range(2)] == [[UNKNOWN]] * 2
    finally:
        os.killpg(own_node.pid, signal.SIGCONT)
    patient = Publisher(broker)
    while patient.publish(to_inbox(b"fill")) == [CONFIRMED]:
        pass
    until(lambda: publisher.publish(to_inbox(b"x")) != [UNKNOWN])
    assert [publisher.publish(to_inbox(b"x")) for _ in range(5)] == [[REFUSED]] * 5
    publisher.close()
    patient.close()


def test_a_memory_alarm_blocks_nobody_for_ever(own_node: RabbitMQ) -> None:
    broker = prepared(own_node.fresh_vhost_url())
    publisher = Publisher(broker, wait_s=3, pause_s=0.1)
    assert publisher.publish(to_inbox(b"1")) == [CONFIRMED]
    own_node.control("set_vm_memory_high_watermark", "0.000001")
    try:
        began = time.monotonic()
        large = [Posting(INBOX, b"x" * 500_000)] * 40  # more than the sockets hold
        assert set(publisher.publish(large)) == {UNKNOWN}
        assert publisher.publish(to_inbox(b"2")) == [UNKNOWN]
        assert time.monotonic() - began < 8
    finally:
        own_node.control("set_vm_memory_high_watermark", "0.4")
    until(lambda: publisher.publish(to_inbox(b"3")) == [CONFIRMED])
    publisher.close()


def test_a_broker_that_restarts_is_found_again(own_node: RabbitMQ) -> None:
    broker = prepared(own_node.fresh_vhost_url())
    publisher = Publisher(broker, pause_s=0.1)
    assert publisher.publish(to_inbox(b"1")) == [CONFIRMED]
    own_node.stop()  # politely: a queue just made does not always survive SIGKILL
    assert publisher.publish(to_inbox(b"2")) == [UNKNOWN]
    own_node.start()
    until(lambda: publisher.publish(to_inbox(b"3")) == [CONFIRMED], limit_s=40)
    assert b"1" in take(broker, INBOX)
    publisher.close()


def test_the_courier_carries_on_where_an_inbox_is_missing(rabbitmq_vhost_url: str) -> None:
    broker = prepared(rabbitmq_vhost_url)
    courier = Courier(Publisher(broker), Topology())
    courier.start()
    courier.send([Outgoing("nobody", b"1"), Outgoing("bank-a", b"2")])
    until(lambda: depth(broker, INBOX) == 1)
    assert courier.homeless() == {"nobody"}
    courier.send([Outgoing("bank-a", b"3")])
    courier.stop()
    assert take(broker, INBOX) == [b"2", b"3"]


def test_a_courier_that_is_behind_drops_and_counts() -> None:
    courier = Courier(Publisher(Broker("")), Topology(), limit_bytes=10)
    courier.send([Outgoing("bank-a", b"12345678"), Outgoing("bank-a", b"123"), Outgoing("b", b"1")])
    assert courier.dropped_count == 1


class Script:
    """A pipe whose broker answers for some queues only."""

    def __init__(self, silent: str) -> None:
        self.silent = silent
        self.asked: list[list[str]] = []

    def run(self, postings: list[Posting], results: list[PublishResult], _deadline: float) -> None:
        self.asked.append([posting.routing_key for posting in postings])
        for place, posting in enumerate(postings):
            if posting.routing_key != self.silent:
                results[place] = CONFIRMED
        if self.silent in self.asked[-1]:
            raise TimeoutError

    def drop(self) -> None: ...


def test_one_queue_that_is_silent_does_not_hold_up_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script = Script("inbox.stuck")
    monkeypatch.setattr("hub.bus.publisher._Pipe", lambda _broker: script)
    publisher = Publisher(Broker(""))
    both = [Posting("inbox.stuck", b"1"), Posting(INBOX, b"2")]
    assert [publisher.publish(both) for _ in range(3)] == [[UNKNOWN, CONFIRMED]] * 3
    assert script.asked == [["inbox.stuck", INBOX], [INBOX], [INBOX]]
