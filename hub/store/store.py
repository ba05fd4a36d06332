"""Owns the hub's store outside the lock: reads, quarantine, directory versions."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from hub.exchange.ports import (
    CheckpointRow,
    HeadRow,
    QuarantineRow,
    Session,
    StoredDelivery,
    StoredHead,
)
from hub.ledger.tree import Frontier
from hub.store import tables as t
from hub.store.admission import SqlAdmission
from hub.store.bulk import upsert, within
from hub.store.clerk import SqlClerk
from hub.store.engine import as_transport_error, lock, open_engine
from hub.store.migrate import upgrade
from hub.store.rows import ZERO_HASH

QUARANTINE_ROWS_COUNT = 10_000
QUARANTINE_DEFECTS_COUNT = 1_000
QUARANTINE_CONTENT_BYTES = 64 * 1024
DEFECT = "hub.defect"


class SqlStore:
    """Implements `hub.exchange.ports.HubStore` on SQLite or PostgreSQL.

    Args:
        url: Where the database is.
        clock: Replaces the database's clock, for simulations; ``None``: the database's.
    """

    def __init__(self, url: str, clock: Callable[[], datetime] | None = None) -> None:
        self.engine = open_engine(url)
        self._clock = clock

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    def prepare(self, hubid: str) -> None:
        """Bring the tables to this version and write the ledger's first tail, once."""
        with self.writing() as connection:
            upgrade(connection)
            if connection.execute(sa.select(t.tail.c.id)).first() is None:
                connection.execute(
                    sa.insert(t.tail).values(
                        id=1,
                        hubid=hubid,
                        size=0,
                        at_us=0,
                        epoch=1,
                        frontier=Frontier().encode(),
                        directory_version=0,
                        held_count=0,
                    )
                )
                connection.execute(sa.insert(t.clerk).values(id=1, position=0))

    @contextmanager
    def clerk(self) -> Iterator[SqlClerk]:
        """Open the clerk's transaction; it does not wait for the admission lock."""
        with self._transaction() as connection:
            yield SqlClerk(connection)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Give a connection for reading; a database that is away is a TransportError."""
        try:
            with self.engine.connect() as connection:
                yield connection
        except DBAPIError as error:
            away = as_transport_error(error)
            if away is None:
                raise
            raise away from error

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Give a connection inside a transaction that holds the hub's one lock."""
        with self._transaction() as connection:
            lock(connection)
            yield connection

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        try:
            options = self.engine.execution_options(immediate=True)
            with options.connect() as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            away = as_transport_error(error)
            if away is None:
                raise
            raise away from error

    @contextmanager
    def admission(self) -> Iterator[SqlAdmission]:
        """Open the admission transaction; leaving it commits, an exception rolls all back."""
        with self.writing() as connection:
            yield SqlAdmission(connection, self._clock)

    def _scalar(self, query: sa.Select[Any]) -> Any:  # noqa: ANN401 - a column's value
        with self.reading() as connection:
            return connection.execute(query).scalar_one_or_none()

    def hubid(self) -> str:
        """Tell whose ledger this is."""
        return str(self._scalar(sa.select(t.tail.c.hubid)))

    def epoch(self) -> int:
        """Tell the ledger's epoch."""
        return int(self._scalar(sa.select(t.tail.c.epoch)))

    def directory_version(self) -> int:
        """Tell which version of the directory is in force; 0 before the first."""
        return int(self._scalar(sa.select(t.tail.c.directory_version)))

    def directory_text(self) -> bytes:
        """Read the signed directory in force; empty before the first."""
        query = sa.select(t.directories.c.text).order_by(t.directories.c.version.desc()).limit(1)
        text = self._scalar(query)
        return b"" if text is None else bytes(text)

    def directory_of(self, version: int) -> bytes:
        """Read one version of the signed directory; empty when there is none."""
        d = t.directories.c
        text = self._scalar(sa.select(d.text).where(d.version == version))
        return b"" if text is None else bytes(text)

    def head(self, recipient: str) -> HeadRow:
        """Read a recipient's head; number 0 when it was never sent anything."""
        query = sa.select(t.heads).where(t.heads.c.recipient == recipient)
        with self.reading() as connection:
            row = connection.execute(query).one_or_none()
        return HeadRow(recipient, 0, ZERO_HASH) if row is None else HeadRow(*row)

    def heads(self) -> Sequence[HeadRow]:
        """Read every head."""
        with self.reading() as connection:
            return [HeadRow(*row) for row in connection.execute(sa.select(t.heads))]

    def session(self, participant: str) -> Session:
        """Read the session of a participant's agent."""
        query = sa.select(t.sessions).where(t.sessions.c.participant == participant)
        with self.reading() as connection:
            row = connection.execute(query).one_or_none()
        return (
            Session() if row is None else Session(row.generation, row.opened_us, row.ack_sequence)
        )

    def streams_of(self, source: str, limit: int) -> Mapping[str, int] | None:
        """Read the last number used by subject; ``None`` when there are more than `limit`."""
        s = t.streams.c
        query = sa.select(s.subject, s.sequence).where(s.source == source).limit(limit + 1)
        with self.reading() as connection:
            found = {row.subject: row.sequence for row in connection.execute(query)}
        return found if len(found) <= limit else None

    def running(self, recipient: str, number: int) -> bytes:
        """Read the running hash after a delivery; zeros for number 0."""
        d = t.deliveries.c
        query = sa.select(d.running).where(d.recipient == recipient, d.number == number)
        value = self._scalar(query)
        return ZERO_HASH if value is None else bytes(value)

    def deliveries(self, recipient: str, after: int, limit: int) -> Sequence[StoredDelivery]:
        """Read deliveries after a number, in order, with their envelopes."""
        d, m = t.deliveries.c, t.messages.c
        query = (
            sa.select(d.number, d.idx, d.flags, d.parts, d.running, m.at_us, m.digest, m.envelope)
            .join_from(t.deliveries, t.messages, d.idx == m.idx)
            .where(d.recipient == recipient, d.number > after)
            .order_by(d.number)
            .limit(limit)
        )
        with self.reading() as connection:
            return [StoredDelivery(*row) for row in connection.execute(query)]

    def head_entries(self, recipient: str, after: int, until: int) -> Sequence[StoredHead]:
        """Read where the ledger has a recipient's heads with these numbers, in order."""
        h = t.head_entries.c
        query = (
            sa.select(h.last, h.idx, t.ledger.c.entry)
            .join_from(t.head_entries, t.ledger, h.idx == t.ledger.c.idx)
            .where(h.recipient == recipient, h.last > after, h.last <= until)
            .order_by(h.last)
        )
        with self.reading() as connection:
            return [StoredHead(*row) for row in connection.execute(query)]

    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        """Read stored hashes of a level of the tree (0, 8, 16 ...), in order."""
        place, found = t.ledger.c.idx, t.ledger.c.leaf
        query = sa.select(found)
        if level:
            place, found = t.nodes.c.position, t.nodes.c.hash
            query = sa.select(found).where(t.nodes.c.level == level)
        query = query.where(place >= first, place < first + count).order_by(place)
        with self.reading() as connection:
            return list(connection.execute(query).scalars())

    def entries(self, indices: Collection[int]) -> Mapping[int, bytes]:
        """Read ledger entries by index."""
        with self.reading() as connection:
            condition = within(connection, t.ledger.c.idx, indices)
            rows = connection.execute(sa.select(t.ledger.c.idx, t.ledger.c.entry).where(condition))
            return {row.idx: row.entry for row in rows}

    def checkpoint(self, size: int | None = None) -> CheckpointRow | None:
        """Read the checkpoint of a size, or the newest; ``None`` when there is none."""
        c = t.checkpoints.c
        query = sa.select(t.checkpoints).order_by(c.size.desc()).limit(1)
        if size is not None:
            query = query.where(c.size == size)
        with self.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else CheckpointRow(*row)

    def keep_cosignature(self, size: int, witness: str, line: str) -> None:
        """Keep a witness's signature line over the checkpoint of a size."""
        with self.writing() as connection:
            upsert(connection, t.cosignatures, [(size, witness, line)])

    def witnessed_size(self, needed_count: int) -> int | None:
        """Tell the size of the newest checkpoint with so many witnesses; ``None`` for none."""
        c = t.cosignatures.c
        query = (
            sa.select(c.size)
            .group_by(c.size)
            .having(sa.func.count() >= needed_count)
            .order_by(c.size.desc())
            .limit(1)
        )
        found: int | None = self._scalar(query)
        return found

    def cosignatures(self, size: int) -> Mapping[str, str]:
        """Read the signature lines over the checkpoint of a size, by witness."""
        c = t.cosignatures.c
        query = sa.select(c.witness, c.line).where(c.size == size).order_by(c.witness)
        with self.reading() as connection:
            return {row.witness: row.line for row in connection.execute(query)}

    def quarantine(self, rows: Sequence[QuarantineRow]) -> None:
        """Keep bytes nobody can be answered for; bounded, the oldest go first.

        It does not wait for the admission lock. What a defect of ours met has a bound of its own:
        no number of strangers' bytes flushes it.
        """
        values = [
            {
                "at_us": row.at_us,
                "sender": row.sender,
                "code": row.code,
                "detail": row.detail,
                "content": row.content[:QUARANTINE_CONTENT_BYTES],
            }
            for row in rows
        ]
        with self._transaction() as connection:
            connection.execute(sa.insert(t.quarantine), values)
            _drop_oldest_garbage(connection)
            if any(row.code == DEFECT for row in rows):
                _drop_oldest_defects(connection)


def _drop_oldest_garbage(connection: sa.Connection) -> None:
    q = t.quarantine.c
    newest = sa.select(sa.func.max(q.id)).scalar_subquery()
    _drop(connection, q.code != DEFECT, q.id <= newest - QUARANTINE_ROWS_COUNT)


def _drop_oldest_defects(connection: sa.Connection) -> None:
    q = t.quarantine.c
    kept = sa.select(q.id).where(q.code == DEFECT).order_by(q.id.desc())
    oldest = connection.execute(kept.offset(QUARANTINE_DEFECTS_COUNT).limit(1)).scalar()
    if oldest is not None:
        _drop(connection, q.code == DEFECT, q.id <= oldest)


def _drop(connection: sa.Connection, *which: sa.ColumnElement[bool]) -> None:
    """Delete rows, but for those that another process is deleting right now."""
    q = t.quarantine
    found = sa.select(q.c.id).where(*which).with_for_update(skip_locked=True)
    connection.execute(sa.delete(q).where(q.c.id.in_(found)))
