"""Reads one table of a mapping file strictly; every error names file, table, key and a remedy."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from hub.agent.mapping.problem import MappingError


def nearest(name: str, known: Iterable[str]) -> str:
    """Say which known name was probably meant, or list them all."""
    names = sorted(known)
    close = get_close_matches(name, names, n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else f"known: {', '.join(names)}"


class Table:
    """A TOML table with its place in its file."""

    def __init__(self, members: object, file: str, where: str) -> None:
        """Take the table.

        Raises:
            MappingError: mapping.malformed: it is no table.
        """
        self.file = file
        self.where = where
        if not isinstance(members, dict):
            raise MappingError(
                "mapping.malformed", f"{file}: {where} must be a table in braces or brackets"
            )
        self.members: dict[str, Any] = members

    def error(self, key: str, text: str, code: str = "mapping.malformed") -> MappingError:
        """Make the error about one key."""
        return MappingError(code, f"{self.file}: [{self.where}] {key}: {text}")

    def only(self, *known: str) -> None:
        """Refuse keys that are not known.

        Raises:
            MappingError: mapping.unknown_key, with the nearest known one.
        """
        for key in self.members:
            if key not in known:
                raise self.error(
                    key, f"unknown key; {nearest(key, known)}", code="mapping.unknown_key"
                )

    def __contains__(self, key: object) -> bool:
        return key in self.members

    def below(self, key: str) -> "Table":
        """Return the table under a key; an empty one when absent."""
        return Table(self.members.get(key, {}), self.file, f"{self.where}.{key}")

    def tables(self, key: str) -> list["Table"]:
        """Return the tables under a key: one table or a list of them."""
        found = self.members.get(key, [])
        several = found if isinstance(found, list) else [found]
        return [
            Table(one, self.file, f"{self.where}.{key}[{place}]")
            for place, one in enumerate(several)
        ]

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there."""
        found = self.members.get(key, default)
        if found is None:
            raise self.error(key, "missing; state it")
        if not isinstance(found, str):
            raise self.error(key, "must be a text in quotes")
        return found

    def choice(self, key: str, default: str, *allowed: str) -> str:
        """Return one of the allowed texts."""
        found = self.text(key, default)
        if found not in allowed:
            raise self.error(key, f"not allowed; {nearest(found, allowed)}")
        return found

    def texts(self, key: str, default: Iterable[str] | None = None) -> tuple[str, ...]:
        """Return a list of texts; one text counts as a list of one."""
        found = self.members.get(key, None if default is None else list(default))
        if found is None:
            raise self.error(key, "missing; state a list of texts")
        several = [found] if isinstance(found, str) else found
        if not isinstance(several, list) or not all(isinstance(one, str) for one in several):
            raise self.error(key, "must be a list of texts in quotes")
        return tuple(several)

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        found = self.members.get(key, default)
        if not isinstance(found, bool):
            raise self.error(key, "must be true or false")
        return found

    def number(self, key: str, default: int, least: int, most: int) -> int:
        """Return a whole number within bounds."""
        found = self.members.get(key, default)
        if isinstance(found, bool) or not isinstance(found, int) or not least <= found <= most:
            raise self.error(key, f"must be a whole number from {least} to {most}")
        return found
