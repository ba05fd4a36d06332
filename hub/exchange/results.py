"""Owns how a decision is told to the sender: one result per message, by the refusal table."""

from datetime import datetime

from hub.exchange.model import AckCandidate, Candidate, Refused, Unsound
from hub.exchange.ports import HeldRow, Known, Standing
from hub.exchange.problems import decode_problems
from hub.message.instant import from_microseconds
from hub.message.receipt import Result, Status
from hub.message.refusal import REFUSALS


def admitted(
    candidate: Candidate | AckCandidate, index: int, at: datetime, directory: int
) -> Result:
    """Tell that a message is in the ledger."""
    return Result(
        id=_id(candidate),
        digest=candidate.digest,
        status=Status.ADMITTED,
        index=index,
        at=at,
        directory=directory,
    )


def held(candidate: Candidate, missing: tuple[int, int]) -> Result:
    """Tell that a message waits, and for which numbers of its stream."""
    return Result(
        id=candidate.event.id, digest=candidate.digest, status=Status.HELD, missing=missing
    )


def refused_result(
    candidate: Candidate | AckCandidate | HeldRow,
    refused: Refused,
    *,
    index: int | None = None,
    at: datetime | None = None,
    directory: int | None = None,
) -> Result:
    """Tell a refusal: code, every problem, whether the number is used, whether to try again."""
    rule = REFUSALS[refused.code]
    return Result(
        id=_id(candidate),
        digest=candidate.digest,
        status=Status.REFUSED,
        index=index,
        at=at,
        directory=directory,
        code=refused.code,
        uses_number=rule.uses_number,
        again=rule.again,
        problems=refused.problems,
    )


def unsound_result(unsound: Unsound, position: int) -> Result:
    """Tell the refusal of bytes without a good signature, by their place in the bundle."""
    rule = REFUSALS[unsound.refused.code]
    return Result(
        id=None,
        digest=unsound.digest,
        status=Status.REFUSED,
        code=unsound.refused.code,
        uses_number=False,
        again=rule.again,
        problems=unsound.refused.problems,
        position=position,
    )


def known_result(known: Known) -> Result:
    """Repeat the answer of the first time; what else is in the entry is read where it is told."""
    at = from_microseconds(known.at_us)
    if known.standing is Standing.ADMITTED:
        return Result(
            id=known.id, digest=known.digest, status=Status.ADMITTED, index=known.index, at=at
        )
    rule = REFUSALS[known.code]
    return Result(
        id=known.id,
        digest=known.digest,
        status=Status.REFUSED,
        index=known.index,
        at=at,
        code=known.code,
        uses_number=rule.uses_number,
        again=rule.again,
        problems=decode_problems(known.problems),
    )


def _id(candidate: Candidate | AckCandidate | HeldRow) -> str:
    match candidate:
        case Candidate():
            return candidate.event.id
        case AckCandidate():
            return candidate.ack.id
        case HeldRow():
            return candidate.id
