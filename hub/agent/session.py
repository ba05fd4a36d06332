"""The agent's standing with the hub: directory, generation, and how far the hub says we are.

Everything the hub says is verified here before it counts: the directory by the pinned
root, all else by a key of the hub in that directory.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select

from hub.agent.acknowledging import last_delivery
from hub.agent.checkpoints import Checkpoints, Seen
from hub.agent.contradiction import ContradictionError
from hub.agent.identity import Identity, Pace
from hub.agent.outbox import send_all_at_once
from hub.agent.settling import raise_stream
from hub.agent.store import (
    ACKNOWLEDGEMENT_SEQUENCE,
    DIRECTORY,
    EPOCH,
    GENERATION,
    Store,
    alarm,
    remember,
    remembered,
    remembered_number,
)
from hub.agent.tables import contradictions, inbox
from hub.errors import TrustError
from hub.message.delivery import START
from hub.message.head import Head, Welcome, decode_head, decode_welcome
from hub.message.instant import to_microseconds
from hub.message.kinds import Kind
from hub.message.limits import REQUEST_CLOCK_S
from hub.message.request import Request, Verb, encode_request
from hub.message.staple import decode_consistency
from hub.trust.directory import Directory, ParticipantRecord, open_directory
from hub.trust.keys import sign_text
from hub.trust.note import cosign, read_note, witness_name
from hub.trust.verify import verify_hub_text

_CLOCKS_US = REQUEST_CLOCK_S * 1_000_000
"""How far the clocks of a hub's processes may be apart."""


@dataclass(slots=True)
class Standing:
    """What this run of the agent knows of the hub.

    Attributes:
        directory: The newest directory verified; None before the first.
        generation: Given by the hub to this run; 0 before the welcome.
        last: The highest delivery number the hub claims.
        newest_directory: The highest directory version the hub claims.
    """

    directory: Directory | None = None
    generation: int = 0
    last: int = 0
    newest_directory: int = 0


