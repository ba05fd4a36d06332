"""The request: what an agent asks of the hub, as a signed text alone.

Signed, because an answer gives numbers and deliveries to whoever asks; bounded in time by
the hub (`limits.REQUEST_CLOCK_S`), so that a copied one is worthless soon.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import orjson

from hub.message.fields import Fields
from hub.message.identifiers import HUBID, MESSAGE_ID, PARTICIPANT
from hub.message.instant import format_time
from hub.message.limits import MAX_COSIGNATURE_CHARS, MAX_DELIVERIES_COUNT, MAX_WAIT_S
from hub.message.strict_json import parse_object


class Verb(StrEnum):
    """What is asked for."""

    OPEN = "open"
    PULL = "pull"
    DIRECTORY = "directory"
    HEAD = "head"
    CONSISTENCY = "consistency"
    COSIGN = "cosign"
    LEDGER = "ledger"


_VERBS: Final = frozenset(Verb)
_REQUIRED: Final = frozenset({"id", "source", "hubid", "time", "verb"})
_OPTIONAL: Final = {
    "after": "after",
    "limit": "limit",
    "wait_s": "wait_s",
    "size": "size",
    "from": "from_size",
    "to": "to_size",
    "cosignature": "cosignature",
}
"""Member -> attribute."""


@dataclass(frozen=True, slots=True)
class Request:
    """One question to the hub.

    Attributes:
        after: For `pull`: deliveries with numbers above this.
        limit: For `pull`: at most so many, though never less than one head entry covers.
        wait_s: For `pull`: how long to wait for a first one, in seconds.
        size: For `pull`: size of the newest checkpoint the agent has, from which growth is to
            be proved. For `cosign`: of the checkpoint cosigned.
        from_size, to_size: For `consistency`.
        cosignature: For `cosign`: the signature line of the note.
    """

    id: str
    source: str
    hubid: str
    time: datetime
    verb: Verb
    after: int | None = None
    limit: int | None = None
    wait_s: int | None = None
    size: int | None = None
    from_size: int | None = None
    to_size: int | None = None
    cosignature: str | None = None


def encode_request(request: Request) -> bytes:
    """Write the JSON payload that the agent signs."""
    data: dict[str, Any] = {
        "id": request.id,
        "source": request.source,
        "hubid": request.hubid,
        "time": format_time(request.time),
        "verb": str(request.verb),
    }
    for name, attribute in _OPTIONAL.items():
        value = getattr(request, attribute)
        if value is not None:
            data[name] = value
    return orjson.dumps(data)


def decode_request(payload: bytes) -> Request:
    """Read a request's payload.

    Raises:
        MessageError: `message.json_*` or `message.member_*`.
    """
    fields = Fields(parse_object(payload), "request")
    fields.closed(_REQUIRED, _OPTIONAL.keys())
    return Request(
        id=fields.text("id", MESSAGE_ID),
        source=fields.text("source", PARTICIPANT),
        hubid=fields.text("hubid", HUBID),
        time=fields.time("time"),
        verb=Verb(fields.one_of("verb", _VERBS)),
        after=fields.optional("after", fields.integer),
        limit=fields.optional("limit", fields.integer, 1, MAX_DELIVERIES_COUNT),
        wait_s=fields.optional("wait_s", fields.integer, 0, MAX_WAIT_S),
        size=fields.optional("size", fields.integer),
        from_size=fields.optional("from", fields.integer),
        to_size=fields.optional("to", fields.integer),
        cosignature=fields.optional("cosignature", fields.short_text, MAX_COSIGNATURE_CHARS),
    )
