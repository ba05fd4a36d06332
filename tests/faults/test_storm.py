"""Everything is killed again and again in the middle of the work, and nothing is lost."""

from random import Random

import pytest

from tests.faults.books import Books
from tests.faults.cast import EMERGENCY, MARKET
from tests.faults.conftest import MakeSite
from tests.faults.faulty_servers import Servers
from tests.faults.referee import Referee
from tests.faults.storm import Feed, Storm, drain

pytestmark = [pytest.mark.needs_rabbitmq, pytest.mark.needs_postgres]


@pytest.mark.timeout(300)
def test_agents_and_services_killed_at_random_lose_nothing(
    made_site: MakeSite, servers: Servers, random: Random
) -> None:
    site = made_site(servers.database, servers.bus)
    site.start()
    feed = Feed(site, (EMERGENCY, MARKET))
    storm = Storm(
        site, feed, random, portions=16, portion_count=120, pause_limit_s=2.5,
        said=lambda portion, what: print(portion, what),
    )  # fmt: skip
    storm.run()
    drain(site, storm.books)
    site.stop()
    verdicts = Referee(Books(site), feed.stated).verdicts()
    print("\n".join(map(str, verdicts)), dict(storm.reaper.kills))
    assert all(verdict.holds for verdict in verdicts)
