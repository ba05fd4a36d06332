"""A run whose counts differ does not count, and it is said which."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from hub.bootstrap import Hub, create_hub, open_hub
from hub.cli.bench import bench, embedded
from hub.cli.bench.counting import hub_counts, hub_expected
from hub.cli.bench.embedded import measure_admission
from hub.cli.bench.gate import BenchError, differences, require
from hub.cli.bench.traffic import RECIPIENTS, SENDER, Traffic
from hub.config import Config
from hub.exchange.model import Submission
from hub.message.bundle import write_bundle
from hub.store import tables as t


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    config = Config(home=tmp_path / "home", hubid="bench")
    create_hub(config)
    opened = open_hub(config)
    _, envelopes = Traffic(opened).signed(5)
    opened.exchange.admit([Submission(SENDER, write_bundle(envelopes))])
    yield opened
    opened.close()


def test_equal_counts_pass() -> None:
    require({"drained": 5}, {"drained": 5})


def test_every_count_that_differs_is_named() -> None:
    expected, found = {"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 1, "d": 4}
    assert differences(expected, found) == (
        "b: expected 2, found 1",
        "c: expected 3, found nothing",
        "d: expected nothing, found 4",
    )
    with pytest.raises(BenchError) as raised:
        require(expected, found)
    assert raised.value.code == "bench.counts_differ"
    assert raised.value.differences == differences(expected, found)


def test_a_run_of_which_all_arrived_has_the_counts_expected(hub: Hub) -> None:
    assert hub_counts(hub.store, RECIPIENTS) == hub_expected(RECIPIENTS, 5)


def test_a_lost_message_is_seen(hub: Hub) -> None:
    with hub.store.writing() as connection:
        first = connection.execute(sa.select(sa.func.min(t.messages.c.idx))).scalar_one()
        connection.execute(sa.delete(t.messages).where(t.messages.c.idx == first))
    found = hub_counts(hub.store, RECIPIENTS)
    assert differences(hub_expected(RECIPIENTS, 5), found) == (
        "messages in the database: expected 5, found 4",
    )


def test_a_hole_in_a_recipients_numbers_is_seen(hub: Hub) -> None:
    d = t.deliveries.c
    with hub.store.writing() as connection:
        gone = (d.recipient == RECIPIENTS[0]) & (d.number == 3)
        connection.execute(sa.delete(t.deliveries).where(gone))
    assert differences(hub_expected(RECIPIENTS, 5), hub_counts(hub.store, RECIPIENTS)) == (
        f"deliveries to {RECIPIENTS[0]} in the database: expected 5, found 4",
        f"holes in the numbers of {RECIPIENTS[0]}: expected 0, found 1",
    )


def test_a_hole_in_the_ledger_is_seen(hub: Hub) -> None:
    with hub.store.writing() as connection:
        last = connection.execute(sa.select(sa.func.max(t.ledger.c.idx))).scalar_one()
        connection.execute(sa.delete(t.ledger).where(t.ledger.c.idx == last))
    found = hub_counts(hub.store, RECIPIENTS)
    assert differences(hub_expected(RECIPIENTS, 5), found)[0].startswith("holes in the ledger")


def test_admission_counts_what_it_admitted() -> None:
    seen: list[int] = []
    measured = measure_admission(130, seen.append)
    assert measured.turn.messages == sum(seen) == 130
    assert measured.bytes_each > 1024


def test_a_run_that_does_not_count_exits_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_given: object) -> None:
        raise BenchError(["drained by bench-bank: expected 5, found 4"])

    monkeypatch.setattr(embedded, "measure_admission", fails)
    ended = CliRunner().invoke(bench, ["admission", "--messages", "64"])
    assert ended.exit_code == 1
    assert "drained by bench-bank: expected 5, found 4" in ended.stderr
