"""Owns `hub quarantine dead`: submissions that the intake could not digest."""

from dataclasses import asdict
from pathlib import Path

import click

from hub.bus.deadletters import DeadLetters
from hub.cli.console import home_option, json_option, show_json, show_table
from hub.config import load
from hub.services.wiring import broker_of, topology_of

SHOWN_DIGITS = 12


@click.group()
def dead() -> None:
    """Look at dead submissions on the bus: send them again, or drop them."""


@dead.command("list")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@json_option
@home_option
def list_(home: Path, limit: int, as_json: bool) -> None:
    """List dead submissions, oldest first."""
    rows = _letters(home).list(limit)
    if as_json:
        show_json([asdict(row) for row in rows])
        return
    show_table(
        f"{len(rows)} dead submissions",
        ("number", "died", "said to be from", "reason", "queue", "bytes", "digest"),
        [
            (
                row.number,
                None if row.at is None else f"{row.at:%Y-%m-%d %H:%M:%S}Z",
                row.sender or "unknown",
                row.reason,
                row.queue,
                row.size_bytes,
                row.digest[:SHOWN_DIGITS],
            )
            for row in rows
        ],
    )


@dead.command()
@click.argument("number", type=click.IntRange(1))
@json_option
@home_option
def redrive(home: Path, number: int, as_json: bool) -> None:
    """Submit NUMBER again: identical bytes. What was admitted before changes nothing."""
    found = _letters(home).redrive(number)
    if as_json:
        show_json(asdict(found))
        return
    click.echo(f"submitted {found.digest[:SHOWN_DIGITS]} again, {found.size_bytes} bytes")


@dead.command()
@click.argument("number", type=click.IntRange(1))
@click.argument("digest")
@json_option
@home_option
def drop(home: Path, number: int, digest: str, as_json: bool) -> None:
    """Drop NUMBER, whose digest begins with DIGEST. Its agent sends it again if it never knew."""
    found = _letters(home).drop(number, digest)
    if as_json:
        show_json(asdict(found))
        return
    click.echo(f"dropped {found.digest[:SHOWN_DIGITS]}, {found.size_bytes} bytes")


def _letters(home: Path) -> DeadLetters:
    config = load(home)
    return DeadLetters(broker_of(config), topology_of(config))
