"""Owns how the two databases are opened: durable, bounded waits, one lock for admission."""

import sqlite3

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError

from hub.errors import ConfigError, HubError, TransportError

BUSY_TIMEOUT_MS = 30_000
ADVISORY_LOCK = 0x5AFE_C0DE
"""The key of the admission lock in PostgreSQL; the same for every process of a hub."""


def open_engine(url: str) -> sa.Engine:
    """Open a pool of connections to the hub's database.

    Args:
        url: `sqlite:///path/hub.db` or `postgresql://user@host:port/name`.

    Raises:
        ConfigError: `config.database_url`: no address, or another kind of database.
    """
    try:
        parsed = sa.make_url(url)
    except (ArgumentError, ValueError):
        text = "the setting `database` is no address; give sqlite:///... or postgresql://..."
        raise ConfigError("config.database_url", text) from None  # the cause may show a password
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    if parsed.get_backend_name() == "postgresql":
        return sa.create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_size=8,
            max_overflow=8,
            pool_pre_ping=True,
            pool_timeout=30,
            connect_args={"connect_timeout": 5, "application_name": "safety-credit-hub"},
        )
    raise ConfigError(
        "config.database_url",
        "the database must be sqlite or postgresql; correct the setting `database`",
        backend=parsed.get_backend_name(),
    )


def _sqlite(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})

    @event.listens_for(engine, "connect")
    def _durable(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_TIMEOUT_MS}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        immediate = connection.get_execution_options().get("immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def lock(connection: sa.Connection) -> None:
    """Take the hub's one lock until the transaction ends (SQLite has taken it at BEGIN)."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")


def as_transport_error(error: DBAPIError) -> HubError | None:
    """Tell a database that is away or busy from a statement that is wrong.

    Returns:
        The error to raise instead; ``None`` when the statement itself failed.
    """
    if error.connection_invalidated or isinstance(error, OperationalError | InterfaceError):
        return TransportError(
            "store.away", "the database is away or busy; nothing was settled, try again"
        )
    return None
