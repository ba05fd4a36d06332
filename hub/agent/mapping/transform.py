"""The steps of a `do` chain: each takes one text and gives one value.

A step is a word (`"trim"`) or a table (`{ date = ["%d.%m.%Y"] }`). An empty text passes
every step but a vocabulary untouched; a list is transformed item by item.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from hub.agent.mapping.limits import MAX_DO_STEPS, MAX_LIST_ITEMS
from hub.agent.mapping.moment import FormatError, check_formats, day, instant, read_zone
from hub.agent.mapping.number import MoneyForm, whole_number
from hub.agent.mapping.pattern import Pattern, PatternError
from hub.agent.mapping.problem import RefusedError
from hub.agent.mapping.toml_table import Table, nearest
from hub.agent.mapping.vocabulary import Otherwise, Vocabulary

Value = Any
"""What JSON can say."""
_MASK_MOST_FIRST, _MASK_MOST_LAST, _MASK_STARS = 6, 2, 4


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        takes_empty: Whether it is asked about an empty text too.
    """

    run: Callable[[str], Value]
    takes_empty: bool = False


@dataclass(frozen=True, slots=True)
class Library:
    """What the steps of one mapping share, by name."""

    vocabularies: Mapping[str, Vocabulary] = field(default_factory=dict)
    patterns: Mapping[str, tuple[Pattern, ...]] = field(default_factory=dict)


def read_patterns(tables: Table) -> dict[str, tuple[Pattern, ...]]:
    """Read [pattern]: a name, and the patterns that are tried in their order.

    Raises:
        MappingError: mapping.malformed.
    """
    return {name: _patterns(tables, name) for name in tables.members}


def _patterns(table: Table, key: str) -> tuple[Pattern, ...]:
    try:
        found = tuple(Pattern(text) for text in table.texts(key))
    except PatternError as error:
        raise table.error(key, str(error)) from error
    if not found:
        raise table.error(key, "needs a pattern")
    return found


def run_steps(steps: tuple[Step, ...], value: Value) -> Value:
    """Run a chain over a text or a list of texts."""
    for step in steps:
        value = _run(step, value)
    return value


def _run(step: Step, value: Value) -> Value:
    if isinstance(value, tuple):
        items = [_run(step, item) for item in value]
        flat = [one for item in items for one in (item if isinstance(item, tuple) else (item,))]
        return tuple(dict.fromkeys(one for one in flat if one != ""))
    if not isinstance(value, str) or (value == "" and not step.takes_empty):
        return value
    return step.run(value)


def read_steps(table: Table, library: Library, key: str = "do") -> tuple[Step, ...]:
    """Read the chain under a key.

    Raises:
        MappingError: mapping.malformed, mapping.unknown_key.
    """
    found = table.members.get(key, [])
    if not isinstance(found, list) or len(found) > MAX_DO_STEPS:
        raise table.error(key, f"must be a list of at most {MAX_DO_STEPS} steps")
    return tuple(
        _word(table, one) if isinstance(one, str) else _made(table, key, place, one, library)
        for place, one in enumerate(found)
    )


def _word(table: Table, name: str) -> Step:
    if name not in WORDS:
        raise table.error("do", f"unknown step {name!r}; {nearest(name, {*WORDS, *_TABLES})}")
    return WORDS[name]


def _made(table: Table, key: str, place: int, members: object, library: Library) -> Step:
    step = Table(members, table.file, f"{table.where}.{key}[{place}]")
    names = [name for name in _TABLES if name in step]
    if len(names) != 1:
        named = next(iter(step.members), "")
        raise step.error(named, f"not one step; {nearest(named, {*WORDS, *_TABLES})}")
    try:
        return _TABLES[names[0]](step, library)
    except FormatError as error:
        raise step.error(names[0], str(error)) from error


def _date(step: Table, _: Library) -> Step:
    step.only("date")
    formats = check_formats(step.texts("date"), "Ymd")
    return Step(lambda text: day(text, formats))


