"""Envelopes and bundles: parts withheld, limits, neighbours."""

import pytest

from hub.errors import MessageError
from hub.message.bundle import read_bundle, split_bundles, write_bundle
from hub.message.envelope import (
    Envelope,
    Part,
    check_parts,
    envelope_jws,
    part_digest,
    read_envelope,
    without_parts,
    write_envelope,
)
from hub.message.limits import MAX_BUNDLE_BYTES, MAX_BUNDLE_COUNT, MAX_ENVELOPE_BYTES
from hub.trust.verify import verify_message
from tests.vectors.actors import DIRECTORY, EVENT, HUBID, NOW, PARTS, envelope

MAIN, PERSONAL = PARTS


def test_a_withheld_part_leaves_the_signature_good() -> None:
    raw = without_parts(read_envelope(envelope()), {"personal"})
    message = verify_message(raw, DIRECTORY, HUBID, NOW)
    assert message.envelope.parts == (MAIN,)
    assert message.envelope.part("personal") is None
    assert message.event.parts.keys() == {"main", "personal"}


def test_an_envelope_is_written_byte_by_byte_as_documented() -> None:
    part = Part("main", bytes(range(16)), b"{}")
    raw = write_envelope(b"a.b.c", [part])
    assert raw == (
        b"SCE1" + b"\0\0\0\x05a.b.c" + b"\x01" + b"\x04main" + bytes(range(16)) + b"\0\0\0\x02{}"
    )
    assert envelope_jws(raw) == b"a.b.c"


def test_a_part_digest_covers_salt_and_bytes() -> None:
    assert part_digest(bytes(16), b"{}") != part_digest(bytes(15) + b"\1", b"{}")
    assert part_digest(bytes(16), b"{}") != part_digest(bytes(16), b"{} ")


@pytest.mark.parametrize(
    ("part", "code"),
    [
        (Part("extra", MAIN.salt, MAIN.content), "message.part_unknown"),
        (Part("main", PERSONAL.salt, MAIN.content), "message.part_changed"),
        (Part("main", MAIN.salt, PERSONAL.content), "message.part_changed"),
    ],
    ids=["unknown", "salt", "content"],
)
def test_a_part_that_was_not_signed_is_refused(part: Part, code: str) -> None:
    with pytest.raises(MessageError) as refusal:
        check_parts(EVENT, read_envelope(write_envelope(b"a.b.c", [part])))
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "parts",
    [[Part("Main", bytes(16), b"")], [Part("main", bytes(15), b"")], [MAIN, MAIN]],
    ids=["name", "salt", "twice"],
)
def test_what_could_not_be_read_again_is_not_written(parts: list[Part]) -> None:
    with pytest.raises(MessageError):
        write_envelope(b"a.b.c", parts)


def test_a_part_twice_is_refused_however_the_envelope_was_made() -> None:
    with pytest.raises(MessageError, match="part_repeated"):
        check_parts(EVENT, Envelope(b"", b"", (MAIN, MAIN)))


def test_an_envelope_that_ends_before_its_part_is_refused() -> None:
    with pytest.raises(MessageError, match="envelope_malformed"):
        read_envelope(write_envelope(b"a.b.c", ())[:-1] + b"\1")


def test_more_than_sixteen_parts_are_not_written() -> None:
    parts = [Part("a" * (number + 1), bytes(16), b"") for number in range(17)]
    assert len(read_envelope(write_envelope(b"", parts[:16])).parts) == 16
    with pytest.raises(MessageError, match="envelope_malformed"):
        write_envelope(b"", parts)


def test_an_envelope_of_exactly_the_limit_is_read() -> None:
    room = MAX_ENVELOPE_BYTES - len(write_envelope(b"", [Part("main", bytes(16), b"")]))
    raw = write_envelope(b"", [Part("main", bytes(16), bytes(room))])
    assert len(raw) == MAX_ENVELOPE_BYTES
    with pytest.raises(MessageError, match="too_large"):
        write_envelope(b"", [Part("main", bytes(16), bytes(room + 1))])


def test_a_bundle_is_written_byte_by_byte_as_documented() -> None:
    assert write_bundle([b"ab", b""]) == b"SCB1" + b"\0\x02" + b"\0\0\0\x02ab" + b"\0\0\0\0"


GOOD = write_bundle([b"ab", b"c"])


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"SCB1",
        b"SCB1\0\0",
        b"SCB2" + GOOD[4:],
        GOOD[:-1],
        GOOD + b"\0",
        b"SCB1\0\x03" + GOOD[6:],
        b"SCB1\0\x01" + GOOD[6:],
        b"SCB1\x01\x01" + b"\0\0\0\0" * 257,
        b"SCB1\0\x01\xff\xff\xff\xff",
    ],
    ids=["empty", "magic", "none", "other", "cut", "tail", "more", "fewer", "257", "length"],
)
def test_a_malformed_bundle_is_refused_whole(raw: bytes) -> None:
    with pytest.raises(MessageError, match="bundle_malformed"):
        read_bundle(raw)


def test_a_bundle_keeps_its_limits() -> None:
    with pytest.raises(MessageError, match="too_large"):
        read_bundle(bytes(MAX_BUNDLE_BYTES + 1))
    with pytest.raises(MessageError, match="too_large"):
        write_bundle([bytes(MAX_BUNDLE_BYTES)])
    with pytest.raises(MessageError, match="bundle_malformed"):
        write_bundle([b""] * (MAX_BUNDLE_COUNT + 1))
    with pytest.raises(MessageError, match="bundle_malformed"):
        write_bundle([])


def test_bundles_are_split_by_count_and_by_size() -> None:
    assert [len(group) for group in split_bundles([b""] * 600)] == [256, 256, 88]
    assert [len(group) for group in split_bundles([bytes(MAX_ENVELOPE_BYTES)] * 5)] == [3, 2]
    assert split_bundles([]) == []
    with pytest.raises(MessageError, match="too_large"):
        split_bundles([bytes(MAX_ENVELOPE_BYTES + 1)])
