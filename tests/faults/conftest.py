"""A broker, a database and a running hub of this suite's own, to kill and start again.

One hub serves the whole run: each test does its harm to it and leaves it at rest, balanced.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from secrets import randbits

import pytest

from tests.faults.books import Books
from tests.faults.cast import CAST, EMERGENCY, FRAGILE, INSURER, MARKET, Member
from tests.faults.faulty_servers import Servers, running_servers
from tests.faults.referee import Referee
from tests.faults.site import Site
from tests.faults.storm import Feed, drain

MakeSite = Callable[[Sequence[Member]], Site]


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """A RabbitMQ and a PostgreSQL of this suite's own."""
    with running_servers() as servers:
        servers.renew()
        yield servers


@pytest.fixture(scope="session")
def _running(
    servers: Servers, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, Feed]]:
    cast = [replace(who, plugin=FRAGILE) if who is INSURER else who for who in CAST]
    site = Site(tmp_path_factory.mktemp("site"), servers.database, servers.bus, cast)
    feed = Feed(site, (EMERGENCY, MARKET))
    try:
        site.start()
        yield site, feed
        site.stop()
    finally:
        feed.close()
        site.close()


@pytest.fixture
def site(_running: tuple[Site, Feed]) -> Site:
    """A hub of processes and five agents over both links, all running."""
    site, _ = _running
    for who in site.cast.keys() - site.agents.keys():
        site.start_agent(who)
    return site


@pytest.fixture
def feed(_running: tuple[Site, Feed]) -> Feed:
    """What the two senders of that site state."""
    return _running[1]


@pytest.fixture
def random() -> Random:
    """Chance; its seed is printed with a failure."""
    seed = randbits(32)
    print(f"seed {seed}")
    return Random(seed)  # noqa: S311 - chooses victims, keeps no secret


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[MakeSite]:
    """Make a site with an embedded hub; whatever is left of it is killed at the end."""
    made: list[Site] = []

    def make(cast: Sequence[Member]) -> Site:
        made.append(Site(tmp_path, "", "", cast))
        return made[-1]

    yield make
    for site in made:
        site.close()


def assert_balance(site: Site, feed: Feed) -> None:
    """Let everything come to rest and compare every database, to the message."""
    drain(site, Books(site))
    verdicts = Referee(Books(site), feed.stated).verdicts()
    print(*verdicts, sep="\n")
    assert [verdict.claim for verdict in verdicts if not verdict.holds] == []
