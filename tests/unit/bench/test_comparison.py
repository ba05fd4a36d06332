"""The whole comparison on real servers, small: all counts agree and nothing is left behind."""

import json
from pathlib import Path

import psycopg
import pytest
from amqp.exceptions import NotFound

from hub.bootstrap import create_hub, now, open_hub
from hub.bus.broker import Broker
from hub.bus.provisioning import declare
from hub.bus.topology import Topology
from hub.cli.bench import ordinary, report
from hub.cli.bench.comparison import Plan, measure_relay
from hub.cli.bench.site import open_site
from hub.cli.bench.traffic import RECIPIENTS, Traffic
from hub.config import Config
from hub.errors import ConfigError
from hub.exchange.check import Checker
from hub.exchange.model import Candidate
from tests.servers import RabbitMQ

SMALL = Plan(messages=128, warm_up=64, rounds=1, light_per_s=40, light_s=1)


@pytest.mark.timeout(180)
@pytest.mark.needs_rabbitmq
def test_hub_ordinary_way_and_floor_run_side_by_side(
    rabbitmq_node: RabbitMQ, postgres_url: str, tmp_path: Path
) -> None:
    seen: list[int] = []
    measured = measure_relay(rabbitmq_node.url, postgres_url, SMALL, seen.append)
    assert sum(seen) == SMALL.deliveries
    record = measured.record()
    arms = record["arms"]
    assert isinstance(arms, dict)
    assert list(arms) == ["hub", "ordinary", "floor"]
    assert all(arm["messages_per_s"] > 0 for arm in arms.values())
    assert set(measured.ratios()) >= {"hub/ordinary", "hub/floor"}
    written = report.write({"name": "relay", **record}, tmp_path)
    assert json.loads(written.read_text())["arms"]["hub"]["messages"] == SMALL.messages
    report.show_relay(record)
    _assert_nothing_is_left(rabbitmq_node.url, postgres_url)


def _assert_nothing_is_left(bus: str, database: str) -> None:
    connection = Broker(bus).connect()
    for queue in ("submissions.0", "inbox.bench-bank", "bench.floor", "bench.ordinary.bench-bank"):
        with pytest.raises(NotFound):
            connection.channel().queue_declare(queue, passive=True)
    connection.close()
    with psycopg.connect(database) as asked:
        left = asked.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'hub_bench_%'")
        assert left.fetchone() == (0,)


def test_a_broker_with_a_hub_on_it_is_left_alone(
    rabbitmq_vhost_url: str, postgres_url: str
) -> None:
    with Broker(rabbitmq_vhost_url).connection() as connection:
        declare(connection, Topology())
    with (
        pytest.raises(ConfigError) as raised,
        open_site(rabbitmq_vhost_url, postgres_url, ("intake",)),
    ):
        pass
    assert raised.value.code == "bench.bus_in_use"


def test_the_ordinary_way_keeps_order_and_dense_numbers(
    postgres_database: str, tmp_path: Path
) -> None:
    config = Config(home=tmp_path / "home", hubid="bench", database=postgres_database)
    create_hub(config)
    hub = open_hub(config)
    ordinary.prepare(hub.store.engine)
    _, envelopes = Traffic(hub).signed(2)
    checker = Checker(hub.catalogue, hub.exchange.current_directory(), "bench")
    first, second = (checker.check(raw, now()) for raw in envelopes)
    assert isinstance(first, Candidate)
    assert isinstance(second, Candidate)
    with hub.store.engine.connect() as connection:
        taken = [ordinary.admit(connection, one, RECIPIENTS) for one in (first, first, second)]
        rows = connection.exec_driver_sql(
            "SELECT recipient, number, idx FROM ordinary_deliveries ORDER BY recipient, number"
        ).all()
    hub.close()
    assert taken == [True, False, True]
    assert [tuple(row) for row in rows] == [
        (name, number, number - 1) for name in RECIPIENTS for number in (1, 2)
    ]
