"""The clerk's records: what the ledger says, whatever the batches; the commands that read them."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from hub.cli.main import main
from hub.store import tables as t
from tests.bodies import accident, listing, penalty, removal
from tests.simulator import SUBJECT, Simulator

EM = "em-hebei"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Simulator]:
    simulator = Simulator(tmp_path / "home")
    yield simulator
    simulator.close()


def id_of(hub: Simulator, envelope: bytes) -> str:
    return str(hub.event(envelope).id)


def story(hub: Simulator) -> str:
    """List on the first day, remove ten days later."""
    fine = hub.sign(EM, penalty())
    listed = hub.sign(EM, listing(id_of(hub, fine)), correlationid="listing-1")
    hub.submit(fine, listed, hub.sign(EM, accident()))
    hub.now += timedelta(days=10)
    listing_id = id_of(hub, listed)
    hub.submit(hub.sign(EM, removal(listing_id), correlationid="listing-1"))
    return listing_id


def run(hub: Simulator, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--home", str(hub.hub.config.home)])


def told(hub: Simulator, *words: str) -> Any:
    result = run(hub, *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


@pytest.mark.parametrize("limit", [1, 2, 500])
def test_made_anew_the_records_are_the_live_ones(hub: Simulator, limit: int) -> None:
    story(hub)
    while hub.hub.clerk.step(limit):
        pass
    found = hub.hub.clerk.rebuild()
    assert (found.equal, found.messages_count, found.records_count) == (True, 4, 3)


def test_a_record_that_was_tampered_with_is_named_and_mended(hub: Simulator) -> None:
    story(hub)
    hub.hub.clerk.step()
    with hub.hub.store.writing() as connection:
        connection.execute(
            sa.update(t.records).where(t.records.c.key == "listing-1").values(state="listed")
        )
    result = run(hub, "case", "rebuild")
    assert (result.exit_code, "listing listing-1" in result.output) == (1, True)
    assert run(hub, "case", "rebuild", "--write").exit_code == 0
    assert told(hub, "case", "rebuild")["equal"] is True


def test_the_file_reads_what_is_in_force_and_on_what_basis(hub: Simulator) -> None:
    listing_id = story(hub)
    now = told(hub, "subject", "show", SUBJECT)
    assert "listing" not in {entry["family"] for entry in now["in_force"]}
    then = told(hub, "subject", "show", SUBJECT, "--as-of", "2026-03-05")
    (entry,) = [entry for entry in then["in_force"] if entry["family"] == "listing"]
    assert (entry["state"], entry["basis"]) == ("listed", listing_id)
    assert run(hub, "subject", "show", SUBJECT, "--as-of", "2026-03-01").exit_code == 2
    page = run(hub, "subject", "show", SUBJECT, "--as-of", "2026-03-05").output
    assert "In force 现行有效" in page
    assert listing_id[:8] in page


def test_what_is_due_is_listed_for_a_day(hub: Simulator) -> None:
    story(hub)
    due = told(hub, "case", "list", "--due", "--on", "2026-03-20")
    assert ("publish", EM, "overdue") in {(d["what"], d["who"], d["state"]) for d in due}
    assert "penalty.expose" in run(hub, "case", "list", "--due", "--on", "2026-03-20").output
    assert [r["family"] for r in told(hub, "case", "list")] == ["accident"]


def test_a_case_is_shown_step_by_step(hub: Simulator) -> None:
    story(hub)
    (record,) = told(hub, "case", "show", "listing-1")
    assert [step["act"] for step in record["steps"]] == ["decided", "removed"]
    assert "removed early 提前移出" in run(hub, "case", "show", "listing-1").output
    assert run(hub, "case", "show", "nothing").exit_code == 2
