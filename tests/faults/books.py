"""Reads what everybody has written down: the hub's database, the agents', the plugins' systems.

Plain SQL only, so that what is checked is not what checks.
"""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg

from tests.faults.site import Site

Row = tuple[Any, ...]
Query = Callable[..., list[Row]]


def sqlite_rows(path: Path, query: str, *values: object) -> list[Row]:
    """Read from a SQLite file that somebody else may be writing; nothing when it is not there."""
    if not path.exists():
        return []
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        return connection.execute(query, values).fetchall()


def hub_rows(database: str, query: str, *values: object) -> list[Row]:
    """Read from the hub's database, PostgreSQL or SQLite; `?` stands for a value."""
    if database.startswith("sqlite:///"):
        return sqlite_rows(Path(database.removeprefix("sqlite:///")), query, *values)
    with psycopg.connect(database, connect_timeout=10) as connection:
        return connection.execute(query.replace("?", "%s").encode(), values).fetchall()


class Books:
    """Every database of a site."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.names = tuple(site.cast)

    def hub(self, query: str, *values: object) -> list[Row]:
        return hub_rows(self._site.config.database_url, query, *values)

    def agent(self, who: str, query: str, *values: object) -> list[Row]:
        return sqlite_rows(self._site.agent_database(who), query, *values)

    def system(self, who: str, query: str) -> list[Row]:
        """Read a participant's own system, where its plugin takes effect."""
        return sqlite_rows(self._site.effects / f"{who}.db", query)

    def department(self, who: str) -> str:
        return self._site.cast[who].department

    def heads(self) -> dict[str, int]:
        return dict(self.hub("SELECT recipient, last FROM heads"))

    def admitted_count(self) -> int:
        return int(self.hub("SELECT count(*) FROM messages")[0][0])

    def applied_count(self) -> int:
        query = "SELECT count(*) FROM inbox WHERE state IN ('applied', 'rejected')"
        return sum(_number(self.agent(who, query)) for who in self.names)

    def unsettled(self) -> dict[str, int]:
        """Count what is still under way, by where; empty when everything has come to rest."""
        open_counts = {}
        for name, query in OPEN.items():
            for who in self.names:
                count = _number(self.agent(who, query))
                if count:
                    open_counts[f"{who} {name}"] = count
        heads = self.heads()
        for who in self.names:
            last = _number(self.agent(who, "SELECT coalesce(max(number), 0) FROM inbox"))
            if last != heads.get(who, 0):
                open_counts[f"{who} not delivered"] = heads.get(who, 0) - last
        return open_counts


OPEN = {
    "not answered": "SELECT count(*) FROM outbox WHERE state NOT IN ('admitted', 'refused')",
    "not applied": "SELECT count(*) FROM inbox"
    " WHERE state NOT IN ('applied', 'rejected', 'parked')",
    "not acknowledged": "SELECT count(*) FROM inbox WHERE acknowledged IS NULL"
    " AND outcome IS NOT NULL",
    "acknowledgements open": "SELECT count(*) FROM acknowledgements"
    " WHERE state NOT IN ('admitted', 'refused')",
}


def _number(rows: list[Row]) -> int:
    """Read a count; 0 when the database is not there yet."""
    return int(rows[0][0]) if rows else 0


def signed_digest(envelope: bytes) -> bytes:
    """Hash the signed text of an envelope: SCE1, u32 length, text."""
    length = int.from_bytes(envelope[4:8], "big")
    return sha256(envelope[8 : 8 + length]).digest()


def tree_root(leaves: Iterable[bytes]) -> bytes:
    """Compute the tree head of RFC 6962 section 2.1, level by level."""
    level = list(leaves)
    if not level:
        return sha256(b"").digest()
    while len(level) > 1:
        odd = [level[-1]] if len(level) % 2 else []
        pairs = zip(level[::2], level[1::2], strict=False)
        level = [sha256(b"\x01" + left + right).digest() for left, right in pairs] + odd
    return level[0]


def peaks_root(frontier: bytes) -> bytes:
    """Compute the root from what the hub keeps of its tree: u64 size, then the peaks."""
    peaks = [frontier[at : at + 32] for at in range(8, len(frontier), 32)]
    root = peaks.pop() if peaks else sha256(b"").digest()
    for peak in reversed(peaks):
        root = sha256(b"\x01" + peak + root).digest()
    return root


def entry_facts(entry: bytes) -> tuple[int, str, str, int, bytes, bytes]:
    """Take a ledger entry apart: kind, source, id, sequence, signing and envelope digest."""
    at = 10

    def text() -> str:
        nonlocal at
        start, at = at + 1, at + 1 + entry[at]
        return entry[start:at].decode("ascii")

    text()
    at += 4
    source, identifier = text(), text()
    sequence = int.from_bytes(entry[at : at + 8], "big")
    at += 40
    text()
    at += 4
    return entry[1], source, identifier, sequence, entry[at : at + 32], entry[at + 32 : at + 64]
