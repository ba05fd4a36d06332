"""Owns the small conversions between columns and values."""

import time

import sqlalchemy as sa

ZERO_HASH = bytes(32)
"""The running hash of a recipient that was never sent anything."""


def names(text: str) -> tuple[str, ...]:
    """Read a comma-separated list of participants."""
    return tuple(text.split(",")) if text else ()


def now_us(connection: sa.Connection) -> int:
    """Read the database's clock, in microseconds since 1970 UTC."""
    if connection.dialect.name == "postgresql":
        query = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::int8"
        return int(connection.exec_driver_sql(query).scalar_one())
    return time.time_ns() // 1000
