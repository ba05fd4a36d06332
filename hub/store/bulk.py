"""Owns writing many rows in one statement: COPY and arrays on PostgreSQL, executemany on SQLite."""

from collections.abc import Collection, Sequence
from operator import attrgetter
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY


def within(
    connection: sa.Connection, column: sa.Column[Any], values: Collection[Any]
) -> sa.ColumnElement[bool]:
    """Say "column is one of these" with one parameter, so that the statement is cached."""
    if connection.dialect.name == "postgresql":
        return column == sa.func.any(sa.bindparam(None, list(values), ARRAY(column.type)))
    listed = sa.func.json_each(orjson.dumps(list(values)).decode()).table_valued("value")
    return column.in_(sa.select(listed.c.value))


def among(dialect: str, column: sa.Column[Any], name: str) -> sa.ColumnElement[bool]:
    """Say "column is one of the parameter `name`", for a statement that is made once."""
    if dialect == "postgresql":
        return column == sa.func.any(sa.bindparam(name, type_=ARRAY(column.type)))
    listed = sa.func.json_each(sa.bindparam(name, type_=sa.Text)).table_valued("value")
    return column.in_(sa.select(listed.c.value))


def as_parameter(dialect: str, values: Collection[Any]) -> list[Any] | str:
    """Give values as `among` takes them."""
    return list(values) if dialect == "postgresql" else orjson.dumps(list(values)).decode()


def insert_rows(connection: sa.Connection, table: sa.Table, rows: Sequence[object]) -> None:
    """Insert rows whose attributes are named like the table's columns.

    Args:
        rows: Values with one attribute per column.
    """
    if not rows:
        return
    take = attrgetter(*(_attribute(column) for column in table.columns))
    if connection.dialect.name == "postgresql":
        _copy(connection, table, [take(row) for row in rows])
        return
    names = ", ".join(f'"{name}"' for name in table.columns.keys())  # noqa: SIM118 - a collection
    marks = ", ".join("?" * len(table.columns))
    connection.exec_driver_sql(
        f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})',  # noqa: S608 - our own names
        [take(row) for row in rows],
    )


def _copy(connection: sa.Connection, table: sa.Table, rows: Sequence[tuple[Any, ...]]) -> None:
    names = ", ".join(f'"{name}"' for name in table.columns.keys())  # noqa: SIM118
    types = [_pg_type(column) for column in table.columns]
    cursor: Any = connection.connection.cursor()
    with (
        cursor,
        cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN (FORMAT BINARY)') as copy,
    ):
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)


def upsert(connection: sa.Connection, table: sa.Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows, or replace those with the same primary key.

    Args:
        rows: One value per column of the table, in its order; no key twice.
    """
    if not rows:
        return
    names = list(table.columns.keys())
    keys = [column.name for column in table.primary_key]
    changes = ", ".join(f'"{n}" = excluded."{n}"' for n in names if n not in keys)
    listed = ", ".join(f'"{n}"' for n in names)
    conflict = ", ".join(f'"{n}"' for n in keys)
    parameters: Any
    if connection.dialect.name == "postgresql":
        arrays = ", ".join(f"%s::{_pg_type(c)}[]" for c in table.columns)
        source, parameters = (
            f"SELECT * FROM unnest({arrays})",  # noqa: S608 - our own names
            tuple(map(list, zip(*rows, strict=True))),
        )
    else:
        source, parameters = f"VALUES ({', '.join('?' * len(names))})", list(rows)
    connection.exec_driver_sql(
        f'INSERT INTO "{table.name}" ({listed}) {source}'
        f" ON CONFLICT ({conflict}) DO UPDATE SET {changes}",
        parameters,
    )


def _attribute(column: sa.Column[Any]) -> str:
    return "index" if column.name == "idx" else column.name


def _pg_type(column: sa.Column[Any]) -> str:
    match column.type:
        case sa.BigInteger():
            return "int8"
        case sa.SmallInteger():
            return "int2"
        case sa.Integer():
            return "int4"
        case sa.Boolean():
            return "bool"
        case sa.LargeBinary():
            return "bytea"
        case _:
            return "text"
