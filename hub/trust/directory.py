"""The directory: who takes part, with which keys, as the offline root signed it.

Versioned and immutable. A key belongs to exactly one participant; a participant has at
most two live keys, so that rotation overlaps and never overwrites.

Source: DESIGN section 6, trust root.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import orjson

from hub.errors import TrustError
from hub.message.fields import Fields
from hub.message.identifiers import HUBID, PARTICIPANT
from hub.message.instant import format_time
from hub.message.jws import read_jws
from hub.message.kinds import Kind
from hub.message.limits import MAX_DIRECTORY_BYTES, MAX_DIRECTORY_MEMBERS_COUNT
from hub.message.strict_json import parse_object
from hub.trust.keys import PublicKey
from hub.trust.signature import verify_text

ACTIVE: Final = "active"
RETIRED: Final = "retired"
COMPROMISED: Final = "compromised"
SUSPENDED: Final = "suspended"
KEY_STATES: Final = frozenset({ACTIVE, RETIRED, COMPROMISED})
STATUSES: Final = frozenset({ACTIVE, SUSPENDED})
ROLES: Final = frozenset({"regulator", "bank", "credit_bureau", "insurer", "union", "hub"})
LEVELS: Final = frozenset({"national", "province", "city", "county"})

_DEPARTMENT: Final = re.compile(r"\A[a-z_]{2,40}\Z")
_REGION: Final = re.compile(r"\A(?:[0-9]{2}){0,3}\Z")
_NAME_CHARS = 200
_LIVE_KEYS = 2
_KEYS = 100
_PARTICIPANTS = 100_000
_DIRECTORY: Final = frozenset({"version", "hubid", "issued_at", "hub_keys", "participants"})
_PARTICIPANT: Final = frozenset(
    {"id", "name_zh", "name_en", "role", "department", "region", "level", "status", "keys"}
)
_KEY: Final = frozenset({"jwk", "sign_from", "sign_until", "accept_until", "state"})


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """A public key and when it may be used.

    Attributes:
        sign_from: First time it may sign.
        sign_until: Last time it may sign.
        accept_until: Last time the hub takes what it signed; later than `sign_until`.
        state: `active`, `retired` or `compromised`.
    """

    public: PublicKey
    sign_from: datetime
    sign_until: datetime
    accept_until: datetime
    state: str = ACTIVE


@dataclass(frozen=True, slots=True)
class ParticipantRecord:
    """An organisation on the hub.

    Attributes:
        region: Division code prefix: empty for the nation, `13`, `1301`, `130102`.
        level: `national`, `province`, `city` or `county`.
        status: `active` or `suspended`.
    """

    id: str
    name_zh: str
    name_en: str
    role: str
    department: str
    region: str
    level: str
    status: str
    keys: tuple[KeyRecord, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """One version of the directory.

    Raises:
        TrustError: `trust.directory_malformed`: a key twice, or over two live keys.
    """

    version: int
    hubid: str
    issued_at: datetime
    hub_keys: tuple[KeyRecord, ...]
    participants: Mapping[str, ParticipantRecord]
    _by_kid: dict[str, tuple[ParticipantRecord, KeyRecord]] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        """Index the keys and refuse contradictions."""
        by_kid = {key.public.kid: (one, key) for one, key in self._pairs()}
        object.__setattr__(self, "_by_kid", by_kid)
        kids = Counter(key.public.kid for _, key in self._pairs())
        kids.update(key.public.kid for key in self.hub_keys)
        if kids and max(kids.values()) > 1:
            raise _malformed("a key occurs twice")
        for name, one in self.participants.items():
            if one.id != name:
                raise _malformed("a participant is filed under another id")
            if sum(key.state == ACTIVE for key in one.keys) > _LIVE_KEYS:
                raise _malformed(f"{name} has more than {_LIVE_KEYS} live keys")

    def _pairs(self) -> Iterator[tuple[ParticipantRecord, KeyRecord]]:
        for one in self.participants.values():
            for key in one.keys:
                yield one, key

    def key(self, kid: str) -> tuple[ParticipantRecord, KeyRecord]:
        """Find whose key this is.

        Raises:
            TrustError: `trust.unknown_key`.
        """
        found = self._by_kid.get(kid)
        if found is None:
            raise TrustError(
                "trust.unknown_key",
                "the key is not in the directory: ask the operator to enter it",
                directory=self.version,
            )
        return found

    def participant(self, name: str) -> ParticipantRecord:
        """Find a participant.

        Raises:
            TrustError: `trust.unknown_participant`.
        """
        found = self.participants.get(name)
        if found is None:
            raise TrustError(
                "trust.unknown_participant", "not in the directory", directory=self.version
            )
        return found


def encode_directory(directory: Directory) -> bytes:
    """Write the JSON payload that the root signs; what is written can be read again.

    Raises:
        TrustError: `trust.directory_malformed`.
        MessageError: `message.member_invalid`: a field breaks its rule.
    """
    people = directory.participants.values()
    payload = orjson.dumps(
        {
            "version": directory.version,
            "hubid": directory.hubid,
            "issued_at": format_time(directory.issued_at),
            "hub_keys": _written_keys(directory.hub_keys),
            "participants": [_written(one) for one in people],
        }
    )
    decode_directory(payload)
    return payload


def _written(one: ParticipantRecord) -> dict[str, Any]:
    return {
        "id": one.id,
        "name_zh": one.name_zh,
        "name_en": one.name_en,
        "role": one.role,
        "department": one.department,
        "region": one.region,
        "level": one.level,
        "status": one.status,
        "keys": _written_keys(one.keys),
    }


def _written_keys(keys: Iterable[KeyRecord]) -> list[dict[str, Any]]:
    return [
        {
            "jwk": key.public.jwk,
            "sign_from": format_time(key.sign_from),
            "sign_until": format_time(key.sign_until),
            "accept_until": format_time(key.accept_until),
            "state": key.state,
        }
        for key in keys
    ]


def decode_directory(payload: bytes) -> Directory:
    """Read a directory's payload.

    Raises:
        MessageError: `message.json_*` or `message.member_*`.
        TrustError: `trust.directory_malformed`, `trust.key_malformed`.
    """
    data = parse_object(payload, max_members=MAX_DIRECTORY_MEMBERS_COUNT)
    fields = Fields(data, "directory")
    fields.closed(_DIRECTORY)
    people = [_participant(one) for one in fields.records("participants", _PARTICIPANTS)]
    by_id = {one.id: one for one in people}
    if len(by_id) != len(people):
        raise _malformed("a participant occurs twice")
    return Directory(
        version=fields.integer("version", 1),
        hubid=fields.text("hubid", HUBID),
        issued_at=fields.time("issued_at"),
        hub_keys=_keys(fields, "hub_keys"),
        participants=by_id,
    )


def _participant(one: Fields) -> ParticipantRecord:
    one.closed(_PARTICIPANT)
    return ParticipantRecord(
        id=one.text("id", PARTICIPANT),
        name_zh=one.short_text("name_zh", _NAME_CHARS),
        name_en=one.short_text("name_en", _NAME_CHARS),
        role=one.one_of("role", ROLES),
        department=one.text("department", _DEPARTMENT),
        region=one.text("region", _REGION),
        level=one.one_of("level", LEVELS),
        status=one.one_of("status", STATUSES),
        keys=_keys(one, "keys"),
    )


def _keys(fields: Fields, name: str) -> tuple[KeyRecord, ...]:
    return tuple(_key(one) for one in fields.records(name, _KEYS))


def _key(one: Fields) -> KeyRecord:
    one.closed(_KEY)
    record = KeyRecord(
        public=PublicKey.from_jwk(one.object("jwk")),
        sign_from=one.time("sign_from"),
        sign_until=one.time("sign_until"),
        accept_until=one.time("accept_until"),
        state=one.one_of("state", KEY_STATES),
    )
    if not record.sign_from <= record.sign_until <= record.accept_until:
        raise _malformed("a key's times are not in order")
    return record


def open_directory(text: bytes, root_keys: Mapping[str, PublicKey]) -> Directory:
    """Read a signed directory, believing only the pinned roots.

    Args:
        text: The signed directory, compact.
        root_keys: Pinned public keys by kid; with none, every directory is refused.

    Raises:
        TrustError: `trust.unknown_root`, `trust.wrong_kind`, `trust.bad_signature`, or the
            directory contradicts itself.
        MessageError: It cannot be read.
    """
    signed = read_jws(text, MAX_DIRECTORY_BYTES)
    if signed.header.cty != Kind.DIRECTORY:
        raise TrustError("trust.wrong_kind", "the signed text is not a directory")
    root = root_keys.get(signed.header.kid)
    if root is None:
        raise TrustError("trust.unknown_root", "the directory is not signed by a pinned root key")
    verify_text(signed, root)
    return decode_directory(signed.payload)


def _malformed(why: str) -> TrustError:
    return TrustError("trust.directory_malformed", f"directory refused: {why}")
