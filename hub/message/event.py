"""The event: the small CloudEvent that is signed, with the manifest of its parts.

Source: CloudEvents 1.0 sections 3.1 (attributes) and 2 (JSON format 3.1);
DESIGN section 3.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson

from hub.message.base64url import encode_text
from hub.message.fields import Fields
from hub.message.identifiers import (
    CONTRACT,
    HUBID,
    KEY,
    MESSAGE_ID,
    PART_NAME,
    PARTICIPANT,
    SEQUENCE,
    SUBJECT,
    TYPE,
    contract_type,
)
from hub.message.instant import format_time
from hub.message.limits import MAX_PARTS_COUNT
from hub.message.strict_json import parse_object

_SCHEMA: Final = "contract:"
_MEDIA: Final = "application/json"
_SPECVERSION: Final = "1.0"
_OPTIONAL: Final = frozenset({"causationid", "draftkey", "expirytime"})
_REQUIRED: Final = frozenset(
    {
        "specversion",
        "id",
        "source",
        "type",
        "dataschema",
        "subject",
        "time",
        "datacontenttype",
        "hubid",
        "sequence",
        "generation",
        "correlationid",
        "data",
    }
)
MAX_SEQUENCE: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Event:
    """What a participant signs.

    Attributes:
        contract: Reference of the contract, `listing.decided/0.1`, of this same type.
        sequence: Number per source and subject: 1, 2, 3 ...
        generation: The numbering authority that signed, given by the hub.
        correlationid: The case.
        parts: Name of each part to the SHA-256 over its salt and bytes.
    """

    id: str
    source: str
    type: str
    contract: str
    subject: str
    time: datetime
    hubid: str
    sequence: int
    generation: int
    correlationid: str
    causationid: str | None
    draftkey: str | None
    expirytime: datetime | None
    parts: dict[str, bytes]


def encode_event(event: Event) -> bytes:
    """Write the JSON payload that is signed."""
    data: dict[str, Any] = {
        "specversion": _SPECVERSION,
        "id": event.id,
        "source": event.source,
        "type": event.type,
        "dataschema": _SCHEMA + event.contract,
        "subject": event.subject,
        "time": format_time(event.time),
        "datacontenttype": _MEDIA,
        "hubid": event.hubid,
        "sequence": f"{event.sequence:020d}",
        "generation": event.generation,
        "correlationid": event.correlationid,
    }
    if event.causationid is not None:
        data["causationid"] = event.causationid
    if event.draftkey is not None:
        data["draftkey"] = event.draftkey
    if event.expirytime is not None:
        data["expirytime"] = format_time(event.expirytime)
    data["data"] = {name: encode_text(digest) for name, digest in event.parts.items()}
    return orjson.dumps(data)


def decode_event(payload: bytes) -> Event:
    """Read the payload of a signed event.

    Raises:
        MessageError: `message.json_*` or `message.member_*`, naming the member.
    """
    fields = Fields(parse_object(payload), "event")
    fields.closed(_REQUIRED, _OPTIONAL)
    fields.fixed("specversion", _SPECVERSION)
    fields.fixed("datacontenttype", _MEDIA)
    kind = fields.text("type", TYPE)
    return Event(
        id=fields.text("id", MESSAGE_ID),
        source=fields.text("source", PARTICIPANT),
        type=kind,
        contract=_contract(fields, kind),
        subject=fields.text("subject", SUBJECT),
        time=fields.time("time"),
        hubid=fields.text("hubid", HUBID),
        sequence=_sequence(fields),
        generation=fields.integer("generation"),
        correlationid=fields.text("correlationid", KEY),
        causationid=fields.optional("causationid", fields.text, KEY),
        draftkey=fields.optional("draftkey", fields.text, KEY),
        expirytime=fields.optional("expirytime", fields.time),
        parts=_manifest(fields),
    )


def _contract(fields: Fields, kind: str) -> str:
    schema = fields.short_text("dataschema", len(_SCHEMA) + 100)
    contract = schema.removeprefix(_SCHEMA)
    if contract == schema or CONTRACT.match(contract) is None:
        raise fields.invalid("dataschema", "contract reference")
    if contract_type(contract) != kind:
        raise fields.invalid("dataschema", "same type as the event")
    return contract


def _sequence(fields: Fields) -> int:
    sequence = int(fields.text("sequence", SEQUENCE))
    if not 1 <= sequence <= MAX_SEQUENCE:
        raise fields.invalid("sequence", "range")
    return sequence


def _manifest(fields: Fields) -> dict[str, bytes]:
    data = fields.object("data")
    if not 1 <= len(data) <= MAX_PARTS_COUNT:
        raise fields.invalid("data", "1 to 16 parts")
    if any(PART_NAME.match(name) is None for name in data):
        raise fields.invalid("data", "part names")
    manifest = Fields(data, "event/data")
    return {name: manifest.digest(name) for name in data}
