"""Owns `hub case`: the cases that are open."""

from dataclasses import asdict
from pathlib import Path

import click

from hub.bootstrap import open_hub
from hub.cli.console import home_option, json_option, show_json, show_table
from hub.config import load
from hub.store.browse import Browser


@click.group()
def case() -> None:
    """Look at cases."""


@case.command("list")
@json_option
@home_option
def list_(home: Path, as_json: bool) -> None:
    """List open listings, hazards under supervision and joint-punishment orders."""
    hub = open_hub(load(home))
    while hub.clerk.step():
        pass
    records = Browser(hub.store).open_cases()
    hub.close()
    if as_json:
        show_json([asdict(record) for record in records])
        return
    show_table(
        f"{len(records)} open cases",
        ("family", "case", "subject", "by", "state", "since", "until"),
        [(r.family, r.key, r.subject, r.source, r.state, r.since, r.until) for r in records],
    )
