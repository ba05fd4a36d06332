from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulator import Simulator


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Simulator]:
    simulator = Simulator(tmp_path / "home")
    yield simulator
    simulator.close()