def _datetime(step: Table, _: Library) -> Step:
    step.only("datetime", "zone")
    formats = check_formats(step.texts("datetime"), "Ymd")
    zone = read_zone(step.text("zone"))
    return Step(lambda text: instant(text, formats, zone))


def _integer(step: Table, _: Library) -> Step:
    step.only("integer")
    form = step.below("integer")
    form.only("group")
    group = form.text("group", "")
    return Step(lambda text: whole_number(text, group))


def _money(step: Table, _: Library) -> Step:
    step.only("money")
    table = step.below("money")
    table.only("currency", "minor_digits", "times", "group")
    digits = table.number("minor_digits", 0, 0, 4) if "minor_digits" in table else None
    form = MoneyForm(
        table.text("currency"), digits, table.number("times", 1, 1, 10**9), table.text("group", "")
    )
    return Step(form.read)


def _vocabulary(step: Table, library: Library) -> Step:
    step.only("vocabulary")
    name = step.text("vocabulary")
    known = library.vocabularies
    if name not in known:
        raise step.error("vocabulary", f"no [vocabulary.{name}]; {nearest(name, known)}")
    return Step(known[name].look_up, takes_empty=True)


def _extract(step: Table, _: Library) -> Step:
    step.only("extract", "group", "otherwise")
    return _taken_apart(step, _patterns(step, "extract"))


def _pattern(step: Table, library: Library) -> Step:
    step.only("pattern", "group", "otherwise")
    name = step.text("pattern")
    if name not in library.patterns:
        raise step.error("pattern", f"no {name} in [pattern]; {nearest(name, library.patterns)}")
    return _taken_apart(step, library.patterns[name])


def _taken_apart(step: Table, patterns: tuple[Pattern, ...]) -> Step:
    group = step.text("group")
    if not all(group in pattern.groups for pattern in patterns):
        raise step.error("group", f"every pattern needs a group (?P<{group}>...)")
    otherwise = Otherwise(step.choice("otherwise", "refuse", *Otherwise))

    def run(text: str) -> str:
        for pattern in patterns:
            if (found := pattern.match(text)) is not None:
                return (found[group] or "").strip()
        if otherwise is Otherwise.REFUSE:
            raise RefusedError("import.no_match", text)
        return text if otherwise is Otherwise.KEEP else ""

    return Step(run)


def _split(step: Table, _: Library) -> Step:
    step.only("split")
    marks = step.texts("split")
    if not marks or not all(marks):
        raise step.error("split", "state the mark, or the marks, between items")

    def run(text: str) -> tuple[str, ...]:
        for mark in marks[1:]:
            text = text.replace(mark, marks[0])
        items = tuple(filter(None, (item.strip() for item in text.split(marks[0]))))
        if len(items) > MAX_LIST_ITEMS:
            raise RefusedError("import.too_many_items", text, limit=MAX_LIST_ITEMS)
        return items

    return Step(run)


def _mask(step: Table, _: Library) -> Step:
    step.only("mask")
    table = step.below("mask")
    table.only("first", "last")
    first = table.number("first", 3, 0, _MASK_MOST_FIRST)
    last = table.number("last", 2, 0, _MASK_MOST_LAST)

    def run(text: str) -> str:
        hidden = len(text) - first - last
        if hidden < _MASK_STARS or not (text.isascii() and text.isalnum()):
            raise RefusedError("import.no_match", text)
        return text[:first] + "*" * min(hidden, 24) + text[len(text) - last :]

    return Step(run)


WORDS: Final[Mapping[str, Step]] = {
    "trim": Step(str.strip),
    "collapse": Step(lambda text: " ".join(text.split())),
    "nfkc": Step(lambda text: unicodedata.normalize("NFKC", text)),
    "upper": Step(str.upper),
    "lower": Step(str.lower),
    "integer": Step(lambda text: whole_number(text, "")),
}
_TABLES: Final[Mapping[str, Callable[[Table, Library], Step]]] = {
    "date": _date,
    "datetime": _datetime,
    "integer": _integer,
    "money": _money,
    "vocabulary": _vocabulary,
    "extract": _extract,
    "pattern": _pattern,
    "split": _split,
    "mask": _mask,
}
