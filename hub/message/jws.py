"""The signed text: a JWS in compact form under our strict profile, not verified here.

The protected header has exactly `alg`, `kid`, `typ` and `cty`; anything else is refused,
so that no reader can be steered by a header. Verification is `hub.trust.verify`.

Source: RFC 7515 sections 3.1, 5.2 and 7.1; DESIGN section 3.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Final

import orjson

from hub.errors import MessageError
from hub.message import base64url
from hub.message.identifiers import KID
from hub.message.kinds import PROFILE, Kind
from hub.message.limits import MAX_HEADER_CHARS, MAX_JWS_BYTES, SIGNATURE_BYTES
from hub.message.strict_json import parse_object

_MEMBERS: Final = frozenset({"alg", "kid", "typ", "cty"})
_KINDS: Final = frozenset(Kind)
_ALG: Final = re.compile(r"\A[A-Za-z0-9-]{1,16}\Z")
_SEGMENTS = 3
_HEADERS_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Header:
    """The protected header: claims about the signature, pinned by the directory later."""

    alg: str
    kid: str
    typ: str
    cty: str


@dataclass(frozen=True, slots=True)
class SignedText:
    """A compact JWS taken apart; NOT verified.

    Attributes:
        text: The bytes as received.
        header: What the header claims.
        payload: The signed content, decoded from base64url.
        signature: Raw signature, 64 bytes.
    """

    text: bytes
    header: Header
    payload: bytes
    signature: bytes

    @property
    def signing_input(self) -> bytes:
        """The bytes that were signed, as received."""
        return self.text[: self.text.rindex(b".")]

    @property
    def signing_digest(self) -> bytes:
        """SHA-256 of the signing input: the same for every signature over it."""
        return sha256(self.signing_input).digest()

    @property
    def digest(self) -> bytes:
        """SHA-256 of the whole text."""
        return sha256(self.text).digest()


def read_jws(text: bytes, limit: int = MAX_JWS_BYTES) -> SignedText:
    """Take a compact JWS apart, checking its form and not its signature.

    Raises:
        MessageError: `message.too_large`, `message.jws_malformed`, `message.base64_malformed`,
            `message.header_refused`, or a `message.json_*` code of the header.
    """
    if len(text) > limit:
        raise MessageError("message.too_large", f"signed text is over {limit} bytes", limit=limit)
    segments = text.split(b".", _SEGMENTS)
    if len(segments) != _SEGMENTS:
        raise MessageError("message.jws_malformed", "signed text is not three parts with dots")
    protected, payload, signature = segments
    if len(protected) > MAX_HEADER_CHARS:
        raise _header_refused("it is too long")
    raw_signature = base64url.decode(signature)
    if len(raw_signature) != SIGNATURE_BYTES:
        raise MessageError("message.jws_malformed", f"signature is not {SIGNATURE_BYTES} bytes")
    return SignedText(text, _header(protected), base64url.decode(payload), raw_signature)


@lru_cache(maxsize=_HEADERS_KEPT)
def _header(protected: bytes) -> Header:
    """Read a protected header; kept, because a key's header is always the same bytes."""
    data = parse_object(base64url.decode(protected))
    if data.keys() != _MEMBERS:
        raise _header_refused("it must have exactly alg, kid, typ and cty")
    if not all(type(value) is str for value in data.values()):
        raise _header_refused("every member must be a string")
    if data["typ"] != PROFILE:
        raise _header_refused(f"typ must be {PROFILE}")
    if data["cty"] not in _KINDS:
        raise _header_refused("cty names no known kind")
    if KID.match(data["kid"]) is None or _ALG.match(data["alg"]) is None:
        raise _header_refused("kid must be an RFC 7638 thumbprint, alg a name")
    return Header(data["alg"], data["kid"], data["typ"], data["cty"])


def _header_refused(why: str) -> MessageError:
    return MessageError("message.header_refused", f"protected header refused: {why}")


def signing_input(header: Header, payload: bytes) -> bytes:
    """Write the bytes to sign: base64url header, a dot, base64url payload.

    Source: RFC 7515 section 5.1 steps 1 to 5.
    """
    return _protected(header) + b"." + base64url.encode(payload)


@lru_cache(maxsize=_HEADERS_KEPT)
def _protected(header: Header) -> bytes:
    members = {"alg": header.alg, "kid": header.kid, "typ": header.typ, "cty": header.cty}
    return base64url.encode(orjson.dumps(members))


def join(signing_input: bytes, signature: bytes) -> bytes:
    """Put signing input and raw signature together to the compact text."""
    return signing_input + b"." + base64url.encode(signature)
