"""A broker and a database of this suite's own, to kill and start again."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from secrets import randbits

import pytest

from tests.faults.books import Books
from tests.faults.cast import CAST, EMERGENCY, MARKET, Member
from tests.faults.faulty_servers import Servers, running_servers
from tests.faults.referee import Referee
from tests.faults.site import Site
from tests.faults.storm import Feed, drain


@pytest.fixture(scope="session")
def _servers() -> Iterator[Servers]:
    with running_servers() as servers:
        yield servers


@pytest.fixture
def servers(_servers: Servers) -> Servers:
    """Both servers, with an empty database and virtual host of this test's own."""
    _servers.renew()
    return _servers


@pytest.fixture
def random() -> Random:
    """Chance; its seed is printed with a failure."""
    seed = randbits(32)
    print(f"seed {seed}")
    return Random(seed)  # noqa: S311 - chooses victims, keeps no secret


MakeSite = Callable[..., Site]
SENDERS = (EMERGENCY, MARKET)


@pytest.fixture
def made_site(tmp_path: Path) -> Iterator[MakeSite]:
    """Make a site; whatever is left of it is killed at the end."""
    made: list[Site] = []

    def make(database: str, bus: str, cast: Sequence[Member] = CAST) -> Site:
        made.append(Site(tmp_path, database, bus, cast))
        return made[-1]

    yield make
    for site in made:
        site.close()


@pytest.fixture
def site(made_site: MakeSite, servers: Servers) -> Site:
    """A hub of processes and five agents over both links, running."""
    made = made_site(servers.database, servers.bus)
    made.start()
    return made


@pytest.fixture
def feed(site: Site) -> Iterator[Feed]:
    """What the two senders state."""
    made = Feed(site, SENDERS)
    yield made
    made.close()


def assert_balance(site: Site, feed: Feed) -> None:
    """Let everything come to rest, end it politely, and compare every database."""
    drain(site, Books(site))
    site.stop()
    verdicts = Referee(Books(site), feed.stated).verdicts()
    print(*verdicts, sep="\n")
    assert [verdict.claim for verdict in verdicts if not verdict.holds] == []
