"""When a rule, a message or a refusal applies: tests on columns, all of which must hold."""

from collections.abc import Mapping
from dataclasses import dataclass

from hub.agent.mapping.pattern import Pattern, PatternError
from hub.agent.mapping.problem import RefusedError
from hub.agent.mapping.row import Row
from hub.agent.mapping.toml_table import Table, nearest
from hub.agent.mapping.vocabulary import fold


@dataclass(frozen=True, slots=True)
class Test:
    """One test; what is None is not tested. Words are compared folded."""

    column: str
    one_of: frozenset[str] | None = None
    none_of: frozenset[str] | None = None
    empty: bool | None = None
    matches: Pattern | None = None

    def holds(self, row: Row) -> bool:
        """Whether the row passes; a column that cannot be made passes no test."""
        try:
            text = row.text(self.column)
            return (
                (self.one_of is None or fold(text) in self.one_of)
                and (self.none_of is None or fold(text) not in self.none_of)
                and (self.empty is None or self.empty is (text == ""))
                and (self.matches is None or self.matches.match(text) is not None)
            )
        except RefusedError:
            return False


@dataclass(frozen=True, slots=True)
class Condition:
    """Tests that must all hold; none of them: always."""

    tests: tuple[Test, ...] = ()

    def holds(self, row: Row) -> bool:
        """Whether the row passes every test."""
        return all(test.holds(row) for test in self.tests)


def read_condition(
    table: Table, key: str, columns: frozenset[str], named: Mapping[str, Condition]
) -> Condition:
    """Read `when`: a test, a list of tests, or the name of a [condition.NAME].

    Raises:
        MappingError: mapping.malformed, mapping.unknown_key.
    """
    if key not in table:
        return Condition()
    found = table.members[key]
    if isinstance(found, str):
        if found not in named:
            raise table.error(key, f"no [condition.{found}]; {nearest(found, named)}")
        return named[found]
    return Condition(tuple(_test(one, columns) for one in table.tables(key)))


def read_conditions(tables: Table, columns: frozenset[str]) -> dict[str, Condition]:
    """Read every [condition.NAME]."""
    return {
        name: Condition(tuple(_test(one, columns) for one in tables.tables(name)))
        for name in tables.members
    }


def _test(table: Table, columns: frozenset[str]) -> Test:
    table.only("column", "is", "not", "empty", "matches")
    column = table.text("column")
    if column not in columns:
        raise table.error("column", f"no column {column!r}; {nearest(column, columns)}")
    if len(table.members) == 1:
        raise table.error("column", "is tested for nothing; add is, not, empty or matches")
    try:
        matches = Pattern(table.text("matches")) if "matches" in table else None
    except PatternError as error:
        raise table.error("matches", str(error)) from error
    return Test(
        column,
        _words(table, "is"),
        _words(table, "not"),
        table.flag("empty", default=True) if "empty" in table else None,
        matches,
    )


def _words(table: Table, key: str) -> frozenset[str] | None:
    return frozenset(map(fold, table.texts(key))) if key in table else None
