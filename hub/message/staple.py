"""What the hub staples to what it says: a checkpoint of the ledger, and proofs under it.

The proof says that the entries spoken of are in the ledger of the checkpoint; the consistency
proof, that this ledger grew out of one the recipient was told before. Bytes only: what they
prove is for `hub.ledger` to say.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson

from hub.message.base64url import encode_text
from hub.message.fields import Fields
from hub.message.identifiers import HUBID, MESSAGE_ID, PARTICIPANT
from hub.message.instant import format_time
from hub.message.limits import MAX_CHECKPOINT_CHARS, MAX_PATH_COUNT, MAX_PROOF_COUNT
from hub.message.strict_json import parse_object

STAPLE: Final = frozenset({"checkpoint", "proof", "previous", "consistency"})
_HEAD: Final = frozenset({"index", "at", "epoch", "directory"})
_CONSISTENCY: Final = frozenset(
    {"id", "hubid", "epoch", "recipient", "time", "from", "to", "proof", "checkpoint"}
)


@dataclass(frozen=True, slots=True)
class Staple:
    """A checkpoint and what is proved under it.

    Attributes:
        checkpoint: The signed note.
        proof: A multiproof for the entries spoken of.
        previous: Size of the ledger from which growth is proved; 0 when from none.
        consistency: The proof from there, empty for 0 and for the checkpoint's own size.
    """

    checkpoint: str
    proof: tuple[bytes, ...]
    previous: int
    consistency: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class HeadPlace:
    """Where a head entry is, and what in it the deliveries do not tell."""

    index: int
    at: datetime
    epoch: int
    directory: int


@dataclass(frozen=True, slots=True)
class Consistency:
    """The answer to `consistency`: how one ledger grew out of another.

    Attributes:
        id: Of the request.
        from_size, to_size: As asked; `to_size` is less when the hub's ledger is smaller.
        proof: Empty when the sizes are equal, or one is 0.
        checkpoint: The hub's newest signed note.
    """

    id: str
    hubid: str
    epoch: int
    recipient: str
    time: datetime
    from_size: int
    to_size: int
    proof: tuple[bytes, ...]
    checkpoint: str


def staple_members(staple: Staple) -> dict[str, Any]:
    """Give the members that a staple adds to a record."""
    return {
        "checkpoint": staple.checkpoint,
        "proof": [encode_text(one) for one in staple.proof],
        "previous": staple.previous,
        "consistency": [encode_text(one) for one in staple.consistency],
    }


def read_staple(fields: Fields) -> Staple:
    """Read a staple's members.

    Raises:
        MessageError: `message.member_*`.
    """
    return Staple(
        checkpoint=fields.short_text("checkpoint", MAX_CHECKPOINT_CHARS),
        proof=fields.digests("proof", MAX_PROOF_COUNT),
        previous=fields.integer("previous"),
        consistency=fields.digests("consistency", MAX_PATH_COUNT),
    )


def head_members(head: HeadPlace) -> dict[str, Any]:
    """Give the members of a head entry's place."""
    return {
        "index": head.index,
        "at": format_time(head.at),
        "epoch": head.epoch,
        "directory": head.directory,
    }


def read_head_place(fields: Fields) -> HeadPlace:
    """Read a head entry's place.

    Raises:
        MessageError: `message.member_*`.
    """
    fields.closed(_HEAD)
    return HeadPlace(
        index=fields.integer("index"),
        at=fields.time("at"),
        epoch=fields.integer("epoch"),
        directory=fields.integer("directory"),
    )


def encode_consistency(said: Consistency) -> bytes:
    """Write the JSON payload that the hub signs."""
    return orjson.dumps(
        {
            "id": said.id,
            "hubid": said.hubid,
            "epoch": said.epoch,
            "recipient": said.recipient,
            "time": format_time(said.time),
            "from": said.from_size,
            "to": said.to_size,
            "proof": [encode_text(one) for one in said.proof],
            "checkpoint": said.checkpoint,
        }
    )


def decode_consistency(payload: bytes) -> Consistency:
    """Read the payload of an answer to `consistency`.

    Raises:
        MessageError: `message.json_*` or `message.member_*`.
    """
    fields = Fields(parse_object(payload), "consistency")
    fields.closed(_CONSISTENCY)
    return Consistency(
        id=fields.text("id", MESSAGE_ID),
        hubid=fields.text("hubid", HUBID),
        epoch=fields.integer("epoch"),
        recipient=fields.text("recipient", PARTICIPANT),
        time=fields.time("time"),
        from_size=fields.integer("from"),
        to_size=fields.integer("to"),
        proof=fields.digests("proof", MAX_PATH_COUNT),
        checkpoint=fields.short_text("checkpoint", MAX_CHECKPOINT_CHARS),
    )
