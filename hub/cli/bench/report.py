"""How figures are shown to people and written down."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

import hub
from hub.cli.console import show_table
from hub.errors import ConfigError

FOLDER: Final = Path(hub.__file__).parent.parent / "ops" / "bench"
US_IN_MS: Final = 1000


@contextmanager
def progress(title: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error while something is measured."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=total)
        yield lambda more: bar.advance(task, more)


def described(
    name: str, figures: Mapping[str, object], machine: Mapping[str, object], day: date
) -> dict[str, object]:
    """Put a result together with what it was measured on, and when."""
    return {"name": name, "measured_on": day.isoformat(), "machine": machine, **figures}


def write(result: Mapping[str, object], folder: Path = FOLDER) -> Path:
    """Write a result down beside the earlier ones of other names.

    Raises:
        ConfigError: `bench.no_folder`: the hub does not run from its source tree.
    """
    if not folder.is_dir():
        raise ConfigError("bench.no_folder", "results are recorded in the source tree: run there")
    path = folder / f"{result['name']}.json"
    path.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return path


def show_admission(figures: Mapping[str, Any]) -> None:
    """Print the result of `hub bench admission`."""
    rows = [
        ("messages", figures["messages"]),
        ("messages a second", figures["messages_per_s"]),
        ("CPU us a message", figures["cpu_us_per_message"]["hub"]),
        ("bundle p50 us", figures["latency_p50_us"]),
        ("bundle p99 us", figures["latency_p99_us"]),
    ]
    show_table("admission, embedded, SQLite", ("figure", "value"), rows)


def show_ledger(figures: Mapping[str, Any]) -> None:
    """Print the result of `hub bench ledger`."""
    show_table(
        "appending to a long ledger",
        ("kept in", "entries", "CPU us an entry", "CPU us a proof", "resident KiB"),
        [tuple(point.values()) for point in figures["points"]],
    )


def show_relay(figures: Mapping[str, Any]) -> None:
    """Print the result of `hub bench relay`."""
    show_table(
        "relay, RabbitMQ and PostgreSQL, medians of the rounds",
        (
            "arm",
            "messages/s",
            "CPU us/message",
            "p50 ms",
            "p99 ms",
            "light p50 ms",
            "light p99 ms",
        ),
        [_row(arm, of) for arm, of in figures["arms"].items()],
    )
    targets = figures["targets"]
    cpu_us = figures["arms"]["hub"]["cpu_us_per_message"].get("intake")
    rows = [(name, value, targets.get(name, "")) for name, value in figures["ratios"].items()]
    rows.append(("intake CPU us/message", cpu_us, targets["intake_cpu_us_per_message"]))
    show_table("ratios, medians by round", ("figure", "measured", "target"), rows)


def _row(arm: str, of: Mapping[str, Any]) -> tuple[object, ...]:
    cpu = ", ".join(f"{name} {each}" for name, each in of["cpu_us_per_message"].items())
    return (
        arm,
        of["messages_per_s"],
        cpu,
        _ms(of["latency_p50_us"]),
        _ms(of["latency_p99_us"]),
        _ms(of["light"]["latency_p50_us"]),
        _ms(of["light"]["latency_p99_us"]),
    )


def _ms(value_us: int) -> str:
    return f"{value_us / US_IN_MS:.1f}"
