"""One contract as a person reads it."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.table import Column, Table

from hub.contracts import Contract


def page(contract: Contract, schemas: Mapping[str, Any]) -> Iterator[Table | str]:
    """Yield what to print, from the title to the legal basis."""
    yield f"[bold]{contract.ref}[/bold]  {contract.title_zh}  {contract.title_en}"
    yield f"digest {contract.digest.hex()}"
    if contract.case:
        yield f"case: {contract.case.act} {contract.case.family}"
    if contract.answer:
        clock = contract.answer.clock
        yield f"answer: {contract.answer.type} within {clock.number} {clock.unit} ({clock.basis})"
    for part, schema in schemas.items():
        yield _members(part, schema)
    yield _issuers(contract)
    yield _recipients(contract)
    for cite in contract.cites:
        yield f"cites {cite.type} at {cite.path}"
    if contract.limits:
        yield _limits(contract)
    yield _legal_basis(contract)


def _table(*columns: str, title: str) -> Table:
    """Begin a table that breaks what is too long and cuts nothing."""
    folding = [Column(name, overflow="fold") for name in columns]
    return Table(*folding, title=title, title_justify="left")


def _members(part: str, schema: Mapping[str, Any]) -> Table:
    table = _table("member", "名称", "meaning", "type", title=part)
    for name, zh, en, kind in _rows(schema, ""):
        table.add_row(name, zh, en, kind)
    return table


def _rows(schema: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str, str, str]]:
    required = schema.get("required", ())
    for name, member in schema.get("properties", {}).items():
        inner = member.get("items", member)
        star = "" if name in required else " ?"
        mark = " (personal)" if "x-personal" in member else ""
        yield prefix + name + star, member["x-title-zh"], member["title"] + mark, _kind(member)
        yield from _rows(inner, f"{prefix}{name}.")


def _kind(member: Mapping[str, Any]) -> str:
    if "enum" in member:
        return " | ".join(member["enum"])
    if "x-registry" in member:
        return f"registry {member['x-registry']}"
    if member["type"] == "array":
        return f"list of {_kind(member['items'])}"
    return str(member.get("format", member["type"]))


def _issuers(contract: Contract) -> Table:
    table = _table("role", "departments", "region", title="issuers")
    for row in contract.issuers:
        table.add_row(row.role or "any", _column(row.departments), row.region)
    return table


def _recipients(contract: Contract) -> Table:
    table = _table("role", "departments", "scope", "parts", "duty", title="recipients")
    for row in contract.recipients:
        parts = ", ".join(sorted(row.parts))
        table.add_row(row.role or "any", _column(row.departments), row.scope, parts, row.duty)
    return table


def _limits(contract: Contract) -> Table:
    table = _table("limit", "时限", "time", "counts from", "due", "where", "basis", title="limits")
    for limit in contract.limits:
        clock = limit.clock
        time = f"{limit.kind} {clock.number} {clock.unit}"
        basis = clock.basis if clock.verified else f"{clock.basis} (NOT verified)"
        where = limit.region or "nation"
        table.add_row(limit.title_en, limit.title_zh, time, limit.starts, limit.due, where, basis)
    return table


def _legal_basis(contract: Contract) -> Table:
    table = _table("rule", "article", "in force", "verified", "note", title="legal basis")
    for basis in contract.legal_basis:
        force = f"{basis.valid_from or '?'} - {basis.valid_until or ''}"
        verified = "yes" if basis.verified else "NO"
        table.add_row(basis.title_zh, basis.article, force, verified, basis.note)
    return table


def _column(names: frozenset[str] | None) -> str:
    return "any" if names is None else ", ".join(sorted(names))
