"""Makes the participant's acknowledgements: signed, numbered, stored, then sent like messages."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from hub.agent.identity import Identity, Pace
from hub.agent.outbox import UNSETTLED, OutboxState
from hub.agent.store import (
    ACKNOWLEDGE_FROM,
    ACKNOWLEDGED_NUMBER,
    ACKNOWLEDGEMENT_SEQUENCE,
    Store,
    remember,
    remembered_number,
)
from hub.agent.tables import acknowledgements, inbox
from hub.message.acknowledgement import (
    Acknowledgement,
    Applied,
    decode_acknowledgement,
    encode_acknowledgement,
)
from hub.message.delivery import START
from hub.message.envelope import write_envelope
from hub.message.instant import to_microseconds
from hub.message.jws import read_jws
from hub.message.kinds import Kind
from hub.trust.keys import sign_text


class Acknowledging:
    """Says what was delivered and what came of it."""

    def __init__(self, store: Store, identity: Identity, pace: Pace) -> None:
        """Hold the store and who signs."""
        self._store = store
        self._identity = identity
        self._pace = pace
        self._last_at_us = 0

    def make(self, generation: int, now: datetime) -> int:
        """Make one acknowledgement when there is enough to say; returns its item count."""
        now_us = to_microseconds(now)
        with self._store.transaction() as rows:
            self._sign_again(rows, generation, now_us)
            applied = _unsaid(rows, self._pace.acknowledge_count)
            number, running = last_delivery(rows)
            if not self._due(rows, applied, number, now_us):
                return 0
            sequence = remembered_number(rows, ACKNOWLEDGEMENT_SEQUENCE) + 1
            said = Acknowledgement(
                id=self._identity.new_id(now),
                source=self._identity.participant,
                hubid=self._identity.hubid,
                sequence=sequence,
                generation=generation,
                time=now,
                delivered=number,
                running=running,
                applied=tuple(applied),
            )
            rows.execute(acknowledgements.insert().values(**self._row(said)))
            _mark(rows, applied, sequence)
            remember(rows, ACKNOWLEDGEMENT_SEQUENCE, b"%d" % sequence)
            remember(rows, ACKNOWLEDGED_NUMBER, b"%d" % number)
        self._last_at_us = now_us
        return max(1, len(applied))

    def _due(self, rows: Connection, applied: list[Applied], number: int, now_us: int) -> bool:
        if not applied and number <= remembered_number(rows, ACKNOWLEDGED_NUMBER):
            return False
        if now_us < remembered_number(rows, ACKNOWLEDGE_FROM):
            return False
        waits = now_us - self._last_at_us < self._pace.acknowledge_s * 1_000_000
        if len(applied) < self._pace.acknowledge_count and waits:
            return False
        statement = select(func.count()).where(acknowledgements.c.state.in_(UNSETTLED))
        return (rows.scalar(statement) or 0) < self._pace.open_acknowledgements_count

    def _sign_again(self, rows: Connection, generation: int, now_us: int) -> None:
        """Sign those anew that the hub asked for: same id, same number, same content."""
        found = rows.execute(
            select(acknowledgements.c.sequence, acknowledgements.c.draft).where(
                acknowledgements.c.state == OutboxState.DRAFT,
                acknowledgements.c.due_at <= now_us,
            )
        ).all()
        for sequence, draft in found:
            old = decode_acknowledgement(draft)
            members = {name: getattr(old, name) for name in old.__slots__}
            row = self._row(Acknowledgement(**members | {"generation": generation}))
            rows.execute(
                update(acknowledgements)
                .where(acknowledgements.c.sequence == sequence)
                .values(**row)
            )

    def _row(self, said: Acknowledgement) -> dict[str, Any]:
        payload = encode_acknowledgement(said)
        text = sign_text(self._identity.signer, Kind.ACKNOWLEDGEMENT, payload)
        return {
            "sequence": said.sequence,
            "id": said.id,
            "generation": said.generation,
            "draft": payload,
            "envelope": write_envelope(text, ()),
            "digest": read_jws(text).digest,
            "state": OutboxState.SEALED,
            "due_at": 0,
        }


def last_delivery(rows: Connection) -> tuple[int, bytes]:
    """The last delivery number stored, and the running hash after it."""
    row = rows.execute(
        select(inbox.c.number, inbox.c.running).order_by(inbox.c.number.desc()).limit(1)
    ).one_or_none()
    return (0, START) if row is None else (row.number, row.running)


def _unsaid(rows: Connection, limit: int) -> list[Applied]:
    found = rows.execute(
        select(
            inbox.c.number, inbox.c.ledger_index, inbox.c.digest, inbox.c.outcome, inbox.c.reason
        )
        .where(inbox.c.acknowledged.is_(None), inbox.c.outcome.is_not(None))
        .order_by(inbox.c.number)
        .limit(limit)
    )
    return [
        Applied(number, index, digest, outcome, reason or None)
        for number, index, digest, outcome, reason in found
    ]


def _mark(rows: Connection, applied: list[Applied], sequence: int) -> None:
    numbers = [one.number for one in applied]
    for start in range(0, len(numbers), 500):
        chunk = numbers[start : start + 500]
        rows.execute(update(inbox).where(inbox.c.number.in_(chunk)).values(acknowledged=sequence))
