"""Owns bringing the tables to this version of the hub, by Alembic, inside the caller's lock."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from hub.errors import ConfigError


def upgrade(connection: sa.Connection) -> None:
    """Apply the migrations that are missing; none when the tables are up to date.

    Raises:
        ConfigError: `config.newer_database`: a newer version of the hub has been here.
    """
    try:
        command.upgrade(configuration(connection), "head")
    except CommandError as error:
        text = "the database is of a newer version of the hub, or not a hub's; install that version"
        raise ConfigError("config.newer_database", text) from error


def configuration(connection: sa.Connection) -> Config:
    """Point Alembic at the migrations beside this module, on a connection that is open."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
