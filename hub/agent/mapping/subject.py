"""Whom a message speaks of. A row that names nobody by a number gets a digest of its names.

Nothing is invented: without any of the stated columns there is no subject, and the row
is refused.
"""

from dataclasses import dataclass

from stdnum.cn import uscc

from hub.agent.mapping.condition import Condition, read_condition
from hub.agent.mapping.problem import RefusedError, RowProblem
from hub.agent.mapping.row import Row
from hub.agent.mapping.rule import Names, read_column
from hub.agent.mapping.toml_table import Table
from hub.agent.mapping.transform import Step, read_steps, run_steps
from hub.message.identifiers import SUBJECT

NAME = "name"
"""SHA-256, in hex, over the folded texts of the stated columns, one a line."""
USCC = "uscc"
"""Unified social credit code, GB 32100, check digit right."""
UNVERIFIED = "unverified"
"""What stands where a unified social credit code should, as printed."""

_WRONG_CODE = RowProblem(
    column="",
    member="",
    value_class="",
    code="import.uscc_unverified",
    text_en="the unified social credit code is wrong; sent under the scheme 'unverified'",
    text_zh="统一社会信用代码有误;以 unverified 标识发送",
)


@dataclass(frozen=True, slots=True)
class SubjectRule:
    """One way to name the subject.

    Attributes:
        wrong_uscc: What becomes of a wrong code: `unverified` or `refuse`.
    """

    scheme: str
    columns: tuple[str, ...]
    steps: tuple[Step, ...]
    when: Condition
    wrong_uscc: str = UNVERIFIED

    def find(self, row: Row) -> str:
        """Name the subject; empty when this way names nobody.

        Raises:
            RefusedError: import.subject_malformed.
        """
        if not self.when.holds(row):
            return ""
        if self.scheme == NAME:
            digest = row.digest(self.columns) if row.text(self.columns[0]) else ""
            return digest and f"{NAME}:{digest}"
        value = str(run_steps(self.steps, row.text(self.columns[0])))
        if value == "":
            return ""
        if self.scheme == USCC:
            return self._credit_code(row, value)
        return self._spelled(self.scheme, value)

    def _credit_code(self, row: Row, value: str) -> str:
        compact = "".join(value.split()).upper()
        if uscc.is_valid(compact):
            return f"{USCC}:{compact}"
        if self.wrong_uscc != UNVERIFIED:
            raise RefusedError(
                "import.subject_malformed", value, self.columns[0], scheme=self.scheme
            )
        subject = self._spelled(UNVERIFIED, compact)
        row.warnings.append(_WRONG_CODE)
        return subject

    def _spelled(self, scheme: str, value: str) -> str:
        subject = f"{scheme}:{value}"
        if SUBJECT.match(subject) is None:
            raise RefusedError("import.subject_malformed", value, self.columns[0], scheme=scheme)
        return subject


def find_subject(rules: tuple[SubjectRule, ...], row: Row) -> str:
    """Try the ways in their order.

    Raises:
        RefusedError: import.no_subject, import.subject_malformed.
    """
    for rule in rules:
        if subject := rule.find(row):
            return subject
    columns = tuple(dict.fromkeys(name for rule in rules for name in rule.columns))
    raise RefusedError("import.no_subject", "", ", ".join(columns))


def read_subject(table: Table, names: Names) -> tuple[SubjectRule, ...]:
    """Read `subject`: one way or a list of ways.

    Raises:
        MappingError: mapping.malformed, mapping.unknown_key.
    """
    rules = tuple(_read(one, names) for one in table.tables("subject"))
    if not rules:
        raise table.error("subject", "missing; state scheme and column")
    return rules


def _read(table: Table, names: Names) -> SubjectRule:
    table.only("scheme", "column", "columns", "do", "when", "wrong")
    scheme = table.text("scheme")
    if SUBJECT.match(f"{scheme}:x") is None:
        raise table.error("scheme", "must be 2 to 32 small letters, digits and hyphens")
    key = "columns" if scheme == NAME else "column"
    columns = tuple(read_column(table, key, name, names) for name in table.texts(key))
    if not columns:
        raise table.error(key, "must name a column")
    return SubjectRule(
        scheme,
        columns,
        read_steps(table, names.library),
        read_condition(table, "when", names.columns, names.conditions),
        table.choice("wrong", UNVERIFIED, UNVERIFIED, "refuse"),
    )
