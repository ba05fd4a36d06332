"""The directory: signed by a pinned root, without contradictions."""

import json
from dataclasses import replace
from typing import Any

import pytest

from hub.errors import HubError, MessageError, TrustError
from hub.message.kinds import Kind
from hub.trust.directory import (
    Directory,
    KeyRecord,
    decode_directory,
    encode_directory,
    open_directory,
)
from hub.trust.keys import sign_text
from tests.vectors.actors import (
    BANK,
    BANK_SIGNER,
    DIRECTORY,
    HUB_SIGNER,
    NOW,
    REGULATOR,
    REGULATOR_SIGNER,
    ROOT_SIGNER,
    STRANGER_SIGNER,
    ed25519,
    key_record,
)

ROOTS = {ROOT_SIGNER.kid: ROOT_SIGNER.public}


def _with(**participants: Any) -> Directory:
    return replace(DIRECTORY, participants={**DIRECTORY.participants, **participants})


def test_a_directory_signed_by_a_pinned_root_is_opened() -> None:
    text = sign_text(ROOT_SIGNER, Kind.DIRECTORY, encode_directory(DIRECTORY))
    assert open_directory(text, ROOTS) == DIRECTORY


def test_a_directory_is_refused_without_a_root_that_signed_it() -> None:
    payload = encode_directory(DIRECTORY)
    by_root = sign_text(ROOT_SIGNER, Kind.DIRECTORY, payload)
    by_hub = sign_text(HUB_SIGNER, Kind.DIRECTORY, payload)
    as_head = sign_text(ROOT_SIGNER, Kind.HEAD, payload)
    broken = by_root[:-2] + (b"AA" if by_root[-2:] != b"AA" else b"QA")
    for text, roots, code in (
        (by_root, {}, "trust.unknown_root"),
        (by_hub, ROOTS, "trust.unknown_root"),
        (as_head, ROOTS, "trust.wrong_kind"),
        (broken, ROOTS, "trust.bad_signature"),
    ):
        with pytest.raises(TrustError) as refusal:
            open_directory(text, roots)
        assert refusal.value.code == code


def test_a_key_is_found_with_its_participant() -> None:
    participant, key = DIRECTORY.key(BANK_SIGNER.kid)
    assert participant is BANK
    assert key is BANK.keys[0]
    assert DIRECTORY.participant("first-bank") is BANK


def test_what_the_directory_does_not_know_is_refused() -> None:
    with pytest.raises(TrustError, match="unknown_key"):
        DIRECTORY.key(STRANGER_SIGNER.kid)
    with pytest.raises(TrustError, match="unknown_participant"):
        DIRECTORY.participant("nobody")


def test_a_key_belongs_to_one_participant() -> None:
    twin = replace(BANK, id="second-bank")
    with pytest.raises(TrustError, match="a key occurs twice"):
        _with(**{"second-bank": twin})
    with pytest.raises(TrustError, match="a key occurs twice"):
        replace(DIRECTORY, hub_keys=(key_record(REGULATOR_SIGNER),))


def test_at_most_two_keys_of_a_participant_live() -> None:
    live = tuple(key_record(ed25519(20 + number)) for number in range(3))
    _with(newcomer=replace(BANK, id="newcomer", keys=live[:2]))
    retired = (*live[:2], replace(live[2], state="retired"))
    _with(newcomer=replace(BANK, id="newcomer", keys=retired))
    with pytest.raises(TrustError, match="more than 2 live keys"):
        _with(newcomer=replace(BANK, id="newcomer", keys=live))


def test_a_participant_is_filed_under_its_id() -> None:
    with pytest.raises(TrustError, match="another id"):
        _with(somebody=replace(BANK, id="newcomer", keys=()))


@pytest.mark.parametrize(
    "change",
    [
        {"role": "observer"},
        {"region": "131"},
        {"region": "13010201"},
        {"level": "village"},
        {"department": "Market Regulation"},
        {"status": "gone"},
        {"id": "Hebei"},
    ],
    ids=str,
)
def test_a_participant_that_could_not_be_read_is_not_written(change: dict[str, Any]) -> None:
    one = replace(REGULATOR, **change)
    directory = replace(DIRECTORY, participants={one.id: one})
    with pytest.raises(MessageError, match="member_invalid"):
        encode_directory(directory)


def test_a_keys_times_are_in_order() -> None:
    key: KeyRecord = replace(REGULATOR.keys[0], sign_until=NOW.replace(year=2020))
    with pytest.raises(TrustError, match="times are not in order"):
        encode_directory(
            replace(
                DIRECTORY, hub_keys=(), participants={REGULATOR.id: replace(REGULATOR, keys=(key,))}
            )
        )


@pytest.mark.parametrize(
    "change",
    [{"version": 0}, {"extra": 1}, {"participants": {}}, {"hub_keys": [{}]}, {"issued_at": "now"}],
    ids=str,
)
def test_a_wrong_directory_is_refused(change: dict[str, Any]) -> None:
    data = json.loads(encode_directory(DIRECTORY))
    with pytest.raises(HubError):
        decode_directory(json.dumps({**data, **change}).encode())


def test_a_participant_twice_is_refused() -> None:
    data = json.loads(encode_directory(DIRECTORY))
    data["participants"].append({**data["participants"][0], "keys": []})
    with pytest.raises(TrustError, match="a participant occurs twice"):
        decode_directory(json.dumps(data).encode())
