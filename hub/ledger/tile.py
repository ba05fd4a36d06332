"""The ledger as tiles: how hashes and entries are laid out for others to read.

A tile has 256 hashes of one level, a bundle 256 entries; the last of each may have fewer.

Source: C2SP tlog-tiles.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hub.errors import LedgerError
from hub.ledger.nodes import TILE_COUNT
from hub.ledger.tree import STORED_LEVELS

_PATH: Final = re.compile(
    r"\Atile/(entries|[0-9]|[1-5][0-9])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?\Z"
)
_THOUSAND: Final = 1000
_MAX_GROUPS_COUNT: Final = 5


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile or bundle.

    Attributes:
        level: In tiles above the leaves; ``None`` for a bundle of entries.
        number: From the left.
        width: How many hashes or entries; 256 for a full one.
    """

    level: int | None
    number: int
    width: int = TILE_COUNT

    @property
    def first(self) -> int:
        """Tell the position of its first hash or entry."""
        return self.number * TILE_COUNT

    @property
    def tree_level(self) -> int:
        """Tell the level of its hashes in the tree."""
        return (self.level or 0) * STORED_LEVELS

    @property
    def path(self) -> str:
        """Spell where it is."""
        rest, groups = divmod(self.number, _THOUSAND)
        spelled = f"{groups:03}"
        while rest:
            rest, groups = divmod(rest, _THOUSAND)
            spelled = f"x{groups:03}/{spelled}"
        kind = "entries" if self.level is None else str(self.level)
        part = "" if self.width == TILE_COUNT else f".p/{self.width}"
        return f"tile/{kind}/{spelled}{part}"

    def width_in(self, size: int) -> int:
        """Tell how many hashes or entries it has in a ledger of so many entries."""
        have = size >> self.tree_level
        return max(0, min(TILE_COUNT, have - self.first))


def read_path(path: str) -> Tile:
    """Read where a tile is; its one canonical spelling and no other.

    Raises:
        LedgerError: `ledger.tile_path`.
    """
    found = _PATH.match(path)
    if found is None or found[2].count("/") >= _MAX_GROUPS_COUNT:
        raise _no_tile()
    number = int(found[2].replace("x", "").replace("/", ""))
    level = None if found[1] == "entries" else int(found[1])
    tile = Tile(level, number, TILE_COUNT if found[3] is None else int(found[3]))
    if tile.path != path:
        raise _no_tile()
    return tile


def tiles_of(size: int) -> Iterator[Tile]:
    """Name every tile and bundle of a ledger of so many entries, partial ones too."""
    for level in (None, *range(63 // STORED_LEVELS)):
        have = size >> ((level or 0) * STORED_LEVELS)
        for number in range(-(-have // TILE_COUNT)):
            tile = Tile(level, number)
            yield Tile(level, number, tile.width_in(size))


def write_bundle(entries: Sequence[bytes]) -> bytes:
    """Write a bundle of entries: u16 length and bytes of each."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def _no_tile() -> LedgerError:
    return LedgerError("ledger.tile_path", "there is no such tile")
