"""Owns `hub agent new`: a participant's own side, made where the participant is."""

from pathlib import Path

import click
import orjson

from hub.agent.home import AgentHome, Settings
from hub.cli.console import home_option
from hub.errors import ConfigError
from hub.message.identifiers import HUBID, PARTICIPANT
from hub.trust.keys import PublicKey

PUBLIC = "key.jwk"


@click.command()
@click.option("--participant", required=True, help="The id agreed with the hub's operator.")
@click.option("--hubid", required=True, help="The hub's id, from its operator.")
@click.option(
    "--root",
    "root_file",
    type=click.Path(path_type=Path),
    required=True,
    help="The hub's root key, a JWK: what `hub participant root` prints. It is pinned.",
)
@click.option("--link", required=True, help="amqps://... or https://... of the hub.")
@click.option("--plugin", default="", help="Entry point name or module:attribute.")
@click.option("--ca-file", default="", help="Certificate of a private authority, in the home.")
@click.option("--proxy", default="", help="Proxy of the HTTPS link.")
@home_option
def new(  # noqa: PLR0913, PLR0917 - one argument for each option
    home: Path,
    participant: str,
    hubid: str,
    root_file: Path,
    link: str,
    plugin: str,
    ca_file: str,
    proxy: str,
) -> None:
    """Make an agent with a new key; hand its public key to the hub's operator."""
    if PARTICIPANT.match(participant) is None or HUBID.match(hubid) is None:
        raise ConfigError("agent.malformed", "participant or hub id is not spelled as allowed")
    place = AgentHome(home / "agents" / participant)
    settings = Settings(
        participant, hubid, (_root(root_file),), link, plugin, ca_file=ca_file, proxy=proxy
    )
    public = place.create(settings).public
    path = place.path / PUBLIC
    path.write_bytes(orjson.dumps(public.jwk) + b"\n")
    click.echo(f"made the agent of {participant} in {place.path}")
    click.echo(f"hand {path} to the hub's operator: hub participant add {participant} --key ...")


def _root(path: Path) -> PublicKey:
    try:
        jwk = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise ConfigError("agent.root_unreadable", f"{path} is not a JWK: {error}") from error
    if not isinstance(jwk, dict):
        raise ConfigError("agent.root_unreadable", f"{path} is not a JWK")
    return PublicKey.from_jwk(jwk)
