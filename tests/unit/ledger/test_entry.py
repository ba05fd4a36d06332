"""The entry's bytes are frozen: this golden one must never change."""

from dataclasses import replace
from hashlib import sha256

import pytest

from hub.errors import LedgerError
from hub.ledger.entry import Entry, EntryKind, decode_entry, encode_entry, leaf_hash

ENTRY = Entry(
    kind=EntryKind.MESSAGE,
    at_us=1_772_352_000_000_001,
    hubid="demo",
    epoch=1,
    source="hebei-emergency",
    id="019cb7e2-f400-7000-8000-000000000001",
    sequence=42,
    contract_digest=bytes([1]) * 32,
    kid="A" * 43,
    directory_version=7,
    signing_digest=bytes([2]) * 32,
    envelope_digest=bytes([3]) * 32,
)
GOLDEN = bytes.fromhex(
    "010100064bf1db6080010464656d6f000000010f68656265692d656d657267656e63792430313963"
    "623765322d663430302d373030302d383030302d303030303030303030303031000000000000002a"
    "01010101010101010101010101010101010101010101010101010101010101012b41414141414141"
    "41414141414141414141414141414141414141414141414141414141414141414141414100000007"
    "02020202020202020202020202020202020202020202020202020202020202020303030303030303"
    "030303030303030303030303030303030303030303030303"
)
GOLDEN_LEAF = bytes.fromhex("54f06841bf11e7ee1aac9f1b694040e43c5daca0705dcee04f69dc508fb0a5e1")
REFUSAL = replace(ENTRY, kind=EntryKind.REFUSAL, contract_digest=bytes(32), code="contract.unknown")


def test_the_golden_entry_is_written_as_on_the_first_day() -> None:
    assert encode_entry(ENTRY) == GOLDEN
    assert decode_entry(GOLDEN) == ENTRY


def test_the_golden_entry_is_laid_out_as_documented() -> None:
    assert (
        b"".join(
            (
                b"\1\1" + (1_772_352_000_000_001).to_bytes(8, "big"),
                b"\4demo" + (1).to_bytes(4, "big"),
                b"\x0fhebei-emergency",
                b"\x24019cb7e2-f400-7000-8000-000000000001",
                (42).to_bytes(8, "big") + bytes([1]) * 32,
                b"\x2b" + b"A" * 43,
                (7).to_bytes(4, "big") + bytes([2]) * 32 + bytes([3]) * 32,
            )
        )
        == GOLDEN
    )


def test_the_golden_leaf_is_hashed_as_on_the_first_day() -> None:
    assert leaf_hash(GOLDEN) == sha256(b"\0" + GOLDEN).digest()
    assert leaf_hash(GOLDEN) == GOLDEN_LEAF


def test_a_refusal_carries_its_code_at_the_end() -> None:
    raw = encode_entry(REFUSAL)
    assert raw.endswith(b"\x10contract.unknown")
    assert decode_entry(raw) == REFUSAL


@pytest.mark.parametrize(
    "entry",
    [
        replace(ENTRY, code="contract.unknown"),
        replace(REFUSAL, code=""),
        replace(ENTRY, source="河北"),
        replace(ENTRY, source="a" * 256),
        replace(ENTRY, kid="é"),
        replace(ENTRY, sequence=-1),
        replace(ENTRY, sequence=2**64),
        replace(ENTRY, epoch=2**32),
        replace(ENTRY, at_us=2**63),
        replace(ENTRY, signing_digest=b""),
    ],
    ids=["code", "no-code", "chinese", "long", "accent", "minus", "u64", "u32", "i64", "digest"],
)
def test_what_does_not_fit_is_not_written(entry: Entry) -> None:
    with pytest.raises(LedgerError, match="entry_malformed"):
        encode_entry(entry)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        GOLDEN + b"\0",
        b"\2" + GOLDEN[1:],
        b"\1\6" + GOLDEN[2:],
        GOLDEN[:11] + b"\xff" + GOLDEN[12:],
        encode_entry(REFUSAL)[: -len(REFUSAL.code) - 1],
        encode_entry(REFUSAL)[: -len(REFUSAL.code) - 1] + b"\0",
    ],
    ids=["empty", "tail", "version", "kind", "ascii", "no-code", "empty-code"],
)
def test_other_bytes_are_no_entry(raw: bytes) -> None:
    with pytest.raises(LedgerError, match="entry_malformed"):
        decode_entry(raw)


def test_a_cut_entry_is_refused_wherever_it_is_cut() -> None:
    for end in range(len(GOLDEN)):
        with pytest.raises(LedgerError, match="entry_malformed"):
            decode_entry(GOLDEN[:end])
