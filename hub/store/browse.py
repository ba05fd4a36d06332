"""Owns what people look up: messages, the file on a subject, cases, the quarantine."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from hub.casework.record import Record
from hub.casework.transitions import OPEN
from hub.casework.watch import WATCHES
from hub.exchange.clerk import Admitted
from hub.store import tables as t
from hub.store.clerk import admitted, admitted_of, record_of
from hub.store.store import SqlStore

SUCCESSION = "participant.succeeded"


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """What to list; empty fields do not restrict."""

    type: str = ""
    source: str = ""
    subject: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One admitted or refused message in a list."""

    index: int
    id: str
    at_us: int
    source: str
    type: str
    subject: str
    sequence: int
    status: str


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One recipient's copy, with what came of it; empty while nothing came back."""

    recipient: str
    number: int
    delivered: bool
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class MessageFile:
    """Everything the hub has on one message."""

    row: dict[str, Any]
    deliveries: tuple[DeliveryLine, ...] = field(default=())


class Browser:
    """Reads for people; never writes.

    Args:
        store: The hub's store.
    """

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def messages(self, wanted: MessageFilter) -> list[MessageLine]:
        """List the newest messages, refused ones included, newest first."""
        with self._store.reading() as connection:
            rows = [
                *connection.execute(_lines(t.messages, sa.literal("admitted"), wanted)),
                *connection.execute(_lines(t.refusals, t.refusals.c.code, wanted)),
            ]
        lines = sorted((MessageLine(*row) for row in rows), key=lambda line: -line.index)
        return lines[: wanted.limit]

    def message(self, message_id: str) -> list[MessageFile]:
        """Find a message by id, from whatever source; empty when there is none."""
        with self._store.reading() as connection:
            found = [
                MessageFile(dict(row), self._deliveries(connection, row["idx"]))
                for row in connection.execute(
                    sa.select(t.messages).where(t.messages.c.id == message_id)
                ).mappings()
            ]
            refused = connection.execute(
                sa.select(t.refusals).where(t.refusals.c.id == message_id)
            ).mappings()
            return found + [MessageFile(dict(row)) for row in refused]

    def _deliveries(self, connection: sa.Connection, index: int) -> tuple[DeliveryLine, ...]:
        m, d, o, s = t.messages.c, t.deliveries.c, t.outcomes.c, t.sessions.c
        recipients = connection.execute(sa.select(m.recipients).where(m.idx == index)).scalar_one()
        query = (
            sa.select(d.recipient, d.number, s.delivered, o.outcome, o.reason)
            .join_from(
                t.deliveries,
                t.outcomes,
                sa.and_(o.recipient == d.recipient, o.number == d.number),
                isouter=True,
            )
            .join(t.sessions, s.participant == d.recipient, isouter=True)
            .where(d.idx == index, d.recipient.in_(recipients.split(",")))
            .order_by(d.recipient)
        )
        return tuple(
            DeliveryLine(
                row.recipient,
                row.number,
                (row.delivered or 0) >= row.number,
                row.outcome or "",
                row.reason or "",
            )
            for row in connection.execute(query)
        )

    def subject(self, subject: str) -> list[Record]:
        """Read every record of a subject, by family."""
        r = t.records.c
        query = sa.select(t.records).where(r.subject == subject).order_by(r.family, r.idx)
        with self._store.reading() as connection:
            return [record_of(row) for row in connection.execute(query)]

    def messages_of(self, subject: str) -> Iterator[Admitted]:
        """Read the messages about a subject, and who succeeded whom, in ledger order."""
        m = t.messages.c
        wanted = sa.or_(m.subject == subject, m.type == SUCCESSION)
        with self._store.reading() as connection:
            for row in connection.execute(admitted().where(wanted)):
                yield admitted_of(row)

    def open_cases(self) -> list[Record]:
        """Read the cases that are open, of every family."""
        with self._store.reading() as connection:
            query = (
                sa.select(t.records).where(_in(OPEN)).order_by(t.records.c.family, t.records.c.idx)
            )
            return [record_of(row) for row in connection.execute(query)]

    def watched(self) -> list[Record]:
        """Read all records of the subjects about which something may be due."""
        r = t.records.c
        families: dict[str, set[str]] = defaultdict(set)
        for family, state in WATCHES:
            families[family].add(state)
        subjects = sa.select(r.subject).where(_in({**families, "punishment": OPEN["punishment"]}))
        query = sa.select(t.records).where(r.subject.in_(subjects)).order_by(r.family, r.key)
        with self._store.reading() as connection:
            return [record_of(row) for row in connection.execute(query)]

    def cases(self, key: str) -> list[Record]:
        """Read the records of one case, by its correlation id; measures included."""
        r = t.records.c
        wanted = sa.or_(r.key == key, r.key.startswith(f"{key}/", autoescape=True))
        with self._store.reading() as connection:
            query = sa.select(t.records).where(wanted).order_by(r.family, r.key)
            return [record_of(row) for row in connection.execute(query)]

    def quarantine(self, limit: int) -> Sequence[dict[str, Any]]:
        """List the quarantine, newest first, without the contents."""
        q = t.quarantine.c
        size = sa.func.length(q.content).label("bytes")
        query = sa.select(q.id, q.at_us, q.sender, q.code, q.detail, size)
        with self._store.reading() as connection:
            rows = connection.execute(query.order_by(q.id.desc()).limit(limit)).mappings()
            return [dict(row) for row in rows]

    def quarantined(self, number: int) -> dict[str, Any] | None:
        """Read one quarantined item with its content; ``None`` when there is none."""
        query = sa.select(t.quarantine).where(t.quarantine.c.id == number)
        with self._store.reading() as connection:
            row = connection.execute(query).mappings().one_or_none()
            return None if row is None else dict(row)


def _lines(table: sa.Table, status: sa.ColumnElement[str], wanted: MessageFilter) -> sa.Select[Any]:
    c = table.c
    query = sa.select(c.idx, c.id, c.at_us, c.source, c.type, c.subject, c.sequence, status)
    for column, value in ((c.type, wanted.type), (c.source, wanted.source)):
        if value:
            query = query.where(column == value)
    if wanted.subject:
        query = query.where(c.subject == wanted.subject)
    return query.order_by(c.idx.desc()).limit(wanted.limit)


def _in(families: Mapping[str, Collection[str]]) -> sa.ColumnElement[bool]:
    r = t.records.c
    return sa.or_(
        *(sa.and_(r.family == name, r.state.in_(states)) for name, states in families.items())
    )
