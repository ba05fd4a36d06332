"""Owns changes of the directory: each is a new version, signed by the root, and in the ledger."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from hub.errors import ConfigError
from hub.exchange.notary import Notary
from hub.exchange.ports import HubStore
from hub.exchange.writer import Writer
from hub.message.instant import from_microseconds
from hub.message.kinds import Kind
from hub.trust.directory import Directory, KeyRecord, ParticipantRecord, encode_directory
from hub.trust.keys import Signer, sign_text

Change = Callable[[Directory], Directory]
RecordChange = Callable[[ParticipantRecord], ParticipantRecord]


class Registrar:
    """Publishes versions of one hub's directory.

    Args:
        store: Where versions are kept.
        root: Signs the directory; agents pin its key.
        notary: Signs the checkpoint with each version.
        open_directory: Verifies a stored directory against the root.
    """

    def __init__(
        self,
        store: HubStore,
        root: Signer,
        notary: Notary,
        open_directory: Callable[[bytes], Directory],
    ) -> None:
        self._store = store
        self._root = root
        self._notary = notary
        self._open = open_directory
        self._hubid = notary.hubid

    def publish(self, change: Change) -> Directory:
        """Put a changed directory in force.

        Args:
            change: From the version in force to the next; version and time are set here.

        Raises:
            TrustError: `trust.directory_malformed`: the change contradicts itself.
            ConfigError: Whatever the change refuses.
        """
        with self._store.admission() as tx:
            tail = tx.tail()
            writer = Writer(tail, self._hubid)
            text = tx.directory_text()
            at = from_microseconds(writer.at_us)
            before = self._open(text) if text else Directory(0, self._hubid, at, (), {})
            after = replace(change(before), version=before.version + 1, issued_at=at)
            signed = sign_text(self._root, Kind.DIRECTORY, encode_directory(after))
            writer.directory(after.version, sha256(signed).digest())
            tx.publish_directory(after.version, signed, writer.at_us)
            end = writer.finish(self._notary)
            tx.write(writer.batch, replace(end, directory_version=after.version))
        return after


def with_hub_key(key: KeyRecord) -> Change:
    """Add a key of the hub."""
    return lambda directory: replace(directory, hub_keys=(*directory.hub_keys, key))


def with_participant(record: ParticipantRecord) -> Change:
    """Admit a participant.

    Raises:
        ConfigError: `directory.participant_known`.
    """

    def change(directory: Directory) -> Directory:
        if record.id in directory.participants:
            raise ConfigError(
                "directory.participant_known", "there is a participant of that id; choose another"
            )
        return replace(directory, participants={**directory.participants, record.id: record})

    return change


def with_changed(
    participant: str, change: Callable[[ParticipantRecord], ParticipantRecord]
) -> Change:
    """Change one participant's record.

    Raises:
        ConfigError: `directory.participant_unknown`.
    """

    def changed(directory: Directory) -> Directory:
        record = directory.participants.get(participant)
        if record is None:
            raise ConfigError(
                "directory.participant_unknown",
                "no such participant; see `hub participant list`",
            )
        return replace(
            directory, participants={**directory.participants, participant: change(record)}
        )

    return changed


def with_key(key: KeyRecord) -> RecordChange:
    """Give a participant another live key, at most two at a time."""
    return lambda record: replace(record, keys=(*record.keys, key))


def without_key(
    kid: str, state: str, at: datetime
) -> Callable[[ParticipantRecord], ParticipantRecord]:
    """Retire a key or report it compromised.

    Raises:
        ConfigError: `directory.key_unknown`.
    """

    def change(record: ParticipantRecord) -> ParticipantRecord:
        if all(key.public.kid != kid for key in record.keys):
            raise ConfigError("directory.key_unknown", "the participant has no such key", kid=kid)
        keys = tuple(
            replace(key, state=state, sign_until=min(at, key.sign_until))
            if key.public.kid == kid
            else key
            for key in record.keys
        )
        return replace(record, keys=keys)

    return change
