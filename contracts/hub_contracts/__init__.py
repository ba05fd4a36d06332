"""The agreed and frozen contracts, language-neutral files read as package data."""

from importlib.resources import files as resources
from importlib.resources.abc import Traversable


def files() -> dict[str, bytes]:
    """Read every contract file of the package.

    Returns:
        Bytes by name, e.g. ``listing.decided/0.1/contract.toml`` and ``frozen.lock``.
    """
    return dict(_below(resources(__name__), ""))


def _below(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _below(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".toml", ".json", ".lock")):
            found.append((prefix + entry.name, entry.read_bytes()))
    return found
