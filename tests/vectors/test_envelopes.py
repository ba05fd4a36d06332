"""The stored envelopes are refused with their code, and are what the generator writes."""

import json

import pytest

from hub.message.refusal import REFUSALS
from hub.trust.verify import verify_message
from tests.vectors.actors import DIRECTORY, EVENT, HUBID, NOW, PARTS
from tests.vectors.regenerate import FOLDER, INDEX, code_of, differences

EXPECTED: dict[str, str] = json.loads(INDEX.read_text())


@pytest.mark.parametrize("reason", sorted(EXPECTED))
def test_a_hostile_envelope_is_refused_with_its_code(reason: str) -> None:
    assert code_of((FOLDER / f"{reason}.bin").read_bytes()) == EXPECTED[reason]


def test_the_good_envelope_says_what_was_signed() -> None:
    message = verify_message((FOLDER / "good.bin").read_bytes(), DIRECTORY, HUBID, NOW)
    assert message.event == EVENT
    assert message.envelope.parts == PARTS
    assert message.participant.id == EVENT.source


def test_only_the_good_ones_are_accepted() -> None:
    accepted = {reason for reason, code in EXPECTED.items() if code == "accepted"}
    assert accepted == {"good", "good-es256", "good-es256-mirrored"}


def test_a_mirrored_signature_has_the_same_signing_digest_and_another_digest() -> None:
    one, other = (
        verify_message((FOLDER / f"{name}.bin").read_bytes(), DIRECTORY, HUBID, NOW).signed
        for name in ("good-es256", "good-es256-mirrored")
    )
    assert one.signing_digest == other.signing_digest
    assert one.digest != other.digest


def test_every_expected_code_is_in_the_refusal_table() -> None:
    assert set(EXPECTED.values()) - {"accepted"} <= REFUSALS.keys()


def test_the_generator_writes_the_same_files_again() -> None:
    assert differences() == []
