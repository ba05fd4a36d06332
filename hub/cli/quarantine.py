"""Owns `hub quarantine`: bytes nobody could be answered for."""

from pathlib import Path

import click

from hub.bootstrap import open_hub
from hub.cli.console import home_option, json_option, show_json, show_table, shown_time
from hub.cli.dead import dead
from hub.config import load
from hub.errors import ContractError
from hub.message.refusal import REFUSALS
from hub.store.browse import Browser

SHOWN_BYTES = 512


@click.group()
def quarantine() -> None:
    """Look at what nobody could be answered for."""


quarantine.add_command(dead)


@quarantine.command("list")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@json_option
@home_option
def list_(home: Path, limit: int, as_json: bool) -> None:
    """List the quarantine, newest first."""
    hub = open_hub(load(home))
    rows = Browser(hub.store).quarantine(limit)
    hub.close()
    if as_json:
        show_json(rows)
        return
    show_table(
        f"{len(rows)} quarantined",
        ("number", "at", "said to be from", "code", "reason", "bytes"),
        [
            (
                r["id"],
                shown_time(r["at_us"]),
                r["sender"] or "unknown",
                r["code"],
                r["detail"],
                r["bytes"],
            )
            for r in rows
        ],
    )


@quarantine.command()
@click.argument("number", type=int)
@json_option
@home_option
def show(home: Path, number: int, as_json: bool) -> None:
    """Show one item: why it is here and how it begins, in hexadecimal; never more of it."""
    hub = open_hub(load(home))
    row = Browser(hub.store).quarantined(number)
    hub.close()
    if row is None:
        raise ContractError("quarantine.not_found", "no item of that number", number=number)
    content = row.pop("content")
    if as_json:
        show_json({**row, "bytes": len(content), "begins": content[:SHOWN_BYTES]})
        return
    rule = REFUSALS[row["code"]]
    click.echo(f"{row['id']}  {shown_time(row['at_us'])}  from {row['sender'] or 'unknown'}")
    click.echo(f"{row['code']}: {row['detail']} / {rule.text_zh}")
    for start in range(0, min(len(content), SHOWN_BYTES), 16):
        piece = content[start : start + 16]
        text = "".join(chr(b) if 32 <= b < 127 else "." for b in piece)  # noqa: PLR2004 - ASCII
        click.echo(f"{start:06x}  {piece.hex(' '):<47}  {text}")
