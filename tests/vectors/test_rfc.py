"""The worked examples of the RFCs, typed in: they test our primitives, not our profile."""

import json

import pytest

from hub.errors import MessageError
from hub.message import base64url
from hub.message.jws import join, read_jws
from hub.trust.keys import PublicKey

# RFC 7515, appendix A.3.
ES256_JWK = {
    "kty": "EC",
    "crv": "P-256",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
}
ES256_TEXT = (
    b"eyJhbGciOiJFUzI1NiJ9"
    b".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
    b"cGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    b".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSA"
    b"pmWQxfKTUJqPP3-Kg6NU1Q"
)
# RFC 8037, appendices A.2 to A.4.
ED25519_JWK = {
    "kty": "OKP",
    "crv": "Ed25519",
    "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
}
ED25519_THUMBPRINT = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
ED25519_TEXT = (
    b"eyJhbGciOiJFZERTQSJ9"
    b".RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
    b".hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5B"
    b"hVsPt9g7sVvpAr_MuM0KAg"
)
EXAMPLES = [(ES256_JWK, ES256_TEXT), (ED25519_JWK, ED25519_TEXT)]


@pytest.mark.parametrize(("jwk", "text"), EXAMPLES, ids=["es256", "ed25519"])
def test_the_example_verifies(jwk: dict[str, str], text: bytes) -> None:
    signing_input, _, signature = text.rpartition(b".")
    PublicKey.from_jwk(jwk).verify(signing_input, base64url.decode(signature))


@pytest.mark.parametrize(("jwk", "text"), EXAMPLES, ids=["es256", "ed25519"])
def test_the_example_is_put_together_from_its_parts(jwk: dict[str, str], text: bytes) -> None:
    header, payload, signature = map(base64url.decode, text.split(b"."))
    signing_input = base64url.encode(header) + b"." + base64url.encode(payload)
    assert join(signing_input, signature) == text
    assert json.loads(header).keys() == {"alg"}


@pytest.mark.parametrize(("jwk", "text"), EXAMPLES, ids=["es256", "ed25519"])
def test_our_profile_refuses_the_examples_header(jwk: dict[str, str], text: bytes) -> None:
    with pytest.raises(MessageError, match="header_refused"):
        read_jws(text)


def test_the_thumbprint_is_the_published_one() -> None:
    assert PublicKey.from_jwk(ED25519_JWK).kid == ED25519_THUMBPRINT
