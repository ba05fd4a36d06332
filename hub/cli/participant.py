"""Owns `hub participant`: who is on the hub, in which role, with which keys."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import click
import orjson

from hub.agent.home import AgentHome, Settings
from hub.bootstrap import KEYS, Hub, create_hub, key_record, now, open_hub
from hub.cli.console import home_option, json_option, show_json, show_table
from hub.cli.key_file import read_public_key
from hub.cli.participant_amqp import amqp
from hub.config import load
from hub.errors import ConfigError
from hub.exchange.registrar import (
    RecordChange,
    with_changed,
    with_key,
    with_participant,
    without_key,
)
from hub.message.identifiers import PARTICIPANT
from hub.trust.directory import (
    ACTIVE,
    COMPROMISED,
    LEVELS,
    RETIRED,
    ROLES,
    SUSPENDED,
    KeyRecord,
    ParticipantRecord,
    encode_directory,
)
from hub.trust.keys import PrivateKeySigner, PublicKey

DASHED_KID = re.compile("-[A-Za-z0-9_-]{42}")
Command = TypeVar("Command", bound=Callable[..., object])


def _description(command: Command) -> Command:
    for option in (
        click.option("--level", type=click.Choice(sorted(LEVELS)), required=True),
        click.option("--region", default="", help="Division code prefix; empty for the nation."),
        click.option("--department", required=True, help="E.g. emergency_management, finance."),
        click.option("--role", type=click.Choice(sorted(ROLES)), required=True),
        click.option("--name-en", default="", help="Its name in English."),
        click.option("--name-zh", default="", help="Its name in Chinese."),
    ):
        command = option(command)
    return command


class _NamesKey(click.Command):
    """Takes a key id as it is, though some begin as an option does."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        dashed = [one for one in args if DASHED_KID.fullmatch(one)]
        if dashed and "--" not in args:
            args = [*(one for one in args if one not in dashed), "--", *dashed]
        return super().parse_args(ctx, args)


@click.group()
def participant() -> None:
    """Admit organisations and look after their keys."""


@participant.command()
@click.argument("participant_id")
@_description
@click.option("--key", "key_file", type=click.Path(path_type=Path), help="Its public key, a JWK.")
@click.option("--plugin", default="", help="The plugin of an agent on this machine.")
@click.option("--link", default="", help="How that agent reaches the hub; empty: embedded.")
@json_option
@home_option
def add(  # noqa: PLR0913, PLR0917 - one argument for each option
    home: Path,
    participant_id: str,
    name_zh: str,
    name_en: str,
    role: str,
    department: str,
    region: str,
    level: str,
    key_file: Path | None,
    plugin: str,
    link: str,
    as_json: bool,
) -> None:
    """Admit PARTICIPANT_ID.

    With --key it keeps its own agent elsewhere. Without, an agent with a new key is made for it
    in this home. A home that is empty becomes a hub's first.
    """
    if PARTICIPANT.match(participant_id) is None:
        raise ConfigError("participant.malformed", "the id is not [a-z0-9-], 2 to 48 characters")
    hub = _opened(home, make=True)
    given = _read_key(key_file) if key_file else None
    record = ParticipantRecord(
        id=participant_id,
        name_zh=name_zh or participant_id,
        name_en=name_en or participant_id,
        role=role,
        department=department,
        region=region,
        level=level,
        status=ACTIVE,
        keys=_keys(given or PrivateKeySigner.generate().public),
    )
    # Refused before anything is made for it.
    encode_directory(with_participant(record)(hub.exchange.current_directory()))
    agent = None if given else _agent(hub, participant_id, link, plugin)
    if agent is not None:
        record = replace(record, keys=_keys(agent.signer().public))
    directory = hub.registrar.publish(with_participant(record))
    hub.close()
    if as_json:
        place = None if agent is None else agent.path
        show_json({"id": participant_id, "directory": directory.version, "agent": place})
        return
    if agent is not None:
        click.echo(f"made the agent of {participant_id} in {agent.path}")
    click.echo(f"{participant_id} is in the directory, version {directory.version}")


def _agent(hub: Hub, participant_id: str, link: str, plugin: str) -> AgentHome:
    """Make a participant's agent in this home, or take the one of an `add` that was cut off."""
    place = AgentHome(hub.config.agent_home(participant_id))
    roots = tuple(hub.root_keys.values())
    settings = Settings(participant_id, hub.config.hubid, roots, link=link, plugin=plugin)
    if not place.holds(settings):
        place.create(settings)
    return place


