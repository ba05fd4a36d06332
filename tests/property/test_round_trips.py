"""What is written is read back as it was, and anything else is refused with an error of ours."""

import contextlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import HubError, LedgerError, MessageError, TrustError
from hub.ledger.checkpoint import decode_checkpoint
from hub.ledger.entry import decode_entry, encode_entry
from hub.ledger.tree import Frontier
from hub.message import base64url
from hub.message.acknowledgement import decode_acknowledgement, encode_acknowledgement
from hub.message.bundle import read_bundle, split_bundles, write_bundle
from hub.message.delivery import decode_statement, encode_statement, read_deliveries
from hub.message.envelope import Part, read_envelope, without_parts, write_envelope
from hub.message.event import decode_event, encode_event
from hub.message.head import decode_head, decode_welcome, encode_head, encode_welcome
from hub.message.instant import format_time, from_microseconds, parse_time, to_microseconds
from hub.message.jws import read_jws
from hub.message.receipt import decode_receipt, encode_receipt
from hub.message.request import decode_request, encode_request
from hub.message.staple import decode_consistency, encode_consistency
from hub.message.strict_json import parse_object
from hub.trust.directory import decode_directory, open_directory
from hub.trust.verify import verify_message
from tests.property import strategies
from tests.vectors.actors import DIRECTORY, HUBID, NOW, envelope

RECORDS: dict[str, tuple[st.SearchStrategy[Any], Callable[[Any], bytes], Callable[[bytes], Any]]]
RECORDS = {
    "event": (strategies.events(), encode_event, decode_event),
    "acknowledgement": (
        strategies.acknowledgements,
        encode_acknowledgement,
        decode_acknowledgement,
    ),
    "request": (strategies.requests, encode_request, decode_request),
    "receipt": (strategies.receipts, encode_receipt, decode_receipt),
    "head": (strategies.heads, encode_head, decode_head),
    "welcome": (strategies.welcomes, encode_welcome, decode_welcome),
    "consistency": (strategies.consistencies, encode_consistency, decode_consistency),
    "statement": (strategies.statements, encode_statement, decode_statement),
}
DECODERS: dict[str, Callable[[bytes], Any]] = {
    **{name: decode for name, (_, _, decode) in RECORDS.items()},
    "json": parse_object,
    "base64url": base64url.decode,
    "jws": read_jws,
    "envelope": read_envelope,
    "bundle": read_bundle,
    "deliveries": read_deliveries,
    "directory": decode_directory,
    "signed directory": lambda raw: open_directory(raw, {}),
    "message": lambda raw: verify_message(raw, DIRECTORY, HUBID, NOW),
    "entry": decode_entry,
    "checkpoint": decode_checkpoint,
    "frontier": Frontier.decode,
}
STARTS = (b"", b"SCE1", b"SCB1\0\1", b"SCD1", b"\1\1", b"{", b"eyJ", envelope()[:300])


@pytest.mark.parametrize("name", RECORDS)
@given(data=st.data())
def test_a_record_is_read_as_it_was_written(name: str, data: st.DataObject) -> None:
    values, encode, decode = RECORDS[name]
    value = data.draw(values)
    assert decode(encode(value)) == value


@pytest.mark.parametrize("name", DECODERS)
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=300))
def test_decoding_is_total(name: str, start: bytes, rest: bytes) -> None:
    with contextlib.suppress(MessageError, TrustError, LedgerError):
        DECODERS[name](start + rest)


@given(data=st.data(), name=st.sampled_from(sorted(RECORDS)))
def test_a_record_with_one_byte_changed_is_a_record_or_a_refusal(
    data: st.DataObject, name: str
) -> None:
    values, encode, decode = RECORDS[name]
    raw = bytearray(encode(data.draw(values)))
    raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        value = decode(bytes(raw))
    except MessageError:
        return
    assert decode(encode(value)) == value


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(JSON)
def test_any_json_value_is_read_or_refused(value: object) -> None:
    with contextlib.suppress(MessageError):
        assert parse_object(json.dumps(value).encode()) == value


@given(st.binary(max_size=200))
def test_base64url_has_one_spelling(raw: bytes) -> None:
    text = base64url.encode(raw)
    assert base64url.decode(text) == raw
    for change in (text + b"=", text + b"\n", b" " + text):
        with pytest.raises(MessageError):
            base64url.decode(change)


@given(st.binary(max_size=40))
def test_whatever_base64url_reads_it_writes_the_same(text: bytes) -> None:
    try:
        raw = base64url.decode(text)
    except MessageError:
        return
    assert base64url.encode(raw) == text


@given(strategies.times)
def test_a_time_has_one_spelling(at: Any) -> None:
    assert parse_time(format_time(at)) == at
    assert from_microseconds(to_microseconds(at)) == at


@given(jws=st.binary(max_size=300), parts=strategies.parts)
def test_an_envelope_is_read_as_it_was_written(jws: bytes, parts: list[Part]) -> None:
    raw = write_envelope(jws, parts)
    read = read_envelope(raw)
    assert (read.raw, read.jws, list(read.parts)) == (raw, jws, parts)
    assert without_parts(read, ()) == raw
    assert read_envelope(without_parts(read, [part.name for part in parts])).parts == ()


@given(st.lists(st.binary(max_size=100), min_size=1, max_size=256))
def test_a_bundle_gives_back_its_envelopes_whatever_they_are(envelopes: list[bytes]) -> None:
    assert read_bundle(write_bundle(envelopes)) == envelopes


@given(good=st.integers(1, 5), at=st.integers(0, 5), bad=st.binary(max_size=200))
def test_a_bad_envelope_does_not_spoil_its_neighbours(good: int, at: int, bad: bytes) -> None:
    envelopes = [envelope()] * good
    envelopes.insert(at, bad)
    accepted = 0
    for raw in read_bundle(write_bundle(envelopes)):
        try:
            verify_message(raw, DIRECTORY, HUBID, NOW)
            accepted += 1
        except HubError:
            assert raw == bad
    assert accepted == good


@given(st.lists(st.integers(0, 256 * 1024), max_size=40))
def test_bundles_are_packed_in_order_and_within_the_limits(sizes: list[int]) -> None:
    envelopes = [bytes(size) for size in sizes]
    groups = split_bundles(envelopes)
    assert [one for group in groups for one in group] == envelopes
    for group in groups:
        write_bundle(group)


@given(raw=st.binary(max_size=300))
def test_an_entry_that_is_read_is_written_the_same(raw: bytes) -> None:
    try:
        entry = decode_entry(b"\1\4" + raw)
    except LedgerError:
        return
    assert encode_entry(entry) == b"\1\4" + raw
