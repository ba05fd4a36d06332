"""Verification: from bytes to facts that may be believed.

The order is the defence: form, key, signature, and only then the content. A
`VerifiedMessage` exists only because `verify_message` or `verify_delivered` made it.

Source: DESIGN section 3; promises 1 and 2.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from hub.errors import TrustError
from hub.message.acknowledgement import Acknowledgement, decode_acknowledgement
from hub.message.envelope import Envelope, check_parts, read_envelope
from hub.message.event import Event, decode_event
from hub.message.jws import SignedText, read_jws
from hub.message.kinds import Kind
from hub.message.limits import MAX_DIRECTORY_BYTES, MAX_RECEIPT_BYTES, REQUEST_CLOCK_S
from hub.message.request import Request, decode_request
from hub.trust.directory import Directory, KeyRecord, ParticipantRecord
from hub.trust.note import read_note, verify_note
from hub.trust.signature import verify_text
from hub.trust.standing import (
    check_accepted,
    check_not_compromised,
    check_source,
    check_standing,
    standing,
)

__all__ = [
    "VerifiedAcknowledgement",
    "VerifiedMessage",
    "VerifiedRequest",
    "check_standing",
    "read_signed_envelope",
    "verify_acknowledgement",
    "verify_delivered",
    "verify_hub_note",
    "verify_hub_text",
    "verify_message",
    "verify_request",
    "verify_text",
]

_SEAL: Final = object()
_REQUEST_CLOCK: Final = timedelta(seconds=REQUEST_CLOCK_S)


@dataclass(frozen=True, slots=True)
class VerifiedMessage:
    """A message that may be believed; bodies are not parsed yet.

    Attributes:
        participant: Who signed, as the directory had it.
        key: The key that signed.
    """

    event: Event
    envelope: Envelope
    signed: SignedText
    participant: ParticipantRecord
    key: KeyRecord
    _seal: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse to exist without verification."""
        if self._seal is not _SEAL:
            raise TypeError("a VerifiedMessage is made by verification only")


@dataclass(frozen=True, slots=True)
class VerifiedAcknowledgement:
    """An acknowledgement whose signature is its source's."""

    acknowledgement: Acknowledgement
    envelope: Envelope
    signed: SignedText
    participant: ParticipantRecord
    key: KeyRecord


@dataclass(frozen=True, slots=True)
class VerifiedRequest:
    """A request whose signature is its source's."""

    request: Request
    signed: SignedText
    participant: ParticipantRecord
    key: KeyRecord


def verify_message(raw: bytes, directory: Directory, hubid: str, at: datetime) -> VerifiedMessage:
    """Verify an envelope for admission.

    Args:
        raw: The envelope as received.
        directory: The directory in force.
        hubid: The hub that it must be meant for.
        at: Now, at the hub.

    Raises:
        MessageError: It is not a message of ours.
        TrustError: It is not to be believed, or not from this source, key or time.
    """
    envelope, signed = read_signed_envelope(raw)
    participant, key = standing(directory, signed.header.kid, at)
    return _verified(envelope, signed, participant, key, hubid)


def verify_delivered(
    raw: bytes, directory: Directory, hubid: str, admitted_at: datetime
) -> VerifiedMessage:
    """Verify an envelope that the hub has admitted, as of its admission.

    A key retired or a participant suspended since then does not undo what was admitted;
    a compromised key does, until somebody attests it again.

    Raises:
        MessageError: It is not a message of ours.
        TrustError: It is not to be believed.
    """
    envelope, signed = read_signed_envelope(raw)
    participant, key = directory.key(signed.header.kid)
    check_accepted(key, admitted_at)
    return _verified(envelope, signed, participant, key, hubid)


def _verified(
    envelope: Envelope,
    signed: SignedText,
    participant: ParticipantRecord,
    key: KeyRecord,
    hubid: str,
) -> VerifiedMessage:
    _check_kind(signed, Kind.EVENT)
    verify_text(signed, key.public)
    event = decode_event(signed.payload)
    check_source(participant, key, event.source, event.time)
    _check_hub(event.hubid, hubid)
    check_parts(event, envelope)
    return VerifiedMessage(event, envelope, signed, participant, key, _SEAL)


