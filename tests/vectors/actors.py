"""Fixed keys, participants and times, so that what is signed here is the same every day.

The seeds are public: nothing but tests may ever trust these keys.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub.message.envelope import Part, part_digest, write_envelope
from hub.message.event import Event, encode_event
from hub.message.kinds import Kind
from hub.trust.directory import Directory, KeyRecord, ParticipantRecord
from hub.trust.keys import PrivateKeySigner, Signer, sign_text

HUBID = "demo"
NOW = datetime(2026, 3, 1, 8, 0, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SALT = bytes(range(16))
MAIN = b'{"reason":"major_accident","amount_minor":250000}'
PERSONAL = b'{"name":"\xe5\xbc\xa0\xe4\xb8\x89"}'


def ed25519(seed: int) -> PrivateKeySigner:
    return PrivateKeySigner(Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


def es256(seed: int) -> PrivateKeySigner:
    return PrivateKeySigner(ec.derive_private_key(seed, ec.SECP256R1()))


REGULATOR_SIGNER = ed25519(1)
BANK_SIGNER = es256(2)
SUSPENDED_SIGNER = ed25519(3)
HUB_SIGNER = ed25519(4)
RETIRED_SIGNER = ed25519(5)
COMPROMISED_SIGNER = ed25519(6)
EXPIRED_SIGNER = ed25519(7)
STRANGER_SIGNER = ed25519(9)
ROOT_SIGNER = ed25519(10)


def key_record(signer: PrivateKeySigner, state: str = "active") -> KeyRecord:
    return KeyRecord(signer.public, NOW - DAY, NOW + DAY, NOW + 2 * DAY, state)


REGULATOR = ParticipantRecord(
    id="hebei-emergency",
    name_zh="河北省应急管理厅",
    name_en="Emergency management, Hebei",
    role="regulator",
    department="emergency_management",
    region="13",
    level="province",
    status="active",
    keys=(
        key_record(REGULATOR_SIGNER),
        key_record(RETIRED_SIGNER, "retired"),
        key_record(COMPROMISED_SIGNER, "compromised"),
    ),
)
BANK = replace(
    REGULATOR,
    id="first-bank",
    role="bank",
    department="finance",
    keys=(
        key_record(BANK_SIGNER),
        KeyRecord(EXPIRED_SIGNER.public, NOW - 3 * DAY, NOW - 2 * DAY, NOW - DAY),
    ),
)
SUSPENDED = replace(
    REGULATOR, id="old-insurer", status="suspended", keys=(key_record(SUSPENDED_SIGNER),)
)
DIRECTORY = Directory(
    version=1,
    hubid=HUBID,
    issued_at=NOW,
    hub_keys=(key_record(HUB_SIGNER),),
    participants={one.id: one for one in (REGULATOR, BANK, SUSPENDED)},
)

PARTS = (Part("main", SALT, MAIN), Part("personal", SALT[::-1], PERSONAL))
EVENT = Event(
    id="019cb7e2-f400-7000-8000-000000000001",
    source=REGULATOR.id,
    type="listing.decided",
    contract="listing.decided/0.1",
    subject="uscc:91130100000000000X",
    time=NOW,
    hubid=HUBID,
    sequence=1,
    generation=1,
    correlationid="case-1",
    causationid=None,
    draftkey=None,
    expirytime=None,
    parts={part.name: part_digest(part.salt, part.content) for part in PARTS},
)


def signed_event(event: Event = EVENT, signer: Signer = REGULATOR_SIGNER) -> bytes:
    """Sign an event, without its parts."""
    return sign_text(signer, Kind.EVENT, encode_event(event))


def envelope(event: Event = EVENT, signer: Signer = REGULATOR_SIGNER) -> bytes:
    """Sign an event and frame it with its parts."""
    return write_envelope(signed_event(event, signer), PARTS)
