"""A hub's home is made whole or taken up again, and nobody else reads it."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from hub.bootstrap import create_hub, open_hub
from hub.config import Config, load
from hub.errors import ConfigError, TransportError


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_home_made_while_the_database_is_away_is_finished_once_it_is_there(tmp_path: Path):
    home = tmp_path / "hub"
    missing = tmp_path / "not-yet"
    config = Config(home, database=f"sqlite:///{missing}/hub.db")
    with pytest.raises(TransportError):
        create_hub(config)
    assert not (home / "keys").exists()

    missing.mkdir()
    create_hub(load(home))

    hub = open_hub(load(home))
    assert hub.exchange.current_directory().version == 1
    hub.close()


def test_a_making_killed_before_its_last_step_goes_on_with_the_same_keys(tmp_path: Path):
    config = Config(tmp_path / "hub")
    create_hub(config)
    root = (tmp_path / "hub" / "keys" / "root.pem").read_bytes()
    (tmp_path / "hub" / "keys").rename(tmp_path / "hub" / "keys.new")

    create_hub(config)

    assert (tmp_path / "hub" / "keys" / "root.pem").read_bytes() == root
    open_hub(config).close()


def test_a_database_of_another_root_key_is_not_taken_over(tmp_path: Path):
    database = f"sqlite:///{tmp_path}/hub.db"
    create_hub(Config(tmp_path / "one", database=database))
    with pytest.raises(ConfigError, match="another root key"):
        create_hub(Config(tmp_path / "two", database=database))


def test_a_home_is_for_its_owner_alone(tmp_path: Path):
    create_hub(Config(tmp_path / "hub"))
    assert mode(tmp_path / "hub") == 0o700
    assert mode(tmp_path / "hub" / "hub.toml") == 0o600
    assert mode(tmp_path / "hub" / "keys" / "root.pem") == 0o600


def test_a_place_that_cannot_be_a_home_is_said_in_one_line(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ConfigError, match="choose another --home"):
        create_hub(Config(tmp_path / "file"))


@pytest.mark.parametrize("database", ["nonsense", "mysql://u:secret@h/d", "postgresql://h:x/d"])
def test_a_database_address_that_is_none_is_refused_without_showing_it(tmp_path: Path, database):
    with pytest.raises(ConfigError) as refused:
        create_hub(Config(tmp_path / "hub", database=database))
    assert refused.value.code == "config.database_url"
    assert "secret" not in str(refused.value)


def test_a_bus_that_is_not_amqp_is_refused(tmp_path: Path):
    create_hub(Config(tmp_path / "hub"))
    settings = tmp_path / "hub" / "hub.toml"
    settings.write_text('bus = "http://broker"\n')
    with pytest.raises(ConfigError, match="amqp"):
        load(tmp_path / "hub")


def test_a_database_of_a_newer_hub_is_left_alone(tmp_path: Path):
    create_hub(Config(tmp_path / "hub"))
    with closing(sqlite3.connect(tmp_path / "hub" / "hub.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ConfigError) as refused:
        open_hub(Config(tmp_path / "hub"))
    assert refused.value.code == "config.newer_database"
