"""`hub up`: run the hub, embedded in one process or as services on a bus."""

import logging
import signal
import threading
from collections.abc import Sequence
from pathlib import Path

import click

SERVICES = ("scheduler", "clerk", "heads", "intake", "web")


@click.command()
@click.option("--home", help="The hub's folder; HUB_HOME, else hub-home.")
@click.option(
    "--service",
    "services",
    multiple=True,
    type=click.Choice(SERVICES),
    help="Run only these on this machine; needs a bus. May be repeated.",
)
@click.option(
    "--processes",
    multiple=True,
    metavar="SERVICE=N",
    help="How many processes of a service, as intake=2. May be repeated.",
)
def up(home: str | None, services: Sequence[str], processes: Sequence[str]) -> None:
    """Run the hub until interrupted.

    Without a bus in its settings: one process. With one: each service in processes of its own,
    started again when they end. A home that is empty is made first.
    """
    from hub.bootstrap import create_hub
    from hub.config import home_from, load
    from hub.errors import ConfigError

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    counts = _counts(services, processes)
    place = home_from(home)
    config = load(place)
    if not (place / "keys").exists():
        create_hub(config)
        click.echo(f"made a new hub in {place}")
    if config.bus:
        _supervise(place, counts)
    elif services or processes:
        text = "services of their own need a bus; set `bus` in hub.toml or HUB_BUS"
        raise ConfigError("config.no_bus", text)
    else:
        _embed(place)


def _counts(services: Sequence[str], processes: Sequence[str]) -> dict[str, int]:
    counts = dict.fromkeys(services or SERVICES, 1)
    for given in processes:
        name, _, number = given.partition("=")
        if name not in counts or not number.isdecimal() or not 1 <= int(number) <= 64:  # noqa: PLR2004
            raise click.BadParameter(
                f"{given!r}: give SERVICE=N, of {', '.join(counts)}", param_hint="--processes"
            )
        counts[name] = int(number)
    if counts.get("web", 1) > 1:
        raise click.BadParameter("one web listens on one address", param_hint="--processes")
    return counts


def _supervise(home: Path, counts: dict[str, int]) -> None:
    from hub.services.supervisor import Supervisor, children_of

    click.echo(f"hub on a bus, home {home}: " + ", ".join(f"{n} x{c}" for n, c in counts.items()))
    Supervisor(children_of(home, counts)).run()


def _embed(home: Path) -> None:
    from hub.bootstrap import open_hub
    from hub.config import load
    from hub.services.embedded import run_embedded

    hub = open_hub(load(home))
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stopped.set())
    web = hub.config.web
    scheme = "https" if web.certificate else "http"
    run_embedded(
        hub,
        stopped,
        lambda port: click.echo(f"hub {hub.config.hubid} on {scheme}://{web.host}:{port}"),
    )
