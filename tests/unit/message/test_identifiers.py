"""Restricted alphabets and canonical times."""

import re
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from hub.errors import MessageError
from hub.message import identifiers
from hub.message.identifiers import check, contract_type, format_time, parse_time, uuid7
from hub.message.instant import from_microseconds, to_microseconds

ALLOWED = {
    identifiers.PARTICIPANT: ["hebei-emergency", "a1"],
    identifiers.HUBID: ["demo", "cn-test-1"],
    identifiers.SUBJECT: ["uscc:91130100000000000X", "division:13"],
    identifiers.TYPE: ["listing.decided"],
    identifiers.CONTRACT: ["listing.decided/0.1", "listing.decided/12.0"],
    identifiers.KEY: ["case-1", "a/b:c.d_e", "7"],
    identifiers.PART_NAME: ["main", "personal"],
}
REFUSED = {
    identifiers.PARTICIPANT: ["", "a", "-a", "Hebei", "a" * 49, "河北", "a b", "a\n", "ａb"],
    identifiers.HUBID: ["", "a" * 33, "demo\n", "demo/x"],
    identifiers.SUBJECT: ["uscc", "uscc:", "uscc:-1", "USCC:9", "uscc:" + "9" * 81, "uscc:9/1"],
    identifiers.TYPE: ["listing", "listing.decided.twice", "Listing.decided", "l.decided"],
    identifiers.CONTRACT: ["listing.decided", "listing.decided/01.0", "listing.decided/1"],
    identifiers.KEY: ["", "-a", "a b", "a" * 121, "a\0"],
    identifiers.PART_NAME: ["", "Main", "a-b", "a" * 33, "main\n"],
}


@pytest.mark.parametrize("pattern", ALLOWED, ids=lambda pattern: pattern.pattern)
def test_identifiers_within_the_alphabet_pass(pattern: re.Pattern[str]) -> None:
    for text in ALLOWED[pattern]:
        assert check(pattern, text, "it") == text


@pytest.mark.parametrize("pattern", REFUSED, ids=lambda pattern: pattern.pattern)
def test_identifiers_outside_the_alphabet_are_refused(pattern: re.Pattern[str]) -> None:
    for text in REFUSED[pattern]:
        with pytest.raises(MessageError, match="identifier_malformed"):
            check(pattern, text, "it")


def test_a_uuid7_carries_its_time_and_its_version() -> None:
    made = UUID(uuid7(0x019CB7E2F400, bytes([255]) * 10))
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == 0x019CB7E2F400
    assert identifiers.MESSAGE_ID.match(str(made))


def test_uuid7s_sort_by_time() -> None:
    assert uuid7(1, bytes([255]) * 10) < uuid7(2, bytes(10))


@pytest.mark.parametrize(("ms", "random"), [(-1, bytes(10)), (2**48, bytes(10)), (0, b"")])
def test_a_uuid7_of_what_does_not_fit_is_refused(ms: int, random: bytes) -> None:
    with pytest.raises(MessageError, match="identifier_malformed"):
        uuid7(ms, random)


def test_the_type_of_a_contract_is_before_the_slash() -> None:
    assert contract_type("listing.decided/0.1") == "listing.decided"


def test_a_time_of_another_zone_is_written_in_utc() -> None:
    beijing = timezone(timedelta(hours=8))
    at = datetime(2026, 3, 1, 16, 0, tzinfo=beijing)
    assert format_time(at) == "2026-03-01T08:00:00Z"
    assert format_time(at.replace(microsecond=500)) == "2026-03-01T08:00:00.000500Z"


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01T08:00:00",
        "2026-03-01T08:00:00+00:00",
        "2026-03-01T08:00:00z",
        "2026-03-01 08:00:00Z",
        "2026-03-01T08:00Z",
        "2026-03-01T08:00:00.5Z",
        "2026-03-01T08:00:00.000000Z",
        "2026-03-01T24:00:00Z",
        "2026-02-29T08:00:00Z",
        "0000-01-01T00:00:00Z",
        "20260301T080000Z",
        "2026-03-01T08:00:00Z\n",
        "２026-03-01T08:00:00Z",
        "",
    ],
)
def test_another_spelling_of_a_time_is_refused(text: str) -> None:
    with pytest.raises(MessageError, match="time_malformed"):
        parse_time(text)


def test_a_time_without_a_zone_is_not_written() -> None:
    with pytest.raises(MessageError, match="time_malformed"):
        format_time(datetime(2026, 3, 1))  # noqa: DTZ001 the point of the test


def test_microseconds_are_exact_and_bounded() -> None:
    at = datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    assert from_microseconds(to_microseconds(at)) == at
    with pytest.raises(MessageError, match="time_malformed"):
        from_microseconds(to_microseconds(at) + 1)
    with pytest.raises(MessageError, match="time_malformed"):
        from_microseconds(-(2**63))
