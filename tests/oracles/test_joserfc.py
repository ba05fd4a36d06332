"""joserfc, an independent JOSE, verifies what we sign, and we read what it signs."""

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, Key, OKPKey

from hub.errors import TrustError
from hub.message.jws import SignedText, read_jws
from hub.message.kinds import PROFILE, Kind
from hub.trust.keys import PrivateKeySigner, PublicKey, sign_text
from hub.trust.verify import verify_text
from tests.vectors.actors import BANK_SIGNER, REGULATOR_SIGNER

PAYLOAD = b'{"any":"payload"}'
REGISTRY = jws.JWSRegistry(algorithms=["Ed25519", "ES256"])


def _foreign(jwk: dict[str, str]) -> Key:
    members: dict[str, str | list[str]] = {**jwk}
    return OKPKey.import_key(members) if jwk["kty"] == "OKP" else ECKey.import_key(members)


def _signed_by(key: Key, alg: str) -> SignedText:
    header = {"alg": alg, "kid": key.thumbprint(), "typ": PROFILE, "cty": Kind.EVENT.value}
    text = jws.serialize_compact(header, PAYLOAD, key, registry=REGISTRY)
    return read_jws(text.encode())


@pytest.mark.parametrize("signer", [REGULATOR_SIGNER, BANK_SIGNER], ids=["Ed25519", "ES256"])
def test_what_we_sign_verifies_there(signer: PrivateKeySigner) -> None:
    text = sign_text(signer, Kind.EVENT, PAYLOAD)
    key = _foreign(signer.public.jwk)
    assert key.thumbprint() == signer.kid
    read = jws.deserialize_compact(text, key, registry=REGISTRY)
    assert read.payload == PAYLOAD
    assert read.headers()["cty"] == Kind.EVENT


@pytest.mark.parametrize("alg", ["Ed25519", "ES256"])
def test_what_is_signed_there_verifies_here(alg: str) -> None:
    key = OKPKey.generate_key("Ed25519") if alg == "Ed25519" else ECKey.generate_key("P-256")
    public = PublicKey.from_jwk({str(k): v for k, v in key.as_dict(private=False).items()})
    signed = _signed_by(key, alg)
    verify_text(signed, public)
    assert signed.payload == PAYLOAD


def test_another_key_there_is_refused_here() -> None:
    key = OKPKey.generate_key("Ed25519")
    with pytest.raises(TrustError, match="unknown_key"):
        verify_text(_signed_by(key, "Ed25519"), REGULATOR_SIGNER.public)
