"""The JSON records: closed, typed, and refused with the place and class of what was found."""

import json
from typing import Any

import pytest

from hub.errors import MessageError, Problem
from hub.message.acknowledgement import (
    Acknowledgement,
    Applied,
    decode_acknowledgement,
    encode_acknowledgement,
)
from hub.message.event import decode_event, encode_event
from hub.message.head import Welcome, decode_head, decode_welcome, encode_welcome
from hub.message.jws import read_jws
from hub.message.receipt import Receipt, Result, Status, decode_receipt, encode_receipt
from hub.message.refusal import Again
from hub.message.request import Request, Verb, decode_request, encode_request
from tests.vectors.actors import EVENT, HUBID, NOW

ACKNOWLEDGEMENT = Acknowledgement(
    id=EVENT.id,
    source="first-bank",
    hubid=HUBID,
    sequence=1,
    generation=1,
    time=NOW,
    delivered=2,
    running=bytes(32),
    applied=(Applied(2, 7, bytes(32), "declined", "out of scope"),),
)
REQUEST = Request(EVENT.id, "first-bank", HUBID, NOW, Verb.PULL, after=3, limit=10, wait_s=25)
WELCOME = Welcome(
    hubid=HUBID,
    epoch=1,
    recipient="first-bank",
    last=2,
    running=bytes(32),
    time=NOW,
    directory=1,
    generation=4,
    ack_sequence=9,
    streams={EVENT.subject: 3},
)
PROBLEM = Problem("main/amount", "required", "missing", "is missing", "缺失")
REFUSED = Result(
    EVENT.id,
    bytes(32),
    Status.REFUSED,
    code="contract.body_invalid",
    uses_number=True,
    again=Again.NEVER,
    problems=(PROBLEM,),
)
RECEIPT = Receipt(HUBID, 1, "first-bank", NOW, (REFUSED,))


def test_an_event_is_a_cloudevent_as_documented() -> None:
    data = json.loads(encode_event(EVENT))
    assert data["specversion"] == "1.0"
    assert data["sequence"] == "00000000000000000001"
    assert data["dataschema"] == "contract:listing.decided/0.1"
    assert data["time"] == "2026-03-01T08:00:00Z"
    assert data["data"].keys() == {"main", "personal"}
    assert "draftkey" not in data


def _changed(raw: bytes, **changes: Any) -> bytes:
    return json.dumps({**json.loads(raw), **changes}).encode()


@pytest.mark.parametrize(
    ("changes", "path", "found"),
    [
        ({"source": "Nobody"}, "/source", "string(6)"),
        ({"generation": "1"}, "/generation", "string(1)"),
        ({"time": 5}, "/time", "integer"),
        ({"data": []}, "/data", "array(0)"),
        ({"draftkey": None}, "/draftkey", "null"),
        ({"dataschema": 5}, "/dataschema", "integer"),
        ({"specversion": None}, "/specversion", "null"),
    ],
    ids=["source", "generation", "time", "data", "draftkey", "dataschema", "specversion"],
)
def test_a_wrong_member_is_named_by_place_and_class(
    changes: dict[str, Any], path: str, found: str
) -> None:
    with pytest.raises(MessageError) as refusal:
        decode_event(_changed(encode_event(EVENT), **changes))
    assert refusal.value.code == "message.member_invalid"
    (problem,) = refusal.value.problems
    assert (problem.path, problem.value_class) == (path, found)
    assert "Nobody" not in str(refusal.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"applied": [{"number": 1}]},
        {"applied": ["executed"]},
        {"applied": [{}] * 1001},
        {"delivered": 3},
        {"delivered": {"number": 1}},
        {"sequence": 0},
        {"extra": 1},
    ],
    ids=["missing", "text", "many", "integer", "running", "zero", "unknown"],
)
def test_a_wrong_acknowledgement_is_refused(changes: dict[str, Any]) -> None:
    raw = encode_acknowledgement(ACKNOWLEDGEMENT)
    assert decode_acknowledgement(raw) == ACKNOWLEDGEMENT
    with pytest.raises(MessageError, match="member_"):
        decode_acknowledgement(_changed(raw, **changes))


def test_an_unknown_outcome_is_refused() -> None:
    raw = encode_acknowledgement(ACKNOWLEDGEMENT).replace(b'"declined"', b'"done"')
    with pytest.raises(MessageError, match="member_invalid"):
        decode_acknowledgement(raw)


@pytest.mark.parametrize(
    "changes",
    [
        {"verb": "drop"},
        {"wait_s": 26},
        {"limit": 0},
        {"limit": 257},
        {"after": -1},
        {"after": True},
    ],
    ids=str,
)
def test_a_wrong_request_is_refused(changes: dict[str, Any]) -> None:
    raw = encode_request(REQUEST)
    assert decode_request(raw) == REQUEST
    with pytest.raises(MessageError, match="member_invalid"):
        decode_request(_changed(raw, **changes))


def test_a_receipt_carries_at_most_twenty_problems_a_message() -> None:
    many = Result(None, None, Status.REFUSED, problems=(PROBLEM,) * 30, position=0)
    receipt = Receipt(HUBID, 1, "first-bank", NOW, (REFUSED, many))
    read = decode_receipt(encode_receipt(receipt))
    assert read.results[0] == REFUSED
    assert len(read.results[1].problems) == 20


@pytest.mark.parametrize(
    "changes",
    [{"status": "lost"}, {"missing": [1]}, {"missing": [0, 1]}, {"again": "maybe"}, {"x": 1}],
    ids=str,
)
def test_a_wrong_result_is_refused(changes: dict[str, Any]) -> None:
    data = json.loads(encode_receipt(RECEIPT))
    data["results"][0] |= changes
    with pytest.raises(MessageError, match="member_"):
        decode_receipt(json.dumps(data).encode())


def test_a_welcome_is_a_head_and_more() -> None:
    raw = encode_welcome(WELCOME)
    assert decode_welcome(raw) == WELCOME
    with pytest.raises(MessageError, match="member_unknown"):
        decode_head(raw)
    with pytest.raises(MessageError, match="member_invalid"):
        decode_welcome(_changed(raw, streams={"no subject": 1}))


def test_a_flag_and_a_digest_are_what_they_say() -> None:
    data = json.loads(encode_receipt(RECEIPT))
    for name, wrong in (("uses_number", 1), ("digest", "河" * 43), ("digest", 7)):
        result = {**data["results"][0], name: wrong}
        with pytest.raises(MessageError, match="member_invalid"):
            decode_receipt(json.dumps({**data, "results": [result]}).encode())


def test_a_signed_text_over_its_limit_is_refused_unread() -> None:
    with pytest.raises(MessageError, match="too_large"):
        read_jws(b"." * 11, limit=10)
