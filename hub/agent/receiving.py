"""Takes deliveries in: verified one by one, stored one frame a transaction.

A delivery that cannot be believed keeps its number, is stored as rejected, raises an
alarm and never reaches a plugin. One of a contract we do not know yet is parked until
`hub.agent.upgrading` takes it up. A contradiction in numbers or digests stops the agent.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, tuple_
from sqlalchemy.dialects.sqlite import insert

from hub.agent.acknowledging import last_delivery
from hub.agent.contradiction import ContradictionError
from hub.agent.identity import Identity
from hub.agent.inbox import UNKNOWN_CONTRACT, InboxState, blocked_streams
from hub.agent.proving import check_head
from hub.agent.session import Session, check_addressee
from hub.agent.store import Store, alarm
from hub.agent.tables import inbox, seen, statements
from hub.contracts import Catalogue
from hub.errors import ContractError, HubError, OrderError
from hub.message.delivery import (
    SNAPSHOT,
    START,
    Delivery,
    Statement,
    check_statement,
    decode_statement,
    read_deliveries,
    running,
)
from hub.message.envelope import Envelope
from hub.message.event import Event
from hub.message.instant import to_microseconds
from hub.message.kinds import Kind
from hub.sdk import Outcome
from hub.trust.directory import Directory
from hub.trust.verify import VerifiedMessage, verify_delivered

Stream = tuple[str, str]
_LOOKUP_COUNT = 400


@dataclass(frozen=True, slots=True)
class _Checked:
    """A delivery and either what it says or why it is not believed."""

    delivery: Delivery
    message: VerifiedMessage | None
    refusal: HubError | None
    unknown_contract: bool = False


class Receiving:
    """The inbox's only writer of new rows."""

    def __init__(
        self, store: Store, identity: Identity, catalogue: Catalogue, session: Session
    ) -> None:
        """Hold the store, who we are, the contracts and whom to believe."""
        self._store = store
        self._identity = identity
        self._catalogue = catalogue
        self._session = session

    def take(self, frame: bytes, now: datetime) -> int:
        """Store what is new in one deliveries frame; returns how many.

        Nothing of it is stored when numbers are missing before it or a newer directory
        is needed to judge it: both are asked for, and the hub keeps everything.

        Raises:
            TrustError: The statement is not the hub's, not for us, or not proved.
            MessageError: The frame does not hold what the statement says.
            ContradictionError: agent.delivery_changed, agent.fork, agent.epoch_changed.
        """
        text, deliveries = read_deliveries(frame)
        statement = decode_statement(self._session.believed(text, Kind.DELIVERIES))
        check_addressee(self._identity, statement.hubid, statement.recipient)
        check_statement(statement, deliveries)
        self._session.heard_of_directory(statement.directory)
        standing = self._session.standing
        standing.last = max(standing.last, statement.last)
        directory = standing.directory
        if directory is None or directory.version < statement.directory:
            return 0
        checkpoint = self._session.opened(statement.staple.checkpoint, statement.epoch)
        check_head(statement, checkpoint)
        checked = [self._checked(one, directory) for one in self._unknown(deliveries)]
        with self._store.transaction() as rows:
            self._session.check_epoch(rows, statement.epoch)
            self._session.checkpoints.follow(rows, checkpoint, statement.staple)
            number, link = last_delivery(rows)
            _check_known(rows, statement, deliveries, number)
            new = [one for one in checked if one.delivery.number > number]
            if not new or new[0].delivery.number != number + 1:
                return 0
            self._store_new(rows, new, link, to_microseconds(now))
            kept = {"first": statement.first, "last": statement.last, "text": text}
            rows.execute(statements.insert(), kept)
        return len(new)

    def _unknown(self, deliveries: list[Delivery]) -> list[Delivery]:
        """Verify outside the transaction, and only what can be new."""
        with self._store.reading() as rows:
            number, _ = last_delivery(rows)
        if deliveries[0].number > number + 1:
            return []
        return [one for one in deliveries if one.number > number]

    def _checked(self, delivery: Delivery, directory: Directory) -> _Checked:
        try:
            message = verify_delivered(
                delivery.envelope, directory, self._identity.hubid, delivery.admitted_at
            )
            unknown = message.event.contract not in self._catalogue
            if not unknown:
                check_body(message.event, message.envelope, self._catalogue)
        except HubError as error:
            return _Checked(delivery, None, error)
        return _Checked(delivery, message, None, unknown)

    def _store_new(self, rows: Connection, new: list[_Checked], link: bytes, now_us: int) -> None:
        streams = {_stream(one.message) for one in new if one.message is not None}
        highest, blocked = _highest(rows, streams), blocked_streams(rows)
        stored = []
        for one in new:
            delivery = one.delivery
            admitted_us = to_microseconds(delivery.admitted_at)
            link = running(link, delivery.number, delivery.index, admitted_us, delivery.digest)
            row = _row(delivery, admitted_us, link)
            try:
                row |= _believed(one, highest, blocked)
            except HubError as error:
                about = f"delivery {delivery.number}"
                alarm(rows, now_us, "agent.delivery_rejected", about, f"{error.code}: {error.text}")
                row |= rejected(error)
            stored.append(row)
        rows.execute(inbox.insert(), stored)
        _remember_highest(
            rows, {stream: highest[stream] for stream in streams if stream in highest}
        )


