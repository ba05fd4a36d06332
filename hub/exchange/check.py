"""Owns what can be checked of an envelope without the hub's state: outside the lock, in parallel.

Verify before parse: the signature first, then the event, the parts, the body against its frozen
contract, and whether this participant may issue it at all.
"""

from datetime import datetime

from hub.contracts.body import Bodies
from hub.contracts.catalogue import Catalogue
from hub.contracts.contract import Contract
from hub.errors import ContractError, HubError, MessageError
from hub.exchange.model import AckCandidate, Candidate, Checked, Refused, Unsound
from hub.trust.directory import Directory, ParticipantRecord
from hub.trust.verify import (
    VerifiedMessage,
    read_signed_envelope,
    verify_acknowledgement,
    verify_message,
)


class Checker:
    """Checks envelopes under one version of the directory.

    Args:
        catalogue: The contracts in force.
        directory: The participants and their keys.
        hubid: The hub a message must name.
    """

    def __init__(self, catalogue: Catalogue, directory: Directory, hubid: str) -> None:
        self.directory = directory
        self._catalogue = catalogue
        self._hubid = hubid

    def check(self, raw: bytes, at: datetime, *, held: bool = False) -> Checked:
        """Tell what an envelope is; never raises for its content.

        Args:
            raw: The envelope as received.
            at: The hub's time, for the keys' validity.
            held: Whether it was held and is read again.
        """
        try:
            verified = verify_message(raw, self.directory, self._hubid, at)
        except HubError as error:
            return self._no_message(raw, at, error)
        return self._candidate(verified, raw, held=held)

    def _no_message(self, raw: bytes, at: datetime, error: HubError) -> AckCandidate | Unsound:
        """Read what is not a message: an acknowledgement, or nothing to be believed."""
        if error.code == "trust.wrong_kind":
            try:
                return self._acknowledgement(raw, at)
            except HubError as refusal:
                error = refusal
        return Unsound(Refused(error.code, error.problems), raw, _digest(raw), error.text)

    def _acknowledgement(self, raw: bytes, at: datetime) -> AckCandidate:
        verified = verify_acknowledgement(raw, self.directory, self._hubid, at)
        return AckCandidate(
            ack=verified.acknowledgement,
            raw=raw,
            digest=verified.signed.digest,
            signing_digest=verified.signed.signing_digest,
            kid=verified.signed.header.kid,
        )

    def _candidate(self, verified: VerifiedMessage, raw: bytes, *, held: bool) -> Candidate:
        contract, bodies, refused = self._content(verified)
        return Candidate(
            event=verified.event,
            raw=raw,
            digest=verified.signed.digest,
            signing_digest=verified.signed.signing_digest,
            kid=verified.signed.header.kid,
            contract=contract,
            bodies=bodies,
            refused=refused,
            held=held,
        )

    def _content(
        self, verified: VerifiedMessage
    ) -> tuple[Contract | None, Bodies | None, Refused | None]:
        event, contract = verified.event, None
        try:
            contract = self._catalogue.get(event.contract)
            bodies = {part.name: part.content for part in verified.envelope.parts}
            read = contract.read(bodies)
            _check_entitled(contract, verified.participant, contract.division(read))
        except (ContractError, MessageError) as error:
            return contract, None, Refused(error.code, error.problems)
        return contract, read, None


def _digest(raw: bytes) -> bytes | None:
    """Digest the signed text, when there is one, so that its sender finds what was refused."""
    try:
        return read_signed_envelope(raw)[1].digest
    except HubError:
        return None


def _check_entitled(
    contract: Contract, participant: ParticipantRecord, division: str | None
) -> None:
    if not contract.may_issue(participant, division):
        raise ContractError(
            "contract.not_entitled",
            "the contract does not let this participant issue it here; ask the operator",
            participant=participant.id,
            contract=contract.ref,
        )
