"""A participant without the hub's code: Python's standard library and `cryptography`.

Shows what is needed to take part over HTTPS, byte by byte; hub/README.md says why. It keeps
nothing: a real client stores its numbers, its signed bytes and each delivery before it goes on.

    client.py key own.pem > own.jwk      hand own.jwk to the hub's operator, who enters it with
                                         hub participant add ID --key own.jwk ...
                                         and gives you root.jwk (hub participant root)
    client.py exchange own.pem ID HUBID https://hub.example root.jwk CONTRACT SUBJECT body.json
"""

import base64
import hashlib
import json
import os
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

TYPE = "safety-credit.v1+jose"
EVENT, REQUEST = "cloudevents+json", "safety-credit.request+json"
DIRECTORY = "safety-credit.directory+json"


def b64(raw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """Read base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def u32(number: int) -> bytes:
    """Four bytes, big-endian."""
    return number.to_bytes(4, "big")


def jwk_of(public: Ed25519PublicKey) -> dict[str, str]:
    """Write a public key as RFC 8037 says, members in the order of the thumbprint."""
    raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return {"crv": "Ed25519", "kty": "OKP", "x": b64(raw)}


def kid_of(jwk: dict[str, str]) -> str:
    """The thumbprint of RFC 7638."""
    return b64(hashlib.sha256(json.dumps(jwk, separators=(",", ":")).encode()).digest())


def uuid7() -> str:
    """A version 7 UUID of RFC 9562."""
    raw = bytearray(int(time.time() * 1000).to_bytes(6, "big") + os.urandom(10))
    raw[6], raw[8] = raw[6] & 0x0F | 0x70, raw[8] & 0x3F | 0x80
    text = raw.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def now() -> str:
    """UTC with no digits or six after the second; two `open` may not be of one moment."""
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def payload_of(jws: bytes) -> dict[str, Any]:
    """What a signed text says; verify before you believe it."""
    return dict(json.loads(unb64(jws.split(b".")[1].decode())))


def verify(jws: bytes, keys: dict[str, Ed25519PublicKey]) -> dict[str, Any]:
    """Believe a signed text of one of these keys, else raise."""
    header, payload, signature = jws.split(b".")
    key = keys[json.loads(unb64(header.decode()))["kid"]]
    key.verify(unb64(signature.decode()), header + b"." + payload)
    return payload_of(jws)


def public_of(jwk: dict[str, str]) -> Ed25519PublicKey:
    """Read a public key."""
    return Ed25519PublicKey.from_public_bytes(unb64(jwk["x"]))


@dataclass
class Client:
    """One participant over HTTPS."""

    key: Ed25519PrivateKey
    participant: str
    hubid: str
    url: str

    def sign(self, kind: str, content: dict[str, Any]) -> bytes:
        kid = kid_of(jwk_of(self.key.public_key()))
        header = {"alg": "Ed25519", "kid": kid, "typ": TYPE, "cty": kind}
        signed = f"{b64(json.dumps(header).encode())}.{b64(json.dumps(content).encode())}"
        return f"{signed}.{b64(self.key.sign(signed.encode()))}".encode()

    def request(self, verb: str, **members: int) -> bytes:
        """A signed question: `open`, `head`, `directory` or `pull`."""
        asked = {"id": uuid7(), "source": self.participant, "hubid": self.hubid, "time": now()}
        return self.sign(REQUEST, {**asked, "verb": verb, **members})

    def post(self, path: str, body: bytes) -> bytes:
        """Post; an answer of 400 and above is raised with its problem document inside."""
        with urllib.request.urlopen(self.url + path, body) as answer:  # noqa: S310 - the hub's address
            return bytes(answer.read())

    def ask(self, verb: str) -> bytes:
        """The one frame that answers a question."""
        answer = self.post("/v1/requests", self.request(verb))
        return answer[4 : 4 + int.from_bytes(answer[:4], "big")]

    def envelope(self, event: dict[str, Any], parts: dict[str, bytes]) -> bytes:
        """Sign an event over the salted digests of its parts, and frame both."""
        salts = {name: os.urandom(16) for name in parts}
        manifest = {
            name: b64(hashlib.sha256(salts[name] + content).digest())
            for name, content in parts.items()
        }
        jws = self.sign(EVENT, {**event, "data": manifest})
        framed = b"SCE1" + u32(len(jws)) + jws + bytes([len(parts)])
        for name, content in parts.items():
            framed += bytes([len(name)]) + name.encode() + salts[name] + u32(len(content)) + content
        return framed

    def submit(self, envelopes: list[bytes]) -> bytes:
        """Post a bundle; the receipt, signed by the hub."""
        bundle = b"SCB1" + len(envelopes).to_bytes(2, "big")
        return self.post("/v1/submissions", bundle + b"".join(u32(len(e)) + e for e in envelopes))

    def deliveries(self, after: int) -> tuple[bytes, list[tuple[int, int, int, bytes]]]:
        """The hub's statement, and each delivery: number, index, admitted at (us), envelope."""
        asked = urllib.request.Request(f"{self.url}/v1/deliveries?after={after}&wait=0")  # noqa: S310
        asked.add_header("Authorization", f"JWS {self.request('pull', after=after).decode()}")
        with urllib.request.urlopen(asked) as answer:  # noqa: S310
            raw = bytes(answer.read())
        if not raw:  # 204: nothing yet
            return b"", []
        end = 8 + int.from_bytes(raw[4:8], "big")
        return raw[8:end], list(_delivered(raw, end))


def _delivered(raw: bytes, at: int) -> Iterator[tuple[int, int, int, bytes]]:
    count, at = int.from_bytes(raw[at : at + 2], "big"), at + 2
    for _ in range(count):
        number, index, admitted_us = (
            int.from_bytes(raw[at + 8 * i : at + 8 * i + 8], "big") for i in range(3)
        )
        size = int.from_bytes(raw[at + 25 : at + 29], "big")  # after one byte of flags
        yield number, index, admitted_us, raw[at + 29 : at + 29 + size]
        at += 29 + size


def check_chain(statement: dict[str, Any], deliveries: list[tuple[int, int, int, bytes]]) -> None:
    """Require the running hash from `before` to `after`: nothing missing, nothing changed."""
    running = unb64(statement["before"])
    for number, index, admitted_us, envelope in deliveries:
        jws = envelope[8 : 8 + int.from_bytes(envelope[4:8], "big")]
        numbers = b"".join(one.to_bytes(8, "big") for one in (number, index, admitted_us))
        running = hashlib.sha256(running + numbers + hashlib.sha256(jws).digest()).digest()
    if running != unb64(statement["after"]):
        raise ValueError("the deliveries are not those of the statement")


def exchange(
    client: Client, root: dict[str, str], contract: str, subject: str, body: bytes
) -> dict[str, Any]:
    """Open a generation, submit one message, read the receipt and what was delivered."""
    text = client.ask("directory")
    pinned = {kid_of(root): public_of(root)}
    directory = verify(text, pinned)
    hub_keys = {kid_of(k["jwk"]): public_of(k["jwk"]) for k in directory["hub_keys"]}
    welcome = verify(client.ask("open"), hub_keys)
    event_id = uuid7()
    event = {
        "specversion": "1.0",
        "id": event_id,
        "source": client.participant,
        "type": contract.partition("/")[0],
        "dataschema": f"contract:{contract}",
        "subject": subject,
        "time": now(),
        "datacontenttype": "application/json",
        "hubid": client.hubid,
        "sequence": f"{welcome.get('streams', {}).get(subject, 0) + 1:020d}",
        "generation": welcome["generation"],
        "correlationid": event_id,
    }
    receipt = verify(client.submit([client.envelope(event, {"main": body})]), hub_keys)
    statement, deliveries = client.deliveries(after=0)
    if deliveries:
        check_chain(verify(statement, hub_keys), deliveries)
    return {"receipt": receipt, "delivered": [number for number, *_ in deliveries]}


def main(arguments: list[str]) -> None:
    """Do what the command line says."""
    match arguments:
        case ["key", path]:
            key = Ed25519PrivateKey.generate()
            plain = serialization.NoEncryption()
            pkcs8 = serialization.PrivateFormat.PKCS8
            pem = key.private_bytes(serialization.Encoding.PEM, pkcs8, plain)
            with os.fdopen(
                os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
            ) as file:
                file.write(pem)
            print(json.dumps(jwk_of(key.public_key())))
        case ["exchange", path, participant, hubid, url, root, contract, subject, body]:
            read = serialization.load_pem_private_key(Path(path).read_bytes(), None)
            if not isinstance(read, Ed25519PrivateKey):
                raise SystemExit("the key is not Ed25519")
            client = Client(read, participant, hubid, url)
            pinned = json.loads(Path(root).read_bytes())
            told = exchange(client, pinned, contract, subject, Path(body).read_bytes())
            print(json.dumps(told, ensure_ascii=False, indent=2))
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
