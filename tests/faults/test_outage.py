"""The broker is emptied, killed, replaced; the database is killed: receipted is kept."""

import shutil

import pytest

from tests.faults.books import Books
from tests.faults.cast import BANK, EMERGENCY
from tests.faults.conftest import assert_balance
from tests.faults.drill import INBOXES, QUEUES
from tests.faults.faulty_servers import Servers
from tests.faults.site import Site, until
from tests.faults.storm import Feed

pytestmark = [
    pytest.mark.needs_rabbitmq,
    pytest.mark.needs_postgres,
    pytest.mark.timeout(500),
]


def under_way(site: Site, feed: Feed, count: int) -> None:
    """State facts and return in the middle of their admission."""
    books = Books(site)
    before = books.admitted_count()
    feed.state(count)
    until(lambda: books.admitted_count() > before, "admission has begun")


def test_an_emptied_broker_loses_nothing(site: Site, feed: Feed, servers: Servers) -> None:
    for who in (EMERGENCY, BANK):
        site.end_agent(who.id)
    under_way(site, feed, 200)
    until(lambda: all(map(servers.depth, INBOXES)), "deliveries wait in the inboxes")
    assert servers.purge(INBOXES) > 0
    for who in (EMERGENCY, BANK):
        site.start_agent(who.id)
    assert_balance(site, feed)


def test_a_broker_killed_under_load_loses_nothing(site: Site, feed: Feed, servers: Servers) -> None:
    under_way(site, feed, 200)
    servers.kill_broker(QUEUES)
    feed.state(100)
    assert_balance(site, feed)


def test_a_broker_that_lost_its_disk_loses_nothing(
    site: Site, feed: Feed, servers: Servers
) -> None:
    under_way(site, feed, 200)
    servers.rabbitmq.kill()
    shutil.rmtree(servers.rabbitmq.directory / "mnesia")
    servers.rabbitmq.start()
    feed.state(100)
    assert_balance(site, feed)


def test_the_database_killed_under_load_loses_nothing_receipted(
    site: Site, feed: Feed, servers: Servers
) -> None:
    for _ in range(2):
        under_way(site, feed, 150)
        servers.kill_database()
    feed.state(100)
    assert_balance(site, feed)
