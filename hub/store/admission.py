"""Owns the admission transaction: the state under the lock, and one write for a whole batch."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from hub.exchange.ports import (
    Batch,
    CaseKey,
    CaseRow,
    Cited,
    HeadRow,
    HeldRow,
    Known,
    SentRow,
    Session,
    Standing,
    StreamKey,
    Tail,
)
from hub.message.instant import to_microseconds
from hub.store import tables as t
from hub.store.bulk import among, as_parameter, insert_rows, upsert, within
from hub.store.rows import ZERO_HASH, names, now_us


class SqlAdmission:
    """Implements `hub.exchange.ports.AdmissionTransaction` on one connection that has the lock.

    Args:
        connection: Inside a transaction that holds the admission lock.
        clock: Replaces the database's clock, for simulations.
    """

    def __init__(
        self, connection: sa.Connection, clock: Callable[[], datetime] | None = None
    ) -> None:
        self._connection = connection
        self._clock = clock

    def tail(self) -> Tail:
        """Read where the ledger ends, and the database's clock."""
        query = sa.select(t.tail, self._now_us().label("now_us"))
        row = self._connection.execute(query).one()
        return Tail(
            size=row.size,
            at_us=row.at_us,
            now_us=row.now_us,
            epoch=row.epoch,
            frontier=row.frontier,
            directory_version=row.directory_version,
            held_count=row.held_count,
        )

    def _now_us(self) -> sa.ColumnElement[int]:
        if self._clock is not None:
            return sa.literal(to_microseconds(self._clock()), sa.BigInteger)
        return now_us(self._connection)

    def known(self, ids: Collection[str]) -> Sequence[Known]:
        """Find what is known under these ids, from whatever source."""
        if not ids:
            return ()
        dialect = self._connection.dialect.name
        given = {"ids": as_parameter(dialect, ids)}
        rows = self._connection.execute(_known_query(dialect), given)
        return [Known(Standing(standing), *known) for standing, *known in rows]

    def draftkeys(self, keys: Collection[str]) -> Collection[tuple[str, str]]:
        """Find which business keys are taken: (source, draftkey)."""
        condition = within(self._connection, t.messages.c.draftkey, keys)
        query = sa.select(t.messages.c.source, t.messages.c.draftkey).where(condition)
        return [(row.source, row.draftkey) for row in self._connection.execute(query)]

    def sessions(self, participants: Collection[str]) -> Mapping[str, Session]:
        """Read the sessions of these participants' agents."""
        condition = within(self._connection, t.sessions.c.participant, participants)
        rows = self._connection.execute(sa.select(t.sessions).where(condition))
        return {
            row.participant: Session(row.generation, row.opened_us, row.ack_sequence)
            for row in rows
        }

    def streams(self, keys: Collection[StreamKey]) -> Mapping[StreamKey, int]:
        """Read the last number used in these streams."""
        return {
            (row.source, row.subject): row.sequence for row in self._in_streams(t.streams, keys)
        }

    def held(self, keys: Collection[StreamKey]) -> Sequence[HeldRow]:
        """Read the messages held in these streams."""
        return [HeldRow(**row._mapping) for row in self._in_streams(t.held, keys)]  # noqa: SLF001

    def _in_streams(self, table: sa.Table, keys: Collection[StreamKey]) -> Sequence[Any]:
        if not keys:
            return ()
        sources, subjects = {k[0] for k in keys}, {k[1] for k in keys}
        query = sa.select(table).where(
            within(self._connection, table.c.source, sources),
            within(self._connection, table.c.subject, subjects),
        )
        return [r for r in self._connection.execute(query) if (r.source, r.subject) in keys]

    def held_counts(self, sources: Collection[str]) -> Mapping[str, int]:
        """Count what is held of each source."""
        query = (
            sa.select(t.held.c.source, sa.func.count())
            .where(within(self._connection, t.held.c.source, sources))
            .group_by(t.held.c.source)
        )
        return {source: count for source, count in self._connection.execute(query)}  # noqa: C416

    def cited(self, ids: Collection[str]) -> Sequence[Cited]:
        """Find admitted messages by id."""
        m = t.messages.c
        query = sa.select(m.idx, m.source, m.id, m.type, m.subject, m.recipients).where(
            within(self._connection, m.id, ids)
        )
        return [
            Cited(row.idx, row.source, row.id, row.type, row.subject, names(row.recipients))
            for row in self._connection.execute(query)
        ]

    def cases(self, keys: Collection[CaseKey]) -> Mapping[CaseKey, CaseRow]:
        """Read cases by family and key."""
        condition = within(self._connection, t.cases.c.key, {key for _, key in keys})
        rows = self._connection.execute(sa.select(t.cases).where(condition))
        return {
            (row.family, row.key): CaseRow(
                row.family, row.key, row.source, row.ended, names(row.recipients)
            )
            for row in rows
        }

    def heads(self, recipients: Collection[str]) -> Mapping[str, HeadRow]:
        """Read these recipients' heads; number 0 for those never sent anything."""
        condition = within(self._connection, t.heads.c.recipient, recipients)
        rows = self._connection.execute(sa.select(t.heads).where(condition))
        found = {row.recipient: HeadRow(row.recipient, row.last, row.running) for row in rows}
        return {name: found.get(name, HeadRow(name, 0, ZERO_HASH)) for name in recipients}

    def sent(self, recipient: str, numbers: Collection[int]) -> Sequence[SentRow]:
        """Read what was sent to a recipient under these numbers."""
        d, m = t.deliveries.c, t.messages.c
        query = (
            sa.select(d.number, d.idx, m.digest, d.running)
            .join_from(t.deliveries, t.messages, d.idx == m.idx)
            .where(d.recipient == recipient, within(self._connection, d.number, numbers))
        )
        return [SentRow(*row) for row in self._connection.execute(query)]

    def outcomes(self, recipient: str, numbers: Collection[int]) -> Collection[int]:
        """Tell which of these numbers have an outcome already."""
        o = t.outcomes.c
        query = sa.select(o.number).where(
            o.recipient == recipient, within(self._connection, o.number, numbers)
        )
        return list(self._connection.execute(query).scalars())

    def told(self, participants: Collection[str]) -> Mapping[str, int]:
        """Read which checkpoint these participants were told last, by its size."""
        dialect = self._connection.dialect.name
        given = {"participants": as_parameter(dialect, participants)}
        rows = self._connection.execute(_told_query(dialect), given)
        return {participant: size for participant, size in rows}  # noqa: C416 - rows, not pairs

    def write(self, batch: Batch, tail: Tail) -> None:
        """Write a whole batch and the ledger's new end."""
        put = self._connection
        insert_rows(put, t.ledger, batch.ledger)
        insert_rows(put, t.messages, batch.messages)
        insert_rows(put, t.refusals, batch.refusals)
        insert_rows(put, t.deliveries, batch.deliveries)
        insert_rows(put, t.held, batch.held)
        insert_rows(put, t.acknowledgements, batch.acknowledgements)
        insert_rows(put, t.outcomes, batch.outcomes)
        insert_rows(put, t.head_entries, batch.head_entries)
        insert_rows(put, t.nodes, batch.nodes)
        insert_rows(put, t.checkpoints, batch.checkpoints)
        upsert(put, t.told, list(batch.told.items()))
        upsert(put, t.heads, [(h.recipient, h.last, h.running) for h in batch.heads.values()])
        upsert(put, t.streams, [(*key, number) for key, number in batch.streams.items()])
        upsert(put, t.cases, [_case_row(case) for case in batch.cases.values()])
        self._drop_released(batch.released)
        self._move_acknowledged(batch.ack_sequences)
        self._write_tail(tail)

    def _drop_released(self, rows: Sequence[HeldRow]) -> None:
        for row in rows:
            h = t.held.c
            self._connection.execute(
                sa.delete(t.held).where(
                    h.source == row.source, h.subject == row.subject, h.sequence == row.sequence
                )
            )

    def _move_acknowledged(self, moved: Mapping[str, tuple[int, int]]) -> None:
        s = t.sessions.c
        for participant, (sequence, delivered) in moved.items():
            self._connection.execute(
                sa.update(t.sessions)
                .where(s.participant == participant)
                .values(
                    ack_sequence=sequence,
                    delivered=sa.case((s.delivered > delivered, s.delivered), else_=delivered),
                )
            )

    def _write_tail(self, tail: Tail) -> None:
        self._connection.execute(
            sa.update(t.tail).values(
                size=tail.size,
                at_us=tail.at_us,
                frontier=tail.frontier,
                held_count=tail.held_count,
                directory_version=tail.directory_version,
            )
        )

    def open_session(self, participant: str, opened_us: int) -> Session:
        """Begin a new generation of a participant's agent; older ones are fenced from now on."""
        s = t.sessions
        row = self._connection.execute(
            sa.select(s).where(s.c.participant == participant)
        ).one_or_none()
        if row is None:
            fresh = Session(1, opened_us, 0)
            self._connection.execute(
                sa.insert(s).values(
                    participant=participant,
                    generation=1,
                    opened_us=opened_us,
                    ack_sequence=0,
                    delivered=0,
                )
            )
            return fresh
        self._connection.execute(
            sa.update(s)
            .where(s.c.participant == participant)
            .values(generation=row.generation + 1, opened_us=opened_us)
        )
        return Session(row.generation + 1, opened_us, row.ack_sequence)

    def directory_text(self) -> bytes:
        """Read the signed directory in force; empty before the first."""
        d = t.directories.c
        query = sa.select(d.text).order_by(d.version.desc()).limit(1)
        return bytes(self._connection.execute(query).scalar_one_or_none() or b"")

    def publish_directory(self, version: int, text: bytes, at_us: int) -> None:
        """Keep a new version of the directory."""
        row = {"version": version, "at_us": at_us, "text": text}
        self._connection.execute(sa.insert(t.directories).values(**row))


