"""The head: the hub's signed word on what a recipient's last number is.

It goes out regularly and on connect; an agent that misses numbers pulls them. The
welcome is the answer to `open`: a head, the new generation and where the participant's
own numberings stand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson

from hub.message.base64url import encode_text
from hub.message.fields import Fields
from hub.message.identifiers import HUBID, PARTICIPANT, SUBJECT
from hub.message.instant import format_time
from hub.message.limits import MAX_RECEIPT_MEMBERS_COUNT
from hub.message.strict_json import parse_object

_HEAD: Final = frozenset({"hubid", "epoch", "recipient", "last", "running", "time", "directory"})
_WELCOME: Final = _HEAD | {"generation", "ack_sequence"}
_STREAMS: Final = frozenset({"streams"})


@dataclass(frozen=True, slots=True)
class Head:
    """A recipient's last number as of a time.

    Attributes:
        last: The last number; 0 when nothing was ever routed.
        running: Running hash after it.
        directory: Version of the directory in force.
    """

    hubid: str
    epoch: int
    recipient: str
    last: int
    running: bytes
    time: datetime
    directory: int


@dataclass(frozen=True, slots=True)
class Welcome(Head):
    """The answer to `open`: a head and where the participant stands.

    Attributes:
        generation: The one to sign with from now on; older ones are fenced.
        ack_sequence: Number of the last acknowledgement admitted; 0 is none.
        streams: Last sequence number used, by subject; None when not told.
    """

    generation: int
    ack_sequence: int
    streams: Mapping[str, int] | None = None


def encode_head(head: Head) -> bytes:
    """Write the JSON payload of a head."""
    return orjson.dumps(_members(head))


def encode_welcome(welcome: Welcome) -> bytes:
    """Write the JSON payload of a welcome."""
    data = _members(welcome)
    data |= {"generation": welcome.generation, "ack_sequence": welcome.ack_sequence}
    if welcome.streams is not None:
        data["streams"] = dict(welcome.streams)
    return orjson.dumps(data)


def _members(head: Head) -> dict[str, Any]:
    return {
        "hubid": head.hubid,
        "epoch": head.epoch,
        "recipient": head.recipient,
        "last": head.last,
        "running": encode_text(head.running),
        "time": format_time(head.time),
        "directory": head.directory,
    }


def decode_head(payload: bytes) -> Head:
    """Read a head's payload.

    Raises:
        MessageError: `message.json_*` or `message.member_*`.
    """
    fields = Fields(parse_object(payload), "head")
    fields.closed(_HEAD)
    return Head(**_common(fields))


def decode_welcome(payload: bytes) -> Welcome:
    """Read a welcome's payload.

    Raises:
        MessageError: `message.json_*` or `message.member_*`.
    """
    fields = Fields(parse_object(payload, max_members=MAX_RECEIPT_MEMBERS_COUNT), "welcome")
    fields.closed(_WELCOME, _STREAMS)
    return Welcome(
        **_common(fields),
        generation=fields.integer("generation"),
        ack_sequence=fields.integer("ack_sequence"),
        streams=_streams(fields) if "streams" in fields else None,
    )


def _common(fields: Fields) -> dict[str, Any]:
    return {
        "hubid": fields.text("hubid", HUBID),
        "epoch": fields.integer("epoch"),
        "recipient": fields.text("recipient", PARTICIPANT),
        "last": fields.integer("last"),
        "running": fields.digest("running"),
        "time": fields.time("time"),
        "directory": fields.integer("directory"),
    }


def _streams(fields: Fields) -> dict[str, int]:
    data = fields.object("streams")
    if any(SUBJECT.match(subject) is None for subject in data):
        raise fields.invalid("streams", "subjects")
    streams = Fields(data, "welcome/streams")
    return {subject: streams.integer(subject) for subject in data}
