"""Deliveries: numbered envelopes for one recipient under one signed statement.

The running hash makes one statement cover every delivery: it chains number, ledger
index, admission time and the digest of each signed text. It is in the ledger too, in the
head entry that the statement proves.

    "SCD1" | u32 length, statement | u16 count | count times: u64 number | u64 index
           | i64 admitted (us since 1970 UTC) | u8 flags | u32 length, envelope
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from struct import Struct
from typing import Final

import orjson

from hub.errors import MessageError
from hub.message.base64url import encode_text
from hub.message.envelope import envelope_jws
from hub.message.fields import Fields
from hub.message.identifiers import HUBID, PARTICIPANT
from hub.message.instant import format_time, from_microseconds, to_microseconds
from hub.message.limits import (
    DIGEST_BYTES,
    MAX_DELIVERIES_BYTES,
    MAX_DELIVERIES_COUNT,
)
from hub.message.staple import (
    STAPLE,
    HeadPlace,
    Staple,
    head_members,
    read_head_place,
    read_staple,
    staple_members,
)
from hub.message.strict_json import parse_object

MAGIC: Final = b"SCD1"
START: Final = bytes(DIGEST_BYTES)
"""The running hash before delivery 1."""
SNAPSHOT: Final = 1
"""Flag: in force before the recipient's interest began; exempt from the increasing check."""

