"""Reads the parameter tables that lie beside this module."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """Read one table; treat it as constant.

    Args:
        name: The file's name without its ending, e.g. `tariff`.
    """
    return tomllib.loads((files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))


def cited(name: str) -> str:
    """Name a table and its version, as results cite it."""
    found = table(name)
    return f"{found['id']}/{found['version']}"
