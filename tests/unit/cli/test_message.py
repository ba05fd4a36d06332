"""`hub message`: what was refused too, and without reading all there is."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from hub.cli.main import main
from hub.message.envelope import Part
from hub.store import tables as t
from hub.store.browse import Browser, DeliveryLine, MessageFilter
from tests.bodies import accident
from tests.simulator import Simulator


def test_a_refused_message_is_shown_with_its_reasons_though_its_body_is_no_json(tmp_path: Path):
    hub = Simulator(tmp_path / "hub")
    part = Part("main", bytes(16), b'{"name": "\xe5\xbc\xa0\xe4\xb8\x89", ')
    hub.sequences["em-hebei", "uscc:P1"] = 1
    envelope = hub.sign_parts(
        "em-hebei", "accident.reported/0.1", [part], subject="uscc:P1", sequence=1
    )
    (result,) = hub.submit(envelope)
    hub.close()

    command = ["message", "show", str(result.id), "--json", "--home", str(tmp_path / "hub")]
    told = CliRunner().invoke(main, command)

    assert told.exit_code == 0, told.stderr
    shown = json.loads(told.stdout)
    assert (shown["code"], shown["problems"][0]["rule"]) == (
        "contract.body_invalid",
        "json_malformed",
    )
    assert "张三" not in told.stdout


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Simulator]:
    made = Simulator(tmp_path / "hub")
    yield made
    made.close()


def submitted(hub: Simulator, count: int) -> list[str]:
    """Submit reports of two authorities about several enterprises; gives their ids."""
    ids = []
    for number in range(count):
        who = ("em-hebei", "industry-hebei")[number % 3 == 0]
        envelope = hub.sign(who, accident(), subject=f"uscc:P{number % 4}")
        ids += [str(result.id) for result in hub.submit(envelope)]
    return ids


def read_at_length(hub: Simulator, message_id: str) -> list[tuple[str, int]]:
    d, m = t.deliveries.c, t.messages.c
    query = sa.select(d.recipient, d.number).join_from(t.deliveries, t.messages, d.idx == m.idx)
    with hub.hub.store.reading() as rows:
        found = rows.execute(query.where(m.id == message_id).order_by(d.recipient))
        return [(row.recipient, row.number) for row in found]


@contextmanager
def plans(hub: Simulator) -> Iterator[list[str]]:
    """Collect how SQLite answers each question that is asked meanwhile."""
    engine, found = hub.hub.store.engine, list[str]()
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _k: Any, text: str, given: Any, *_: Any) -> None:
        asked.append((text, given))

    sa.event.listen(engine, "before_cursor_execute", note)
    yield found
    sa.event.remove(engine, "before_cursor_execute", note)
    with engine.connect() as rows:
        for text, given in asked:
            told = rows.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", given)
            found += [line[3] for line in told]


def sent_to(deliveries: tuple[DeliveryLine, ...]) -> list[tuple[str, int]]:
    return [(line.recipient, line.number) for line in deliveries]


def test_a_message_is_found_at_each_recipient_without_reading_their_deliveries(hub: Simulator):
    ids = submitted(hub, 13)
    with plans(hub) as found:
        files = [Browser(hub.hub.store).message(one)[0] for one in ids]
    for one, file in zip(ids, files, strict=True):
        assert sent_to(file.deliveries) == read_at_length(hub, one) != []
    lines = [line for line in found if "deliveries" in line]
    assert lines
    assert all("(recipient=? AND number=?)" in line for line in lines)


def test_a_delivery_out_of_the_ledgers_order_hides_no_other(hub: Simulator):
    ids = submitted(hub, 9)
    (recipient, number), *_ = read_at_length(hub, ids[4])
    d = t.deliveries.c
    with hub.hub.store.writing() as rows:
        rows.execute(
            sa.update(t.deliveries)
            .where(d.recipient == recipient, d.number == number)
            .values(idx=0, flags=1)
        )
    for one in ids:
        (file,) = Browser(hub.hub.store).message(one)
        assert sent_to(file.deliveries) == read_at_length(hub, one)


def test_the_list_of_who_said_little_does_not_look_through_everything(hub: Simulator):
    ids = submitted(hub, 12)
    browser = Browser(hub.hub.store)
    with plans(hub) as found:
        few = browser.messages(MessageFilter(source="industry-hebei", limit=3))
        nobody = browser.messages(MessageFilter(source="bank-one"))
        newest = browser.messages(MessageFilter(limit=2))
    assert [line.id for line in few] == [ids[9], ids[6], ids[3]]
    assert nobody == []
    assert [line.id for line in newest] == [ids[11], ids[10]]
    scans = [line for line in found if line.startswith("SCAN messages")]
    assert len(scans) == 1
    assert "sqlite_autoindex_messages_1" in scans[0]


def test_the_list_of_who_said_much_goes_back_from_the_newest(
    hub: Simulator, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("hub.store.browse.FEW_MESSAGES_COUNT", 3)
    ids = submitted(hub, 12)
    with plans(hub) as found:
        lines = Browser(hub.hub.store).messages(MessageFilter(source="industry-hebei", limit=2))
    assert [line.id for line in lines] == [ids[9], ids[6]]
    assert [line for line in found if "messages" in line] == [
        "SCAN messages USING INDEX sqlite_autoindex_messages_1"
    ]
