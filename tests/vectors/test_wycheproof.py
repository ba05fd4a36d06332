"""Project Wycheproof's signatures and signed texts, each with what our profile must do."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hub.errors import HubError, MessageError, TrustError
from hub.message import base64url
from hub.message.jws import read_jws
from hub.message.limits import SIGNATURE_BYTES
from hub.trust.keys import PublicKey

pytestmark = pytest.mark.needs_vectors

PUBLIC_MEMBERS = {"kty", "crv", "x", "y"}


def _groups(path: Path) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = json.loads(path.read_text())["testGroups"]
    return groups


def _key(jwk: dict[str, Any]) -> PublicKey:
    """Take the key alone: a stray kid or use would be refused, rightly."""
    return PublicKey.from_jwk({name: jwk[name] for name in PUBLIC_MEMBERS & jwk.keys()})


def _p256_jwk(point: dict[str, str]) -> dict[str, str]:
    """Some groups tell the point in hexadecimal only."""
    x, y = (int(point[name], 16).to_bytes(32, "big") for name in ("wx", "wy"))
    return {
        "kty": "EC",
        "crv": "P-256",
        "x": base64url.encode_text(x),
        "y": base64url.encode_text(y),
    }


def _verifies(key: PublicKey, signing_input: bytes, signature: bytes) -> bool:
    try:
        key.verify(signing_input, signature)
    except TrustError:
        return False
    return True


@pytest.mark.parametrize(
    "name",
    ["wycheproof_ed25519_test.json", "wycheproof_ecdsa_secp256r1_sha256_p1363_test.json"],
)
def test_signatures_are_judged_as_published(vectors: Path, name: str) -> None:
    checked = 0
    for group in _groups(vectors / name):
        key = _key(group.get("publicKeyJwk") or _p256_jwk(group["publicKey"]))
        for case in group["tests"]:
            message, signature = bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"])
            expected = case["result"] == "valid"
            assert _verifies(key, message, signature) == expected, case["tcId"]
            checked += 1
    assert checked > 150


def _signed_texts(vectors: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any], bytes]]:
    for group in _groups(vectors / "wycheproof_json_web_signature_test.json"):
        for case in group["tests"]:
            text = case["jws"] if isinstance(case["jws"], str) else json.dumps(case["jws"])
            yield group, case, text.encode()


def test_no_published_signed_text_passes_our_profile(vectors: Path) -> None:
    """Valid or not, none has our four header members: all must be refused by form alone."""
    checked = 0
    for _, case, text in _signed_texts(vectors):
        with pytest.raises(MessageError):
            read_jws(text)
        checked += case["result"] == "invalid"
    assert checked > 300


def _accepts_but_for_the_profile(key: PublicKey, text: bytes) -> bool:
    """Do what read_jws and verify_text do, except for the header's members."""
    segments = text.split(b".")
    if len(segments) != 3:
        return False
    try:
        header, _, signature = map(base64url.decode, segments)
        if json.loads(header).get("alg") != key.alg or len(signature) != SIGNATURE_BYTES:
            return False
        return _verifies(key, b".".join(segments[:2]), signature)
    except (HubError, ValueError):
        return False


def test_es256_signed_texts_are_judged_as_published(vectors: Path) -> None:
    checked = 0
    for group, case, text in _signed_texts(vectors):
        jwk = group.get("public", {})
        if jwk.get("crv") != "P-256":
            continue
        if case["comment"].startswith("rejectWrong"):
            continue
        expected = case["result"] == "valid"
        assert _accepts_but_for_the_profile(_key(jwk), text) == expected, case["tcId"]
        checked += 1
    assert checked > 30


def test_keys_for_another_use_and_other_kinds_of_key_are_refused(vectors: Path) -> None:
    checked = 0
    for group in _groups(vectors / "wycheproof_json_web_signature_test.json"):
        jwk = group.get("public") or group["private"]
        with pytest.raises(TrustError, match="key_malformed"):
            PublicKey.from_jwk(jwk)
        checked += 1
    assert checked > 20


def test_published_misspellings_of_base64_are_refused(vectors: Path) -> None:
    """Two cases marked invalid are byte for byte the valid one: padding lost in publication."""
    cases = [case for group, case, _ in _signed_texts(vectors) if group["comment"] == "base64"]
    valid = {case["jws"] for case in cases if case["result"] == "valid"}
    wrong = [case["jws"] for case in cases if case["result"] == "invalid"]
    assert len(wrong) > 10
    for text in wrong:
        if text not in valid:
            with pytest.raises(MessageError):
                _ = [base64url.decode(segment) for segment in text.encode().split(b".")]
    assert sum(text in valid for text in wrong) == 2