class Session:
    """Asks and believes: requests out, directory, welcome and heads in."""

    def __init__(
        self, store: Store, identity: Identity, pace: Pace, *, witness: bool = False
    ) -> None:
        """Take up where the last run of this agent ended."""
        self.checkpoints = Checkpoints(identity)
        self._witness = witness
        self._cosigned_size = 0
        self._store = store
        self.identity = identity
        self._pace = pace
        self._asked_at_us: dict[Verb, int] = {}
        self._heard_at_us = 0
        self.doubts = False  # a key of the hub is unknown: is there a newer directory?
        self.standing = Standing()
        with store.reading() as rows:
            text = remembered(rows, DIRECTORY)
        if text is not None:
            self._use(open_directory(text, identity.root_keys))

    @property
    def record(self) -> ParticipantRecord | None:
        """This participant as the directory has it; None when it is not there."""
        directory = self.standing.directory
        return None if directory is None else directory.participants.get(self.identity.participant)

    def wanted(self, stored: int, now: datetime, *, pulls: bool) -> Verb | None:
        """What must be asked next; None when nothing is open.

        Args:
            stored: The last delivery number stored.
            pulls: Whether the link pulls by itself.
        """
        standing = self.standing
        directory = standing.directory
        if directory is None or standing.newest_directory > directory.version or self.doubts:
            return Verb.DIRECTORY
        if standing.generation == 0:
            return Verb.OPEN
        if self.checkpoints.gap is not None:
            return Verb.CONSISTENCY
        if standing.last > stored and not pulls:
            return Verb.PULL
        silent_us = to_microseconds(now) - self._heard_at_us
        if silent_us >= self._pace.head_s * 1_000_000:
            return Verb.HEAD
        return Verb.COSIGN if self._witness and self.newest_size() > self._cosigned_size else None

    def newest_size(self) -> int:
        """Tell the size of the newest checkpoint of the ledger; 0 before the first."""
        with self._store.reading() as rows:
            newest = self.checkpoints.newest(rows)
        return 0 if newest is None else newest.size

    def ask(self, verb: Verb, now: datetime, after: int = 0) -> bytes | None:
        """Sign a request, unless the same one went out a moment ago."""
        now_us = to_microseconds(now)
        last = self._asked_at_us.get(verb)
        if last is not None and now_us - last < self._pace.request_s * 1_000_000:
            return None
        self._asked_at_us[verb] = now_us
        return self.sign(verb, now, after)

    def sign(self, verb: Verb, now: datetime, after: int = 0, wait_s: int | None = None) -> bytes:
        """Sign a request."""
        request = Request(
            id=self.identity.new_id(now),
            source=self.identity.participant,
            hubid=self.identity.hubid,
            time=now,
            verb=verb,
            wait_s=wait_s,
        )
        match verb:
            case Verb.PULL:
                request = replace(request, after=after, size=self.newest_size())
            case Verb.CONSISTENCY:
                old, new = self.checkpoints.asks(request.id)
                request = replace(request, from_size=old, to_size=new)
            case Verb.COSIGN:
                request = self._cosigning(request, now)
        return sign_text(self.identity.signer, Kind.REQUEST, encode_request(request))

    def _cosigning(self, request: Request, now: datetime) -> Request:
        """Sign the newest checkpoint as a witness: it was proved to be of one history."""
        with self._store.reading() as rows:
            newest = self.checkpoints.newest(rows)
        if newest is None:
            return request
        identity = self.identity
        name = witness_name(identity.hubid, identity.participant)
        text = read_note(newest.text.encode()).text
        line = cosign(identity.signer, name, text, int(now.timestamp()))
        self._cosigned_size = newest.size
        return replace(request, size=newest.size, cosignature=line.decode())

    def answered(self, verb: Verb) -> None:
        """An answer came: the same may be asked again at once."""
        self._asked_at_us.pop(verb, None)

    def open_again(self) -> None:
        """Ask for a new generation: the hub says ours is an old one."""
        self.standing.generation = 0

    def believed(self, text: bytes, kind: Kind) -> bytes:
        """Verify what the hub signed, giving the payload.

        Raises:
            TrustError: It is not the hub's, or there is no directory yet to tell by.
        """
        if self.standing.directory is None:
            raise TrustError("agent.directory_missing", "no directory yet; it is asked for")
        return verify_hub_text(text, self.standing.directory, kind)

    def opened(self, checkpoint: str, epoch: int) -> Seen:
        """Verify a checkpoint's signature.

        Raises:
            TrustError: It is not the hub's, or there is no directory yet to tell by.
        """
        if self.standing.directory is None:
            raise TrustError("agent.directory_missing", "no directory yet; it is asked for")
        return self.checkpoints.opened(checkpoint, self.standing.directory, epoch)

    def take_consistency(self, text: bytes) -> bool:
        """Take the answer about how the ledger grew; False when it was not asked.

        Raises:
            ContradictionError: The hub's checkpoints are not of one history.
        """
        said = decode_consistency(self.believed(text, Kind.CONSISTENCY))
        check_addressee(self.identity, said.hubid, said.recipient)
        directory = self.standing.directory
        with self._store.transaction() as rows:
            self.check_epoch(rows, said.epoch)
            taken = directory is not None and self.checkpoints.answered(rows, said, directory)
        if taken:
            self.answered(Verb.CONSISTENCY)
        return taken

    def take_directory(self, text: bytes) -> None:
        """Believe a directory that the pinned root signed, never an older one."""
        directory = open_directory(text, self.identity.root_keys)
        if directory.hubid != self.identity.hubid:
            raise TrustError("trust.wrong_hub", "the directory is another hub's")
        known = self.standing.directory
        self.answered(Verb.DIRECTORY)
        self.doubts = False
        if known is None or directory.version > known.version:
            with self._store.transaction() as rows:
                remember(rows, DIRECTORY, text)
            self._use(directory)

    def _use(self, directory: Directory) -> None:
        self.standing.directory = directory
        newest = max(self.standing.newest_directory, directory.version)
        self.standing.newest_directory = newest

    def take_welcome(self, text: bytes, now: datetime) -> None:
        """Take a generation, never one that was had before."""
        welcome = decode_welcome(self.believed(text, Kind.WELCOME))
        self._take_head(welcome, now)
        with self._store.transaction() as rows:
            if welcome.generation <= remembered_number(rows, GENERATION):
                return
            self._begin(rows, welcome)
        self.standing.generation = welcome.generation
        self.answered(Verb.OPEN)

    def _begin(self, rows: Connection, welcome: Welcome) -> None:
        remember(rows, GENERATION, b"%d" % welcome.generation)
        sequence = max(remembered_number(rows, ACKNOWLEDGEMENT_SEQUENCE), welcome.ack_sequence)
        remember(rows, ACKNOWLEDGEMENT_SEQUENCE, b"%d" % sequence)
        send_all_at_once(rows)
        for subject, last in (welcome.streams or {}).items():
            raise_stream(rows, subject, last)

    def take_head(self, text: bytes, now: datetime) -> None:
        """Learn how far the hub says we are."""
        self._take_head(decode_head(self.believed(text, Kind.HEAD)), now)

    def _take_head(self, head: Head, now: datetime) -> None:
        check_addressee(self.identity, head.hubid, head.recipient)
        with self._store.transaction() as rows:
            self.check_epoch(rows, head.epoch)
            _check_running(rows, head)
        self.standing.last = max(self.standing.last, head.last)
        self.heard_of_directory(head.directory)
        self.answered(Verb.HEAD)
        self._heard_at_us = to_microseconds(now)

    def heard_of_directory(self, version: int) -> None:
        """Remember that the hub speaks of a directory version."""
        self.standing.newest_directory = max(self.standing.newest_directory, version)

    def check_epoch(self, rows: Connection, epoch: int) -> None:
        """Require the epoch this agent has always known.

        Raises:
            ContradictionError: agent.epoch_changed: the hub was restored from a backup.
        """
        known = remembered(rows, EPOCH)
        if known is None:
            remember(rows, EPOCH, b"%d" % epoch)
        elif int(known) != epoch:
            raise ContradictionError(
                "agent.epoch_changed",
                f"the hub was restored (epoch {int(known)} is now {epoch}); reconcile first",
            )

    def stop(self, error: ContradictionError, now: datetime) -> None:
        """Keep in the database why the agent stopped."""
        with self._store.transaction() as rows:
            alarm(rows, to_microseconds(now), error.code, "stopped", error.text)
            if error.notes:
                ours, theirs = error.notes
                rows.execute(
                    contradictions.insert().values(
                        at=to_microseconds(now), code=error.code, ours=ours, theirs=theirs
                    )
                )


