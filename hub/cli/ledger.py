"""Owns `hub ledger`: the tamper-evident record, to be read, proved and taken away as files."""

import sys
from pathlib import Path

import click

from hub.bootstrap import open_hub
from hub.cli.console import home_option, json_option, show_json
from hub.config import load
from hub.exchange.library import Library
from hub.ledger.checkpoint import origin_of
from hub.ledger.tile import Tile, tiles_of
from hub.trust.note import verifier_key


@click.group()
def ledger() -> None:
    """Read the ledger: checkpoints, proofs, tiles."""


@ledger.command()
@click.option("--witnessed", is_flag=True, help="The newest that enough witnesses cosigned.")
@json_option
@home_option
def checkpoint(home: Path, witnessed: bool, as_json: bool) -> None:
    """Print the newest checkpoint: a signed note, with its witnesses' signatures."""
    config = load(home)
    hub = open_hub(config)
    newest = hub.library.newest(witnessed=witnessed)
    note, witnesses = hub.library.note(newest), hub.library.witnesses(newest)
    origin = origin_of(config.hubid, hub.store.epoch())
    keys = [
        verifier_key(origin, record.public) for record in hub.exchange.current_directory().hub_keys
    ]
    hub.close()
    needed = config.witnesses.needed
    if as_json:
        show_json(
            {
                "size": newest.size,
                "root": newest.root.hex(),
                "note": note,
                "keys": keys,
                "witnesses": witnesses,
                "witnessed": needed > 0 and len(witnesses) >= needed,
            }
        )
        return
    click.echo(note, nl=False)
    for key in keys:
        click.echo(f"key: {key}", err=True)
    click.echo(f"witnesses: {len(witnesses)} of {needed} needed", err=True)


@ledger.command()
@click.argument("index", type=click.IntRange(0))
@home_option
def prove(home: Path, index: int) -> None:
    """Print the proof that entry INDEX is in the ledger (c2sp.org/tlog-proof@v1)."""
    hub = open_hub(load(home))
    try:
        size = hub.library.newest().size
        if index >= size:
            raise click.BadParameter(f"the ledger has {size} entries, the first is 0")
        click.echo(hub.library.prove(index), nl=False)
    finally:
        hub.close()


@ledger.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@home_option
def export(home: Path, folder: Path) -> None:
    """Write the whole ledger into FOLDER as files, in the layout of C2SP tlog-tiles.

    Run it again to add what is new; files of full tiles are not written twice.
    """
    hub = open_hub(load(home))
    try:
        newest = hub.library.newest()
        with click.progressbar(list(tiles_of(newest.size)), label="export", file=sys.stderr) as bar:
            for tile in bar:
                _write(folder / tile.path, hub.library, tile)
        (folder / "checkpoint").write_text(hub.library.note(newest), encoding="utf-8")
    finally:
        hub.close()
    click.echo(f"{newest.size} entries in {folder}")


def _write(path: Path, library: Library, tile: Tile) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(library.tile(tile))
    part.replace(path)
