"""Owns the small conversions between columns and values."""

import time

import sqlalchemy as sa

ZERO_HASH = bytes(32)
"""The running hash of a recipient that was never sent anything."""


def names(text: str) -> tuple[str, ...]:
    """Read a comma-separated list of participants."""
    return tuple(text.split(",")) if text else ()


def now_us(connection: sa.Connection) -> sa.ColumnElement[int]:
    """Give the database's clock, in microseconds since 1970 UTC, as a column of a query."""
    if connection.dialect.name == "postgresql":
        return sa.literal_column("(extract(epoch FROM clock_timestamp()) * 1000000)::int8")
    return sa.literal(time.time_ns() // 1000, sa.BigInteger)