def _keys(public: PublicKey) -> tuple[KeyRecord, ...]:
    return (key_record(public, now()),)


@participant.command("list")
@json_option
@home_option
def list_(home: Path, as_json: bool) -> None:
    """List the participants."""
    hub = _opened(home)
    records = list(hub.exchange.current_directory().participants.values())
    hub.close()
    rows = [
        (r.id, r.name_zh, r.role, r.department, r.region, r.level, r.status, _live(r))
        for r in records
    ]
    columns = ("id", "name", "role", "department", "region", "level", "status", "live keys")
    if as_json:
        show_json([dict(zip(columns, row, strict=True)) for row in rows])
        return
    show_table(f"{len(rows)} participants", columns, rows)


@participant.command()
@click.argument("participant_id")
@json_option
@home_option
def suspend(home: Path, participant_id: str, as_json: bool) -> None:
    """Refuse whatever PARTICIPANT_ID signs, until it is resumed."""
    _change(home, as_json, participant_id, lambda record: replace(record, status=SUSPENDED))


@participant.command()
@click.argument("participant_id")
@json_option
@home_option
def resume(home: Path, participant_id: str, as_json: bool) -> None:
    """Let PARTICIPANT_ID take part again."""
    _change(home, as_json, participant_id, lambda record: replace(record, status=ACTIVE))


@participant.command()
@home_option
def root(home: Path) -> None:
    """Print the root's public key, which every agent pins."""
    hub = _opened(home)
    for key in hub.root_keys.values():
        click.echo(orjson.dumps(key.jwk).decode())
    hub.close()


participant.add_command(amqp)


@participant.group()
def key() -> None:
    """Look after keys; a participant has at most two live ones."""


@key.command("add")
@click.argument("participant_id")
@click.argument("key_file", type=click.Path(path_type=Path))
@json_option
@home_option
def add_key(home: Path, participant_id: str, key_file: Path, as_json: bool) -> None:
    """Give PARTICIPANT_ID another key: KEY_FILE, a public JWK."""
    _change(home, as_json, participant_id, with_key(key_record(_read_key(key_file), now())))


@key.command(cls=_NamesKey)
@click.argument("participant_id")
@click.argument("kid")
@json_option
@home_option
def retire(home: Path, participant_id: str, kid: str, as_json: bool) -> None:
    """Retire a key: what it has signed stays good, nothing new is taken."""
    _change(home, as_json, participant_id, without_key(kid, RETIRED, now()))


@key.command(cls=_NamesKey)
@click.argument("participant_id")
@click.argument("kid")
@json_option
@home_option
def compromised(home: Path, participant_id: str, kid: str, as_json: bool) -> None:
    """Report a key compromised."""
    _change(home, as_json, participant_id, without_key(kid, COMPROMISED, now()))


@key.command("list")
@click.argument("participant_id")
@json_option
@home_option
def list_keys(home: Path, participant_id: str, as_json: bool) -> None:
    """List the keys of PARTICIPANT_ID."""
    hub = _opened(home)
    record = hub.exchange.current_directory().participants.get(participant_id)
    hub.close()
    if record is None:
        raise ConfigError("directory.participant_unknown", "no such participant")
    columns = ("kid", "algorithm", "state", "signs until", "accepted until")
    rows = [
        (k.public.kid, k.public.alg, k.state, f"{k.sign_until:%F}", f"{k.accept_until:%F}")
        for k in record.keys
    ]
    if as_json:
        show_json([dict(zip(columns, row, strict=True)) for row in rows])
        return
    show_table(participant_id, columns, rows)


def _opened(home: Path, *, make: bool = False) -> Hub:
    config = load(home)
    if make and not (home / KEYS).exists():
        create_hub(config)
        click.echo(f"made a new hub in {home}", err=True)
    return open_hub(config)


def _change(home: Path, as_json: bool, participant_id: str, change: RecordChange) -> None:
    hub = _opened(home)
    directory = hub.registrar.publish(with_changed(participant_id, change))
    hub.close()
    if as_json:
        show_json({"id": participant_id, "directory": directory.version})
        return
    click.echo(f"the directory is at version {directory.version}")


def _read_key(path: Path) -> PublicKey:
    return read_public_key(path, "participant.key_unreadable")


def _live(record: ParticipantRecord) -> int:
    return sum(k.state == ACTIVE for k in record.keys)
