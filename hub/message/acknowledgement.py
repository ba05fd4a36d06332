"""The acknowledgement: what a recipient says it has, and what came of each message.

`delivered` is cumulative: it covers every number up to it by the running hash.
`applied` is itemised and names digests, so that it proves those bytes. It travels in an
envelope without parts, in the same bundles as messages.

Source: DESIGN section 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson

from hub.message.base64url import encode_text
from hub.message.fields import Fields
from hub.message.identifiers import HUBID, MESSAGE_ID, PARTICIPANT
from hub.message.instant import format_time
from hub.message.limits import MAX_APPLIED_COUNT, MAX_REASON_CHARS
from hub.message.strict_json import parse_object

OUTCOMES: Final = frozenset(
    {"executed", "noted", "no_effect", "not_applicable", "declined", "rejected"}
)
_MEMBERS: Final = frozenset(
    {"id", "source", "hubid", "sequence", "generation", "time", "delivered", "applied"}
)
_DELIVERED: Final = frozenset({"number", "running"})
_APPLIED: Final = frozenset({"number", "index", "digest", "outcome"})
_REASON: Final = frozenset({"reason"})


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of one delivery.

    Attributes:
        digest: SHA-256 of the signed text that was applied.
        outcome: One of `OUTCOMES`.
        reason: Why, for `declined` and `rejected`; never personal data.
    """

    number: int
    index: int
    digest: bytes
    outcome: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """One signed statement of a recipient.

    Attributes:
        sequence: The participant's own acknowledgement number: 1, 2, 3 ...
        delivered: Highest number held without a hole below it; 0 is none yet.
        running: Running hash after that number.
    """

    id: str
    source: str
    hubid: str
    sequence: int
    generation: int
    time: datetime
    delivered: int
    running: bytes
    applied: tuple[Applied, ...]


def encode_acknowledgement(acknowledgement: Acknowledgement) -> bytes:
    """Write the JSON payload that the recipient signs."""
    return orjson.dumps(
        {
            "id": acknowledgement.id,
            "source": acknowledgement.source,
            "hubid": acknowledgement.hubid,
            "sequence": acknowledgement.sequence,
            "generation": acknowledgement.generation,
            "time": format_time(acknowledgement.time),
            "delivered": {
                "number": acknowledgement.delivered,
                "running": encode_text(acknowledgement.running),
            },
            "applied": _items(acknowledgement.applied),
        }
    )


def _items(applied: Sequence[Applied]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for one in applied:
        item: dict[str, Any] = {
            "number": one.number,
            "index": one.index,
            "digest": encode_text(one.digest),
            "outcome": one.outcome,
        }
        if one.reason is not None:
            item["reason"] = one.reason
        items.append(item)
    return items


def decode_acknowledgement(payload: bytes) -> Acknowledgement:
    """Read an acknowledgement's payload.

    Raises:
        MessageError: `message.json_*` or `message.member_*`.
    """
    fields = Fields(parse_object(payload), "acknowledgement")
    fields.closed(_MEMBERS)
    delivered = Fields(fields.object("delivered"), "acknowledgement/delivered")
    delivered.closed(_DELIVERED)
    return Acknowledgement(
        id=fields.text("id", MESSAGE_ID),
        source=fields.text("source", PARTICIPANT),
        hubid=fields.text("hubid", HUBID),
        sequence=fields.integer("sequence", 1),
        generation=fields.integer("generation"),
        time=fields.time("time"),
        delivered=delivered.integer("number"),
        running=delivered.digest("running"),
        applied=tuple(_applied(item) for item in fields.records("applied", MAX_APPLIED_COUNT)),
    )


def _applied(item: Fields) -> Applied:
    item.closed(_APPLIED, _REASON)
    return Applied(
        number=item.integer("number", 1),
        index=item.integer("index"),
        digest=item.digest("digest"),
        outcome=item.one_of("outcome", OUTCOMES),
        reason=item.optional("reason", item.short_text, MAX_REASON_CHARS),
    )
