"""What one participant suffers, no other feels."""

import subprocess
import sys

import pytest

from tests.faults.books import Books
from tests.faults.cast import BANK, FRAGILE, INSURER, MARKET, PLUGIN, registered, subject
from tests.faults.conftest import assert_balance
from tests.faults.faulty_servers import Servers
from tests.faults.site import Site, until
from tests.faults.storm import Feed
from tests.needs import ROOT

pytestmark = [
    pytest.mark.needs_rabbitmq,
    pytest.mark.needs_postgres,
    pytest.mark.timeout(500),
]
INBOX = f"inbox.{BANK.id}"
ROOM = 3


def test_a_full_inbox_slows_nobody(site: Site, feed: Feed, servers: Servers) -> None:
    books = Books(site)
    site.end_agent(BANK.id)
    with servers.little_room(INBOX, ROOM):
        for _ in range(6):
            feed.state(50)
            until(lambda: set(books.unsettled()) == {f"{BANK.id} not delivered"}, "others settle")
        assert 0 < servers.depth(INBOX) <= ROOM + 1
    site.start_agent(BANK.id)
    assert_balance(site, feed)


def test_a_plugin_that_crashes_harms_only_its_message(site: Site, feed: Feed) -> None:
    books = Books(site)
    feed.state_one(MARKET, subject(0), registered("die at this one"))
    feed.state(200)
    behind = f"{INSURER.id} not applied"
    parked = "SELECT number, source, subject FROM inbox WHERE state = 'parked'"
    until(lambda: books.agent(INSURER.id, parked), "it is parked", 120)
    until(lambda: set(books.unsettled()) == {behind}, "all others settle", 120)

    ((number, source, hit),) = books.agent(INSURER.id, parked)
    waits = "SELECT DISTINCT source, subject FROM inbox WHERE state = 'waiting'"
    assert books.agent(INSURER.id, waits) == [(source, hit)] == [(MARKET.id, subject(0))]

    mended(site, number)
    assert_balance(site, feed)


def mended(site: Site, number: int) -> None:
    """Give the insurer a plugin that does not crash, and release what was parked."""
    site.end_agent(INSURER.id)
    settings = site.agent_home(INSURER.id).path / "agent.toml"
    settings.write_text(settings.read_text().replace(FRAGILE, PLUGIN))
    command = ["agent", "release", "--home", str(site.home), "--participant", INSURER.id]
    words = [*command, str(number), "--by", "officer-1", "--why", "the plugin is mended"]
    subprocess.run([sys.executable, "-m", "hub", *words], cwd=ROOT, check=True)
    site.start_agent(INSURER.id)
