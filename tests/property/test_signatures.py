"""No change of a signed envelope goes unnoticed."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.errors import HubError, MessageError, TrustError
from hub.message.kinds import Kind
from hub.trust.keys import PrivateKeySigner, sign_text
from hub.trust.verify import verify_hub_text, verify_message
from tests.vectors.actors import (
    BANK_SIGNER,
    DIRECTORY,
    EVENT,
    HUB_SIGNER,
    HUBID,
    NOW,
    REGULATOR_SIGNER,
    envelope,
)

GOOD = {
    "Ed25519": envelope(),
    "ES256": envelope(replace(EVENT, source="first-bank"), BANK_SIGNER),
}


@pytest.mark.parametrize("alg", GOOD)
def test_the_envelope_as_signed_verifies(alg: str) -> None:
    raw = GOOD[alg]
    message = verify_message(raw, DIRECTORY, HUBID, NOW)
    assert message.envelope.raw == raw
    assert message.key.public.alg == alg


@settings(max_examples=400)
@pytest.mark.parametrize("alg", GOOD)
@given(data=st.data())
def test_flipping_any_bit_fails_verification(alg: str, data: st.DataObject) -> None:
    raw = bytearray(GOOD[alg])
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8
    with pytest.raises((MessageError, TrustError)):
        verify_message(bytes(raw), DIRECTORY, HUBID, NOW)


@given(data=st.data())
def test_cutting_or_adding_anywhere_fails_verification(data: st.DataObject) -> None:
    raw = GOOD["Ed25519"]
    at = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(at, len(raw)))
    changed = raw[:at] + data.draw(st.binary(max_size=20)) + raw[end:]
    if changed == raw:
        return
    with pytest.raises((MessageError, TrustError)):
        verify_message(changed, DIRECTORY, HUBID, NOW)


@given(payload=st.binary(max_size=200), kind=st.sampled_from(Kind), other=st.sampled_from(Kind))
def test_a_text_of_one_kind_is_never_taken_for_another(
    payload: bytes, kind: Kind, other: Kind
) -> None:
    text = sign_text(HUB_SIGNER, kind, payload)
    assert verify_hub_text(text, DIRECTORY, kind) == payload
    if other is not kind:
        with pytest.raises(TrustError, match="wrong_kind"):
            verify_hub_text(text, DIRECTORY, other)


@given(payload=st.binary(max_size=100))
def test_only_the_hubs_keys_speak_for_the_hub(payload: bytes) -> None:
    text = sign_text(REGULATOR_SIGNER, Kind.RECEIPT, payload)
    with pytest.raises(HubError, match="unknown_key"):
        verify_hub_text(text, DIRECTORY, Kind.RECEIPT)


@pytest.mark.parametrize("alg", ["Ed25519", "ES256"])
@given(message=st.binary(max_size=100))
def test_a_signature_verifies_over_its_message_only(alg: str, message: bytes) -> None:
    signer = SIGNERS[alg]
    signature = signer.sign(message)
    assert len(signature) == 64
    signer.public.verify(message, signature)
    with pytest.raises(TrustError, match="bad_signature"):
        signer.public.verify(message + b"\0", signature)


SIGNERS = {alg: PrivateKeySigner.generate(alg) for alg in ("Ed25519", "ES256")}
