"""Verification at admission, at the recipient, of acknowledgements, requests and the hub."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from hub.errors import MessageError, TrustError
from hub.message.acknowledgement import Acknowledgement, encode_acknowledgement
from hub.message.envelope import Part, write_envelope
from hub.message.kinds import Kind
from hub.message.request import Request, Verb, encode_request
from hub.trust.directory import Directory
from hub.trust.keys import PrivateKeySigner, sign_text
from hub.trust.verify import (
    VerifiedMessage,
    check_standing,
    read_signed_envelope,
    verify_acknowledgement,
    verify_delivered,
    verify_hub_text,
    verify_message,
    verify_request,
)
from tests.vectors.actors import (
    BANK,
    BANK_SIGNER,
    COMPROMISED_SIGNER,
    DAY,
    DIRECTORY,
    EVENT,
    HUB_SIGNER,
    HUBID,
    NOW,
    REGULATOR,
    REGULATOR_SIGNER,
    RETIRED_SIGNER,
    SUSPENDED_SIGNER,
    envelope,
    key_record,
)


def test_a_good_message_is_verified_with_who_and_which_key() -> None:
    message = verify_message(envelope(), DIRECTORY, HUBID, NOW)
    assert message.event == EVENT
    assert message.participant is REGULATOR
    assert message.key is REGULATOR.keys[0]
    assert read_signed_envelope(envelope()) == (message.envelope, message.signed)


def test_a_verified_message_cannot_be_made_without_verification() -> None:
    good = verify_message(envelope(), DIRECTORY, HUBID, NOW)
    with pytest.raises(TypeError, match="verification only"):
        VerifiedMessage(
            good.event, good.envelope, good.signed, good.participant, good.key, object()
        )


def test_what_was_signed_in_time_is_taken_until_acceptance_ends() -> None:
    late = REGULATOR.keys[0].accept_until
    assert verify_message(envelope(), DIRECTORY, HUBID, late).event == EVENT
    with pytest.raises(TrustError, match="key_expired"):
        verify_message(envelope(), DIRECTORY, HUBID, late + timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("time", "code"),
    [(NOW - DAY * 2, "trust.key_not_yet_valid"), (NOW + DAY * 2, "trust.key_expired")],
    ids=["before", "after"],
)
def test_a_signing_time_outside_the_keys_days_is_refused(time: datetime, code: str) -> None:
    with pytest.raises(TrustError) as refusal:
        verify_message(envelope(replace(EVENT, time=time)), DIRECTORY, HUBID, NOW)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("signer", "source"),
    [(RETIRED_SIGNER, REGULATOR.id), (SUSPENDED_SIGNER, "old-insurer")],
    ids=["retired", "suspended"],
)
def test_what_was_admitted_stays_good_at_its_recipients(
    signer: PrivateKeySigner, source: str
) -> None:
    raw = envelope(replace(EVENT, source=source), signer)
    with pytest.raises(TrustError):
        verify_message(raw, DIRECTORY, HUBID, NOW)
    assert verify_delivered(raw, DIRECTORY, HUBID, NOW).event.source == source


def test_a_compromised_key_is_believed_nowhere() -> None:
    raw = envelope(EVENT, COMPROMISED_SIGNER)
    for verify in (verify_message, verify_delivered):
        with pytest.raises(TrustError, match="key_compromised"):
            verify(raw, DIRECTORY, HUBID, NOW)


def test_another_kind_of_signed_text_is_no_message() -> None:
    text = sign_text(REGULATOR_SIGNER, Kind.ACKNOWLEDGEMENT, b"{}")
    with pytest.raises(TrustError, match="wrong_kind"):
        verify_message(write_envelope(text, ()), DIRECTORY, HUBID, NOW)


def test_the_signature_is_checked_before_the_content_is_read() -> None:
    jws = sign_text(REGULATOR_SIGNER, Kind.EVENT, b"not json")
    head, _, _ = jws.rpartition(b".")
    broken = head + b"." + b"A" * 86
    with pytest.raises(TrustError, match="bad_signature"):
        verify_message(write_envelope(broken, ()), DIRECTORY, HUBID, NOW)
    with pytest.raises(MessageError, match="json_malformed"):
        verify_message(write_envelope(jws, ()), DIRECTORY, HUBID, NOW)


def test_standing_is_decided_again_under_a_newer_directory() -> None:
    kid = REGULATOR_SIGNER.kid
    assert check_standing(DIRECTORY, kid, NOW, NOW) == (REGULATOR, REGULATOR.keys[0])
    suspended = _changed(status="suspended")
    retired = _changed(keys=(key_record(REGULATOR_SIGNER, "retired"),))
    for directory, code in (
        (suspended, "trust.suspended"),
        (retired, "trust.key_retired"),
        (_changed(keys=()), "trust.unknown_key"),
    ):
        with pytest.raises(TrustError) as refusal:
            check_standing(directory, kid, NOW, NOW)
        assert refusal.value.code == code


def _changed(**changes: Any) -> Directory:
    return replace(DIRECTORY, participants={REGULATOR.id: replace(REGULATOR, **changes)})


ACKNOWLEDGEMENT = Acknowledgement(EVENT.id, BANK.id, HUBID, 1, 1, NOW, 2, bytes(32), ())


def _acknowledged(signer: PrivateKeySigner = BANK_SIGNER, **changes: Any) -> bytes:
    payload = encode_acknowledgement(replace(ACKNOWLEDGEMENT, **changes))
    return sign_text(signer, Kind.ACKNOWLEDGEMENT, payload)


def test_an_acknowledgement_is_verified() -> None:
    raw = write_envelope(_acknowledged(), ())
    verified = verify_acknowledgement(raw, DIRECTORY, HUBID, NOW)
    assert verified.acknowledgement == ACKNOWLEDGEMENT
    assert verified.participant is BANK


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (envelope(), "trust.wrong_kind"),
        (write_envelope(_acknowledged(REGULATOR_SIGNER), ()), "trust.source_mismatch"),
        (write_envelope(_acknowledged(hubid="other"), ()), "trust.wrong_hub"),
        (
            write_envelope(_acknowledged(), [Part("main", bytes(16), b"{}")]),
            "trust.wrong_kind",
        ),
    ],
    ids=["event", "source", "hub", "parts"],
)
def test_a_wrong_acknowledgement_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(TrustError) as refusal:
        verify_acknowledgement(raw, DIRECTORY, HUBID, NOW)
    assert refusal.value.code == code


def _asked(**changes: Any) -> bytes:
    request = replace(Request(EVENT.id, BANK.id, HUBID, NOW, Verb.OPEN), **changes)
    return sign_text(BANK_SIGNER, Kind.REQUEST, encode_request(request))


def test_a_request_is_of_these_minutes() -> None:
    five = timedelta(minutes=5)
    assert verify_request(_asked(), DIRECTORY, HUBID, NOW + five).request.verb is Verb.OPEN
    for at in (NOW + five + timedelta(seconds=1), NOW - five - timedelta(seconds=1)):
        with pytest.raises(TrustError, match="request_time"):
            verify_request(_asked(), DIRECTORY, HUBID, at)


def test_a_request_for_another_hub_or_by_another_is_refused() -> None:
    with pytest.raises(TrustError, match="wrong_hub"):
        verify_request(_asked(hubid="other"), DIRECTORY, HUBID, NOW)
    with pytest.raises(TrustError, match="source_mismatch"):
        verify_request(_asked(source=REGULATOR.id), DIRECTORY, HUBID, NOW)


def test_the_hubs_word_needs_a_key_of_the_hub_that_is_not_compromised() -> None:
    text = sign_text(HUB_SIGNER, Kind.HEAD, b"{}")
    assert verify_hub_text(text, DIRECTORY, Kind.HEAD) == b"{}"
    assert verify_hub_text(text, [key_record(HUB_SIGNER, "retired")], Kind.HEAD) == b"{}"
    with pytest.raises(TrustError, match="unknown_key"):
        verify_hub_text(text, [], Kind.HEAD)
    with pytest.raises(TrustError, match="key_compromised"):
        verify_hub_text(text, [key_record(HUB_SIGNER, "compromised")], Kind.HEAD)
