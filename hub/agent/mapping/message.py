"""One [[message]] of a mapping: from a row to a checked draft."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson

import hub_schemas
from hub.agent.mapping.condition import Condition, read_condition
from hub.agent.mapping.member import Building, Group, read_group, refuse_personal, rules_of
from hub.agent.mapping.problem import RefusedError, RowProblem
from hub.agent.mapping.row import Row
from hub.agent.mapping.rule import Names, Rule, read_rule
from hub.agent.mapping.subject import SubjectRule, find_subject, read_subject
from hub.agent.mapping.toml_table import Table, nearest
from hub.contracts import Catalogue
from hub.errors import Problem
from hub.message.identifiers import KEY
from hub.message.instant import parse_time
from hub.sdk import Draft
from hub.sdk.ids import message_id


@dataclass(frozen=True, slots=True)
class Stating:
    """Who states the rows, by which contracts, and when."""

    participant: str
    catalogue: Catalogue
    time: datetime


@dataclass(frozen=True, slots=True)
class MessageRule:
    """What a row says in one message.

    Attributes:
        name: How later messages of the row cite it.
        when: Rows that do not pass say nothing here.
        time: When it is stated; None: when it is imported, as a signature is of today.
        parts: Part name -> members.
    """

    name: str
    contract: str
    when: Condition
    subject: tuple[SubjectRule, ...]
    draftkey: Rule
    time: Rule | None
    correlationid: Rule | None
    expirytime: Rule | None
    parts: Mapping[str, Group]

    def draft(self, row: Row, stating: Stating) -> Draft | None:
        """Make the draft and note its id with the row.

        Returns:
            None when the message does not apply, or when something is wrong; then the
            row's problems say what.
        """
        if not self.when.holds(row):
            return None
        before = len(row.problems)
        subject = self._guarded(row, "subject", lambda: find_subject(self.subject, row))
        key = self._guarded(row, "draftkey", lambda: _key(self.draftkey, row, "draftkey"))
        time = self._time(row, "time", self.time) if self.time else stating.time
        case = self.correlationid
        correlationid = case and self._guarded(
            row, "correlationid", lambda: _key(case, row, "correlationid")
        )
        expiry = self.expirytime and self._time(row, "expirytime", self.expirytime)
        bodies = self._bodies(row, stating.catalogue)
        if time is None or len(row.problems) > before:
            return None
        row.ids[self.name] = message_id(stating.participant, key, time)
        typed = {part: hub_schemas.load(self.contract, part, one) for part, one in bodies.items()}
        return Draft(
            subject=subject,
            body=typed["main"],
            personal=typed.get("personal"),
            correlationid=correlationid or None,
            draftkey=key,
            time=time,
            expirytime=expiry or None,
        )

    def _guarded(self, row: Row, member: str, make: Callable[[], str]) -> str:
        try:
            return make()
        except RefusedError as refused:
            row.refuse(refused.problem("", f"{self.name} {member}"))
            return ""

    def _time(self, row: Row, member: str, rule: Rule) -> datetime | None:
        columns = ", ".join(rule.columns)
        try:
            return parse_time(str(rule.value(row)))
        except RefusedError as refused:
            row.refuse(refused.problem(columns, f"{self.name} {member}"))
            return None

    def _bodies(self, row: Row, catalogue: Catalogue) -> dict[str, dict[str, Any]]:
        building = Building(row, self.name)
        built = {part: building.build(group, part) for part, group in self.parts.items()}
        bodies = {part: one for part, one in built.items() if one or part == "main"}
        raw = {part: orjson.dumps(one) for part, one in bodies.items()}
        for problem in catalogue.get(self.contract).problems(raw):
            if not _is_told(problem.path, building.failed):
                row.add(self._problem(problem, building.columns))
        return bodies

    def _problem(self, problem: Problem, columns: Mapping[str, str]) -> RowProblem:
        return RowProblem(
            column=_column_of(problem.path, columns),
            member=f"{self.name} {problem.path}",
            value_class=problem.value_class,
            code="contract.body_invalid",
            text_en=problem.text_en,
            text_zh=problem.text_zh,
        )


def _key(rule: Rule, row: Row, what: str) -> str:
    found = str(rule.value(row))
    if KEY.match(found) is None:
        raise RefusedError("import.key_malformed", found, ", ".join(rule.columns), what=what)
    return found


def _is_told(path: str, failed: set[str]) -> bool:
    """Whether the problem follows from a value that could not be made."""
    return any(one == path or one.startswith(f"{path}/") for one in failed)


def _column_of(path: str, columns: Mapping[str, str]) -> str:
    """Find the columns of a path, or of what is nearest above it."""
    while path:
        if path in columns:
            return columns[path]
        path = path.rpartition("/")[0]
    return ""


def read_message(table: Table, names: Names) -> MessageRule:
    """Read one [[message]].

    Raises:
        MappingError: mapping.malformed, mapping.unknown_key, mapping.unknown_member,
            mapping.unknown_contract, mapping.personal_exposed.
    """
    table.only(
        "name", "contract", "when", "subject", "draftkey", "time", "correlationid", "expirytime",
        "main", "personal",
    )  # fmt: skip
    schemas = hub_schemas.json_schemas()
    contract = table.text("contract")
    if contract not in schemas:
        raise table.error("contract", f"unknown; {nearest(contract, schemas)}")
    parts = {}
    for part in ("main", "personal"):
        if part in table and part not in schemas[contract]:
            raise table.error(part, f"{contract} has no such part; leave it out")
        if part in table or part == "main":
            parts[part] = read_group(table.below(part), schemas[contract][part], names)
    message = MessageRule(
        name=table.text("name"),
        contract=contract,
        when=read_condition(table, "when", names.columns, names.conditions),
        subject=read_subject(table, names),
        draftkey=_required(table, "draftkey", names),
        time=_optional(table, "time", names),
        correlationid=_optional(table, "correlationid", names),
        expirytime=_optional(table, "expirytime", names),
        parts=parts,
    )
    _refuse_exposed(message, names, table)
    return message


def _refuse_exposed(message: MessageRule, names: Names, table: Table) -> None:
    seen_by_all = [message.draftkey, message.time, message.correlationid, message.expirytime]
    refuse_personal((rule for rule in seen_by_all if rule is not None), names, table)
    refuse_personal(rules_of(message.parts["main"]), names, table)
    refuse_personal((Rule(str, one.columns) for one in message.subject), names, table)


def _optional(table: Table, key: str, names: Names) -> Rule | None:
    return read_rule(table.below(key), names) if key in table else None


def _required(table: Table, key: str, names: Names) -> Rule:
    if key not in table:
        raise table.error(key, 'missing; state a rule, e.g. { column = "..." }')
    return replace(read_rule(table.below(key), names), required=True)
