"""JSON with one meaning for every reader."""

import pytest

from hub.errors import MessageError
from hub.message.strict_json import parse_object

REFUSED = {
    "duplicate": (b'{"a":1,"a":1}', "message.json_duplicate"),
    "duplicate-escaped": (b'{"a":1,"\\u0061":2}', "message.json_duplicate"),
    "duplicate-inside": (b'{"b":[{"a":1,"a":2}]}', "message.json_duplicate"),
    "nan": (b'{"a":NaN}', "message.json_malformed"),
    "infinity": (b'{"a":-Infinity}', "message.json_malformed"),
    "float": (b'{"a":1.5}', "message.json_float"),
    "integral-float": (b'{"a":[1.0]}', "message.json_float"),
    "too-large": (b'{"a":9007199254740993}', "message.json_number"),
    "too-small": (b'{"a":-9007199254740993}', "message.json_number"),
    "thousands-of-digits": (b'{"a":' + b"9" * 5000 + b"}", "message.json_number"),
    "nul": (b'{"a":"\\u0000"}', "message.json_text"),
    "nul-in-a-name": (b'{"\\u0000":1}', "message.json_text"),
    "nul-in-an-array": (b'{"a":["\\u0000"]}', "message.json_text"),
    "high-surrogate": (b'{"a":"\\ud800"}', "message.json_text"),
    "low-surrogate": (b'{"a":"\\udc00"}', "message.json_text"),
    "surrogates-swapped": (b'{"a":"\\udc00\\ud800"}', "message.json_text"),
    "utf8": (b'{"a":"\xff"}', "message.json_text"),
    "overlong-utf8": (b'{"a":"\xc0\x80"}', "message.json_text"),
    "mark": (b"\xef\xbb\xbf{}", "message.json_malformed"),
    "trailing": (b"{} {}", "message.json_malformed"),
    "trailing-comma": (b'{"a":1,}', "message.json_malformed"),
    "single-quotes": (b"{'a':1}", "message.json_malformed"),
    "array": (b"[]", "message.json_not_object"),
    "null": (b"null", "message.json_not_object"),
    "deep": (b'{"a":' + b"[" * 16 + b"]" * 16 + b"}", "message.json_depth"),
    "long": (b'{"a":"' + b"x" * 32_769 + b'"}', "message.json_string_length"),
    "long-in-bytes": (b'{"a":"' + "险".encode() * 10_923 + b'"}', "message.json_string_length"),
    "long-name": (b'{"' + b"x" * 32_769 + b'":1}', "message.json_string_length"),
    "many": (b'{"a":[' + b"0," * 9_999 + b"0]}", "message.json_members"),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_json_is_refused(reason: str) -> None:
    raw, code = REFUSED[reason]
    with pytest.raises(MessageError) as refusal:
        parse_object(raw)
    assert refusal.value.code == code


ALLOWED = {
    "empty": (b"{}", {}),
    "white-space": (b' {\n"a" :\t1 } ', {"a": 1}),
    "largest": (b'{"a":9007199254740992}', {"a": 2**53}),
    "deepest": (b'{"a":' + b"[" * 15 + b"]" * 15 + b"}", None),
    "longest": (b'{"a":"' + b"x" * 32_768 + b'"}', {"a": "x" * 32_768}),
    "most": (b'{"a":[' + b"0," * 9_998 + b"0]}", {"a": [0] * 9_999}),
    "pair": (b'{"a":"\\ud83d\\ude00"}', {"a": "\U0001f600"}),
    "spelled-nul": (b'{"a":"\\\\u0000"}', {"a": "\\u0000"}),
    "plain-values": (b'{"a":[true,false,null]}', {"a": [True, False, None]}),
}


@pytest.mark.parametrize("reason", ALLOWED)
def test_json_is_read(reason: str) -> None:
    raw, expected = ALLOWED[reason]
    read = parse_object(raw)
    assert expected is None or read == expected


def test_floats_pass_where_they_are_allowed_and_only_finite_ones() -> None:
    assert parse_object(b'{"a":1.5}', allow_floats=True) == {"a": 1.5}
    with pytest.raises(MessageError, match="json_number"):
        parse_object(b'{"a":1e999}', allow_floats=True)


def test_a_refusal_never_repeats_the_content() -> None:
    with pytest.raises(MessageError) as refusal:
        parse_object(b'{"Zhang San":1,"Zhang San":2}')
    assert "Zhang" not in str(refusal.value)
