"""The embedded hub's disk is full: it admits nothing, says so, and goes on when there is room."""

import resource

import pytest

from tests.faults.books import Books
from tests.faults.cast import INSURER, MARKET
from tests.faults.conftest import MakeSite, assert_balance
from tests.faults.site import until
from tests.faults.storm import Feed

pytestmark = pytest.mark.timeout(400)
ROOM_BYTES = 1_500_000


def leave_little_room(pid: int) -> None:
    """Let a process write no file beyond a size: what a full disk does, to one process."""
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (ROOM_BYTES, ROOM_BYTES))


def test_admission_fails_closed_when_the_disk_is_full(embedded: MakeSite) -> None:
    site = embedded((MARKET, INSURER))
    site.start_hub()
    site.wait_well()
    assert site.hub is not None
    leave_little_room(site.hub.pid)
    books, feed = Books(site), Feed(site, (MARKET,))
    site.start_agent(MARKET.id)
    feed.state(1_500)
    until(lambda: "HTTP 503" in site.tail(MARKET.id), "the hub asks its agents to wait")

    assert site.fallen() == []
    admitted = set(books.hub("SELECT id, digest FROM messages"))
    assert len(admitted) < 1_500
    receipted = books.agent(MARKET.id, "SELECT id, digest FROM outbox WHERE state = 'admitted'")
    assert set(receipted) <= admitted

    site.kill_hub()
    site.start_agent(INSURER.id)
    assert_balance(site, feed)
    feed.close()
