"""Owns the clerk's transaction: one clerk at a time, cursor and records together."""

from collections.abc import Collection, Mapping, Sequence

import orjson
import sqlalchemy as sa

from hub.casework.record import Record
from hub.exchange.clerk import Admitted, RecordKey
from hub.store import tables as t
from hub.store.bulk import upsert, within
from hub.store.rows import names


class SqlClerk:
    """Implements `hub.exchange.clerk.ClerkTransaction`.

    Args:
        connection: Inside a transaction; the clerk's row is locked by the first read.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def messages(self, limit: int) -> Sequence[Admitted]:
        """Read the next messages after the cursor, in ledger order."""
        cursor = sa.select(t.clerk.c.position).with_for_update()
        position = self._connection.execute(cursor).scalar_one()
        m = t.messages.c
        query = (
            sa.select(
                m.idx, m.id, m.type, m.source, m.subject, m.correlationid, m.recipients, m.envelope
            )
            .where(m.idx >= position)
            .order_by(m.idx)
            .limit(limit)
        )
        return [
            Admitted(*row[:6], names(row.recipients), row.envelope)
            for row in self._connection.execute(query)
        ]

    def records(self, keys: Collection[RecordKey]) -> Mapping[RecordKey, Record]:
        """Read records by family and key."""
        r = t.records
        query = sa.select(r).where(within(self._connection, r.c.key, {key for _, key in keys}))
        return {
            (row.family, row.key): record_of(row)
            for row in self._connection.execute(query)
            if (row.family, row.key) in keys
        }

    def keep(self, records: Sequence[Record], position: int) -> None:
        """Write records and move the cursor."""
        rows = [
            (
                record.family,
                record.key,
                record.subject,
                record.source,
                record.state,
                record.since,
                record.until,
                record.index,
                orjson.dumps(dict(record.detail)).decode(),
            )
            for record in records
        ]
        upsert(self._connection, t.records, rows)
        self._connection.execute(sa.update(t.clerk).values(position=position))


def record_of(row: sa.Row[tuple[object, ...]]) -> Record:
    """Read one record from its row."""
    return Record(
        family=row.family,
        key=row.key,
        subject=row.subject,
        source=row.source,
        state=row.state,
        since=row.since,
        until=row.until,
        index=row.idx,
        detail=orjson.loads(row.detail),
    )