_HEAD: Final = Struct(">4sI")
_COUNT: Final = Struct(">H")
_ITEM: Final = Struct(">QQqBI")
_LINK: Final = Struct(">32sQQq32s")
_STATEMENT: Final = frozenset(
    {"hubid", "epoch", "recipient", "first", "last", "before", "after", "time", "directory", "head"}
    | STAPLE
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One recipient's copy.

    Attributes:
        number: The recipient's number: 1, 2, 3 ... without holes.
        index: The message's index in the ledger.
        admitted_at: Admission time, as the ledger has it.
        flags: `SNAPSHOT` or 0.
        digest: SHA-256 of the envelope's signed text.
    """

    number: int
    index: int
    admitted_at: datetime
    flags: int
    envelope: bytes
    digest: bytes


@dataclass(frozen=True, slots=True)
class Statement:
    """What the hub signs over a run of deliveries.

    Attributes:
        before: Running hash before the first, `START` for number 1.
        after: Running hash after the last.
        directory: Version of the directory in force.
        head: The ledger's entry of `last` and `after` for this recipient.
        staple: Proves that entry.
    """

    hubid: str
    epoch: int
    recipient: str
    first: int
    last: int
    before: bytes
    after: bytes
    time: datetime
    directory: int
    head: HeadPlace
    staple: Staple


def running(previous: bytes, number: int, index: int, admitted_us: int, digest: bytes) -> bytes:
    """Chain one more delivery onto the running hash."""
    return sha256(_LINK.pack(previous, number, index, admitted_us, digest)).digest()


def encode_statement(statement: Statement) -> bytes:
    """Write the JSON payload that the hub signs."""
    return orjson.dumps(
        {
            "hubid": statement.hubid,
            "epoch": statement.epoch,
            "recipient": statement.recipient,
            "first": statement.first,
            "last": statement.last,
            "before": encode_text(statement.before),
            "after": encode_text(statement.after),
            "time": format_time(statement.time),
            "directory": statement.directory,
            "head": head_members(statement.head),
            **staple_members(statement.staple),
        }
    )


def decode_statement(payload: bytes) -> Statement:
    """Read a statement's payload.

    Raises:
        MessageError: `message.json_*` or `message.member_*`.
    """
    fields = Fields(parse_object(payload), "statement")
    fields.closed(_STATEMENT)
    first = fields.integer("first", 1)
    return Statement(
        hubid=fields.text("hubid", HUBID),
        epoch=fields.integer("epoch"),
        recipient=fields.text("recipient", PARTICIPANT),
        first=first,
        last=fields.integer("last", first),
        before=fields.digest("before"),
        after=fields.digest("after"),
        time=fields.time("time"),
        directory=fields.integer("directory"),
        head=read_head_place(fields.record("head")),
        staple=read_staple(fields),
    )


def is_deliveries(frame: bytes) -> bool:
    """Tell a deliveries frame from a signed text; the hub sends nothing else."""
    return frame[:4] == MAGIC


def write_deliveries(statement_jws: bytes, deliveries: Sequence[Delivery]) -> bytes:
    """Frame a signed statement and its deliveries.

    Raises:
        MessageError: `message.deliveries_malformed`, `message.too_large`: beyond the limits.
    """
    if not 1 <= len(deliveries) <= MAX_DELIVERIES_COUNT:
        raise _malformed(f"they must be 1 to {MAX_DELIVERIES_COUNT}")
    pieces = [
        _HEAD.pack(MAGIC, len(statement_jws)),
        statement_jws,
        _COUNT.pack(len(deliveries)),
    ]
    for one in deliveries:
        admitted = to_microseconds(one.admitted_at)
        pieces.append(_ITEM.pack(one.number, one.index, admitted, one.flags, len(one.envelope)))
        pieces.append(one.envelope)
    raw = b"".join(pieces)
    _check_size(raw)
    return raw


def read_deliveries(raw: bytes) -> tuple[bytes, list[Delivery]]:
    """Take a deliveries frame apart, unverified: the signed statement and the deliveries.

    Raises:
        MessageError: `message.deliveries_malformed`, `message.too_large`,
            `message.envelope_malformed`, `message.time_malformed`.
    """
    _check_size(raw)
    try:
        return _read(raw)
    except struct.error:
        raise _malformed("the frame ends too early") from None


def _read(raw: bytes) -> tuple[bytes, list[Delivery]]:
    magic, length = _HEAD.unpack_from(raw)
    if magic != MAGIC:
        raise _malformed("the frame does not start with SCD1")
    at = _HEAD.size + length
    statement = raw[_HEAD.size : at]
    (count,) = _COUNT.unpack_from(raw, at)
    if not 1 <= count <= MAX_DELIVERIES_COUNT:
        raise _malformed(f"they must be 1 to {MAX_DELIVERIES_COUNT}")
    at += _COUNT.size
    deliveries = []
    for _ in range(count):
        delivery, at = _item(raw, at)
        deliveries.append(delivery)
    if at != len(raw):
        raise _malformed("bytes follow the last one, or it is cut")
    return statement, deliveries


def _item(raw: bytes, at: int) -> tuple[Delivery, int]:
    number, index, admitted, flags, length = _ITEM.unpack_from(raw, at)
    if flags & ~SNAPSHOT:
        raise _malformed("an unknown flag is set")
    start = at + _ITEM.size
    envelope = raw[start : start + length]
    digest = sha256(envelope_jws(envelope)).digest()
    delivery = Delivery(number, index, from_microseconds(admitted), flags, envelope, digest)
    return delivery, start + length


def check_statement(statement: Statement, deliveries: Sequence[Delivery]) -> None:
    """Require that the deliveries are exactly those the statement covers.

    Raises:
        MessageError: `message.deliveries_gap` (numbers are not first to last),
            `message.deliveries_changed` (another running hash).
    """
    if [one.number for one in deliveries] != list(_numbers(statement, len(deliveries))):
        raise MessageError("message.deliveries_gap", "deliveries are not those of the statement")
    link = statement.before
    for one in deliveries:
        link = running(link, one.number, one.index, to_microseconds(one.admitted_at), one.digest)
    if link != statement.after:
        raise MessageError(
            "message.deliveries_changed", "deliveries do not lead to the statement's running hash"
        )


def _numbers(statement: Statement, count: int) -> Sequence[int]:
    # A statement may claim any last number: never make a list of what it claims.
    if statement.last - statement.first + 1 != count:
        return range(0)
    return range(statement.first, statement.last + 1)


def _check_size(raw: bytes) -> None:
    if len(raw) > MAX_DELIVERIES_BYTES:
        raise MessageError(
            "message.too_large",
            f"deliveries are over {MAX_DELIVERIES_BYTES} bytes",
            limit=MAX_DELIVERIES_BYTES,
        )


def _malformed(why: str) -> MessageError:
    return MessageError("message.deliveries_malformed", f"deliveries refused: {why}")
