"""The closed registry of signature algorithms, one small adapter each.

An adapter turns the public members of a JWK into a key, refusing bad points, and
verifies a raw signature. A key has exactly one algorithm; a header cannot choose.

Source: RFC 7518 section 3.4 (ES256), RFC 8037 and RFC 9864 (Ed25519).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Final, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from hub.errors import MessageError, TrustError
from hub.message.base64url import decode_text
from hub.message.limits import SIGNATURE_BYTES

_COORDINATE_BYTES = 32
_ECDSA_SHA256: Final = ec.ECDSA(SHA256())

# Curve25519: the field prime, and the Edwards constant d.
_P: Final = 2**255 - 19
_D: Final = -121665 * pow(121666, -1, _P) % _P
_ORDER_EIGHT_Y: Final = 2707385501144840649318225287225658788936804267575313519463743609750303021640
_LOW_ORDER_Y: Final = frozenset({0, 1, _P - 1, _ORDER_EIGHT_Y, _P - _ORDER_EIGHT_Y})


class Algorithm(Protocol):
    """What verification needs of an algorithm.

    Attributes:
        name: The header's `alg`.
        fixed: The JWK members that say what the key is: `kty` and `crv`.
        coordinates: The JWK members that are the key.
    """

    @property
    def name(self) -> str: ...
    @property
    def fixed(self) -> Mapping[str, str]: ...
    @property
    def coordinates(self) -> tuple[str, ...]: ...

    def load(self, jwk: Mapping[str, str]) -> Any:  # noqa: ANN401 each algorithm has its own
        """Make the public key; TrustError `trust.key_malformed` for a bad point."""

    def verify(self, public: Any, signing_input: bytes, signature: bytes) -> None:  # noqa: ANN401
        """Verify a raw signature; TrustError `trust.bad_signature`."""


class Ed25519:
    """Ed25519: the default. Small-order and non-canonical points are refused.

    Source: RFC 8032 sections 5.1.3 and 5.1.7.
    """

    name: ClassVar[str] = "Ed25519"
    fixed: ClassVar[Mapping[str, str]] = MappingProxyType({"crv": "Ed25519", "kty": "OKP"})
    coordinates: ClassVar[tuple[str, ...]] = ("x",)

    def load(self, jwk: Mapping[str, str]) -> Ed25519PublicKey:
        """Make the public key of a point of large order."""
        raw = _coordinate(jwk, "x")
        y = int.from_bytes(raw, "little") & (1 << 255) - 1
        if y >= _P or y in _LOW_ORDER_Y or not _is_on_edwards_curve(y):
            raise _bad_point()
        return Ed25519PublicKey.from_public_bytes(raw)

    def verify(self, public: Ed25519PublicKey, signing_input: bytes, signature: bytes) -> None:
        """Verify 64 bytes R || S."""
        try:
            public.verify(signature, signing_input)
        except InvalidSignature:
            raise bad_signature() from None


class Es256:
    """ECDSA on P-256 with SHA-256: for hardware modules and .NET."""

    name: ClassVar[str] = "ES256"
    fixed: ClassVar[Mapping[str, str]] = MappingProxyType({"crv": "P-256", "kty": "EC"})
    coordinates: ClassVar[tuple[str, ...]] = ("x", "y")

    def load(self, jwk: Mapping[str, str]) -> ec.EllipticCurvePublicKey:
        """Make the public key of a point on the curve."""
        x, y = (int.from_bytes(_coordinate(jwk, name), "big") for name in self.coordinates)
        try:
            return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
        except ValueError:
            raise _bad_point() from None

    def verify(
        self, public: ec.EllipticCurvePublicKey, signing_input: bytes, signature: bytes
    ) -> None:
        """Verify 64 bytes r || s."""
        if len(signature) != SIGNATURE_BYTES:
            raise bad_signature()
        r = int.from_bytes(signature[:_COORDINATE_BYTES], "big")
        s = int.from_bytes(signature[_COORDINATE_BYTES:], "big")
        try:
            public.verify(encode_dss_signature(r, s), signing_input, _ECDSA_SHA256)
        except InvalidSignature:
            raise bad_signature() from None


ALGORITHMS: Final[Mapping[str, Algorithm]] = MappingProxyType(
    {algorithm.name: algorithm for algorithm in (Ed25519(), Es256())}
)


def bad_signature() -> TrustError:
    """Make the one refusal of a signature that does not verify, telling nothing more."""
    return TrustError("trust.bad_signature", "the signature does not verify: sign anew")


def _coordinate(jwk: Mapping[str, str], name: str) -> bytes:
    try:
        raw = decode_text(jwk[name])
    except MessageError:
        raise _bad_point() from None
    if len(raw) != _COORDINATE_BYTES:
        raise _bad_point()
    return raw


def _is_on_edwards_curve(y: int) -> bool:
    # -x^2 + y^2 = 1 + d x^2 y^2: x^2 must be a square.
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    return pow(square, (_P - 1) // 2, _P) == 1


def _bad_point() -> TrustError:
    return TrustError("trust.key_malformed", "public key refused: not a point that may be used")
