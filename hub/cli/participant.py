"""Owns `hub participant`: who is on the hub, in which role, with which keys."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import click
import orjson

from hub.agent.home import AgentHome, Settings
from hub.bootstrap import Hub, create_hub, key_record, now, open_hub
from hub.cli.console import home_option, json_option, show_json, show_table
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
    ParticipantRecord,
)
from hub.trust.keys import PublicKey

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


@click.group()
def participant() -> None:
    """Admit organisations and look after their keys."""


@participant.command()
@click.argument("participant_id")
@_description
@click.option("--key", "key_file", type=click.Path(path_type=Path), help="Its public key, a JWK.")
@click.option("--plugin", default="", help="The plugin of an agent on this machine.")
@click.option("--link", default="", help="How that agent reaches the hub; empty: embedded.")
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
) -> None:
    """Admit PARTICIPANT_ID.

    With --key it keeps its own agent elsewhere. Without, an agent with a new key is made for it
    in this home.
    """
    if PARTICIPANT.match(participant_id) is None:
        raise ConfigError("participant.malformed", "the id is not [a-z0-9-], 2 to 48 characters")
    hub = _opened(home)
    if participant_id in hub.exchange.current_directory().participants:
        raise ConfigError("directory.participant_known", "there is a participant of that id")
    public = _read_key(key_file) if key_file else None
    if public is None:
        place = AgentHome(hub.config.agent_home(participant_id))
        roots = tuple(hub.root_keys.values())
        settings = Settings(participant_id, hub.config.hubid, roots, link=link, plugin=plugin)
        public = place.create(settings).public
        click.echo(f"made the agent of {participant_id} in {place.path}")
    record = ParticipantRecord(
        id=participant_id,
        name_zh=name_zh or participant_id,
        name_en=name_en or participant_id,
        role=role,
        department=department,
        region=region,
        level=level,
        status=ACTIVE,
        keys=(key_record(public, now()),),
    )
    directory = hub.registrar.publish(with_participant(record))
    hub.close()
    click.echo(f"{participant_id} is in the directory, version {directory.version}")


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
@home_option
def suspend(home: Path, participant_id: str) -> None:
    """Refuse whatever PARTICIPANT_ID signs, until it is resumed."""
    _change(home, participant_id, lambda record: replace(record, status=SUSPENDED))


@participant.command()
@click.argument("participant_id")
@home_option
def resume(home: Path, participant_id: str) -> None:
    """Let PARTICIPANT_ID take part again."""
    _change(home, participant_id, lambda record: replace(record, status=ACTIVE))


@participant.command()
@home_option
def root(home: Path) -> None:
    """Print the root's public key, which every agent pins."""
    hub = _opened(home)
    for key in hub.root_keys.values():
        click.echo(orjson.dumps(key.jwk).decode())
    hub.close()


@participant.group()
def key() -> None:
    """Look after keys; a participant has at most two live ones."""


@key.command("add")
@click.argument("participant_id")
@click.argument("key_file", type=click.Path(path_type=Path))
@home_option
def add_key(home: Path, participant_id: str, key_file: Path) -> None:
    """Give PARTICIPANT_ID another key: KEY_FILE, a public JWK."""
    _change(home, participant_id, with_key(key_record(_read_key(key_file), now())))


@key.command()
@click.argument("participant_id")
@click.argument("kid")
@home_option
def retire(home: Path, participant_id: str, kid: str) -> None:
    """Retire a key: what it has signed stays good, nothing new is taken."""
    _change(home, participant_id, without_key(kid, RETIRED, now()))


@key.command()
@click.argument("participant_id")
@click.argument("kid")
@home_option
def compromised(home: Path, participant_id: str, kid: str) -> None:
    """Report a key compromised."""
    _change(home, participant_id, without_key(kid, COMPROMISED, now()))


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


def _opened(home: Path) -> Hub:
    config = load(home)
    if not (home / "keys").exists():
        create_hub(config)
        click.echo(f"made a new hub in {home}", err=True)
    return open_hub(config)


def _change(home: Path, participant_id: str, change: RecordChange) -> None:
    hub = _opened(home)
    directory = hub.registrar.publish(with_changed(participant_id, change))
    hub.close()
    click.echo(f"the directory is at version {directory.version}")


def _read_key(path: Path) -> PublicKey:
    try:
        jwk = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise ConfigError("participant.key_unreadable", f"{path} is not a JWK: {error}") from error
    if not isinstance(jwk, dict):
        raise ConfigError("participant.key_unreadable", f"{path} is not a JWK")
    return PublicKey.from_jwk(jwk)


def _live(record: ParticipantRecord) -> int:
    return sum(k.state == ACTIVE for k in record.keys)
