"""Owns the values that pass through admission: submissions in, answers out, and what is between."""

from dataclasses import dataclass

from hub.contracts.body import Bodies
from hub.contracts.contract import Contract
from hub.contracts.terms import Cite
from hub.errors import Problem
from hub.message.acknowledgement import Acknowledgement
from hub.message.event import Event


@dataclass(frozen=True, slots=True)
class Submission:
    """One bundle as a link handed it over.

    Attributes:
        sender: Who the transport says it is; a hint for answering, never believed.
    """

    sender: str | None
    bundle: bytes


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A frame for one participant."""

    recipient: str
    frame: bytes


@dataclass(frozen=True, slots=True)
class Answered:
    """What an admission leaves to be sent, after its commit.

    Attributes:
        answers: One signed receipt per submission; empty bytes where nobody can be answered.
        receipts: The same receipts, addressed, for links that push.
        pushes: Delivery bundles by recipient, best effort: the numbered rows are the outbox.
        unverified: Places of the submissions in which no signature was good.
    """

    answers: tuple[bytes, ...]
    receipts: tuple[Outgoing, ...]
    pushes: tuple[Outgoing, ...]
    unverified: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Refused:
    """Why something was not admitted: a code of the refusal table, and every problem found."""

    code: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Unsound:
    """An envelope that did not get as far as a good signature.

    Attributes:
        content: The bytes, for the quarantine where nobody can be answered.
        digest: SHA-256 of its JWS text; ``None`` when no JWS could be found.
    """

    refused: Refused
    content: bytes
    digest: bytes | None
    detail: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A message with a good signature, not yet decided.

    Attributes:
        contract: ``None`` when the hub does not know it; then `refused` says so.
        bodies: The parsed parts; ``None`` when they could not be read.
        refused: A refusal on content found already; it takes effect at the message's turn.
        held: Whether it comes out of the held ones rather than from a submission.
    """

    event: Event
    raw: bytes
    digest: bytes
    signing_digest: bytes
    kid: str
    contract: Contract | None
    bodies: Bodies | None
    refused: Refused | None
    held: bool = False

    @property
    def division(self) -> str | None:
        """The division the message is about; ``None`` where it names none."""
        if self.contract is None or self.bodies is None:
            return None
        return self.contract.division(self.bodies)

    @property
    def citations(self) -> list[tuple[Cite, str]]:
        """Each message id the body cites, with the rule it must fit."""
        if self.contract is None or self.bodies is None:
            return []
        return list(self.contract.citations(self.bodies))


@dataclass(frozen=True, slots=True)
class AckCandidate:
    """An acknowledgement with a good signature, not yet decided."""

    ack: Acknowledgement
    raw: bytes
    digest: bytes
    signing_digest: bytes
    kid: str


Checked = Candidate | AckCandidate | Unsound
