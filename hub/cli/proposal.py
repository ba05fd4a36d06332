"""`hub proposal`: decisions that wait for an officer."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from hub.agent.proposals import Proposal, confirm, decline, listed
from hub.agent.store import Store
from hub.cli.agent import PARTICIPANT, agent_home
from hub.cli.console import home_option, json_option, show_json, show_table

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
    columns = ("id", "state", "subject", "contract", "what", "made at")
    rows = [
        (one.id, one.state, one.subject, one.contract, one.text, f"{one.made_at:%Y-%m-%d %H:%M}")
        for one in found
    ]
    show_table(f"{len(rows)} proposals", columns, rows)


@proposal.command("confirm")
@home_option
@PARTICIPANT
@click.argument("proposal_id")
@BY
@json_option
def confirm_proposal(
    home: Path, participant: str, proposal_id: str, by: str | None, as_json: bool
) -> None:
    """Let a proposal be numbered, signed and sent."""
    with _store(home, participant) as store:
        confirm(store, proposal_id, by or getpass.getuser(), datetime.now(UTC))
    _said(as_json, proposal_id, "confirmed", f"{proposal_id} is confirmed; the agent sends it")


@proposal.command("decline")
@home_option
@PARTICIPANT
@click.argument("proposal_id")
@click.option("--why", required=True, help="Kept with the proposal.")
@BY
@json_option
def decline_proposal(  # noqa: PLR0913, PLR0917 - one argument for each option
    home: Path, participant: str, proposal_id: str, why: str, by: str | None, as_json: bool
) -> None:
    """Put a proposal away for good."""
    with _store(home, participant) as store:
        decline(store, proposal_id, by or getpass.getuser(), why, datetime.now(UTC))
    _said(as_json, proposal_id, "declined", f"{proposal_id} is declined")


def _said(as_json: bool, proposal_id: str, state: str, text: str) -> None:
    if as_json:
        show_json({"id": proposal_id, "state": state})
        return
    click.echo(text)


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
