"""Envelopes that must be refused, one for each reason, made by small changes of a good one."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from hub.message import base64url
from hub.message.envelope import Part, part_digest, write_envelope
from hub.message.event import encode_event
from hub.message.jws import Header, join, signing_input
from hub.message.kinds import PROFILE, Kind
from hub.trust.keys import Signer
from tests.vectors.actors import (
    BANK_SIGNER,
    COMPROMISED_SIGNER,
    DAY,
    EVENT,
    EXPIRED_SIGNER,
    MAIN,
    NOW,
    PARTS,
    REGULATOR_SIGNER,
    RETIRED_SIGNER,
    SALT,
    STRANGER_SIGNER,
    SUSPENDED_SIGNER,
    envelope,
    signed_event,
)

Case = tuple[str, str, bytes]

HEADER = {
    "alg": "Ed25519",
    "kid": REGULATOR_SIGNER.kid,
    "typ": PROFILE,
    "cty": Kind.EVENT.value,
}
EVENT_JSON: dict[str, Any] = json.loads(encode_event(EVENT))


# ES256 signs differently each time: this is one signature of the bank's, kept.
BANK_EVENT = replace(EVENT, source="first-bank")
BANK_SIGNATURE = base64url.decode(
    b"W5Lfke3zqtlFV1o6L0R700B6ltIfSJJv7jEa9uRlEdBnmGm31CDGOp7i2qwQMsC4k_mMDitxa8-Gqtu74mLgWA"
)
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def cases() -> Iterator[Case]:
    """Give reason, expected code and bytes of every case."""
    yield "good", "accepted", envelope()
    yield from _headers()
    yield from _spellings()
    yield from _json_texts()
    yield from _members()
    yield from _keys()
    yield from _parts()
    yield from _frames()
    yield from _es256()


def _signed(protected: bytes, payload: bytes, signer: Signer = REGULATOR_SIGNER) -> bytes:
    text = base64url.encode(protected) + b"." + base64url.encode(payload)
    return text + b"." + base64url.encode(signer.sign(text))


def _with_header(**changes: object) -> bytes:
    header = {name: value for name, value in (HEADER | changes).items() if value is not None}
    return _framed(_signed(json.dumps(header).encode(), encode_event(EVENT)))


def _with_payload(payload: bytes) -> bytes:
    return _framed(_signed(json.dumps(HEADER).encode(), payload))


def _with_members(**changes: object) -> bytes:
    data = {name: value for name, value in (EVENT_JSON | changes).items() if value is not None}
    return _with_payload(json.dumps(data).encode())


def _framed(jws: bytes) -> bytes:
    return write_envelope(jws, PARTS)


def _headers() -> Iterator[Case]:
    refused = "message.header_refused"
    yield "alg-none", "trust.algorithm_mismatch", _with_header(alg="none")
    yield "alg-of-another-key", "trust.algorithm_mismatch", _with_header(alg="ES256")
    yield "alg-deprecated-name", "trust.algorithm_mismatch", _with_header(alg="EdDSA")
    yield "alg-hmac-of-the-public-key", "trust.algorithm_mismatch", _with_header(alg="HS256")
    yield "alg-not-a-string", refused, _with_header(alg=["Ed25519"])
    yield "alg-missing", refused, _with_header(alg=None)
    yield "kid-unknown", "trust.unknown_key", _with_header(kid=STRANGER_SIGNER.kid)
    yield (
        "kid-of-another-participant",
        "trust.algorithm_mismatch",
        _with_header(kid=BANK_SIGNER.kid),
    )
    yield "kid-a-path", refused, _with_header(kid="../../etc/keys/" + "a" * 28)
    yield "typ-wrong", refused, _with_header(typ="JWT")
    yield "typ-next-version", refused, _with_header(typ="safety-credit.v2+jose")
    yield "typ-missing", refused, _with_header(typ=None)
    yield "cty-unknown", refused, _with_header(cty="text/plain")
    yield "cty-of-a-receipt", "trust.wrong_kind", _with_header(cty=Kind.RECEIPT.value)
    yield "header-extra", refused, _with_header(iat=1)
    yield "header-crit", refused, _with_header(crit=["exp"])
    yield "header-unencoded-payload", refused, _with_header(b64=False)
    yield "header-embedded-key", refused, _with_header(jwk=dict(STRANGER_SIGNER.public.jwk))
    yield "header-key-address", refused, _with_header(jku="https://example.org/keys")
    twice = json.dumps(HEADER)[:-1] + ', "alg": "none"}'
    yield (
        "header-duplicate-alg",
        "message.json_duplicate",
        _framed(_signed(twice.encode(), encode_event(EVENT))),
    )
    yield (
        "header-not-an-object",
        "message.json_not_object",
        _framed(_signed(b'["Ed25519"]', encode_event(EVENT))),
    )
    yield "header-too-long", refused, _with_header(typ="x" * 600)


def _es256() -> Iterator[Case]:
    r, s = BANK_SIGNATURE[:32], int.from_bytes(BANK_SIGNATURE[32:], "big")
    yield "good-es256", "accepted", _by_bank(BANK_SIGNATURE)
    # The same signing input under another signature: why duplicates go by signing digest.
    mirrored = r + (P256_ORDER - s).to_bytes(32, "big")
    yield "good-es256-mirrored", "accepted", _by_bank(mirrored)
    yield "es256-halves-swapped", "trust.bad_signature", _by_bank(BANK_SIGNATURE[32:] + r)
    yield "es256-zeros", "trust.bad_signature", _by_bank(bytes(64))
    top = b"\xff" * 32
    yield "es256-beyond-the-order", "trust.bad_signature", _by_bank(top + top)
    der = encode_dss_signature(int.from_bytes(r, "big"), s)
    yield "es256-der", "message.jws_malformed", _by_bank(der)


def _by_bank(signature: bytes) -> bytes:
    header = Header(BANK_SIGNER.alg, BANK_SIGNER.kid, PROFILE, Kind.EVENT.value)
    return _framed(join(signing_input(header, encode_event(BANK_EVENT)), signature))


def _spellings() -> Iterator[Case]:
    header, payload, signature = signed_event().split(b".")
    malformed = "message.base64_malformed"
    yield "base64-padded", malformed, _framed(b".".join((header, payload, signature + b"==")))
    spare = signature[:-1] + bytes((signature[-1] + 1,))
    yield "base64-spare-bits", malformed, _framed(b".".join((header, payload, spare)))
    standard = b"+" + signature[1:]
    yield "base64-standard-alphabet", malformed, _framed(b".".join((header, payload, standard)))
    yield (
        "base64-line-break",
        malformed,
        _framed(b".".join((header, payload[:8] + b"\n" + payload[8:], signature))),
    )
    yield "base64-impossible-length", malformed, _framed(b".".join((header, payload, b"AAAAA")))
    jws = "message.jws_malformed"
    yield "jws-two-segments", jws, _framed(header + b"." + payload)
    yield "jws-four-segments", jws, _framed(b".".join((header, payload, signature, b"")))
    yield "jws-empty", jws, _framed(b"")
    yield "jws-json-form", jws, _framed(json.dumps({"payload": payload.decode()}).encode())
    yield "signature-empty", jws, _framed(b".".join((header, payload, b"")))
    yield "signature-short", jws, _framed(b".".join((header, payload, base64url.encode(bytes(63)))))
    bad = "trust.bad_signature"
    yield "signature-zeros", bad, _framed(b".".join((header, payload, base64url.encode(bytes(64)))))
    foreign = base64url.encode(STRANGER_SIGNER.sign(header + b"." + payload))
    yield "signature-by-another-key", bad, _framed(b".".join((header, payload, foreign)))
    over_text = base64url.encode(REGULATOR_SIGNER.sign(base64.urlsafe_b64decode(payload + b"===")))
    yield "signature-over-the-payload-alone", bad, _framed(b".".join((header, payload, over_text)))
    other = base64url.encode(encode_event(replace(EVENT, sequence=2)))
    yield "payload-swapped", bad, _framed(b".".join((header, other, signature)))
    order = 2**252 + 27742317777372353535851937790883648493
    raw = base64url.decode(signature)
    scalar = int.from_bytes(raw[32:], "little") + order
    malleable = raw[:32] + scalar.to_bytes(32, "little")
    yield (
        "signature-scalar-plus-order",
        bad,
        _framed(b".".join((header, payload, base64url.encode(malleable)))),
    )


def _json_texts() -> Iterator[Case]:
    good = encode_event(EVENT)
    generation = b'"generation":1'
    yield (
        "json-duplicate-member",
        "message.json_duplicate",
        _with_payload(good.replace(generation, generation + b"," + generation)),
    )
    yield (
        "json-duplicate-part",
        "message.json_duplicate",
        _with_payload(good.replace(b'"data":{', b'"data":{"main":"' + b"A" * 43 + b'",')),
    )
    yield (
        "json-nan",
        "message.json_malformed",
        _with_payload(good.replace(generation, b'"generation":NaN')),
    )
    yield (
        "json-float",
        "message.json_float",
        _with_payload(good.replace(generation, b'"generation":1.0')),
    )
    yield (
        "json-exponent",
        "message.json_float",
        _with_payload(good.replace(generation, b'"generation":1e0')),
    )
    yield (
        "json-integer-beyond-a-double",
        "message.json_number",
        _with_payload(good.replace(generation, b'"generation":9007199254740993')),
    )
    yield (
        "json-nul-in-a-string",
        "message.json_text",
        _with_payload(good.replace(b"case-1", b"case-1\\u0000")),
    )
    yield (
        "json-lone-surrogate",
        "message.json_text",
        _with_payload(good.replace(b"case-1", b"case-\\ud800")),
    )
    yield (
        "json-invalid-utf8",
        "message.json_text",
        _with_payload(good.replace(b"case-1", b"case-\xff")),
    )
    yield "json-byte-order-mark", "message.json_malformed", _with_payload(b"\xef\xbb\xbf" + good)
    yield "json-utf16", "message.json_malformed", _with_payload(good.decode().encode("utf-16-le"))
    yield "json-trailing-text", "message.json_malformed", _with_payload(good + b"{}")
    yield "json-comment", "message.json_malformed", _with_payload(b"/* */" + good)
    yield "json-empty", "message.json_malformed", _with_payload(b"")
    yield "json-array", "message.json_not_object", _with_payload(b"[" + good + b"]")
    yield "json-too-deep", "message.json_depth", _with_payload(b'{"a":' * 17 + b"1" + b"}" * 17)
    yield "json-far-too-deep", "message.json_depth", _with_payload(b'{"a":' * 5000)
    many = json.dumps({str(number): 0 for number in range(10_001)}).encode()
    yield "json-too-many-members", "message.json_members", _with_payload(many)
    long = json.dumps({"a": "x" * (32 * 1024 + 1)}).encode()
    yield "json-string-too-long", "message.json_string_length", _with_payload(long)


def _members() -> Iterator[Case]:
    invalid = "message.member_invalid"
    yield "member-unknown", "message.member_unknown", _with_members(priority="high")
    yield "member-missing", "message.member_missing", _with_members(correlationid=None)
    yield "specversion-of-the-future", invalid, _with_members(specversion="1.1")
    yield "id-uuid-of-version-4", invalid, _with_members(id="019cb7e2-f400-4000-8000-000000000001")
    yield "id-uppercase", invalid, _with_members(id=EVENT.id.upper().replace("000001", "00000A"))
    yield "id-line-break", invalid, _with_members(id=EVENT.id + "\n")
    yield "sequence-not-padded", invalid, _with_members(sequence="1")
    yield "sequence-an-integer", invalid, _with_members(sequence=1)
    yield "sequence-zero", invalid, _with_members(sequence="0" * 20)
    yield "sequence-beyond-63-bits", invalid, _with_members(sequence="9" * 20)
    yield "sequence-full-width-digits", invalid, _with_members(sequence="０" * 19 + "１")
    yield "generation-a-flag", invalid, _with_members(generation=True)
    yield "generation-negative", invalid, _with_members(generation=-1)
    yield "time-with-offset", invalid, _with_members(time="2026-03-01T16:00:00+08:00")
    yield "time-without-zone", invalid, _with_members(time="2026-03-01T08:00:00")
    yield "time-three-digits", invalid, _with_members(time="2026-03-01T08:00:00.000Z")
    yield "time-six-zeros", invalid, _with_members(time="2026-03-01T08:00:00.000000Z")
    yield "time-no-such-day", invalid, _with_members(time="2026-02-30T08:00:00Z")
    yield "time-leap-second", invalid, _with_members(time="2026-06-30T23:59:60Z")
    yield (
        "contract-of-another-type",
        invalid,
        _with_members(dataschema="contract:listing.removed/0.1"),
    )
    yield "contract-an-address", invalid, _with_members(dataschema="https://example.org/0.1")
    yield "subject-a-path", invalid, _with_members(subject="uscc:../../etc")
    yield "expirytime-null", invalid, _with_payload_null("expirytime")
    yield "manifest-empty", invalid, _with_members(data={})
    yield "manifest-short-digest", invalid, _with_members(data={"main": "AAAA"})
    yield "manifest-spare-bits", invalid, _with_members(data={"main": "A" * 42 + "B"})
    yield "manifest-bad-name", invalid, _with_members(data={"Main": "A" * 43})


def _with_payload_null(name: str) -> bytes:
    return _with_payload(json.dumps({**EVENT_JSON, name: None}).encode())


def _keys() -> Iterator[Case]:
    yield "hubid-of-another-hub", "trust.wrong_hub", envelope(replace(EVENT, hubid="production"))
    yield (
        "source-not-the-keys",
        "trust.source_mismatch",
        envelope(replace(EVENT, source="first-bank")),
    )
    yield (
        "source-suspended",
        "trust.suspended",
        envelope(replace(EVENT, source="old-insurer"), SUSPENDED_SIGNER),
    )
    yield "key-retired", "trust.key_retired", envelope(EVENT, RETIRED_SIGNER)
    yield "key-compromised", "trust.key_compromised", envelope(EVENT, COMPROMISED_SIGNER)
    yield (
        "key-past-acceptance",
        "trust.key_expired",
        envelope(replace(EVENT, source="first-bank"), EXPIRED_SIGNER),
    )
    yield (
        "key-not-yet-valid",
        "trust.key_not_yet_valid",
        envelope(replace(EVENT, time=NOW - 2 * DAY)),
    )
    yield (
        "key-signed-after-its-end",
        "trust.key_expired",
        envelope(replace(EVENT, time=NOW + 2 * DAY)),
    )


def _parts() -> Iterator[Case]:
    jws = signed_event()
    main, personal = PARTS
    changed = "message.part_changed"
    yield "part-salt-changed", changed, write_envelope(jws, [replace(main, salt=bytes(16))])
    yield (
        "part-byte-changed",
        changed,
        write_envelope(jws, [replace(main, content=MAIN.replace(b"25", b"26"))]),
    )
    yield (
        "part-swapped",
        changed,
        write_envelope(jws, [replace(main, name="personal"), replace(personal, name="main")]),
    )
    yield (
        "part-salt-moved-into-content",
        changed,
        write_envelope(jws, [Part("main", SALT[1:] + MAIN[:1], MAIN[1:])]),
    )
    yield (
        "part-not-in-manifest",
        "message.part_unknown",
        write_envelope(jws, [*PARTS, Part("extra", SALT, MAIN)]),
    )
    other = replace(EVENT, parts={"main": part_digest(SALT, MAIN + b" ")})
    yield "part-of-another-event", changed, write_envelope(signed_event(other), [main])
    good = envelope()
    yield "part-twice", "message.part_repeated", _count(good[: -_size(personal)] + _raw(main), 2)


def _raw(part: Part) -> bytes:
    name = part.name.encode()
    return (
        bytes((len(name),)) + name + part.salt + len(part.content).to_bytes(4, "big") + part.content
    )


def _size(part: Part) -> int:
    return len(_raw(part))


def _count(raw: bytes, count: int) -> bytes:
    at = 8 + int.from_bytes(raw[4:8], "big")
    return raw[:at] + bytes((count,)) + raw[at + 1 :]


def _frames() -> Iterator[Case]:
    malformed = "message.envelope_malformed"
    good = envelope()
    main, personal = PARTS
    yield "frame-empty", malformed, b""
    yield "frame-other-magic", malformed, b"SCE2" + good[4:]
    yield "frame-only-magic", malformed, good[:4]
    yield "frame-cut-in-length", malformed, good[:6]
    yield "frame-cut-in-signed-text", malformed, good[:100]
    yield "frame-cut-before-parts", malformed, good[: -_size(main) - _size(personal) - 1]
    yield "frame-cut-in-part", malformed, good[:-1]
    yield "frame-trailing-byte", malformed, good + b"\0"
    yield "frame-length-far-too-large", malformed, good[:4] + b"\xff" * 4 + good[8:]
    yield "frame-count-too-large", malformed, _count(good, 255)
    yield "frame-count-too-small", malformed, _count(good, 1)
    raw = _raw(replace(main, name="MAIN"))
    yield (
        "frame-part-name-uppercase",
        malformed,
        _count(good[: -_size(main) - _size(personal)] + raw, 1),
    )
    raw = _raw(replace(main, name=""))
    yield (
        "frame-part-name-empty",
        malformed,
        _count(good[: -_size(main) - _size(personal)] + raw, 1),
    )
    yield "frame-too-large", "message.too_large", good + bytes(256 * 1024)
