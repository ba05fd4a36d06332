"""The agent's database: one SQLite file, opened once, written in few large transactions.

Every write goes through `transaction()`: whatever is inside takes effect together, or
after a crash not at all. Nothing here knows what the rows mean.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, inspect, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import OperationalError

from hub.agent.tables import VERSION, alarms, memory, metadata, schema_version
from hub.errors import ConfigError, TransportError

BUSY_TIMEOUT_MS = 10_000

# Names of what `remember` keeps.
GENERATION = "generation"
EPOCH = "epoch"
CHECKPOINT = "checkpoint"
DIRECTORY = "directory"
CURSOR = "collect_cursor"
ACKNOWLEDGEMENT_SEQUENCE = "acknowledgement_sequence"
ACKNOWLEDGED_NUMBER = "acknowledged_number"
ACKNOWLEDGE_FROM = "acknowledge_from"


class Store:
    """An open agent database."""

    def __init__(self, path: Path) -> None:
        """Open the file, made new when it is not there.

        Raises:
            ConfigError: agent.store_version: another version of the agent made it.
        """
        self.path = path
        self._engine = _engine(path)
        with self.transaction() as rows:
            _made(rows, path)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Write together; nothing of it stays when the block raises.

        Raises:
            TransportError: agent.store_away: the disk is full or the file locked too long.
        """
        try:
            with self._engine.begin() as rows:
                yield rows
        except OperationalError as error:
            raise TransportError(
                "agent.store_away",
                f"the agent's database cannot be written ({error.orig}); free the disk or the lock",
            ) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read one consistent state."""
        with self._engine.connect().execution_options(reading=True) as rows:
            yield rows

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:  # noqa: ANN401 - the driver's own
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _made(rows: Connection, path: Path) -> None:
    if not inspect(rows).has_table(schema_version.name):
        metadata.create_all(rows)
        rows.execute(schema_version.insert().values(version=VERSION))
        return
    found = rows.scalar(select(func.max(schema_version.c.version)))
    if found != VERSION:
        raise ConfigError(
            "agent.store_version",
            f"{path.name} has version {found}, this agent knows {VERSION}; use the agent it fits",
        )


def remember(rows: Connection, name: str, value: bytes) -> None:
    """Keep one value under a name."""
    statement = insert(memory).values(name=name, value=value)
    rows.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def remembered(rows: Connection, name: str) -> bytes | None:
    """Read the value kept under a name; None when nothing was."""
    return rows.scalar(select(memory.c.value).where(memory.c.name == name))


def remembered_number(rows: Connection, name: str) -> int:
    """Read a kept number; 0 when nothing was."""
    return int(remembered(rows, name) or b"0")


def alarm(rows: Connection, at: int, code: str, about: str, text: str) -> None:
    """Raise a security alarm, once per code and thing, counted when it comes again."""
    statement = insert(alarms).values(at=at, code=code, about=about, text=text, count=1)
    rows.execute(
        statement.on_conflict_do_update(
            index_elements=["code", "about"], set_={"count": alarms.c.count + 1}
        )
    )
