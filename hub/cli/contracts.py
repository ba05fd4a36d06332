"""`hub contracts`: what may be said, shown to people and machines, and frozen."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.table import Column, Table

import hub_contracts
import hub_schemas
from hub.cli.console import console
from hub.cli.contract_page import page
from hub.contracts import Catalogue
from hub.contracts.compatibility import Breaks, part_changes
from hub.contracts.example import failures
from hub.contracts.freezing import differences, frozen, parts_of
from hub.contracts.lock import file_of
from hub.contracts.unverified import unverified
from hub.errors import Fault, HubError, ReleaseError

_JSON = click.option("--json", "as_json", is_flag=True, help="Answer for machines.")
_EXIT = {Fault.SENDER: 2, Fault.HUB: 70, Fault.ENVIRONMENT: 75}


@click.group()
def contracts() -> None:
    """The kinds of message: who sends, who receives, what a body says."""


@contracts.command("list")
@click.option("--unverified", "doubtful", is_flag=True, help="Values nobody has verified yet.")
@_JSON
def list_contracts(doubtful: bool, as_json: bool) -> None:
    """List every contract, or every value of them that is not verified at its source."""
    if doubtful:
        _list_unverified(as_json)
        return
    found = [contract.about() for contract in _catalogue()]
    if as_json:
        _print_json(found)
        return
    table = Table(Column("contract", no_wrap=True), "名称", "title", box=None)
    for about in found:
        table.add_row(about["ref"], about["title_zh"], about["title_en"])
    console().print(table)


@contracts.command()
@click.argument("ref")
@_JSON
def show(ref: str, as_json: bool) -> None:
    """Show one contract, e.g. listing.decided/0.1: members, tables, legal basis."""
    contract = _catalogue().get(ref)
    schemas = parts_of(file_of(hub_contracts.files(), f"{ref}/schema.json"))
    if as_json:
        _print_json({**contract.about(), "schemas": schemas})
        return
    terminal = console()
    for renderable in page(contract, schemas):
        terminal.print(renderable)


@contracts.command()
@_JSON
def check(as_json: bool) -> None:
    """Prove that every contract is the frozen one and judges its examples as stated."""
    files = hub_contracts.files()
    wrong = list(_wrong(files))
    count = sum(name.endswith("/contract.toml") for name in files)
    if as_json:
        _print_json({"contracts": count, "wrong": wrong})
    else:
        for line in wrong:
            click.echo(line, err=True)
        click.echo(f"{count} contracts, {len(wrong)} wrong")
    sys.exit(1 if wrong else 0)


@contracts.command()
@click.option("--trial", is_flag=True, help="Let trial versions (0.x) change.")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Write here instead of into the hub_contracts package.",
)
@_JSON
def freeze(trial: bool, into: Path | None, as_json: bool) -> None:
    """Generate the schemas from the authoring form and lock them."""
    files = hub_contracts.files()
    written = frozen(files, hub_schemas.json_schemas(), trial=trial)
    changed = sorted(name for name, content in written.items() if files.get(name) != content)
    root = into or Path(hub_contracts.__file__).parent
    for name in changed:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(written[name])
    if as_json:
        _print_json({"written": changed})
    else:
        click.echo("\n".join([*changed, f"{len(changed)} files written"]))


@contracts.command()
@click.argument("old")
@click.argument("new", required=False)
@_JSON
def diff(old: str, new: str | None, as_json: bool) -> None:
    """Compare two versions, or one with its authoring form; 1 if readers would break."""
    before, after = _schemas(old), _schemas(new) if new else _authored(old)
    found = list(part_changes(before, after))
    if as_json:
        _print_json([{"path": c.path, "what": c.what, "breaks": c.breaks} for c in found])
    else:
        for change in found:
            click.echo(f"{change.path}: {change.what} (breaks {change.breaks})")
        click.echo(f"{len(found)} changes")
    sys.exit(0 if all(change.breaks is Breaks.NOTHING for change in found) else 1)


def _list_unverified(as_json: bool) -> None:
    found = [asdict(one) for contract in _catalogue() for one in unverified(contract)]
    if as_json:
        _print_json(found)
        return
    table = Table(Column("contract", no_wrap=True), "place", "value", "basis", box=None)
    for one in found:
        table.add_row(*one.values())
    console().print(table)
    click.echo(f"{len(found)} values to verify")


def _wrong(files: Mapping[str, bytes]) -> Iterator[str]:
    try:
        found = list(differences(files, hub_schemas.json_schemas()))
        yield from found
        if not found:
            for contract in Catalogue.from_files(files):
                yield from failures(contract, files, hub_schemas.load)
    except ReleaseError as error:
        yield str(error)


def _catalogue() -> Catalogue:
    return Catalogue.from_files(hub_contracts.files())


def _schemas(ref: str) -> dict[str, Any]:
    _catalogue().get(ref)
    return parts_of(file_of(hub_contracts.files(), f"{ref}/schema.json"))


def _authored(ref: str) -> dict[str, Any]:
    return dict(hub_schemas.json_schemas().get(ref, {}))


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def main() -> None:
    """Run the group by itself; errors are one line."""
    try:
        contracts()
    except HubError as error:
        click.echo(str(error), err=True)
        sys.exit(_EXIT[error.fault])


if __name__ == "__main__":
    main()
