"""Owns how commands speak: tables for people, JSON for machines, one line for an error."""

import errno
import json
import os
import traceback
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from hub.config import home_from
from hub.errors import ConfigError, Fault, HubError
from hub.message.instant import from_microseconds

CHECK_FAILED = 1
WRONG_INPUT = 2
AWAY = 69
OUR_BUG = 70
TRY_AGAIN = 75
INTERRUPTED = 130
WIDE_COLUMNS = 200
_PASSING = {errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.ENOMEM}


def _as_home(_context: click.Context, _option: click.Parameter, value: str | None) -> Path:
    return home_from(value)


home_option = click.option(
    "--home",
    metavar="DIR",
    callback=_as_home,
    help="The hub's home; default HUB_HOME, else hub-home in the current folder.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")


def exit_code(error: HubError) -> int:
    """Tell the exit code of an error: whose fault it is decides."""
    if isinstance(error, ConfigError) or error.fault is Fault.SENDER:
        return WRONG_INPUT
    if error.fault is Fault.ENVIRONMENT:
        return AWAY if error.code.endswith(".away") else TRY_AGAIN
    return OUR_BUG


def fail(error: HubError) -> NoReturn:
    """Say an error in one line, its problems below it, and leave."""
    click.echo(f"hub: {error.code}: {error.text}", err=True)
    for problem in error.problems:
        place = f"{problem.path} ({problem.rule}, found {problem.value_class})"
        click.echo(f"  {place}: {problem.text_en} / {problem.text_zh}", err=True)
    raise SystemExit(exit_code(error))


def fail_on_file(error: OSError) -> NoReturn:
    """Say which file or address the system refused, and leave."""
    about = f"{error.filename}: " if error.filename else ""
    click.echo(f"hub: system.refused: {about}{error.strerror or type(error).__name__}", err=True)
    raise SystemExit(TRY_AGAIN if error.errno in _PASSING else WRONG_INPUT)


def fail_on_defect(error: Exception) -> NoReturn:
    """Say that this is our bug, in one line, and leave."""
    if os.environ.get("HUB_TRACEBACK"):
        traceback.print_exception(error)
    text = f"{type(error).__name__}; our bug: report it with what HUB_TRACEBACK=1 shows"
    click.echo(f"hub: hub.defect: {text}", err=True)
    raise SystemExit(OUR_BUG)


def show_json(value: object) -> None:
    """Print a value as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON takes
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    return list(value) if isinstance(value, Iterable) else str(value)


def show_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; numbers to the right."""
    table = Table(header_style="bold", box=SIMPLE_HEAD)
    filled = [list(row) for row in rows]
    for place, name in enumerate(columns):
        numeric = bool(filled) and all(isinstance(row[place], int) for row in filled)
        table.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in filled:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    terminal = console()
    terminal.print(title, style="bold")
    terminal.print(table)


def console() -> Console:
    """Give the terminal; wide where the output goes to a file or a pipe."""
    found = Console(highlight=False)
    return found if found.is_terminal else Console(highlight=False, width=WIDE_COLUMNS)


def shown_time(at_us: int) -> str:
    """Write a time for people, to the second."""
    return f"{from_microseconds(at_us):%Y-%m-%d %H:%M:%S}Z"
