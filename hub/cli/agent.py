"""`hub agent`: run a participant's agent, check its way to the hub, see what it is doing."""

import logging
import signal
import sys
from pathlib import Path
from types import FrameType

import click
from rich.table import Table

from hub.agent.home import AgentHome
from hub.cli.agent_key import key
from hub.cli.agent_new import new
from hub.cli.console import console, home_option, json_option, show_json
from hub.config import load

PARTICIPANT = click.option("--participant", required=True, help="Whose agent.")


def agent_home(home: Path, participant: str) -> AgentHome:
    """Find the folder of a participant's agent."""
    return AgentHome(load(home).agent_home(participant))


@click.group()
def agent() -> None:
    """A participant's side: owns the key, runs the plugin, numbers and signs."""


@agent.command()
@home_option
@PARTICIPANT
@click.option("--wait", "wait_s", default=0.25, show_default=True, help="Seconds to wait idle.")
def run(home: Path, participant: str, wait_s: float) -> None:
    """Run until interrupted; killing it at any moment loses nothing."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    for chatty in ("pika", "httpx", "alembic"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
    logging.getLogger("pika").setLevel(logging.CRITICAL)  # the agent says in one line what failed
    asked: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    found = agent_home(home, participant)
    found.settings()
    with found.lock():
        running = found.open()
        try:
            running.start_plugin()
            click.echo(
                f"agent of {participant} runs; Ctrl-C ends it, hub agent status tells how it is"
            )
            done = running.run(lambda: bool(asked), wait_s)
        finally:
            running.close()
    if done.stopped:
        click.echo(f"{participant}: stopped: {done.stopped}; see hub agent status", err=True)
        sys.exit(1)


@agent.command()
@home_option
@PARTICIPANT
@json_option
def check(home: Path, participant: str, as_json: bool) -> None:
    """Send a signed ping through the whole path and tell each step."""
    from hub.agent.check import check as checked

    lines = []
    for line in checked(agent_home(home, participant)):
        lines.append(line)
        if not as_json:
            click.echo(f"{'ok  ' if line.ok else 'FAIL'} {line.name}: {line.text}")
    if as_json:
        told = [{"name": one.name, "ok": one.ok, "text": one.text} for one in lines]
        show_json(told)
    if not all(line.ok for line in lines):
        sys.exit(1)


@agent.command()
@home_option
@PARTICIPANT
@json_option
def status(home: Path, participant: str, as_json: bool) -> None:
    """Show what was sent and received, what is parked, and every alarm."""
    from hub.agent.status import status as told

    found = agent_home(home, participant)
    found.settings()
    store = found.store()
    try:
        facts = told(store)
    finally:
        store.close()
    if as_json:
        show_json(facts)
        return
    table = Table("what", "how many", title=participant, title_justify="left")
    for name in ("outbox", "inbox", "refused"):
        for state, count in sorted(facts[name].items()):
            table.add_row(f"{name} {state}", str(count))
    for name in ("last_number", "generation", "proposals_waiting"):
        table.add_row(name.replace("_", " "), str(facts[name]))
    terminal = console()
    terminal.print(table)
    for one in facts["parked"]:
        about = f"{one['number']} {one['contract']} {one['source']}"
        terminal.print(f"parked {about}: {one['reason']}", markup=False)
    for one in facts["alarms"]:
        about = f"{one['code']} ({one['count']}x) {one['about']}"
        terminal.print(f"ALARM {about}: {one['text']}", markup=False)


@agent.command()
@home_option
@PARTICIPANT
@click.argument("number", type=int)
@click.option("--by", required=True, help="Who says so.")
@click.option("--why", required=True, help="Why it can be handled now.")
@json_option
def release(  # noqa: PLR0913, PLR0917 - one argument for each option
    home: Path, participant: str, number: int, by: str, why: str, as_json: bool
) -> None:
    """Have a parked delivery handled again: identical bytes."""
    from hub.agent.inbox import release as released

    found = agent_home(home, participant)
    found.settings()
    store = found.store()
    try:
        with store.transaction() as rows:
            released(rows, number, by, why)
    finally:
        store.close()
    if as_json:
        show_json({"number": number, "state": "released"})
        return
    click.echo(f"delivery {number} is released")


agent.add_command(new)
agent.add_command(key)
