"""Keys: public ones as JWK with their thumbprint, private ones behind a signer.

The only module that ever holds a private key. A hardware module or a signing service
implements `Signer` instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Protocol, Self

import orjson
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from hub.errors import ConfigError, TrustError
from hub.message.base64url import encode_text
from hub.message.jws import Header, join, signing_input
from hub.message.kinds import PROFILE, Kind
from hub.trust.algorithms import ALGORITHMS, Algorithm, Ed25519, Es256

_COORDINATE_BYTES = 32


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key pinned to its one algorithm.

    Attributes:
        alg: Name in `ALGORITHMS`.
        jwk: Exactly the public members that the thumbprint covers.
        kid: RFC 7638 thumbprint, SHA-256, base64url.
    """

    alg: str
    jwk: dict[str, str] = field(hash=False)
    kid: str
    _loaded: Any = field(repr=False, compare=False)

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, object]) -> Self:
        """Read a public JWK; `alg` and `kid` may be present when they are right.

        Raises:
            TrustError: `trust.key_malformed`: an unknown kind of key, a private or unknown
                member, a bad point, another `alg` or `kid` than the key's.
        """
        algorithm = _algorithm_of(jwk)
        names = (*algorithm.fixed, *algorithm.coordinates)
        public = {name: jwk.get(name) for name in sorted(names)}
        if jwk.keys() - {"alg", "kid"} != public.keys():
            raise _malformed("it must have exactly the public members of its kind")
        texts = {name: value for name, value in public.items() if isinstance(value, str)}
        if len(texts) != len(public):
            raise _malformed("every member must be a string")
        kid = encode_text(sha256(orjson.dumps(texts)).digest())
        if jwk.get("alg", algorithm.name) != algorithm.name or jwk.get("kid", kid) != kid:
            raise _malformed("alg or kid is not that of the key")
        return cls(algorithm.name, texts, kid, algorithm.load(texts))

    def verify(self, signing_input: bytes, signature: bytes) -> None:
        """Verify a raw signature with the algorithm of the key.

        Raises:
            TrustError: `trust.bad_signature`.
        """
        ALGORITHMS[self.alg].verify(self._loaded, signing_input, signature)


def _algorithm_of(jwk: Mapping[str, object]) -> Algorithm:
    for algorithm in ALGORITHMS.values():
        if all(jwk.get(name) == value for name, value in algorithm.fixed.items()):
            return algorithm
    raise _malformed("kty and crv name no algorithm of ours")


def _malformed(why: str) -> TrustError:
    return TrustError("trust.key_malformed", f"public key refused: {why}")


class Signer(Protocol):
    """Whatever can sign with one private key."""

    @property
    def alg(self) -> str:
        """The key's algorithm."""

    @property
    def kid(self) -> str:
        """The public key's thumbprint."""

    @property
    def public(self) -> PublicKey:
        """The public key."""

    def sign(self, signing_input: bytes) -> bytes:
        """Sign, giving the raw signature of 64 bytes."""


class PrivateKeySigner:
    """A signer with the private key in this process's memory."""

    def __init__(self, private: Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> None:
        """Hold a private key; use `generate` or `from_pem`."""
        self._private = private
        self.public = PublicKey.from_jwk(_public_jwk(private))
        self.alg = self.public.alg
        self.kid = self.public.kid

    @classmethod
    def generate(cls, alg: str = Ed25519.name) -> Self:
        """Make a new key.

        Raises:
            ConfigError: `config.key_algorithm`: not in `ALGORITHMS`.
        """
        if alg == Ed25519.name:
            return cls(Ed25519PrivateKey.generate())
        if alg == Es256.name:
            return cls(ec.generate_private_key(ec.SECP256R1()))
        raise ConfigError(
            "config.key_algorithm", f"no such algorithm: use one of {', '.join(ALGORITHMS)}"
        )

    @classmethod
    def from_pem(cls, pem: bytes, passphrase: bytes | None = None) -> Self:
        """Read a PKCS 8 PEM.

        Raises:
            ConfigError: `config.key_unreadable`: not such a file, another kind of key, or
                not its passphrase.
        """
        try:
            private = load_pem_private_key(pem, passphrase)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise _unreadable() from None
        if isinstance(private, Ed25519PrivateKey):
            return cls(private)
        if isinstance(private, ec.EllipticCurvePrivateKey) and private.curve.name == "secp256r1":
            return cls(private)
        raise _unreadable()

    def to_pem(self, passphrase: bytes | None) -> bytes:
        """Write PKCS 8 PEM, encrypted when there is a passphrase."""
        encryption: KeySerializationEncryption = NoEncryption()
        if passphrase:
            encryption = BestAvailableEncryption(passphrase)
        return self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)

    def sign(self, signing_input: bytes) -> bytes:
        """Sign, giving the raw signature of 64 bytes."""
        if isinstance(self._private, Ed25519PrivateKey):
            return self._private.sign(signing_input)
        r, s = decode_dss_signature(self._private.sign(signing_input, ec.ECDSA(SHA256())))
        return r.to_bytes(_COORDINATE_BYTES, "big") + s.to_bytes(_COORDINATE_BYTES, "big")


def sign_text(signer: Signer, kind: Kind, payload: bytes) -> bytes:
    """Sign a payload under our profile: the compact JWS."""
    text = signing_input(Header(signer.alg, signer.kid, PROFILE, kind.value), payload)
    return join(text, signer.sign(text))


def _public_jwk(private: Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> dict[str, str]:
    if isinstance(private, Ed25519PrivateKey):
        raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return {**Ed25519.fixed, "x": encode_text(raw)}
    numbers = private.public_key().public_numbers()
    x, y = (n.to_bytes(_COORDINATE_BYTES, "big") for n in (numbers.x, numbers.y))
    return {**Es256.fixed, "x": encode_text(x), "y": encode_text(y)}


def _unreadable() -> ConfigError:
    return ConfigError(
        "config.key_unreadable",
        "the private key cannot be read: it must be an Ed25519 or P-256 key in PKCS 8 PEM"
        " and the passphrase its own",
    )
