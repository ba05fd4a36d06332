"""Where one value comes from: a column, a constant, a template, a digest, another message.

The empty text stands for absent everywhere: a value that comes out empty is left out,
unless its rule says `empty = "refuse"`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from hub.agent.mapping.condition import Condition, read_condition
from hub.agent.mapping.problem import RefusedError
from hub.agent.mapping.row import Row
from hub.agent.mapping.toml_table import Table, nearest
from hub.agent.mapping.transform import Library, Step, Value, read_steps, run_steps

ABSENT: Final = ""
SOURCES: Final = ("column", "const", "template", "digest", "cite", "item", "first_of")
_OPTIONS: Final = ("do", "when", "empty", "each")
_PLACE: Final = re.compile(r"\{([^{}]*)\}")
Take = Callable[[Row], Value]


@dataclass(frozen=True, slots=True)
class Names:
    """What a rule may refer to.

    Attributes:
        columns: Columns of the file and those derived so far.
        personal: Those of them whose content is personal.
        messages: Messages of the row that come earlier.
        item: Whether there is an item to refer to.
    """

    columns: frozenset[str]
    personal: frozenset[str] = frozenset()
    library: Library = field(default_factory=Library)
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    messages: frozenset[str] = frozenset()
    item: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """Makes one value of a row.

    Attributes:
        columns: The columns it reads, to be named when the value is wrong.
        each: The table to make of every item, when the value is a list.
    """

    take: Take
    columns: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    when: Condition = field(default_factory=Condition)
    required: bool = False
    each: Table | None = None

    def value(self, row: Row) -> Value:
        """Make the value; empty when absent.

        Raises:
            RefusedError: It cannot be made, or is needed and absent.
        """
        if not self.when.holds(row):
            return ABSENT
        found = run_steps(self.steps, self.take(row))
        if found in ("", ()) and self.required:
            raise RefusedError("import.empty", "")
        return found


def is_rule(table: Table) -> bool:
    """Whether a table is a rule and not a group of members."""
    return any(name in table and not isinstance(table.members[name], dict) for name in SOURCES)


def read_rule(table: Table, names: Names) -> Rule:
    """Read a rule.

    Raises:
        MappingError: mapping.malformed, mapping.unknown_key.
    """
    table.only(*SOURCES, *_OPTIONS)
    stated = [name for name in SOURCES if name in table]
    if len(stated) != 1:
        raise table.error(", ".join(stated) or "rule", f"state exactly one of {', '.join(SOURCES)}")
    rule = _READERS[stated[0]](table, names)
    return replace(
        rule,
        steps=read_steps(table, names.library),
        when=read_condition(table, "when", names.columns, names.conditions),
        required=table.choice("empty", "omit", "omit", "refuse") == "refuse",
        each=table.below("each") if "each" in table else None,
    )


def read_column(table: Table, key: str, name: str, names: Names) -> str:
    """Check that a column exists."""
    if name not in names.columns:
        raise table.error(key, f"no column {name!r}; {nearest(name, names.columns)}")
    return name


def _column(table: Table, names: Names) -> Rule:
    name = read_column(table, "column", table.text("column"), names)
    return Rule(lambda row: row.text(name), (name,))


def _const(table: Table, _: Names) -> Rule:
    stated = table.members["const"]
    if not isinstance(stated, str | int | bool):
        raise table.error("const", "must be a text, a whole number, true or false")
    return Rule(lambda _row: stated)


def _template(table: Table, names: Names) -> Rule:
    text = table.text("template")
    columns = tuple(read_column(table, "template", name, names) for name in _PLACE.findall(text))

    def take(row: Row) -> str:
        texts = {name: row.text(name) for name in columns}
        if "" in texts.values():
            return ABSENT
        return _PLACE.sub(lambda place: texts[place[1]], text)

    return Rule(take, columns)


def _digest(table: Table, names: Names) -> Rule:
    columns = tuple(read_column(table, "digest", one, names) for one in table.texts("digest"))
    return Rule(lambda row: row.digest(columns), columns)


def _cite(table: Table, names: Names) -> Rule:
    name = table.text("cite")
    if name not in names.messages:
        raise table.error(
            "cite", f"no earlier message {name!r} of this row; {nearest(name, names.messages)}"
        )
    return Rule(lambda row: row.ids.get(name, ABSENT))


def _item(table: Table, names: Names) -> Rule:
    if table.members["item"] is not True or not names.item:
        raise table.error("item", "must be true, and stands only in a table under `each`")
    return Rule(lambda row: row.item)


def _first_of(table: Table, names: Names) -> Rule:
    rules = [read_rule(one, names) for one in table.tables("first_of")]
    if not rules:
        raise table.error("first_of", "needs a list of rules")

    def take(row: Row) -> Value:
        return next((found for rule in rules if (found := rule.value(row)) not in ("", ())), ABSENT)

    return Rule(take, tuple(dict.fromkeys(name for rule in rules for name in rule.columns)))


_READERS: Final[Mapping[str, Callable[[Table, Names], Rule]]] = {
    "column": _column,
    "const": _const,
    "template": _template,
    "digest": _digest,
    "cite": _cite,
    "item": _item,
    "first_of": _first_of,
}
