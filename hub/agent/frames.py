"""Tells the hub's frames apart and has each taken by who knows it.

A frame that cannot be believed raises an alarm and is dropped: the hub keeps everything
and the next head shows what is missing. One whose checkpoint is not yet proved to be of the
history waits in memory until the hub has proved it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hub.agent.checkpoints import GapError
from hub.agent.contradiction import ContradictionError
from hub.agent.identity import Pace
from hub.agent.proving import ReceiptProof
from hub.agent.receiving import Receiving
from hub.agent.session import Session, check_addressee
from hub.agent.settling import Settlement, Settling
from hub.agent.store import Store, alarm
from hub.errors import MessageError, TrustError
from hub.message.delivery import is_deliveries
from hub.message.instant import to_microseconds
from hub.message.jws import read_jws
from hub.message.kinds import Kind
from hub.message.limits import MAX_DIRECTORY_BYTES
from hub.message.receipt import decode_receipt
from hub.message.request import Verb

# These say nothing against the frame: what is missing is asked for.
_QUIET = frozenset({"agent.directory_missing"})
_REOPEN_COUNT = 1
_WAITING_COUNT = 64


@dataclass(frozen=True, slots=True)
class Taken:
    """What a frame brought."""

    stored_count: int = 0
    settled_count: int = 0


class Frames:
    """Everything that comes from the hub passes here."""

    def __init__(
        self,
        store: Store,
        session: Session,
        receiving: Receiving,
        proof: ReceiptProof,
        pace: Pace,
    ) -> None:
        """Hold who takes what."""
        self._proof = proof
        self._waiting: list[bytes] = []
        self._store = store
        self._session = session
        self._receiving = receiving
        self._settling = Settling(pace)
        self._reopened_count = 0
        self._by_kind: dict[Kind, Callable[[bytes, datetime], Taken]] = {
            Kind.RECEIPT: self._receipt,
            Kind.HEAD: self._head,
            Kind.WELCOME: self._welcome,
            Kind.DIRECTORY: self._directory,
            Kind.CONSISTENCY: self._consistency,
        }

    def take(self, frame: bytes, now: datetime) -> Taken:
        """Take one frame.

        Raises:
            ContradictionError: The hub contradicts what it said before.
            TransportError: The database is away; the frame was not taken.
        """
        try:
            return self._take(frame, now)
        except ContradictionError:
            raise
        except GapError as gap:
            self._wait(frame, gap)
            return Taken()
        except (MessageError, TrustError) as error:
            if error.code == "trust.unknown_key":
                self._session.doubts = True
            if error.code not in _QUIET:
                with self._store.transaction() as rows:
                    at = to_microseconds(now)
                    alarm(rows, at, "agent.frame_refused", error.code, error.text)
            return Taken()

    def _queue_up(self) -> None:
        """Let what is proved wait behind what waits, so that their order stays.

        Raises:
            GapError: The gap they wait for.
        """
        if self._waiting and self._session.checkpoints.gap is not None:
            raise self._session.checkpoints.gap

    def _wait(self, frame: bytes, gap: GapError) -> None:
        """Keep a frame until the first gap is closed; what does not fit comes again."""
        if self._session.checkpoints.gap is None:
            self._session.checkpoints.gap = gap
        if len(self._waiting) < _WAITING_COUNT:
            self._waiting.append(frame)

    def _consistency(self, frame: bytes, now: datetime) -> Taken:
        if not self._session.take_consistency(frame):
            return Taken()
        waiting, self._waiting = self._waiting, []
        taken = [self.take(one, now) for one in waiting]
        return Taken(
            sum(one.stored_count for one in taken), sum(one.settled_count for one in taken)
        )

    def _take(self, frame: bytes, now: datetime) -> Taken:
        if is_deliveries(frame):
            self._queue_up()
            stored = self._receiving.take(frame, now)
            if stored:
                self._session.answered(Verb.PULL)
            return Taken(stored_count=stored)
        cty = read_jws(frame, MAX_DIRECTORY_BYTES).header.cty
        take = self._by_kind.get(Kind(cty))
        if take is None:
            raise TrustError("trust.wrong_kind", "a kind of text that a hub does not send")
        return take(frame, now)

    def _receipt(self, frame: bytes, now: datetime) -> Taken:
        self._queue_up()
        receipt = decode_receipt(self._session.believed(frame, Kind.RECEIPT))
        check_addressee(self._session.identity, receipt.hubid, receipt.recipient)
        staple, seen = receipt.staple, None
        if staple is not None:
            seen = self._session.opened(staple.checkpoint, receipt.epoch)
        with self._store.transaction() as rows:
            self._session.check_epoch(rows, receipt.epoch)
            self._proof.check(rows, receipt, seen)
            if staple is not None and seen is not None:
                self._session.checkpoints.follow(rows, seen, staple)
            settled = self._settling.apply(rows, receipt, to_microseconds(now), frame)
        self._fenced(settled)
        return Taken(settled_count=settled.admitted_count + settled.refused_count)

    def _fenced(self, settled: Settlement) -> None:
        """Ask once for a newer generation; when that is fenced too, somebody else signs as us.

        Raises:
            ContradictionError: agent.fenced.
        """
        generation = self._session.standing.generation
        if generation == 0 or settled.fenced < generation:
            return
        if self._reopened_count >= _REOPEN_COUNT:
            raise ContradictionError(
                "agent.fenced",
                "another agent of this participant is running; stop one of them",
            )
        self._reopened_count += 1
        self._session.open_again()

    def _head(self, frame: bytes, now: datetime) -> Taken:
        self._session.take_head(frame, now)
        return Taken()

    def _welcome(self, frame: bytes, now: datetime) -> Taken:
        self._session.take_welcome(frame, now)
        return Taken()

    def _directory(self, frame: bytes, _now: datetime) -> Taken:
        self._session.take_directory(frame)
        return Taken()
