"""Gives drafts their numbers and signs them: the one numbering authority of a participant.

Late, in batches, each batch one transaction: number, signature and bytes are stored
together before anything is sent, so that no number is ever signed twice with different
content unless the hub asks for it.
"""

from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert

from hub.agent.identity import Identity, Pace
from hub.agent.outbox import OutboxState, unsettled_count
from hub.agent.store import Store
from hub.agent.tables import free_numbers, outbox, streams
from hub.message.envelope import part_digest, read_envelope, write_envelope
from hub.message.event import Event, encode_event
from hub.message.identifiers import parse_time
from hub.message.jws import read_jws
from hub.message.kinds import Kind
from hub.trust.keys import sign_text

_LOOKUP_COUNT = 500


def seal(store: Store, identity: Identity, pace: Pace, generation: int, now_us: int) -> int:
    """Number, sign and store the next batch of drafts; returns how many."""
    with store.transaction() as rows:
        room = min(pace.seal_count, pace.window_count - unsettled_count(rows))
        if room <= 0:
            return 0
        drafts = _next(rows, now_us, room)
        if not drafts:
            return 0
        _number(rows, drafts)
        sealed = [_sealed(draft, identity, generation) for draft in drafts]
        rows.execute(_STORE, sealed)
        return len(sealed)


def _next(rows: Connection, now_us: int, room: int) -> list[dict[str, Any]]:
    found = rows.execute(
        select(
            outbox.c.position, outbox.c.subject, outbox.c.sequence, outbox.c.draft, outbox.c.parts
        )
        .where(outbox.c.state == OutboxState.DRAFT, outbox.c.due_at <= now_us)
        .order_by(outbox.c.position)
        .limit(room)
    )
    return [dict(row) for row in found.mappings()]


def _number(rows: Connection, drafts: list[dict[str, Any]]) -> None:
    """Give each draft without a number the next one of its stream."""
    fresh = [draft for draft in drafts if draft["sequence"] is None]
    subjects = sorted({draft["subject"] for draft in fresh})
    following = dict.fromkeys(subjects, 1)
    for start in range(0, len(subjects), _LOOKUP_COUNT):
        chunk = subjects[start : start + _LOOKUP_COUNT]
        found = rows.execute(select(streams).where(streams.c.subject.in_(chunk)))
        following.update({row[0]: row[1] for row in found})
    free = _free(rows)
    for draft in fresh:
        left = free.get(draft["subject"])
        if left:
            draft["sequence"] = left.pop(0)
            _use(rows, draft["subject"], draft["sequence"])
            continue
        draft["sequence"] = following[draft["subject"]]
        following[draft["subject"]] += 1
    if following:
        statement = insert(streams)
        rows.execute(
            statement.on_conflict_do_update(
                index_elements=["subject"],
                set_={"next_sequence": statement.excluded.next_sequence},
            ),
            [
                {"subject": subject, "next_sequence": number}
                for subject, number in following.items()
            ],
        )


def _free(rows: Connection) -> dict[str, list[int]]:
    """Read the free numbers by stream, lowest first; there are hardly ever any."""
    free: dict[str, list[int]] = {}
    order = (free_numbers.c.subject, free_numbers.c.sequence)
    for subject, sequence in rows.execute(select(free_numbers).order_by(*order)):
        free.setdefault(subject, []).append(sequence)
    return free


def _use(rows: Connection, subject: str, sequence: int) -> None:
    of_stream = free_numbers.c.subject == subject
    rows.execute(free_numbers.delete().where(of_stream, free_numbers.c.sequence == sequence))


def _sealed(draft: dict[str, Any], identity: Identity, generation: int) -> dict[str, Any]:
    parts = read_envelope(draft["parts"]).parts
    members = orjson.loads(draft["draft"])
    expires = members.pop("expirytime")
    event = Event(
        **members | {"time": parse_time(members["time"])},
        source=identity.participant,
        hubid=identity.hubid,
        sequence=draft["sequence"],
        generation=generation,
        expirytime=None if expires is None else parse_time(expires),
        parts={part.name: part_digest(part.salt, part.content) for part in parts},
    )
    text = sign_text(identity.signer, Kind.EVENT, encode_event(event))
    return {
        "at": draft["position"],
        "sequence": draft["sequence"],
        "generation": generation,
        "envelope": write_envelope(text, parts),
        "digest": read_jws(text).digest,
    }


_STORE = (
    update(outbox)
    .where(outbox.c.position == bindparam("at"))
    .values(
        state=OutboxState.SEALED,
        sequence=bindparam("sequence"),
        generation=bindparam("generation"),
        envelope=bindparam("envelope"),
        digest=bindparam("digest"),
        due_at=0,
    )
)
