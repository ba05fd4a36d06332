"""The demo: the same seed gives the same year, and a referee that sees what is wrong."""

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from stdnum.cn import uscc

from hub.agent.home import AgentHome
from hub.cli.demo.play import Play
from hub.cli.demo.population import population
from hub.cli.demo.referee import Referee
from hub.cli.demo.stage import INSURER, PARTS, DemoClock, clear, set_up
from hub.cli.demo.year import FIRST_DAY, at, year
from hub.errors import ConfigError, TransportError


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - a simulation, not a secret


def test_the_same_seed_gives_the_same_year_of_enterprises_with_valid_codes() -> None:
    once, again = (year(random, population(random, 60)) for random in (seeded(7), seeded(7)))
    assert once == again
    assert all(uscc.is_valid(enterprise.code) for enterprise in once.enterprises)


def test_a_folder_that_is_no_demo_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(ConfigError, match="something else"):
        clear(tmp_path)
    assert (tmp_path / "thesis.txt").exists()


@pytest.mark.timeout(300)
def test_a_year_balances_its_agents_are_locked_and_tampering_is_seen(tmp_path: Path) -> None:
    home, random = tmp_path / "demo", seeded(3)
    clock = DemoClock(at(FIRST_DAY))
    drawn = year(random, population(random, 20))
    stage = set_up(home, clock, 0)
    try:
        with pytest.raises(TransportError), AgentHome(home / "agents" / INSURER.id).lock():
            pass
        mondays = list(Play(stage, clock, drawn, random).run())
    finally:
        stage.close()
    assert len(mondays) == 52
    referee = Referee(home, [part.id for part in PARTS])
    assert [v.claim for v in referee.verdicts() if not v.holds] == []
    with closing(sqlite3.connect(home / "hub.db")) as connection:
        connection.execute(
            "DELETE FROM deliveries WHERE number = 3 AND recipient = ?", [INSURER.id]
        )
        connection.commit()
    wrong = {v.claim for v in referee.verdicts() if not v.holds}
    assert "every route is one delivery" in wrong
    assert "every inbox holds the bytes that were sent to it" in wrong
