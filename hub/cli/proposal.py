"""`hub proposal`: decisions that wait for an officer."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from hub.agent.proposals import Proposal, confirm, decline, listed
from hub.agent.store import Store
from hub.cli.agent import PARTICIPANT, agent_home
from hub.cli.console import home_option, json_option, show_json

BY = click.option("--by", help="The officer; else who is logged in.")


@click.group()
def proposal() -> None:
    """Decisions a plugin drafted; nothing is signed before an officer confirms."""


@proposal.command("list")
@home_option
@PARTICIPANT
@click.option("--all", "every", is_flag=True, help="Decided ones too.")
@json_option
def list_proposals(home: Path, participant: str, every: bool, as_json: bool) -> None:
    """List what waits."""
    with _store(home, participant) as store:
        found = listed(store, None) if every else listed(store)
    if as_json:
        show_json([_plain(one) for one in found])
        return
    table = Table("id", "state", "subject", "contract", "what", "made at")
    for one in found:
        made = one.made_at.strftime("%Y-%m-%d %H:%M")
        table.add_row(one.id, one.state, one.subject, one.contract, one.text, made)
    Console().print(table)


@proposal.command("confirm")
@home_option
@PARTICIPANT
@click.argument("proposal_id")
@BY
def confirm_proposal(home: Path, participant: str, proposal_id: str, by: str | None) -> None:
    """Let a proposal be numbered, signed and sent."""
    with _store(home, participant) as store:
        confirm(store, proposal_id, by or getpass.getuser(), datetime.now(UTC))
    click.echo(f"{proposal_id} is confirmed; the agent sends it")


@proposal.command("decline")
@home_option
@PARTICIPANT
@click.argument("proposal_id")
@click.option("--why", required=True, help="Kept with the proposal.")
@BY
def decline_proposal(
    home: Path, participant: str, proposal_id: str, why: str, by: str | None
) -> None:
    """Put a proposal away for good."""
    with _store(home, participant) as store:
        decline(store, proposal_id, by or getpass.getuser(), why, datetime.now(UTC))
    click.echo(f"{proposal_id} is declined")


@contextmanager
def _store(home: Path, participant: str) -> Iterator[Store]:
    found = agent_home(home, participant)
    found.settings()
    store = found.store()
    try:
        yield store
    finally:
        store.close()


def _plain(one: Proposal) -> dict[str, Any]:
    return {
        "id": one.id,
        "state": one.state,
        "subject": one.subject,
        "contract": one.contract,
        "text": one.text,
        "made_at": one.made_at.isoformat(),
        "decided_by": one.decided_by,
        "why": one.why,
        "main": one.main,
    }
