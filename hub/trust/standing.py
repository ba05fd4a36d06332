"""Standing: whether a key may sign for its participant now, under one directory.

Cheap and without cryptography, so that it can be decided again under the lock when the
directory has changed since the signature was verified.
"""

from datetime import datetime

from hub.errors import TrustError
from hub.trust.directory import (
    ACTIVE,
    COMPROMISED,
    RETIRED,
    Directory,
    KeyRecord,
    ParticipantRecord,
)


def check_standing(
    directory: Directory, kid: str, signed_at: datetime, at: datetime
) -> tuple[ParticipantRecord, KeyRecord]:
    """Decide again, under a possibly newer directory, whether this key may still be admitted.

    Raises:
        TrustError: `trust.unknown_key`, `suspended`, `key_retired`, `key_compromised`,
            `key_expired`, `key_not_yet_valid`.
    """
    participant, key = standing(directory, kid, at)
    check_source(participant, key, participant.id, signed_at)
    return participant, key


def standing(directory: Directory, kid: str, at: datetime) -> tuple[ParticipantRecord, KeyRecord]:
    """Find a key that the hub takes messages of now.

    Raises:
        TrustError: `trust.unknown_key`, `suspended`, `key_retired`, `key_compromised`,
            `key_expired`.
    """
    participant, key = directory.key(kid)
    if key.state == RETIRED:
        raise TrustError("trust.key_retired", "the key is retired: sign with the current one")
    check_accepted(key, at)
    if participant.status != ACTIVE:
        raise TrustError("trust.suspended", "the participant is suspended: ask the operator")
    return participant, key


def check_not_compromised(key: KeyRecord) -> None:
    """Require that nobody reported the key; TrustError `trust.key_compromised`."""
    if key.state == COMPROMISED:
        raise TrustError("trust.key_compromised", "the key is reported compromised")


def check_accepted(key: KeyRecord, at: datetime) -> None:
    """Require that what the key signed was taken at this time; TrustError."""
    check_not_compromised(key)
    if at > key.accept_until:
        raise TrustError("trust.key_expired", "the key is past its last day: sign with a new one")


def check_source(
    participant: ParticipantRecord, key: KeyRecord, source: str, signed_at: datetime
) -> None:
    """Require that the key is the source's and was good when it signed; TrustError."""
    if source != participant.id:
        raise TrustError("trust.source_mismatch", "the key is not one of the source's")
    if signed_at < key.sign_from:
        raise TrustError("trust.key_not_yet_valid", "signed before the key's first day")
    if signed_at > key.sign_until:
        raise TrustError("trust.key_expired", "signed after the key's last day: sign anew")
