"""Deliveries under one statement, and the running hash over them."""

import struct
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from hub.errors import MessageError
from hub.message.delivery import (
    SNAPSHOT,
    START,
    Delivery,
    Statement,
    check_statement,
    is_deliveries,
    read_deliveries,
    running,
    write_deliveries,
)
from hub.message.envelope import envelope_jws, write_envelope
from hub.message.instant import to_microseconds
from hub.message.limits import MAX_CHUNK_BYTES, MAX_DELIVERIES_BYTES, MAX_JWS_BYTES
from hub.message.staple import HeadPlace, Staple
from tests.vectors.actors import HUBID, NOW, envelope


def _delivery(number: int) -> Delivery:
    raw = envelope()
    at = NOW + timedelta(microseconds=number)
    return Delivery(number, number * 10, at, 0, raw, sha256(envelope_jws(raw)).digest())


DELIVERIES = [_delivery(1), _delivery(2), replace(_delivery(3), flags=SNAPSHOT)]


def _after(deliveries: list[Delivery]) -> bytes:
    link = START
    for one in deliveries:
        link = running(link, one.number, one.index, to_microseconds(one.admitted_at), one.digest)
    return link


HEAD = HeadPlace(31, NOW, 1, 1)
STAPLE = Staple("origin\n32\n", (bytes(32),), 0, ())
STATEMENT = Statement(HUBID, 1, "first-bank", 1, 3, START, _after(DELIVERIES), NOW, 1, HEAD, STAPLE)
FRAME = write_deliveries(b"a.b.c", DELIVERIES)


def test_deliveries_are_read_as_written() -> None:
    assert is_deliveries(FRAME)
    assert not is_deliveries(b"eyJ.a.b")
    assert read_deliveries(FRAME) == (b"a.b.c", DELIVERIES)
    check_statement(STATEMENT, DELIVERIES)


def test_the_running_hash_is_made_as_documented() -> None:
    packed = START + struct.pack(">QQq", 1, 2, -3) + bytes([7]) * 32
    assert running(START, 1, 2, -3, bytes([7]) * 32) == sha256(packed).digest()


@pytest.mark.parametrize(
    ("deliveries", "code"),
    [
        (DELIVERIES[:2], "message.deliveries_gap"),
        ([DELIVERIES[0], DELIVERIES[2], DELIVERIES[1]], "message.deliveries_gap"),
        ([*DELIVERIES[:2], replace(DELIVERIES[2], number=4)], "message.deliveries_gap"),
        ([*DELIVERIES[:2], replace(DELIVERIES[2], index=31)], "message.deliveries_changed"),
        ([*DELIVERIES[:2], replace(DELIVERIES[2], admitted_at=NOW)], "message.deliveries_changed"),
        ([*DELIVERIES[:2], replace(DELIVERIES[2], digest=START)], "message.deliveries_changed"),
    ],
    ids=["missing", "swapped", "number", "index", "time", "digest"],
)
def test_other_deliveries_than_the_stated_are_refused(
    deliveries: list[Delivery], code: str
) -> None:
    with pytest.raises(MessageError) as refusal:
        check_statement(STATEMENT, deliveries)
    assert refusal.value.code == code


def test_a_statement_over_an_absurd_range_is_refused_at_once() -> None:
    with pytest.raises(MessageError, match="deliveries_gap"):
        check_statement(replace(STATEMENT, last=2**53), DELIVERIES)


@pytest.mark.parametrize(
    "raw",
    [b"", b"SCD1", b"SCD2" + FRAME[4:], FRAME[:-1], FRAME + b"\0", b"SCD1\0\0\0\0\0\0"],
    ids=["empty", "magic", "other", "cut", "tail", "none"],
)
def test_a_malformed_frame_is_refused(raw: bytes) -> None:
    with pytest.raises(MessageError):
        read_deliveries(raw)


def test_an_unknown_flag_is_refused() -> None:
    raw = write_deliveries(b"a.b.c", [replace(DELIVERIES[0], flags=2)])
    with pytest.raises(MessageError, match="deliveries_malformed"):
        read_deliveries(raw)


def test_a_chunk_of_deliveries_fits_a_frame() -> None:
    large = write_envelope(bytes(200_000), [])
    one = replace(DELIVERIES[0], envelope=large)
    most = MAX_CHUNK_BYTES // len(large)
    raw = write_deliveries(bytes(MAX_JWS_BYTES), [one] * most)
    assert len(raw) <= MAX_DELIVERIES_BYTES
    with pytest.raises(MessageError, match="too_large"):
        write_deliveries(b"a.b.c", [one] * 100)
