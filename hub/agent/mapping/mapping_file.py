"""A mapping file: how the rows of one kind of file become messages."""

import tomllib
from collections.abc import Callable
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, replace
from typing import Any

from hub.agent.mapping.condition import Condition, read_condition, read_conditions
from hub.agent.mapping.limits import MAX_COLUMNS, MAX_MAPPING_BYTES
from hub.agent.mapping.message import MessageRule, Stating, read_message
from hub.agent.mapping.problem import MappingError, RefusedError, RowProblem
from hub.agent.mapping.row import Row
from hub.agent.mapping.rule import Names, Rule, read_rule
from hub.agent.mapping.source import Record, SourceRules
from hub.agent.mapping.toml_table import Table
from hub.agent.mapping.transform import Library, Step, read_patterns, read_steps, run_steps
from hub.agent.mapping.vocabulary import read_vocabularies
from hub.sdk import Draft

_TOP = (
    "version", "title", "note", "source", "vocabulary", "pattern", "derived", "condition",
    "refuse", "message",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RefusalRule:
    """Rows that a person must look at."""

    when: Condition
    columns: str
    text_en: str
    text_zh: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """What became of a row: drafts, or problems, never both.

    Attributes:
        drafts: In the order of the mapping; a row may say nothing.
    """

    record: Record
    drafts: tuple[Draft, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    warnings: tuple[RowProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """One mapping file, read and checked."""

    title: str
    source: SourceRules
    clean: tuple[Step, ...]
    derived: MappingType[str, Rule]
    refusals: tuple[RefusalRule, ...]
    messages: tuple[MessageRule, ...]

    def map(self, record: Record, stating: Stating) -> Mapped:
        """Make the drafts of one row, all or none."""
        if record.refused is not None:
            return Mapped(record, problems=(record.refused.problem(),))
        cells = {name: run_steps(self.clean, cell) for name, cell in record.cells.items()}
        row = Row(cells, {name: _deriving(rule) for name, rule in self.derived.items()})
        for refusal in self.refusals:
            if refusal.when.holds(row):
                row.refuse(_refused(refusal, row))
        drafts = []
        if not row.problems:
            made = [one.draft(row, stating) for one in self.messages]
            drafts = [draft for draft in made if draft is not None]
        if row.problems:
            return Mapped(record, problems=tuple(row.problems))
        return Mapped(record, tuple(drafts), warnings=tuple(row.warnings))


def _deriving(rule: Rule) -> Callable[[Row], object]:
    """Blame the columns of the file for what a derived column cannot be made of."""

    def derive(row: Row) -> object:
        try:
            return rule.value(row)
        except RefusedError as refused:
            refused.column = refused.column or ", ".join(rule.columns)
            raise

    return derive


def _refused(refusal: RefusalRule, row: Row) -> RowProblem:
    found = row.text(refusal.columns) if refusal.columns else None
    refused = RefusedError("import.rule", found, text_en=refusal.text_en, text_zh=refusal.text_zh)
    return refused.problem(refusal.columns)


def read_mapping(raw: bytes, file: str) -> Mapping:
    """Read a mapping file.

    Args:
        raw: Its bytes, UTF-8 TOML.
        file: How errors name it.

    Raises:
        MappingError: mapping.too_large, mapping.not_toml, mapping.malformed,
            mapping.unknown_key, mapping.unknown_member, mapping.unknown_contract,
            mapping.personal_exposed.
    """
    if len(raw) > MAX_MAPPING_BYTES:
        raise MappingError("mapping.too_large", f"{file}: over {MAX_MAPPING_BYTES} bytes; shorten")
    try:
        top = Table(tomllib.loads(raw.decode()), file, "top")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingError("mapping.not_toml", f"{file}: not TOML in UTF-8: {error}") from error
    top.only(*_TOP)
    top.number("version", 0, 1, 1)
    source, clean = _source(_inside(top, "source"))
    names = Names(
        frozenset(source.columns),
        source.personal,
        Library(
            read_vocabularies(_inside(top, "vocabulary")),
            read_patterns(_inside(top, "pattern")),
        ),
    )
    derived, names = _derived(_inside(top, "derived"), names)
    conditions = read_conditions(_inside(top, "condition"), names.columns)
    names = replace(names, conditions=conditions)
    return Mapping(
        title=top.text("title", ""),
        source=source,
        clean=clean,
        derived=derived,
        refusals=tuple(_refusal(one, names) for one in _several(top, "refuse")),
        messages=_messages(top, names),
    )


def _inside(top: Table, key: str) -> Table:
    return Table(top.members.get(key, {}), top.file, key)


def _several(top: Table, key: str) -> list[Table]:
    return [
        Table(one.members, top.file, f"{key}[{place}]") for place, one in enumerate(top.tables(key))
    ]


def _source(table: Table) -> tuple[SourceRules, tuple[Step, ...]]:
    table.only(
        "format", "encoding", "delimiter", "header_row", "columns", "missing", "extra",
        "personal", "clean",
    )  # fmt: skip
    table.choice("format", "csv", "csv")
    columns = table.texts("columns")
    if not 0 < len(columns) <= MAX_COLUMNS or len(set(columns)) != len(columns):
        raise table.error("columns", f"name 1 to {MAX_COLUMNS} columns, each once")
    delimiter = table.text("delimiter", ",")
    if len(delimiter) != 1 or delimiter in '"\r\n ':
        raise table.error("delimiter", "must be one character, no quote, space or line end")
    personal = table.texts("personal", ())
    if not set(personal) <= set(columns):
        raise table.error("personal", "names a column that is not in columns")
    rules = SourceRules(
        encoding=table.choice("encoding", "utf-8-sig", "utf-8-sig", "utf-8", "gb18030"),
        delimiter=delimiter,
        header_row=table.number("header_row", 1, 1, 100),
        columns=columns,
        missing=table.choice("missing", "refuse", "refuse", "ignore"),
        extra=table.choice("extra", "refuse", "refuse", "ignore"),
        personal=frozenset(personal),
    )
    clean = Table({"clean": ["trim"], **table.members}, table.file, table.where)
    return rules, read_steps(clean, Library(), "clean")


def _derived(table: Table, names: Names) -> tuple[dict[str, Rule], Names]:
    """Read derived columns in their order; each may use those before it."""
    derived: dict[str, Any] = {}
    for name in table.members:
        if name in names.columns:
            raise table.error(name, "is a column already; choose another name")
        rule = read_rule(table.below(name), names)
        if rule.each is not None:
            raise table.error(name, "a derived column is one text; leave out each")
        derived[name] = rule
        personal = names.personal | ({name} if names.personal & set(rule.columns) else set())
        names = replace(names, columns=names.columns | {name}, personal=frozenset(personal))
    return derived, names


def _refusal(table: Table, names: Names) -> RefusalRule:
    table.only("when", "column", "text_en", "text_zh")
    condition = read_condition(table, "when", names.columns, names.conditions)
    if not condition.tests:
        raise table.error("when", "missing; it would refuse every row")
    column = table.text("column", condition.tests[0].column)
    if column not in names.columns:
        raise table.error("column", f"no column {column!r}")
    return RefusalRule(condition, column, table.text("text_en"), table.text("text_zh"))


def _messages(top: Table, names: Names) -> tuple[MessageRule, ...]:
    messages: list[MessageRule] = []
    for table in _several(top, "message"):
        message = read_message(table, names)
        if message.name in names.messages:
            raise table.error("name", f"{message.name!r} is there twice; name each once")
        messages.append(message)
        names = replace(names, messages=names.messages | {message.name})
    if not messages:
        raise top.error("message", "missing; state at least one [[message]]")
    return tuple(messages)
