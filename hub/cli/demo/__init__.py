"""Owns `hub demo`: five participants, one simulated year, and a referee at the end."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from hub.cli.console import CHECK_FAILED, console

if TYPE_CHECKING:
    from hub.cli.demo.stage import Stage


@click.command()
@click.option("--exit", "leave", is_flag=True, help="End when the year is over.")
@click.option("--enterprises", type=click.IntRange(20, 100_000), default=300, show_default=True)
@click.option("--seed", type=int, default=7, show_default=True, help="Same seed, same year.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8600, show_default=True)
@click.option(
    "--home",
    type=click.Path(path_type=Path),
    default=Path("demo-home"),
    show_default=True,
    help="Where the demo's hub and agents live; an earlier demo there is removed.",
)
def demo(leave: bool, enterprises: int, seed: int, port: int, home: Path) -> None:
    """Play a simulated year of five participants, then check every database.

    Status 0 only if everything balances. On a terminal the hub then stays up.
    """
    from hub.cli.demo.play import RULE, Play
    from hub.cli.demo.population import population
    from hub.cli.demo.referee import Referee
    from hub.cli.demo.report import show, show_verdicts
    from hub.cli.demo.stage import PARTS, DemoClock, set_up
    from hub.cli.demo.year import FIRST_DAY, at, year

    random = Random(seed)  # noqa: S311 - a simulation, not a secret
    drawn = year(random, population(random, enterprises))
    clock = DemoClock(at(FIRST_DAY))
    stage = set_up(home, clock, port)
    click.echo(f"{enterprises} enterprises, seed {seed}; proposals: {RULE}")
    try:
        _watched(Play(stage, clock, drawn, random).run)
        show(stage.hub.store)
        verdicts = Referee(home, [part.id for part in PARTS]).verdicts()
        show_verdicts(verdicts)
        balanced = all(verdict.holds for verdict in verdicts)
        if not leave and sys.stdout.isatty():
            clock.at = None
            _stay_up(stage)
    finally:
        stage.close()
    if not balanced:
        raise SystemExit(CHECK_FAILED)


def _watched(play: Callable[[], Iterator[date]]) -> None:
    from hub.cli.demo.year import WEEKS

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("weeks"),
        TimeElapsedColumn(),
    )
    terminal = console()
    with Progress(*columns, console=terminal, disable=not terminal.is_terminal) as progress:
        task = progress.add_task("2025", total=WEEKS)
        for number, monday in enumerate(play(), 1):
            progress.update(task, completed=number, description=f"{monday}")
            if not terminal.is_terminal and number % 13 == 0:
                click.echo(f"week {number} of {WEEKS}: {monday}")


def _stay_up(stage: "Stage") -> None:
    """Serve and run the agents until interrupted."""
    from hub.cli.demo.report import hints
    from hub.services.embedded import run_embedded

    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stopped.set())
    agents = threading.Thread(target=_run_agents, args=(stage, stopped), name="agents")

    def listening(port: int) -> None:
        click.echo(f"The hub stays up on http://127.0.0.1:{port}; in another terminal try:")
        for hint in hints(stage.home):
            click.echo(f"  {hint}")
        click.echo("Ctrl-C ends it.")
        agents.start()

    run_embedded(stage.hub, stopped, listening)
    stopped.set()
    if agents.ident is not None:
        agents.join(10)


def _run_agents(stage: "Stage", stopped: threading.Event) -> None:
    while not stopped.wait(0.2):
        for agent in stage.agents.values():
            agent.step(datetime.now(UTC))
        stage.bus.publish_heads()
