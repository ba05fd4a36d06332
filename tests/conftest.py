"""Fixtures every suite shares, and the rule that nothing is left out silently."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import hypothesis
import psycopg
import pytest
from psycopg import sql

from tests import needs, report
from tests.servers import Postgres, RabbitMQ, running_postgres, running_rabbitmq

# A shared machine is slow at times: the limit is per test, not per example.
hypothesis.settings.register_profile("hub", deadline=None, print_blob=True)
hypothesis.settings.load_profile("hub")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("hypothesis_seed") is None:
        config.option.hypothesis_seed = str(secrets.randbits(32))  # said in the summary
    config.pluginmanager.register(report.Report(config), "hub-report")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        for need in needs.NEEDS:
            if need.fixtures & fixtures and not item.get_closest_marker(need.marker):
                item.add_marker(need.marker)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for need in needs.NEEDS:
        if item.get_closest_marker(need.marker) and not need.is_here():
            pytest.skip(report.NOT_RUN + need.marker)


@pytest.fixture(scope="session")
def _rabbitmq() -> Iterator[RabbitMQ | None]:
    if os.environ.get("HUB_TEST_RABBITMQ_URL"):
        yield None
        return
    with running_rabbitmq() as server:
        yield server


@pytest.fixture(scope="session")
def rabbitmq_url(_rabbitmq: RabbitMQ | None) -> str:
    """The URL of a real RabbitMQ, shared by the whole run."""
    return _rabbitmq.url if _rabbitmq else os.environ["HUB_TEST_RABBITMQ_URL"]


@pytest.fixture
def rabbitmq_vhost_url(_rabbitmq: RabbitMQ | None, rabbitmq_url: str) -> str:
    """The URL of a virtual host of this test's own; a broker given by URL is shared as it is."""
    return _rabbitmq.fresh_vhost_url() if _rabbitmq else rabbitmq_url


@pytest.fixture
def rabbitmq_node() -> Iterator[RabbitMQ]:
    """A RabbitMQ of this test's own, to kill and start again."""
    with running_rabbitmq() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a real PostgreSQL, shared by the whole run."""
    given = os.environ.get("HUB_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    with running_postgres() as server:
        yield server.url


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[str]:
    """The URL of an empty database of this test's own."""
    name = f"hub_test_{uuid4().hex}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlsplit(postgres_url)._replace(path=f"/{name}").geturl()
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            connection.execute(drop)


@pytest.fixture
def postgres_node() -> Iterator[Postgres]:
    """A PostgreSQL of this test's own, to kill and start again."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def node() -> Path:
    """The Node.js program."""
    path = needs.node_path()
    assert path is not None
    return path


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser."""
    path = needs.chromium_path()
    assert path is not None
    return path


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder of the published vectors."""
    return needs.vectors_path()


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of the real input files."""
    return needs.data_path()
