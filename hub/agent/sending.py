"""Sends what is sealed and due: identical bytes, again and again until they are answered."""

from dataclasses import dataclass

from sqlalchemy import Table, bindparam, select, update

from hub.agent.identity import Pace
from hub.agent.links import Link
from hub.agent.outbox import UNSETTLED
from hub.agent.store import Store
from hub.agent.tables import acknowledgements, outbox
from hub.message.bundle import split_bundles, write_bundle


@dataclass(frozen=True, slots=True)
class _Due:
    table: Table
    id: str
    attempts: int
    envelope: bytes


def send(store: Store, link: Link, pace: Pace, now_us: int) -> int:
    """Submit everything due in bundles; returns how many envelopes went.

    Raises:
        TransportError: The link is away; what went before is kept as sent.
    """
    due = _due(store, now_us, pace.window_count)
    sent = 0
    try:
        for group in split_bundles([one.envelope for one in due]):
            link.submit(write_bundle(group))
            sent += len(group)
    finally:
        _mark(store, due[:sent], pace, now_us)
    return sent


def _due(store: Store, now_us: int, limit: int) -> list[_Due]:
    due: list[_Due] = []
    with store.reading() as rows:
        for table, order in (
            (acknowledgements, acknowledgements.c.sequence),
            (outbox, outbox.c.position),
        ):
            found = rows.execute(
                select(table.c.id, table.c.attempts, table.c.envelope)
                .where(table.c.state.in_(UNSETTLED), table.c.due_at <= now_us)
                .order_by(order)
                .limit(limit)
            )
            due += [_Due(table, *row) for row in found]
    return due


def _mark(store: Store, sent: list[_Due], pace: Pace, now_us: int) -> None:
    if not sent:
        return
    with store.transaction() as rows:
        for table in (acknowledgements, outbox):
            marks = [
                {"which": one.id, "due": now_us + pace.resend_us(one.attempts)}
                for one in sent
                if one.table is table
            ]
            if marks:
                rows.execute(
                    update(table)
                    .where(table.c.id == bindparam("which"))
                    .values(due_at=bindparam("due"), attempts=table.c.attempts + 1),
                    marks,
                )
