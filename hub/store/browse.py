"""Owns what people look up: messages, the file on a subject, cases, the quarantine."""

from bisect import bisect_left
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
FEW_STREAMS_COUNT = 400
FEW_MESSAGES_COUNT = 5_000


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
        admitted_lines = _lines(t.messages, sa.literal("admitted"), wanted)
        if wanted.source and not wanted.subject:
            # Who has said little may have said it long ago: do not look through all of it.
            said = self._store.streams_of(wanted.source, FEW_STREAMS_COUNT)
            if said is not None and sum(said.values()) <= FEW_MESSAGES_COUNT:
                admitted_lines = admitted_lines.where(t.messages.c.subject.in_(said))
        with self._store.reading() as connection:
            rows = [
                *connection.execute(admitted_lines),
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
        m = t.messages.c
        recipients = connection.execute(sa.select(m.recipients).where(m.idx == index)).scalar_one()
        return tuple(
            DeliveryLine(
                row.recipient,
                row.number,
                (row.delivered or 0) >= row.number,
                row.outcome or "",
                row.reason or "",
            )
            for recipient in sorted(recipients.split(","))
            for row in connection.execute(_delivery(connection, recipient, index))
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


def _delivery(connection: sa.Connection, recipient: str, index: int) -> sa.Select[Any]:
    """Ask for a message's delivery to one recipient, with what came of it."""
    d, o, s = t.deliveries.c, t.outcomes.c, t.sessions.c
    found = _number(connection, recipient, index)
    # A delivery out of the ledger's order, as a snapshot item is, has to be looked for.
    wanted = d.idx == index if found is None else d.number == found
    return (
        sa.select(d.recipient, d.number, s.delivered, o.outcome, o.reason)
        .join_from(
            t.deliveries,
            t.outcomes,
            sa.and_(o.recipient == d.recipient, o.number == d.number),
            isouter=True,
        )
        .join(t.sessions, s.participant == d.recipient, isouter=True)
        .where(d.recipient == recipient, wanted)
    )


def _number(connection: sa.Connection, recipient: str, index: int) -> int | None:
    """Find the number under which a message was sent: both rise together, so halve and halve."""
    d, h = t.deliveries.c, t.heads.c
    last = connection.execute(sa.select(h.last).where(h.recipient == recipient)).scalar() or 0
    at_number = sa.select(d.idx).where(d.recipient == recipient, d.number == sa.bindparam("number"))

    def index_of(number: int) -> int:
        found: int = connection.execute(at_number, {"number": number}).scalar_one()
        return found

    numbers = range(1, last + 1)
    place = bisect_left(numbers, index, key=index_of)
    return numbers[place] if place < last and index_of(numbers[place]) == index else None


def _in(families: Mapping[str, Collection[str]]) -> sa.ColumnElement[bool]:
    r = t.records.c
    return sa.or_(
        *(sa.and_(r.family == name, r.state.in_(states)) for name, states in families.items())
    )
