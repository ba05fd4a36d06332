"""Owns the decision on acknowledgements: numbered by their signer, proving the bytes they name.

An acknowledgement that names a number, digest or running hash its signer was not sent is refused;
the first outcome of a delivery stands.
"""

from hub.exchange.model import AckCandidate, Refused
from hub.exchange.ports import AdmissionTransaction, OutcomeRow, SentRow, Session
from hub.exchange.results import admitted, known_result, refused_result
from hub.exchange.state import AdmissionState
from hub.exchange.writer import Writer
from hub.message.instant import from_microseconds
from hub.message.receipt import Result


class Acknowledging:
    """Decides a batch's acknowledgements in arrival order.

    Args:
        tx: For what was sent and which outcomes are known.
        state: Ids and sessions of the batch.
        writer: Takes the rows.
    """

    def __init__(self, tx: AdmissionTransaction, state: AdmissionState, writer: Writer) -> None:
        self._tx = tx
        self._state = state
        self._writer = writer
        self._given: set[tuple[str, int]] = set()

    def take(self, candidate: AckCandidate) -> Result:
        """Decide one acknowledgement."""
        ack = candidate.ack
        known = self._state.known.get((ack.source, ack.id))
        if known is not None:
            if known.signing_digest != candidate.signing_digest:
                return refused_result(candidate, Refused("order.id_reused"))
            return known_result(known)
        session = self._state.sessions.get(ack.source, Session())
        early = _untimely(candidate, session)
        if early is not None:
            return refused_result(candidate, early)
        return self._at_its_turn(candidate, session)

    def _at_its_turn(self, candidate: AckCandidate, session: Session) -> Result:
        ack, at = candidate.ack, from_microseconds(self._writer.at_us)
        self._state.sessions[ack.source] = Session(
            session.generation, session.opened_us, ack.sequence
        )
        refused = self._wrong(candidate)
        if refused is not None:
            self._writer.batch.ack_sequences[ack.source] = (ack.sequence, 0)
            row = self._writer.refusal(candidate, refused)
            directory = self._writer.since.directory_version
            return refused_result(candidate, refused, index=row.index, at=at, directory=directory)
        index = self._writer.acknowledgement(candidate)
        self._writer.batch.ack_sequences[ack.source] = (ack.sequence, ack.delivered)
        self._keep_outcomes(candidate, index)
        return admitted(candidate, index, at, self._writer.since.directory_version)

    def _wrong(self, candidate: AckCandidate) -> Refused | None:
        ack = candidate.ack
        numbers = {item.number for item in ack.applied} | {ack.delivered} - {0}
        sent = {row.number: row for row in self._tx.sent(ack.source, numbers)}
        if ack.delivered and not _same_running(sent.get(ack.delivered), ack.running):
            return Refused("ack.not_sent")
        for item in ack.applied:
            row = sent.get(item.number)
            if row is None or row.index != item.index or row.digest != item.digest:
                return Refused("ack.not_sent")
        return None

    def _keep_outcomes(self, candidate: AckCandidate, index: int) -> None:
        ack = candidate.ack
        given = set(self._tx.outcomes(ack.source, {item.number for item in ack.applied}))
        for item in ack.applied:
            if item.number in given or (ack.source, item.number) in self._given:
                continue
            self._given.add((ack.source, item.number))
            self._writer.batch.outcomes.append(
                OutcomeRow(
                    recipient=ack.source,
                    number=item.number,
                    index=item.index,
                    outcome=item.outcome,
                    reason=item.reason or "",
                    ack_index=index,
                )
            )


def _untimely(candidate: AckCandidate, session: Session) -> Refused | None:
    if candidate.ack.generation != session.generation:
        return Refused("order.generation_fenced")
    if candidate.ack.sequence <= session.ack_sequence:
        return Refused("order.stale")
    if candidate.ack.sequence > session.ack_sequence + 1:
        return Refused("order.ack_gap")
    return None


def _same_running(row: SentRow | None, running: bytes) -> bool:
    return row is not None and row.running == running
