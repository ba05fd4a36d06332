"""Signed notes and cosignatures, as C2SP writes them."""

from base64 import b64decode, urlsafe_b64encode

import pytest

from hub.errors import ConfigError, TrustError
from hub.trust.keys import PrivateKeySigner, PublicKey
from hub.trust.note import (
    cosign,
    key_id,
    read_note,
    sign_note,
    verifier_key,
    verify_cosignature,
    verify_note,
    witness_name,
)

NAME = "safety-credit-hub/test/1"
TEXT = b"safety-credit-hub/test/1\n3\nAAAA\n"
SIGNER, OTHER = PrivateKeySigner.generate(), PrivateKeySigner.generate()
NOTE = sign_note(SIGNER, NAME, TEXT)


def test_a_note_is_a_text_an_empty_line_and_signature_lines() -> None:
    assert NOTE.startswith(TEXT + b"\n\xe2\x80\x94 " + NAME.encode() + b" ")
    read = read_note(NOTE)
    assert read.text == TEXT
    assert verify_note(read, NAME, [OTHER.public, SIGNER.public]) is SIGNER.public


def test_the_published_example_verifies() -> None:
    # C2SP signed-note and golang.org/x/mod/sumdb/note document this key and note.
    key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    note = (
        b"If you think cryptography is the answer to your problem,\n"
        b"then you don't know what your problem is.\n"
        b"\n"
        b"\xe2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZ"
        b"SNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    x = urlsafe_b64encode(b64decode(key.rsplit("+", 1)[1])[1:]).decode().rstrip("=")
    public = PublicKey.from_jwk({"kty": "OKP", "crv": "Ed25519", "x": x})
    assert verifier_key("PeterNeumann", public) == key
    assert key_id("PeterNeumann", public).hex() == "c74f20a3"
    assert verify_note(read_note(note), "PeterNeumann", [public]) is public


@pytest.mark.parametrize("place", range(len(NOTE)))
def test_any_changed_byte_is_refused(place: int) -> None:
    changed = bytearray(NOTE)
    changed[place] ^= 1
    with pytest.raises(TrustError):
        verify_note(read_note(bytes(changed)), NAME, [SIGNER.public])


@pytest.mark.parametrize(
    "raw", [b"", b"\n", TEXT, TEXT + b"\n", NOTE[:-1], NOTE + b"x", NOTE + b"\n", b"a" * 20_000]
)
def test_what_is_no_note_is_refused(raw: bytes) -> None:
    with pytest.raises(TrustError, match=r"trust\.(note_malformed|unknown_key)"):
        verify_note(read_note(raw), NAME, [SIGNER.public])


def test_another_name_or_key_does_not_count() -> None:
    with pytest.raises(TrustError, match="unknown_key"):
        verify_note(read_note(NOTE), "other", [SIGNER.public])
    with pytest.raises(TrustError, match="unknown_key"):
        verify_note(read_note(NOTE), NAME, [OTHER.public])


def test_signatures_of_strangers_do_no_harm() -> None:
    stranger = sign_note(OTHER, "somebody.example/log", TEXT)[len(TEXT) + 1 :]
    for raw in (NOTE + stranger, TEXT + b"\n" + stranger + NOTE[len(TEXT) + 1 :]):
        assert verify_note(read_note(raw), NAME, [SIGNER.public]) is SIGNER.public


def test_a_witness_signs_text_and_time() -> None:
    name = witness_name("test", "bank-one")
    line = cosign(OTHER, name, TEXT, 1_770_000_000)
    assert verify_cosignature(line, name, TEXT, OTHER.public) == 1_770_000_000
    with pytest.raises(TrustError, match="bad_signature"):
        verify_cosignature(line, name, TEXT + b"more\n", OTHER.public)
    with pytest.raises(TrustError, match="unknown_key"):
        verify_cosignature(line, name, TEXT, SIGNER.public)
    with pytest.raises(TrustError, match="unknown_key"):
        verify_cosignature(line, witness_name("test", "bank-two"), TEXT, OTHER.public)


def test_a_cosignature_is_no_signature_and_the_reverse() -> None:
    line = cosign(SIGNER, NAME, TEXT, 1)
    with pytest.raises(TrustError, match="unknown_key"):
        verify_note(read_note(TEXT + b"\n" + line), NAME, [SIGNER.public])
    with pytest.raises(TrustError, match="unknown_key"):
        verify_cosignature(NOTE[len(TEXT) + 1 :], NAME, TEXT, SIGNER.public)


def test_only_ed25519_signs_notes() -> None:
    with pytest.raises(ConfigError, match=r"config\.key_algorithm"):
        sign_note(PrivateKeySigner.generate("ES256"), NAME, TEXT)
