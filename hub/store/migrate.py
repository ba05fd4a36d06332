"""Owns bringing the tables to this version of the hub, by Alembic, inside the caller's lock."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config


def upgrade(connection: sa.Connection) -> None:
    """Apply the migrations that are missing; none when the tables are up to date."""
    command.upgrade(configuration(connection), "head")


def configuration(connection: sa.Connection) -> Config:
    """Point Alembic at the migrations beside this module, on a connection that is open."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
