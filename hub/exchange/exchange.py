"""Owns the hub's front: admit submissions, answer requests, tell heads.

The stateless work runs outside the lock; one transaction then admits a whole batch; receipts and
deliveries leave only after its commit. Publishing is best effort: numbered rows are the outbox.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.contracts.catalogue import Catalogue
from hub.errors import LedgerError, TransportError
from hub.exchange.acknowledge import Acknowledging
from hub.exchange.admission import Admission
from hub.exchange.answers import Answers, Unit, units_of
from hub.exchange.check import Checker
from hub.exchange.frames import Frames
from hub.exchange.model import (
    AckCandidate,
    Answered,
    Candidate,
    Checked,
    Outgoing,
    Refused,
    Submission,
    Unsound,
)
from hub.exchange.notary import Notary
from hub.exchange.ports import AdmissionTransaction, HeadRow, HubStore, QuarantineRow
from hub.exchange.prover import Prover
from hub.exchange.requests import Requests
from hub.exchange.routing import Router
from hub.exchange.state import AdmissionState
from hub.exchange.telling import Telling
from hub.exchange.writer import Writer
from hub.message.instant import from_microseconds, to_microseconds
from hub.message.receipt import Result
from hub.message.request import Request
from hub.trust.directory import Directory
from hub.trust.keys import Signer
from hub.trust.verify import verify_request

Decided = tuple[Unit, Checked, Sequence[Result]]
DEFECT = "hub.defect"
OpenDirectory = Callable[[bytes], Directory]


@dataclass(frozen=True, slots=True)
class _View:
    """One version of the directory and what follows from it, replaced as a whole.

    Several threads admit at once: what was checked under one view is decided under the same, or
    checked again when the lock shows a newer version.
    """

    text: bytes
    directory: Directory
    checker: Checker
    router: Router
    frames: Frames


class Exchange:
    """One hub's exchange over a store.

    Args:
        store: Where everything is kept.
        catalogue: The contracts in force.
        signer: The hub's key for receipts, statements, heads and checkpoints.
        open_directory: Verifies a stored directory against the pinned root.
        clock: Aware UTC now; bounds keys and the future only, admission has the store's clock.
    """

    def __init__(  # noqa: PLR0913 - the ports of the whole exchange, named at the one call
        self,
        *,
        store: HubStore,
        catalogue: Catalogue,
        signer: Signer,
        open_directory: OpenDirectory,
        clock: Callable[[], datetime],
        hubid: str,
    ) -> None:
        self._store = store
        self._catalogue = catalogue
        self._signer = signer
        self._open_directory = open_directory
        self._clock = clock
        self._hubid = hubid
        self._epoch = store.epoch()
        self._notary = Notary(signer, hubid)
        self._prover = Prover(store)
        self._view = self._loaded()

    def _loaded(self) -> _View:
        """Read the directory in force and make everything that follows from it."""
        text = self._store.directory_text()
        directory = self._open_directory(text)
        self._view = _View(
            text,
            directory,
            Checker(self._catalogue, directory, self._hubid),
            Router(directory),
            Frames(self._signer, self._hubid, self._epoch, directory.version),
        )
        return self._view

    def _current(self) -> _View:
        view = self._view
        return view if self._store.directory_version() == view.directory.version else self._loaded()

    def current_directory(self) -> Directory:
        """Read the participants as of now."""
        return self._current().directory

    # -- submissions ---------------------------------------------------------------------------

    def admit(self, submissions: Sequence[Submission]) -> Answered:
        """Admit a batch of submissions; content never raises.

        Raises:
            TransportError: The database is away; nothing is settled, try the same again.
            LedgerError: The ledger contradicts itself; admission stops.
        """
        answers = Answers(submissions)
        self._admit(units_of(submissions), answers)
        self._quarantine(answers)
        return self._answered(answers, len(submissions))

    def _admit(self, units: Sequence[Unit], answers: Answers) -> None:
        try:
            writer, decided = self._transaction(units)
        except (TransportError, LedgerError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not stop the rest
            # A defect of ours met something in this batch: find it, so that it harms no neighbour.
            if len(units) == 1:
                refused = Refused(DEFECT)
                unsound = Unsound(refused, units[0].envelope, None, type(error).__name__)
                answers.take(units[0], unsound, ())
                return
            middle = len(units) // 2
            self._admit(units[:middle], answers)
            self._admit(units[middle:], answers)
            return
        if writer is not None:
            answers.writers.append(writer)
        for unit, item, results in decided:
            answers.take(unit, item, results)

    def _transaction(self, units: Sequence[Unit]) -> tuple[Writer | None, list[Decided]]:
        view = self._view
        checked = self._check(view, units)
        if _nothing_to_decide(checked) and self._current() is view:
            return None, [(unit, item, ()) for unit, item in zip(units, checked, strict=True)]
        with self._store.admission() as tx:
            tail = tx.tail()
            if tail.directory_version != view.directory.version:
                view = self._loaded()
                checked = self._check(view, units)
            writer = Writer(tail, self._hubid)
            decided = self._decide(tx, view, writer, list(zip(units, checked, strict=True)))
            if not writer.batch.empty:
                writer.told = tx.told(writer.addressees)
                tx.write(writer.batch, writer.finish(self._notary))
        self._prover.learn(writer)
        return writer, decided

    def _check(self, view: _View, units: Sequence[Unit]) -> list[Checked]:
        at = self._clock()
        return [unit.broken or view.checker.check(unit.envelope, at) for unit in units]

    def _decide(
        self,
        tx: AdmissionTransaction,
        view: _View,
        writer: Writer,
        checked: Sequence[tuple[Unit, Checked]],
    ) -> list[Decided]:
        at = from_microseconds(writer.at_us)
        state = AdmissionState(
            tx,
            writer.since,
            [item for _, item in checked if isinstance(item, Candidate)],
            [item for _, item in checked if isinstance(item, AckCandidate)],
            lambda row: view.checker.check(row.envelope, at, held=True),
        )
        admission = Admission(state, view.router, writer)
        acknowledging = Acknowledging(tx, state, writer)
        decided: list[Decided] = []
        for unit, item in checked:
            match item:
                case Candidate():
                    decided.append((unit, item, admission.take(item)))
                case AckCandidate():
                    decided.append((unit, item, [acknowledging.take(item)]))
                case Unsound():
                    decided.append((unit, item, ()))
        if writer.recipients:
            writer.number(tx.heads(writer.recipients))
        return decided

    def _quarantine(self, answers: Answers) -> None:
        """Keep what nobody can be answered for, and what our own defect stumbled over.

        One row for a submission of a stranger, however many envelopes it has.
        """
        known = self._view.directory.participants
        at_us = to_microseconds(self._clock())
        rows: list[QuarantineRow] = []
        kept: set[int] = set()
        for place, unsound in answers.unsound:
            code = unsound.refused.code
            if code != DEFECT:
                if place in kept or answers.addressee(place) in known:
                    continue
                kept.add(place)
            sender, content = answers.sender(place), unsound.content
            rows.append(QuarantineRow(at_us, sender, code, unsound.detail, content))
        if rows:
            self._store.quarantine(rows)

    def _answered(self, answers: Answers, count: int) -> Answered:
        view = self._view
        telling = self._telling(view)
        known = view.directory.participants
        texts: list[bytes] = []
        receipts: list[Outgoing] = []
        for place in range(count):
            answer = b""
            for addressee, results in answers.told(place).items():
                signed = telling.receipts(addressee or "unknown", results, answers.writers)
                answer = answer or (signed[0] if signed else b"")
                if addressee in known:
                    receipts += [Outgoing(addressee, text) for text in signed]
            texts.append(answer)
        pushes = tuple(push for writer in answers.writers for push in telling.pushes(writer))
        return Answered(tuple(texts), tuple(receipts), pushes, answers.unverified())

    def _telling(self, view: _View) -> Telling:
        return Telling(self._store, self._prover, view.frames, self._clock())

    # -- requests ------------------------------------------------------------------------------

    def answer(self, request: bytes) -> tuple[str, tuple[bytes, ...]]:
        """Answer an agent's signed request.

        Returns:
            The participant it came from, and the frames for it.

        Raises:
            MessageError: Not a request.
            TrustError: Unknown key, bad signature, wrong hub, too old, or replayed.
            TransportError: The database is away.
        """
        view = self._current()
        return self._requests(view).answer(request, view.text)

    def _requests(self, view: _View) -> Requests:
        telling = self._telling(view)
        return Requests(self._store, view.directory, view.frames, telling, self._clock())

    def asking(self, request: bytes) -> Request:
        """Verify a request without answering it, for links that answer otherwise.

        Raises:
            MessageError, TrustError: As for `answer`.
        """
        directory = self.current_directory()
        return verify_request(request, directory, self._hubid, self._clock()).request

    def deliveries_after(
        self, participant: str, after: int, limit: int = 256, known: int = 0
    ) -> bytes | None:
        """Frame a participant's deliveries after a number; ``None`` when there are none yet.

        Args:
            known: Size of the checkpoint it has, from which growth is to be proved.
        """
        return self._requests(self._current()).pulled(participant, after, limit, known)

    def heads(self, wanted: Callable[[HeadRow], bool] = lambda _head: True) -> tuple[Outgoing, ...]:
        """Tell recipients their last number, signed.

        Args:
            wanted: Chooses whom to tell; by default everyone.
        """
        frames = self._current().frames
        at = self._clock()
        return tuple(
            Outgoing(row.recipient, frames.head(row, at))
            for row in self._store.heads()
            if wanted(row)
        )


def _nothing_to_decide(checked: Sequence[Checked]) -> bool:
    """Tell whether no signature was good: then nobody has to wait for the lock."""
    return all(isinstance(item, Unsound) for item in checked)
