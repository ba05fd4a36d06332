from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.agent.world import INSURER, MARKET, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.enrol(MARKET)
    made.enrol(INSURER)
    yield made
    made.close()
