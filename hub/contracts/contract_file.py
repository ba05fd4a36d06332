"""Reads `contract.toml` and `schema.json` into a contract.

Strict: a key that is unknown, missing or of another type is refused, so that a typing
error in a table cannot entitle anyone.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from hub.contracts.body import BodyChecker
from hub.contracts.contract import Contract
from hub.contracts.lock import contract_digest, file_of
from hub.contracts.terms import (
    Act,
    Answer,
    CaseRule,
    Cite,
    Clock,
    Duty,
    IssuerRow,
    LegalBasis,
    Limit,
    LimitKind,
    PartRule,
    RecipientRow,
    Region,
    Scope,
)
from hub.errors import ReleaseError

_REF: Final = re.compile(r"[a-z_]{2,40}\.[a-z_]{2,40}/(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)\Z")
_ANY: Final = ["*"]
_NO: Final = False


class Table:
    """A TOML table that must be read completely and exactly."""

    def __init__(self, where: str, values: Mapping[str, Any]) -> None:
        self._where = where
        self._values = dict(values)

    def take(self, name: str, kind: type, *default: object) -> Any:  # noqa: ANN401 the kind says it
        """Take a value out; without a default it must be there."""
        if name not in self._values:
            if default:
                return default[0]
            raise self._refused(f"{name} is missing")
        value = self._values.pop(name)
        if type(value) is not kind:
            raise self._refused(f"{name} must be a {kind.__name__}")
        return value

    def tables(self, name: str) -> Iterable["Table"]:
        """Take an array of tables; absent is empty. Each must be read completely."""
        for position, values in enumerate(self.take(name, list, [])):
            table = Table(f"{self._where} {name}[{position}]", values)
            yield table
            table.done()

    def named(self, name: str) -> Iterable[tuple[str, "Table"]]:
        """Take a table of tables by name. Each must be read completely."""
        for key, values in self.take(name, dict, {}).items():
            table = Table(f"{self._where} {name}.{key}", values)
            yield key, table
            table.done()

    def table(self, name: str) -> "Table | None":
        """Take one table, None where it is absent. The caller finishes it."""
        values = self.take(name, dict, None)
        return None if values is None else Table(f"{self._where} {name}", values)

    def column(self, name: str) -> frozenset[str] | None:
        """Take a column of names; `["*"]` is any."""
        names = self.take(name, list)
        return None if names == _ANY else frozenset(names)

    def done(self) -> None:
        """Refuse what nobody read."""
        if self._values:
            raise self._refused(f"unknown key {min(self._values)}")

    def _refused(self, what: str) -> ReleaseError:
        return ReleaseError("release.contract_malformed", f"{self._where}: {what}; correct it")


def read_contract(files: Mapping[str, bytes], ref: str) -> Contract:
    """Read one contract.

    Args:
        files: Contract files by name, `<ref>/contract.toml` and `<ref>/schema.json`.

    Raises:
        ReleaseError: `release.file_missing`, `release.contract_malformed`.
    """
    where = f"{ref}/contract.toml"
    if not _REF.match(ref):
        raise ReleaseError("release.contract_malformed", f"{ref}: not a contract's folder")
    try:
        table = Table(where, tomllib.loads(file_of(files, where).decode()))
        contract = _contract(table, files, ref)
        table.done()
    except (ValueError, KeyError, TypeError) as error:
        text = f"{where} or its schema: {type(error).__name__}"
        raise ReleaseError("release.contract_malformed", text) from error
    return contract


def _contract(table: Table, files: Mapping[str, bytes], ref: str) -> Contract:
    kind, version = ref.split("/")
    parts = {name: _part(part) for name, part in table.named("parts")}
    schemas = json.loads(file_of(files, f"{ref}/schema.json"))["$defs"]
    if schemas.keys() != parts.keys() or "main" not in parts:
        raise ReleaseError("release.contract_malformed", f"{ref}: parts and schemas differ")
    return Contract(
        type=kind,
        version=version,
        digest=contract_digest(files, ref),
        title_zh=table.take("title_zh", str),
        title_en=table.take("title_en", str),
        legal_basis=tuple(_basis(row) for row in table.tables("legal_basis")),
        division_path=table.take("division_path", str, None),
        expires=table.take("expires", bool, _NO),
        ends_others=table.take("ends_others", bool, _NO),
        case=_case(table.table("case")),
        cites=tuple(_cite(row) for row in table.tables("cites")),
        issuers=tuple(_issuer(row) for row in table.tables("issuers")),
        recipients=tuple(_recipient(row, parts) for row in table.tables("recipients")),
        parts=parts,
        answer=_answer(table.table("answer")),
        limits=tuple(_limit(row) for row in table.tables("limits")),
        checker=BodyChecker(parts, schemas),
    )


def _part(table: Table) -> PartRule:
    return PartRule(
        required=table.take("required", bool),
        personal=table.take("personal", bool),
        retention=_clock(table, "retention"),
    )


def _clock(table: Table, name: str) -> Clock:
    inner = table.table(name)
    if inner is None:
        raise ReleaseError("release.contract_malformed", f"{name}: a clock is missing")
    clock = Clock(
        number=inner.take("number", int),
        unit=inner.take("unit", str),
        basis=inner.take("basis", str),
        verified=inner.take("verified", bool),
    )
    inner.done()
    return clock


def _basis(table: Table) -> LegalBasis:
    return LegalBasis(
        id=table.take("id", str),
        title_zh=table.take("title_zh", str),
        title_en=table.take("title_en", str),
        article=table.take("article", str),
        valid_from=table.take("valid_from", date, None),
        valid_until=table.take("valid_until", date, None),
        verified=table.take("verified", bool),
        note=table.take("note", str, ""),
    )


def _case(table: Table | None) -> CaseRule | None:
    if table is None:
        return None
    rule = CaseRule(table.take("family", str), Act(table.take("act", str)))
    table.done()
    return rule


def _answer(table: Table | None) -> Answer | None:
    if table is None:
        return None
    answer = Answer(table.take("type", str), _clock(table, "clock"))
    table.done()
    return answer


def _limit(table: Table) -> Limit:
    return Limit(
        id=table.take("id", str),
        title_zh=table.take("title_zh", str),
        title_en=table.take("title_en", str),
        kind=LimitKind(table.take("kind", str)),
        starts=table.take("starts", str),
        due=table.take("due", str, ""),
        region=table.take("region", str, ""),
        clock=_clock(table, "clock"),
    )


def _cite(table: Table) -> Cite:
    return Cite(
        path=table.take("path", str),
        type=table.take("type", str),
        same_source=table.take("same_source", bool),
        same_subject=table.take("same_subject", bool),
        required=table.take("required", bool),
    )


def _issuer(table: Table) -> IssuerRow:
    role = table.take("role", str)
    return IssuerRow(
        role=None if role == "*" else role,
        departments=table.column("departments"),
        levels=table.column("levels"),
        region=Region(table.take("region", str)),
    )


def _recipient(table: Table, parts: Mapping[str, PartRule]) -> RecipientRow:
    role = table.take("role", str)
    row = RecipientRow(
        role=None if role == "*" else role,
        departments=table.column("departments"),
        levels=table.column("levels"),
        scope=Scope(table.take("scope", str)),
        parts=frozenset(table.take("parts", list)),
        duty=Duty(table.take("duty", str)),
    )
    if not row.parts or not row.parts <= parts.keys():
        raise ReleaseError("release.contract_malformed", "a recipient's parts are unknown")
    return row
