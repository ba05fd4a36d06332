"""A broker of this suite's own, to alarm, freeze, kill and start again."""

from collections.abc import Iterator

import pytest

from tests.servers import RabbitMQ, running_rabbitmq


@pytest.fixture(scope="session")
def _own_node() -> Iterator[RabbitMQ]:
    with running_rabbitmq() as server:
        yield server


@pytest.fixture
def own_node(_own_node: RabbitMQ) -> RabbitMQ:
    return _own_node
