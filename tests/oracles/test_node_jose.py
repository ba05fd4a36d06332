"""A foreign client on Node.js with npm jose understands us, and we understand it."""

import base64
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from hub.message.event import encode_event
from hub.trust.directory import Directory, KeyRecord
from hub.trust.keys import PrivateKeySigner, PublicKey
from hub.trust.verify import verify_message
from tests.vectors.actors import (
    BANK,
    BANK_SIGNER,
    DIRECTORY,
    EVENT,
    HUBID,
    MAIN,
    NOW,
    PERSONAL,
    REGULATOR,
    REGULATOR_SIGNER,
    envelope,
    key_record,
)

pytestmark = [pytest.mark.needs_node, pytest.mark.timeout(180)]

SOURCE = Path(__file__).parent / "node"
FILES = ("package.json", "package-lock.json", ".npmrc")

Oracle = Callable[[str, dict[str, Any]], dict[str, Any]]


def _npm(node: Path) -> list[str]:
    beside = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(beside)] if beside.exists() else ["npm"]


@pytest.fixture(scope="session")
def oracle(node: Path, pytestconfig: pytest.Config) -> Oracle:
    """The oracle with its locked package installed, kept between runs."""
    assert pytestconfig.cache is not None
    lock = sha256(b"".join((SOURCE / name).read_bytes() for name in FILES)).hexdigest()
    folder = pytestconfig.cache.mkdir("node-oracle") / lock[:16]
    if not (folder / "node_modules" / "jose").is_dir():
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(SOURCE, folder)
        command = [*_npm(node), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=150, check=False
        )
        assert done.returncode == 0, done.stderr
    shutil.copy(SOURCE / "oracle.mjs", folder)

    def run(act: str, given: dict[str, Any]) -> dict[str, Any]:
        done = subprocess.run(
            [node, folder / "oracle.mjs", act],
            input=json.dumps(given),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    return run


def _directory_with(key: PublicKey) -> Directory:
    record: KeyRecord = replace(key_record(REGULATOR_SIGNER), public=key)
    return replace(DIRECTORY, participants={REGULATOR.id: replace(REGULATOR, keys=(record,))})


@pytest.mark.parametrize("alg", ["Ed25519", "ES256"])
def test_an_event_signed_and_framed_by_a_foreign_client_is_understood(
    oracle: Oracle, alg: str
) -> None:
    event = json.loads(encode_event(EVENT))
    del event["data"]
    contents = {"main": MAIN.decode(), "personal": PERSONAL.decode()}
    made = oracle("sign", {"alg": alg, "event": event, "contents": contents})
    key = PublicKey.from_jwk(made["jwk"])
    assert key.kid == made["kid"]
    raw = base64.b64decode(made["envelope"])
    message = verify_message(raw, _directory_with(key), HUBID, NOW)
    assert replace(message.event, parts=EVENT.parts) == EVENT
    assert {part.name: part.content.decode() for part in message.envelope.parts} == contents


@pytest.mark.parametrize(
    ("signer", "source"),
    [(REGULATOR_SIGNER, REGULATOR.id), (BANK_SIGNER, BANK.id)],
    ids=["Ed25519", "ES256"],
)
def test_an_envelope_of_ours_verifies_at_a_foreign_client(
    oracle: Oracle, signer: PrivateKeySigner, source: str
) -> None:
    event = replace(EVENT, source=source)
    read = oracle(
        "verify",
        {
            "jwk": signer.public.jwk,
            "alg": signer.alg,
            "envelope": base64.b64encode(envelope(event, signer)).decode(),
        },
    )
    assert read["event"] == json.loads(encode_event(event))
    assert read["header"]["kid"] == read["kid"] == signer.kid
    assert read["contents"] == {"main": MAIN.decode(), "personal": PERSONAL.decode()}
