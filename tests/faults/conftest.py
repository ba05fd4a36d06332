"""A broker and a database of this suite's own, to kill and start again."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from secrets import randbits

import pytest

from tests.faults.cast import CAST, Member
from tests.faults.faulty_servers import Servers, running_servers
from tests.faults.site import Site


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
    return Random(seed)


MakeSite = Callable[..., Site]


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
