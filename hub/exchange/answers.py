"""Owns the results of one call to admit, collected by submission until they are signed."""

from collections.abc import Sequence
from dataclasses import dataclass

from hub.errors import MessageError
from hub.exchange.model import AckCandidate, Candidate, Checked, Refused, Submission, Unsound
from hub.exchange.results import unsound_result
from hub.exchange.writer import Writer
from hub.message.bundle import read_bundle
from hub.message.receipt import Result


@dataclass(frozen=True, slots=True)
class Unit:
    """One envelope of one submission; `broken` when the bundle itself could not be read."""

    place: int
    position: int
    envelope: bytes
    broken: Unsound | None = None


def units_of(submissions: Sequence[Submission]) -> list[Unit]:
    """Take all bundles apart, in arrival order."""
    return [
        unit for place, submission in enumerate(submissions) for unit in _units(place, submission)
    ]


def _units(place: int, submission: Submission) -> list[Unit]:
    try:
        envelopes = read_bundle(submission.bundle)
    except MessageError as error:
        refused = Refused(error.code, error.problems)
        broken = Unsound(refused, submission.bundle, None, error.text)
        return [Unit(place, 0, submission.bundle, broken)]
    return [Unit(place, position, raw) for position, raw in enumerate(envelopes)]


class Answers:
    """Who is told what.

    Args:
        submissions: The call's submissions, in order.
    """

    def __init__(self, submissions: Sequence[Submission]) -> None:
        self._results: list[list[tuple[str | None, Result]]] = [[] for _ in submissions]
        self.unsound: list[tuple[int, Unsound]] = []
        self.writers: list[Writer] = []
        self._senders = [submission.sender or "" for submission in submissions]
        self._sources: dict[int, str] = {}

    def take(self, unit: Unit, item: Checked, results: Sequence[Result]) -> None:
        """Keep the results of one envelope."""
        source: str | None = None
        match item:
            case Candidate():
                source = item.event.source
            case AckCandidate():
                source = item.ack.source
            case Unsound():
                self.unsound.append((unit.place, item))
                results = [unsound_result(item, unit.position)]
        if source is not None:
            self._sources.setdefault(unit.place, source)
        self._results[unit.place] += [(source, result) for result in results]

    def told(self, place: int) -> dict[str, list[Result]]:
        """Group the results of a submission by who may read them, the addressee first.

        A verified signer is told of its own messages alone, whoever put them together; what
        nobody signed soundly is told to the addressee.
        """
        addressee = self.addressee(place)
        told: dict[str, list[Result]] = {addressee: []}
        for source, result in self._results[place]:
            told.setdefault(addressee if source is None else source, []).append(result)
        return told

    def sender(self, place: int) -> str:
        """Name what the transport said of a submission."""
        return self._senders[place]

    def unverified(self) -> frozenset[int]:
        """Tell in which submissions no signature was good; a defect of ours is nobody's fault."""
        places = {place for place, item in self.unsound if item.refused.code != "hub.defect"}
        return frozenset(places - self._sources.keys())

    def addressee(self, place: int) -> str:
        """Name who gets the answer: a verified signer before what the transport said."""
        return self._sources.get(place) or self._senders[place]