def check_body(event: Event, envelope: Envelope, catalogue: Catalogue) -> None:
    """Require what came to fit the contract; what was withheld from us is not missed.

    Raises:
        ContractError: contract.body_invalid, contract.unknown.
    """
    contract = catalogue.get(event.contract)
    present = {part.name: part.content for part in envelope.parts}
    withheld = event.parts.keys() - present.keys()
    problems = [
        problem
        for problem in contract.problems(present)
        if problem.path.partition("/")[0] not in withheld
    ]
    if problems:
        raise ContractError(
            "contract.body_invalid", f"the body breaks {contract.ref}", problems=problems
        )


def _stream(message: VerifiedMessage) -> Stream:
    return message.event.source, message.event.subject


def _row(delivery: Delivery, admitted_us: int, link: bytes) -> dict[str, Any]:
    return {
        "number": delivery.number,
        "ledger_index": delivery.index,
        "admitted_at": admitted_us,
        "snapshot": bool(delivery.flags & SNAPSHOT),
        "envelope": delivery.envelope,
        "digest": delivery.digest,
        "running": link,
    }


def _believed(one: _Checked, highest: dict[Stream, int], blocked: set[Stream]) -> dict[str, Any]:
    """Check the order and give the row's members that the event states."""
    if one.message is None:
        raise one.refusal or OrderError("order.unknown", "not verified")
    event, stream = one.message.event, _stream(one.message)
    if not one.delivery.flags & SNAPSHOT:
        if event.sequence <= highest.get(stream, 0):
            raise OrderError("order.stale", f"sequence {event.sequence} comes after a later one")
        highest[stream] = event.sequence
    state = InboxState.WAITING if stream in blocked else InboxState.NEW
    if one.unknown_contract:
        state = InboxState.PARKED
        blocked.add(stream)
    return {
        "source": event.source,
        "id": event.id,
        "subject": event.subject,
        "sequence": event.sequence,
        "contract": event.contract,
        "state": state,
        "outcome": None,
        "reason": UNKNOWN_CONTRACT if one.unknown_contract else "",
    }


def rejected(error: HubError) -> dict[str, Any]:
    """Give the members of a row that is not believed: nothing it says is repeated."""
    return {
        "source": "",
        "id": "",
        "subject": "",
        "sequence": 0,
        "contract": "",
        "state": InboxState.REJECTED,
        "outcome": Outcome.REJECTED,
        "reason": error.code,
    }


def _check_known(
    rows: Connection, statement: Statement, deliveries: list[Delivery], number: int
) -> None:
    """Compare what is delivered again with what is stored.

    Raises:
        ContradictionError: agent.delivery_changed: another message under a known number;
            agent.fork: another history before it.
    """
    known = [one for one in deliveries if one.number <= number]
    first = statement.first
    if first <= number + 1:
        before = rows.scalar(select(inbox.c.running).where(inbox.c.number == first - 1))
        if (before or START) != statement.before:
            raise ContradictionError("agent.fork", f"the hub tells another history before {first}")
    if not known:
        return
    found = rows.execute(
        select(inbox.c.number, inbox.c.digest).where(
            inbox.c.number.between(known[0].number, known[-1].number)
        )
    )
    stored: dict[int, bytes] = {row.number: row.digest for row in found}
    for one in known:
        if stored.get(one.number) != one.digest:
            raise ContradictionError(
                "agent.delivery_changed", f"delivery {one.number} came again with another message"
            )


def _highest(rows: Connection, streams: set[Stream]) -> dict[Stream, int]:
    listed = sorted(streams)
    highest: dict[Stream, int] = {}
    for start in range(0, len(listed), _LOOKUP_COUNT):
        chunk = listed[start : start + _LOOKUP_COUNT]
        found = rows.execute(select(seen).where(tuple_(seen.c.source, seen.c.subject).in_(chunk)))
        highest.update({(source, subject): sequence for source, subject, sequence in found})
    return highest


def _remember_highest(rows: Connection, highest: dict[Stream, int]) -> None:
    if not highest:
        return
    statement = insert(seen)
    rows.execute(
        statement.on_conflict_do_update(
            index_elements=["source", "subject"],
            set_={"sequence": func.max(seen.c.sequence, statement.excluded.sequence)},
        ),
        [
            {"source": source, "subject": subject, "sequence": sequence}
            for (source, subject), sequence in highest.items()
        ],
    )
