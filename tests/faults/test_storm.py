"""Everything is killed again and again in the middle of the work, and nothing is lost."""

from random import Random

import pytest

from tests.faults.conftest import assert_balance
from tests.faults.site import Site
from tests.faults.storm import Feed, Storm

pytestmark = [
    pytest.mark.needs_rabbitmq,
    pytest.mark.needs_postgres,
    pytest.mark.timeout(600),
]


def test_agents_and_services_killed_at_random_lose_nothing(
    site: Site, feed: Feed, random: Random
) -> None:
    storm = Storm(site, feed, random, portions=14, portion_count=140, pause_limit_s=2.0)
    storm.run()
    print(f"kills: {dict(storm.reaper.kills)}")
    assert storm.reaper.kills.total() == 14
    assert_balance(site, feed)
