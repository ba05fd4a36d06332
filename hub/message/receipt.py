"""The receipt: the hub's signed answer to a bundle, one result for each envelope.

An envelope whose id could not be read is answered by its place in the bundle. When results have
a place in the ledger, the receipt proves all of them under one checkpoint.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import orjson

from hub.errors import Problem
from hub.message.base64url import encode_text
from hub.message.fields import Fields
from hub.message.identifiers import HUBID, MESSAGE_ID, PARTICIPANT
from hub.message.instant import format_time
from hub.message.limits import (
    MAX_BUNDLE_COUNT,
    MAX_PROBLEMS_COUNT,
    MAX_RECEIPT_MEMBERS_COUNT,
    MAX_STRING_BYTES,
)
from hub.message.refusal import Again
from hub.message.staple import STAPLE, Staple, read_staple, staple_members
from hub.message.strict_json import parse_object


class Status(StrEnum):
    """What became of one envelope at the hub."""

    ADMITTED = "admitted"
    HELD = "held"
    REFUSED = "refused"


_STATUSES: Final = frozenset(Status)
_AGAINS: Final = frozenset(Again)
_MEMBERS: Final = frozenset({"hubid", "epoch", "recipient", "time", "results"})
_REQUIRED: Final = frozenset({"status"})
_OPTIONAL: Final = frozenset(
    {
        "id",
        "digest",
        "index",
        "at",
        "directory",
        "epoch",
        "missing",
        "code",
        "uses_number",
        "again",
        "problems",
        "position",
    }
)
_PROBLEM: Final = frozenset({"path", "rule", "value_class", "text_en", "text_zh"})
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one envelope.

    Attributes:
        id: The message's id; None when it could not be read.
        digest: SHA-256 of its signed text; None when it could not be read.
        index: Ledger index, when admitted, or refused with its number used.
        at: Admission time, with `index`.
        directory: Version of the directory in the entry, with `index`.
        epoch: The entry's epoch, where it is not the receipt's.
        missing: First and last sequence number still missing, when held.
        code: Why, when refused.
        uses_number: Whether a refused message has used its sequence number up.
        again: What the sender may do, when refused.
        problems: Everything wrong with the body; the first 20 travel.
        position: Place in the bundle, from 0, when no id could be read.
    """

    id: str | None
    digest: bytes | None
    status: Status
    index: int | None = None
    at: datetime | None = None
    directory: int | None = None
    epoch: int | None = None
    missing: tuple[int, int] | None = None
    code: str | None = None
    uses_number: bool | None = None
    again: Again | None = None
    problems: tuple[Problem, ...] = ()
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answers to one bundle, in its order.

    Attributes:
        staple: Proves the entries of all results with an index; None when there are none.
    """

    hubid: str
    epoch: int
    recipient: str
    time: datetime
    results: tuple[Result, ...]
    staple: Staple | None = None


def encode_receipt(receipt: Receipt) -> bytes:
    """Write the JSON payload that the hub signs."""
    members = {
        "hubid": receipt.hubid,
        "epoch": receipt.epoch,
        "recipient": receipt.recipient,
        "time": format_time(receipt.time),
        "results": [_encoded(result) for result in receipt.results],
    }
    if receipt.staple is not None:
        members |= staple_members(receipt.staple)
    return orjson.dumps(members)


def _encoded(result: Result) -> dict[str, Any]:
    members = {
        "id": result.id,
        "digest": None if result.digest is None else encode_text(result.digest),
        "status": result.status,
        "index": result.index,
        "at": None if result.at is None else format_time(result.at),
        "directory": result.directory,
        "epoch": result.epoch,
        "missing": result.missing,
        "code": result.code,
        "uses_number": result.uses_number,
        "again": result.again,
        "problems": result.problems[:MAX_PROBLEMS_COUNT] or None,
        "position": result.position,
    }
    return {name: value for name, value in members.items() if value is not None}


def decode_receipt(payload: bytes) -> Receipt:
    """Read a receipt's payload.

    Raises:
        MessageError: `message.json_*` or `message.member_*`.
    """
    data = parse_object(payload, max_members=MAX_RECEIPT_MEMBERS_COUNT)
    fields = Fields(data, "receipt")
    stapled = "checkpoint" in fields
    fields.closed(_MEMBERS | STAPLE if stapled else _MEMBERS)
    return Receipt(
        hubid=fields.text("hubid", HUBID),
        epoch=fields.integer("epoch"),
        recipient=fields.text("recipient", PARTICIPANT),
        time=fields.time("time"),
        results=tuple(_result(item) for item in fields.records("results", MAX_BUNDLE_COUNT)),
        staple=read_staple(fields) if stapled else None,
    )


def _result(item: Fields) -> Result:
    item.closed(_REQUIRED, _OPTIONAL)
    again = item.optional("again", item.one_of, _AGAINS)
    return Result(
        id=item.optional("id", item.text, MESSAGE_ID),
        digest=item.optional("digest", item.digest),
        status=Status(item.one_of("status", _STATUSES)),
        index=item.optional("index", item.integer),
        at=item.optional("at", item.time),
        directory=item.optional("directory", item.integer),
        epoch=item.optional("epoch", item.integer),
        missing=_missing(item) if "missing" in item else None,
        code=item.optional("code", item.short_text, 100),
        uses_number=item.optional("uses_number", item.flag),
        again=None if again is None else Again(again),
        problems=_problems(item) if "problems" in item else (),
        position=item.optional("position", item.integer, 0, MAX_BUNDLE_COUNT - 1),
    )


def _missing(item: Fields) -> tuple[int, int]:
    pair = item.array("missing", _PAIR)
    if len(pair) != _PAIR or any(type(n) is not int or n < 1 for n in pair):
        raise item.invalid("missing", "first and last number")
    return pair[0], pair[1]


def _problems(item: Fields) -> tuple[Problem, ...]:
    return tuple(_problem(one) for one in item.records("problems", MAX_PROBLEMS_COUNT))


def _problem(one: Fields) -> Problem:
    one.closed(_PROBLEM)
    return Problem(**{name: one.short_text(name, MAX_STRING_BYTES) for name in _PROBLEM})
