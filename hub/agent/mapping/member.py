"""The body of a message as a tree of rules, checked against the members of its contract."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hub.agent.mapping.problem import MappingError, RefusedError
from hub.agent.mapping.row import Row
from hub.agent.mapping.rule import ABSENT, Names, Rule, is_rule, read_rule
from hub.agent.mapping.toml_table import Table, nearest
from hub.agent.mapping.transform import Value

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value; a list of tables when `each` is given."""

    rule: Rule
    each: "Group | None" = None


@dataclass(frozen=True, slots=True)
class Group:
    """Members by name."""

    members: "Mapping[str, Leaf | Group | Several]"


@dataclass(frozen=True, slots=True)
class Several:
    """A list of tables as it stands in the mapping."""

    items: tuple[Group, ...]


class Building:
    """Builds one part of one row's message and remembers which column each member is from."""

    def __init__(self, row: Row, message: str) -> None:
        """Name the row and the message."""
        self._row = row
        self._message = message
        self.columns: dict[str, str] = {}
        """Path -> the columns it was made from."""
        self.failed: set[str] = set()
        """Paths whose value could not be made; the reason is noted with the row."""

    def build(self, node: Leaf | Group | Several, path: str) -> Value:
        """Build a value; empty when absent."""
        if isinstance(node, Leaf):
            return self._leaf(node, path)
        if isinstance(node, Several):
            items = [self.build(one, f"{path}/{place}") for place, one in enumerate(node.items)]
            return [item for item in items if item != {}]
        built = {name: self.build(one, f"{path}/{name}") for name, one in node.members.items()}
        return {name: one for name, one in built.items() if one not in ("", [], {})}

    def _leaf(self, leaf: Leaf, path: str) -> Value:
        columns = ", ".join(leaf.rule.columns)
        self.columns[path] = columns
        try:
            found = leaf.rule.value(self._row)
        except RefusedError as refused:
            self.failed.add(path)
            self._row.refuse(refused.problem(columns, f"{self._message} {path}"))
            return ABSENT
        if leaf.each is None:
            return list(found) if isinstance(found, tuple) else found
        return self._each(leaf.each, found, path, columns)

    def _each(self, each: Group, found: Value, path: str, columns: str) -> list[Value]:
        items = found if isinstance(found, tuple) else (found,) if found != ABSENT else ()
        built = []
        for place, item in enumerate(items):
            self._row.item = item
            built.append(self.build(each, f"{path}/{place}"))
            self.columns[f"{path}/{place}"] = columns
        return built


def read_group(table: Table, schema: Schema, names: Names) -> Group:
    """Read a table of members.

    Raises:
        MappingError: mapping.malformed, mapping.unknown_member, mapping.unknown_key.
    """
    known = schema.get("properties", {})
    return Group({name: _member(table, name, known, names) for name in table.members})


def _member(
    table: Table, name: str, known: Mapping[str, Schema], names: Names
) -> Leaf | Group | Several:
    if name not in known:
        raise table.error(
            name,
            f"no such member in the contract; {nearest(name, known)}",
            "mapping.unknown_member",
        )
    schema, found = known[name], table.members[name]
    items = schema.get("items", {})
    if isinstance(found, list):
        return Several(tuple(read_group(one, items, names) for one in table.tables(name)))
    below = table.below(name)
    if not is_rule(below) and "properties" in schema:
        return read_group(below, schema, names)
    rule = read_rule(below, names)
    if rule.each is None:
        return Leaf(rule)
    return Leaf(rule, read_group(rule.each, items, replace(names, item=True)))


def rules_of(node: Leaf | Group | Several) -> Iterator[Rule]:
    """Walk every rule of a tree."""
    if isinstance(node, Leaf):
        yield node.rule
        node = node.each or Group({})
    for one in node.items if isinstance(node, Several) else node.members.values():
        yield from rules_of(one)


def refuse_personal(rules: Iterator[Rule], names: Names, table: Table) -> None:
    """Keep personal columns out of what every recipient sees.

    Raises:
        MappingError: mapping.personal_exposed.
    """
    for rule in rules:
        for column in rule.columns:
            if column in names.personal:
                raise MappingError(
                    "mapping.personal_exposed",
                    f"{table.file}: [{table.where}] column {column!r} is personal; it may feed "
                    "only the personal part of a message",
                )