@cache
def _told_query(dialect: str) -> sa.Select[Any]:
    return sa.select(t.told).where(among(dialect, t.told.c.participant, "participants"))


@cache
def _known_query(dialect: str) -> sa.CompoundSelect[Any]:
    """Ask every table that has message ids, in one statement with the ids sent once."""
    asked = (
        (t.messages, Standing.ADMITTED),
        (t.acknowledgements, Standing.ADMITTED),
        (t.refusals, Standing.REFUSED),
        (t.held, Standing.HELD),
    )
    return sa.union_all(
        *(
            sa.select(
                sa.literal_column(f"'{standing}'"),
                *(table.c.get(name, absent) for name, absent in _KNOWN_COLUMNS.items()),
            ).where(among(dialect, table.c.id, "ids"))
            for table, standing in asked
        )
    )


_KNOWN_COLUMNS: Mapping[str, sa.ColumnElement[Any]] = {
    "source": sa.null(),
    "id": sa.null(),
    "digest": sa.null(),
    "signing_digest": sa.null(),
    "idx": sa.null(),
    "at_us": sa.null(),
    "code": sa.literal_column("''"),
    "problems": sa.literal_column("''"),
}
"""In the order of `Known`, with what stands for a column that a table has not."""


def _case_row(case: CaseRow) -> tuple[Any, ...]:
    return case.family, case.key, case.source, case.ended, ",".join(case.recipients)