def check_addressee(identity: Identity, hubid: str, recipient: str) -> None:
    """Require that the hub speaks to this participant of this hub."""
    if hubid != identity.hubid:
        raise TrustError("trust.wrong_hub", "said by another hub")
    if recipient != identity.participant:
        raise TrustError("trust.wrong_recipient", "said to another participant")


def _check_running(rows: Connection, head: Head) -> None:
    """Compare the hub's head with what is stored at that number.

    Raises:
        ContradictionError: agent.fork: the hub now tells another history;
            agent.history_lost: it has forgotten what it delivered.
    """
    _check_remembered(rows, head)
    if head.last == 0:
        known: bytes | None = START
    elif head.last > last_delivery(rows)[0]:
        return
    else:
        known = rows.scalar(select(inbox.c.running).where(inbox.c.number == head.last))
    if known != head.running:
        raise ContradictionError(
            "agent.fork", f"the hub's head at number {head.last} contradicts what it delivered"
        )


def _check_remembered(rows: Connection, head: Head) -> None:
    """Require that the hub still knows what it delivered some minutes before it spoke.

    A head that was under way for long is as old as its time: it may be lower than what is stored.
    """
    missing = select(inbox.c.admitted_at).where(inbox.c.number == head.last + 1)
    admitted_us = rows.scalar(missing)
    if admitted_us is None or to_microseconds(head.time) - admitted_us < _CLOCKS_US:
        return
    raise ContradictionError(
        "agent.history_lost",
        f"the hub knows {head.last} deliveries and has sent more: was it restored from a backup?",
    )
