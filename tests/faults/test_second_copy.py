"""A copied home: two agents of one participant, of which the hub believes one."""

import shutil
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from hub.agent.home import AgentHome
from hub.sdk import Draft
from tests.faults.books import Books, sqlite_rows
from tests.faults.cast import INSURER, MARKET, registered, subject
from tests.faults.conftest import MakeSite
from tests.faults.site import Site, until
from tests.faults.storm import Feed, drain

pytestmark = pytest.mark.timeout(400)
CAST = (MARKET, INSURER)


def copied(site: Site, folder: Path) -> AgentHome:
    """Copy the market authority's home, as restoring a machine image would."""
    place = folder / "copy" / "agents" / MARKET.id
    shutil.copytree(site.agent_home(MARKET.id).path, place)
    return AgentHome(place)


def state(home: AgentHome, prefix: str, facts_count: int) -> None:
    agent = home.open(plugin=False)
    drafts = [
        Draft(subject(i % 3), registered(f"{prefix} {i}"), draftkey=f"{prefix}-{i}")
        for i in range(facts_count)
    ]
    assert len(agent.enqueue(drafts, datetime.now(UTC)).accepted) == facts_count
    agent.close()


def test_a_second_copy_of_an_agent_is_fenced(embedded: MakeSite, tmp_path: Path) -> None:
    site = embedded(CAST)
    site.start()
    feed, books = Feed(site, (MARKET,)), Books(site)
    feed.state(30)
    drain(site, books)
    feed.close()
    original = site.agents.pop(MARKET.id)
    original.terminate()
    assert original.wait(30) == 0
    copy = copied(site, tmp_path)

    first = site.start_agent(MARKET.id)
    second = site.start_agent(MARKET.id, copy.path.parent.parent)
    try:
        stated = count()

        def fenced_while_both_go_on() -> bool:
            turn = next(stated)
            state(site.agent_home(MARKET.id), f"first-{turn}", 6)
            state(copy, f"second-{turn}", 6)
            return fenced(site, copy)

        until(fenced_while_both_go_on, "one is fenced and says so")
    finally:
        for process in (first, second):
            process.kill()
            process.wait()
    site.agents.pop(MARKET.id)
    assert_nothing_was_signed_twice(site, books, copy)


def fenced(site: Site, copy: AgentHome) -> bool:
    """Say whether exactly one of the two has stopped because of the other, and says so."""
    homes = {MARKET.id: site.agent_home(MARKET.id), f"{MARKET.id}-copy": copy}
    return any(
        sqlite_rows(home.path / "agent.db", "SELECT 1 FROM alarms WHERE code = 'agent.fenced'")
        and "stopped: agent.fenced" in site.tail(name)
        for name, home in homes.items()
    )


def assert_nothing_was_signed_twice(site: Site, books: Books, copy: AgentHome) -> None:
    """Each number has one message, and nobody holds a receipt for another's."""
    numbers = books.hub("SELECT subject, sequence FROM messages WHERE source = ?", MARKET.id)
    assert len(numbers) == len(set(numbers))
    admitted = set(books.hub("SELECT id, digest FROM messages WHERE source = ?", MARKET.id))
    receipted = "SELECT id, digest FROM outbox WHERE state = 'admitted'"
    for path in (site.agent_database(MARKET.id), copy.path / "agent.db"):
        assert set(sqlite_rows(path, receipted)) <= admitted
