"""Owns `hub agent key`: a new key for an agent, without a refused message."""

from dataclasses import asdict
from pathlib import Path

import click

from hub.agent.home import AgentHome
from hub.cli.console import home_option, json_option, show_json, show_table
from hub.config import load

participant_option = click.option("--participant", required=True, help="Whose agent.")


@click.group()
def key() -> None:
    """Change an agent's key: new, then the operator adds it, then use."""


@key.command()
@home_option
@participant_option
@json_option
def new(home: Path, participant: str, as_json: bool) -> None:
    """Make the next key beside the one in use; asked again, the same."""
    from hub.agent.key_change import NEXT_PUBLIC, make_next

    place = _place(home, participant)
    public = make_next(place)
    path = place.path / NEXT_PUBLIC
    if as_json:
        show_json({"id": participant, "kid": public.kid, "key": public.jwk, "file": path})
        return
    click.echo(f"made key {public.kid}")
    click.echo(f"hand {path} to the hub's operator: hub participant key add {participant} ...")


@key.command()
@home_option
@participant_option
@json_option
def use(home: Path, participant: str, as_json: bool) -> None:
    """Sign with the next key from now on; a running agent takes it up by itself."""
    from hub.agent.key_change import use_next

    place = _place(home, participant)
    place.settings()
    old = place.signer().kid
    public = use_next(place)
    if as_json:
        show_json({"id": participant, "kid": public.kid, "previous": old})
        return
    click.echo(f"the agent signs with {public.kid}")
    click.echo(f"when hub agent key list shows nothing under way with {old}, have it retired")


@key.command("list")
@home_option
@participant_option
@json_option
def list_(home: Path, participant: str, as_json: bool) -> None:
    """List the agent's keys and what is still under way with each."""
    from hub.agent.key_change import keys

    place = _place(home, participant)
    place.settings()
    rows = [asdict(row) for row in keys(place)]
    if as_json:
        show_json(rows)
        return
    columns = ("kid", "place", "state", "under_way")
    show_table(
        participant,
        [name.replace("_", " ") for name in columns],
        [[row[name] for name in columns] for row in rows],
    )


def _place(home: Path, participant: str) -> AgentHome:
    return AgentHome(load(home).agent_home(participant))
