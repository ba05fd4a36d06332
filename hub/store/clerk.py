"""Owns the clerk's transaction: one clerk at a time, cursor and records together."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import orjson
import sqlalchemy as sa

from hub.casework.record import Record, Step
from hub.exchange.clerk import Admitted, RecordKey
from hub.ledger.entry import decode_entry
from hub.message.instant import from_microseconds
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

    def position(self) -> int:
        """Read the cursor, and keep other clerks out."""
        cursor = sa.select(t.clerk.c.position).with_for_update()
        return int(self._connection.execute(cursor).scalar_one())

    def messages(self, limit: int) -> Sequence[Admitted]:
        """Read the next messages after the cursor, in ledger order."""
        return self._messages(t.messages.c.idx >= self.position(), limit)

    def messages_between(self, first: int, end: int, limit: int) -> Sequence[Admitted]:
        """Read messages from an index up to another, that one excluded."""
        m = t.messages.c
        return self._messages(sa.and_(m.idx >= first, m.idx < end), limit)

    def _messages(self, wanted: sa.ColumnElement[bool], limit: int) -> Sequence[Admitted]:
        query = admitted().where(wanted).limit(limit)
        return [admitted_of(row) for row in self._connection.execute(query)]

    def records_of(self, subject: str) -> Sequence[Record]:
        """Read every record of a subject."""
        query = sa.select(t.records).where(t.records.c.subject == subject)
        return [record_of(row) for row in self._connection.execute(query)]

    def every_record(self) -> Iterator[Record]:
        """Read all records."""
        for row in self._connection.execute(sa.select(t.records)):
            yield record_of(row)

    def clear(self) -> None:
        """Remove all records."""
        self._connection.execute(sa.delete(t.records))

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
                orjson.dumps(record.steps).decode(),
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
        steps=tuple(Step(**step) for step in orjson.loads(row.steps)),
    )


def admitted() -> sa.Select[Any]:
    """Select messages as the clerk reads them, in ledger order."""
    m = t.messages.c
    return (
        sa.select(
            *(m.idx, m.id, m.type, m.source, m.subject, m.correlationid, m.recipients),
            *(m.envelope, m.time_us, m.at_us, t.ledger.c.entry),
        )
        .join_from(t.messages, t.ledger, t.ledger.c.idx == m.idx)
        .order_by(m.idx)
    )


def admitted_of(row: sa.Row[Any]) -> Admitted:
    """Read one message from its row."""
    return Admitted(
        index=row.idx,
        id=row.id,
        type=row.type,
        source=row.source,
        subject=row.subject,
        correlationid=row.correlationid,
        recipients=names(row.recipients),
        envelope=row.envelope,
        time=from_microseconds(row.time_us),
        admitted_at=from_microseconds(row.at_us),
        directory_version=decode_entry(row.entry).directory_version,
    )
