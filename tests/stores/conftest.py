"""One suite for both databases: every test here runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulator import Simulator

BOTH = [
    pytest.param("sqlite", id="sqlite"),
    pytest.param("postgres", id="postgres", marks=pytest.mark.needs_postgres),
]


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest) -> str:
    """A URL of an empty database; empty text for SQLite in the hub's home."""
    if request.param == "sqlite":
        return ""
    url: str = request.getfixturevalue("postgres_database")
    return url


@pytest.fixture
def hub(tmp_path: Path, database: str) -> Iterator[Simulator]:
    simulator = Simulator(tmp_path / "home", database)
    yield simulator
    simulator.close()
