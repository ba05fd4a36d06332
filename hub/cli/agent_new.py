"""Owns `hub agent new`: a participant's own side, made where the participant is."""

import ssl
from pathlib import Path

import click

from hub.agent.home import PUBLIC, AgentHome, Settings
from hub.cli.console import home_option, json_option, show_json
from hub.cli.key_file import read_public_key
from hub.errors import ConfigError
from hub.message.identifiers import HUBID, PARTICIPANT

AUTHORITY = "authority.pem"
CERTIFICATE = "broker.pem"
LINKS = ("amqps://", "amqp://", "https://", "http://")


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
@click.option(
    "--ca-file",
    type=click.Path(path_type=Path),
    help="Certificate of a private authority, PEM; it is copied beside the key.",
)
@click.option(
    "--certificate",
    type=click.Path(path_type=Path),
    help="Logs in at the broker: chain and key in one PEM; it is copied beside the key.",
)
@click.option("--proxy", default="", help="Proxy of the HTTPS link.")
@json_option
@home_option
def new(  # noqa: PLR0913, PLR0917 - one argument for each option
    home: Path,
    participant: str,
    hubid: str,
    root_file: Path,
    link: str,
    plugin: str,
    ca_file: Path | None,
    certificate: Path | None,
    proxy: str,
    as_json: bool,
) -> None:
    """Make an agent with a new key; hand its public key to the hub's operator."""
    if PARTICIPANT.match(participant) is None or HUBID.match(hubid) is None:
        raise ConfigError("agent.malformed", "participant or hub id is not spelled as allowed")
    if not link.startswith(LINKS):
        raise ConfigError("agent.link", f"the link is none of {', '.join(LINKS)}; correct it")
    place = AgentHome(home / "agents" / participant)
    authority = None if ca_file is None else _authority(ca_file)
    login = None if certificate is None else _certificate(certificate, link)
    settings = Settings(
        participant,
        hubid,
        (read_public_key(root_file, "agent.root_unreadable"),),
        link,
        plugin,
        ca_file="" if authority is None else AUTHORITY,
        proxy=proxy,
        certificate="" if login is None else CERTIFICATE,
    )
    beside = {AUTHORITY: authority, CERTIFICATE: login}
    given = {name: content for name, content in beside.items() if content is not None}
    public = place.create(settings, beside=given).public
    path = place.path / PUBLIC
    if as_json:
        show_json({"id": participant, "agent": place.path, "key": public.jwk, "kid": public.kid})
        return
    click.echo(f"made the agent of {participant} in {place.path}")
    click.echo(f"hand {path} to the hub's operator: hub participant add {participant} --key ...")


def _authority(path: Path) -> bytes:
    try:
        ssl.create_default_context(cafile=str(path))
        return path.read_bytes()
    except OSError as error:  # ssl.SSLError is one
        text = f"{path} holds no certificates to trust: {error.strerror}"
        raise ConfigError("agent.ca_file", text) from error


def _certificate(path: Path, link: str) -> bytes:
    if not link.startswith("amqps://"):
        raise ConfigError("agent.certificate", "a certificate logs in over amqps:// alone")
    try:
        # Nobody is there to be asked for a password later.
        ssl.create_default_context().load_cert_chain(path, password="")
        return path.read_bytes()
    except OSError as error:
        text = f"{path} does not hold a certificate and its key: {error.strerror}"
        raise ConfigError("agent.certificate", text) from error
