"""Tables from the words of a file to the words of a contract."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hub.agent.mapping.problem import MappingError, RefusedError
from hub.agent.mapping.toml_table import Table

Word = str | int | bool | tuple[str, ...]


def fold(text: str) -> str:
    """Make spellings comparable: NFKC, case folded, white space collapsed, in that order."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


class Otherwise(StrEnum):
    """What becomes of a word that is not in the table."""

    REFUSE = "refuse"
    KEEP = "keep"
    OMIT = "omit"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One table; words are compared folded.

    Attributes:
        default: What every unknown word means; then `otherwise` does not count.
    """

    name: str
    words: Mapping[str, Word]
    otherwise: Otherwise
    default: Word | None = None

    def look_up(self, text: str) -> Word:
        """Translate; an omitted word is the empty text.

        Raises:
            RefusedError: import.not_in_vocabulary.
        """
        found = self.words.get(fold(text), self.default)
        if found is not None:
            return found
        if self.otherwise is Otherwise.REFUSE:
            raise RefusedError("import.not_in_vocabulary", text, name=self.name)
        return text if self.otherwise is Otherwise.KEEP else ""


def read_vocabularies(tables: Table) -> dict[str, Vocabulary]:
    """Read every [vocabulary.NAME].

    Raises:
        MappingError: mapping.malformed, mapping.unknown_key.
    """
    return {name: _read(name, tables.below(name)) for name in tables.members}


def _read(name: str, table: Table) -> Vocabulary:
    table.only("values", "spellings", "otherwise", "default")
    words: dict[str, Word] = {}
    for text, meant in table.below("values").members.items():
        _add(words, text, _word(table, text, meant), table)
    for meant in table.below("spellings").members:
        _add(words, meant, meant, table)
        for text in table.below("spellings").texts(meant):
            _add(words, text, meant, table)
    default = table.members.get("default")
    return Vocabulary(
        name,
        words,
        Otherwise(table.choice("otherwise", "refuse", *Otherwise)),
        None if default is None else _word(table, "default", default),
    )


def _add(words: dict[str, Word], text: str, meant: Word, table: Table) -> None:
    if words.setdefault(fold(text), meant) != meant:
        raise _twice(table, text)


def _twice(table: Table, text: str) -> MappingError:
    return table.error(text, "means two things; words are compared without case and spacing")


def _word(table: Table, key: str, meant: object) -> Word:
    if isinstance(meant, str | int | bool):
        return meant
    if isinstance(meant, list) and all(isinstance(one, str) for one in meant):
        return tuple(meant)
    raise table.error(key, "must mean a text, a whole number, true or false, or a list of texts")