def verify_acknowledgement(
    raw: bytes, directory: Directory, hubid: str, at: datetime
) -> VerifiedAcknowledgement:
    """Verify an acknowledgement in its envelope.

    Raises:
        MessageError: It is not an acknowledgement of ours.
        TrustError: It is not to be believed.
    """
    envelope, signed = read_signed_envelope(raw)
    _check_kind(signed, Kind.ACKNOWLEDGEMENT)
    participant, key = standing(directory, signed.header.kid, at)
    verify_text(signed, key.public)
    said = decode_acknowledgement(signed.payload)
    check_source(participant, key, said.source, said.time)
    _check_hub(said.hubid, hubid)
    if envelope.parts:
        raise TrustError("trust.wrong_kind", "an acknowledgement has no parts")
    return VerifiedAcknowledgement(said, envelope, signed, participant, key)


def verify_request(text: bytes, directory: Directory, hubid: str, at: datetime) -> VerifiedRequest:
    """Verify a request, which must be of these minutes.

    Raises:
        MessageError: It is not a request of ours.
        TrustError: It is not to be believed; `trust.request_time` when the clocks differ.
    """
    signed = read_jws(text)
    _check_kind(signed, Kind.REQUEST)
    participant, key = standing(directory, signed.header.kid, at)
    verify_text(signed, key.public)
    request = decode_request(signed.payload)
    check_source(participant, key, request.source, request.time)
    _check_hub(request.hubid, hubid)
    if abs(request.time - at) > _REQUEST_CLOCK:
        raise TrustError(
            "trust.request_time",
            f"the request is not within {REQUEST_CLOCK_S} s of the hub's clock: set the clock",
        )
    return VerifiedRequest(request, signed, participant, key)


def verify_hub_text(text: bytes, hub_keys: Directory | Iterable[KeyRecord], kind: Kind) -> bytes:
    """Verify what the hub signed and give the payload.

    Args:
        text: A receipt, head, welcome or statement, compact.
        hub_keys: The directory that lists the hub's keys, or those.
        kind: What it must be.

    Raises:
        MessageError: It cannot be read.
        TrustError: `trust.unknown_key`, `trust.key_compromised`, `trust.wrong_kind`,
            `trust.bad_signature`.
    """
    signed = read_jws(text, _HUB_LIMITS.get(kind, MAX_RECEIPT_BYTES))
    _check_kind(signed, kind)
    records = hub_keys.hub_keys if isinstance(hub_keys, Directory) else hub_keys
    for record in records:
        if record.public.kid == signed.header.kid:
            check_not_compromised(record)
            verify_text(signed, record.public)
            return signed.payload
    raise TrustError("trust.unknown_key", "not signed by a key of the hub in the directory")


def verify_hub_note(raw: bytes, directory: Directory, name: str) -> bytes:
    """Verify a note that the hub signed, a checkpoint, and give its text.

    Args:
        name: What the hub signs it as: the log's origin.

    Raises:
        TrustError: `trust.note_malformed`, `trust.unknown_key`, `trust.key_compromised`,
            `trust.bad_signature`.
    """
    note = read_note(raw)
    records = {record.public.kid: record for record in directory.hub_keys}
    key = verify_note(note, name, [record.public for record in records.values()])
    check_not_compromised(records[key.kid])
    return note.text


_HUB_LIMITS: Final = {Kind.DIRECTORY: MAX_DIRECTORY_BYTES}


def read_signed_envelope(raw: bytes) -> tuple[Envelope, SignedText]:
    """Take an envelope and its signed text apart, unverified.

    Raises:
        MessageError: It cannot be read.
    """
    envelope = read_envelope(raw)
    return envelope, read_jws(envelope.jws)


def _check_hub(named: str, hubid: str) -> None:
    if named != hubid:
        raise TrustError("trust.wrong_hub", "meant for another hub", hubid=hubid)


def _check_kind(signed: SignedText, kind: Kind) -> None:
    if signed.header.cty != kind:
        raise TrustError("trust.wrong_kind", f"the signed text is not {kind.name.lower()}")
