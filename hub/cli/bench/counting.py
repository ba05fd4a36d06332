"""What the hub's database says it has: the half of the gate that no client can get wrong."""

from collections.abc import Collection
from typing import Final

import sqlalchemy as sa

from hub.message.jws import read_jws
from hub.store import tables as t
from hub.store.store import SqlStore

ADMITTED: Final = b'"status":"admitted"'


def admitted_in(receipt: bytes) -> int:
    """Count the messages that a receipt says are admitted, without reading all of it."""
    return read_jws(receipt).payload.count(ADMITTED)


def hub_counts(store: SqlStore, recipients: Collection[str]) -> dict[str, int]:
    """Count messages, deliveries, and holes in any numbering."""
    with store.reading() as connection:
        counts = {
            "messages in the database": _count(connection, t.messages),
            "refusals in the database": _count(connection, t.refusals),
            "messages held": _count(connection, t.held),
            "bundles in quarantine": _count(connection, t.quarantine),
            "holes in the ledger": _holes(connection),
        }
        for recipient in sorted(recipients):
            sent = t.deliveries.c.recipient == recipient
            rows, first, last = connection.execute(
                sa.select(
                    sa.func.count(),
                    sa.func.coalesce(sa.func.min(t.deliveries.c.number), 1),
                    sa.func.coalesce(sa.func.max(t.deliveries.c.number), 0),
                ).where(sent)
            ).one()
            counts[f"deliveries to {recipient} in the database"] = rows
            counts[f"holes in the numbers of {recipient}"] = last - first + 1 - rows
        return counts


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def _holes(connection: sa.Connection) -> int:
    size = connection.execute(sa.select(t.tail.c.size)).scalar_one()
    last = connection.execute(sa.select(sa.func.max(t.ledger.c.idx))).scalar_one_or_none()
    end = 0 if last is None else last + 1
    return abs(int(size) - _count(connection, t.ledger)) + abs(int(size) - int(end))


def hub_expected(recipients: Collection[str], messages: int) -> dict[str, int]:
    """Say what the database must have after so many messages."""
    expected = {
        "messages in the database": messages,
        "refusals in the database": 0,
        "messages held": 0,
        "bundles in quarantine": 0,
        "holes in the ledger": 0,
    }
    for recipient in recipients:
        expected[f"deliveries to {recipient} in the database"] = messages
        expected[f"holes in the numbers of {recipient}"] = 0
    return expected
