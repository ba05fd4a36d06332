"""Keys are read strictly and sign under our profile."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from hub.errors import ConfigError, TrustError
from hub.message import base64url
from hub.message.jws import read_jws
from hub.message.kinds import PROFILE, Kind
from hub.trust.algorithms import ALGORITHMS
from hub.trust.keys import PrivateKeySigner, PublicKey, sign_text
from hub.trust.verify import verify_text
from tests.vectors.actors import BANK_SIGNER, REGULATOR_SIGNER

P = 2**255 - 19
ED25519 = REGULATOR_SIGNER.public.jwk
ES256 = BANK_SIGNER.public.jwk


def _edwards(y: int, sign: int = 0) -> dict[str, str]:
    raw = (y | sign << 255).to_bytes(32, "little")
    return {"kty": "OKP", "crv": "Ed25519", "x": base64url.encode_text(raw)}


ORDER_EIGHT = 2707385501144840649318225287225658788936804267575313519463743609750303021640

REFUSED: dict[str, dict[str, Any]] = {
    "empty": {},
    "identity": _edwards(1),
    "identity-with-sign": _edwards(1, 1),
    "order-two": _edwards(P - 1),
    "order-four": _edwards(0),
    "order-four-with-sign": _edwards(0, 1),
    "order-eight": _edwards(ORDER_EIGHT),
    "order-eight-other": _edwards(P - ORDER_EIGHT, 1),
    "not-canonical-zero": _edwards(P),
    "not-canonical-one": _edwards(P + 1),
    "not-canonical-top": _edwards(2**255 - 1),
    "not-on-the-curve": _edwards(2),
    "short": {**ED25519, "x": base64url.encode_text(bytes(31))},
    "padded": {**ED25519, "x": ED25519["x"] + "="},
    "not-a-string": {**ED25519, "x": 5},
    "missing": {"kty": "OKP", "crv": "Ed25519"},
    "private": {**ED25519, "d": base64url.encode_text(bytes(32))},
    "unknown-member": {**ED25519, "use": "sig"},
    "other-curve": {**ED25519, "crv": "X25519"},
    "other-kind": {"kty": "oct", "k": "AAAA"},
    "alg-of-another": {**ED25519, "alg": "ES256"},
    "alg-deprecated": {**ED25519, "alg": "EdDSA"},
    "kid-of-another": {**ED25519, "kid": BANK_SIGNER.kid},
    "point-not-on-p256": {**ES256, "y": ES256["x"]},
    "point-at-zero": {**ES256, "x": "A" * 43, "y": "A" * 43},
    "coordinate-short": {**ES256, "y": base64url.encode_text(bytes(31))},
    "coordinate-beyond": {**ES256, "x": base64url.encode_text(b"\xff" * 32)},
}


@pytest.mark.parametrize("reason", REFUSED)
def test_a_bad_public_key_is_refused(reason: str) -> None:
    with pytest.raises(TrustError) as refusal:
        PublicKey.from_jwk(REFUSED[reason])
    assert refusal.value.code == "trust.key_malformed"


@pytest.mark.parametrize("signer", [REGULATOR_SIGNER, BANK_SIGNER], ids=["Ed25519", "ES256"])
def test_a_public_key_is_read_with_its_right_names(signer: PrivateKeySigner) -> None:
    public = signer.public
    named = {**public.jwk, "alg": public.alg, "kid": public.kid}
    assert PublicKey.from_jwk(named) == public
    assert "d" not in public.jwk


@pytest.mark.parametrize("alg", sorted(ALGORITHMS))
@pytest.mark.parametrize("passphrase", [None, b"correct horse"], ids=["plain", "encrypted"])
def test_a_private_key_survives_its_file(alg: str, passphrase: bytes | None) -> None:
    signer = PrivateKeySigner.generate(alg)
    pem = signer.to_pem(passphrase)
    assert (b"ENCRYPTED" in pem) == (passphrase is not None)
    again = PrivateKeySigner.from_pem(pem, passphrase)
    assert (again.alg, again.kid) == (alg, signer.kid)
    signer.public.verify(b"text", again.sign(b"text"))


def _other_pem(private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def test_an_unusable_private_key_is_refused_without_its_content() -> None:
    encrypted = REGULATOR_SIGNER.to_pem(b"right")
    wrong = [
        (b"", None),
        (b"not a key", None),
        (encrypted, None),
        (encrypted, b"wrong"),
        (REGULATOR_SIGNER.to_pem(None), b"needless"),
        (_other_pem(rsa.generate_private_key(65537, 2048)), None),
        (_other_pem(ec.generate_private_key(ec.SECP384R1())), None),
    ]
    for pem, passphrase in wrong:
        with pytest.raises(ConfigError, match="key_unreadable") as refusal:
            PrivateKeySigner.from_pem(pem, passphrase)
        assert refusal.value.__cause__ is None


def test_an_unknown_algorithm_makes_no_key() -> None:
    with pytest.raises(ConfigError, match="key_algorithm"):
        PrivateKeySigner.generate("RS256")


@pytest.mark.parametrize("alg", sorted(ALGORITHMS))
def test_a_signed_text_has_our_four_header_members(alg: str) -> None:
    signer = PrivateKeySigner.generate(alg)
    signed = read_jws(sign_text(signer, Kind.HEAD, b"{}"))
    header = signed.header
    assert (header.alg, header.kid, header.typ) == (alg, signer.kid, PROFILE)
    assert header.cty == Kind.HEAD
    verify_text(signed, signer.public)


def test_the_algorithm_is_pinned_to_the_key() -> None:
    signed = read_jws(sign_text(REGULATOR_SIGNER, Kind.HEAD, b"{}"))
    with pytest.raises(TrustError, match="unknown_key"):
        verify_text(signed, BANK_SIGNER.public)


def test_a_private_key_never_shows_itself() -> None:
    assert "PRIVATE" not in repr(REGULATOR_SIGNER)
    assert "_loaded" not in repr(REGULATOR_SIGNER.public)
