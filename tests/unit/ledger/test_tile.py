"""Tiles are named as C2SP names them, and proofs are written as files."""

import pytest

from hub.errors import LedgerError
from hub.ledger.proof_file import ProofFile, read_proof_file, write_proof_file
from hub.ledger.tile import Tile, read_path, tiles_of, write_bundle

PROOF = ProofFile(
    b"entry", 7, (bytes(32), bytes([1]) * 32), "origin\n9\nroot\n\n\u2014 name c2ln\n"
)


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(1, 1_234_067), "tile/1/x001/x234/067"),
        (Tile(2, 999, 17), "tile/2/999.p/17"),
        (Tile(None, 1000, 255), "tile/entries/x001/000.p/255"),
    ],
)
def test_a_tile_has_one_name(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert read_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/64/000",
        "tile/0/x000/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/017",
        "tile/0/000/",
        "tile/../000",
        "tile/0/x001/x001/x001/x001/x001/x001/001",
        "tile/0/000\n",
        "tile/entries/abc",
    ],
)
def test_any_other_name_is_refused(path: str) -> None:
    with pytest.raises(LedgerError, match=r"ledger\.tile_path"):
        read_path(path)


def test_the_tiles_of_a_ledger() -> None:
    assert [tile.path for tile in tiles_of(600)] == [
        "tile/entries/000",
        "tile/entries/001",
        "tile/entries/002.p/88",
        "tile/0/000",
        "tile/0/001",
        "tile/0/002.p/88",
        "tile/1/000.p/2",
    ]
    assert list(tiles_of(0)) == []


def test_a_bundle_of_entries_frames_each() -> None:
    assert write_bundle([b"ab", b""]) == b"\x00\x02ab\x00\x00"


def test_a_proof_is_read_as_written() -> None:
    text = write_proof_file(PROOF)
    assert text.startswith("c2sp.org/tlog-proof@v1\nextra ZW50cnk=\nindex 7\n")
    read = read_proof_file(text)
    assert (read.extra, read.index, tuple(read.path), read.checkpoint) == (
        PROOF.extra,
        PROOF.index,
        PROOF.path,
        PROOF.checkpoint,
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("@v1", "@v2"),
        ("index 7", "index 07"),
        ("index 7", "index -7"),
        ("index 7\n", ""),
        ("extra ZW50cnk=", "extra ZW50cnk"),
        ("AAAA", "AAA"),
        ("\n\n", "\n"),
    ],
)
def test_what_is_no_proof_is_refused(old: str, new: str) -> None:
    text = write_proof_file(PROOF).replace(old, new, 1)
    with pytest.raises(LedgerError, match=r"ledger\.proof_malformed"):
        read_proof_file(text)
