"""Owns `hub participant amqp`: what the broker's administrator runs for one participant."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import click

from hub.bootstrap import open_hub
from hub.bus.accounts import Step, account, removal
from hub.cli.console import home_option, json_option, show_json
from hub.config import Config, load
from hub.errors import ConfigError

BROKER_ONCE: tuple[str, ...] = (
    "rabbitmq-plugins enable rabbitmq_auth_mechanism_ssl",
    "rabbitmq.conf: auth_mechanisms.1 = EXTERNAL",
    "rabbitmq.conf: auth_mechanisms.2 = PLAIN (the hub's own user, unless it has a certificate)",
    "rabbitmq.conf: ssl_cert_login_from = common_name",
    "rabbitmq.conf: ssl_options.verify = verify_peer",
    "rabbitmq.conf: ssl_options.fail_if_no_peer_cert = true (false where some use passwords)",
)


@click.command()
@click.argument("participant_id")
@click.option("--certificate", is_flag=True, help="It logs in with a client certificate.")
@click.option("--remove", is_flag=True, help="How the user goes again.")
@click.option("--vhost", help="The hub's virtual host; default: the one of the bus in hub.toml.")
@json_option
@home_option
def amqp(  # noqa: PLR0913, PLR0917 - one argument for each option
    home: Path,
    participant_id: str,
    certificate: bool,
    remove: bool,
    vhost: str | None,
    as_json: bool,
) -> None:
    """Print what gives PARTICIPANT_ID a user of its own on RabbitMQ.

    That user can publish under its own routing keys and read its own inbox, nothing else. The
    broker's administrator runs the commands, in this order.
    """
    config = load(home)
    _require_known(config, participant_id)
    host = _vhost(config) if vhost is None else vhost
    steps = account(participant_id, host, certificate=certificate)
    link = _link(config, participant_id, host, certificate=certificate)
    once = BROKER_ONCE if certificate else ()
    if remove:
        steps, link, once = (removal(participant_id),), "", ()
    if as_json:
        told = [
            {"why": s.why, "command": s.command, "reads_password": s.reads_password} for s in steps
        ]
        show_json(
            {"id": participant_id, "vhost": host, "link": link, "once": once, "commands": told}
        )
        return
    for line in _script(participant_id, steps, once, link, certificate=certificate):
        click.echo(line)


def _script(
    participant: str, steps: Sequence[Step], once: Sequence[str], link: str, *, certificate: bool
) -> list[str]:
    """Write the steps as a shell script that keeps the password off the command line."""
    lines = [f"# once for the whole broker: {setting}" for setting in once]
    for step in steps:
        lines.append(f"# {step.why}")
        command = shlex.join(step.command)
        if not step.reads_password:
            lines.append(command)
        elif certificate:
            lines.append(f"openssl rand -hex 24 | {command}")
        else:
            lines += [
                f"(umask 077; openssl rand -hex 24 > {participant}.password)",
                f"{command} < {participant}.password",
            ]
    if not link:
        return lines
    password = "" if certificate else f", PASSWORD being what {participant}.password holds"
    return [*lines, f"# the participant's link{password}:", f"#   {link}"]


def _require_known(config: Config, participant: str) -> None:
    hub = open_hub(config)
    known = hub.exchange.current_directory().participants
    hub.close()
    if participant not in known:
        text = "no such participant; see `hub participant list`"
        raise ConfigError("directory.participant_unknown", text)


def _vhost(config: Config) -> str:
    if not config.bus:
        text = "no bus is set; set `bus` in hub.toml or HUB_BUS, or give --vhost"
        raise ConfigError("config.no_bus", text)
    path = urlsplit(config.bus).path
    return unquote(path[1:]) if len(path) > 1 else "/"


def _link(config: Config, participant: str, vhost: str, *, certificate: bool) -> str:
    """Say the participant's address of the broker, without the hub's own user in it."""
    bus = urlsplit(config.bus or "amqps://BROKER:5671/")
    port = f":{bus.port}" if bus.port else ""
    login = "" if certificate else f"{participant}:PASSWORD@"
    scheme = "amqps" if certificate else bus.scheme
    return f"{scheme}://{login}{bus.hostname}{port}/{quote(vhost, safe='')}"
