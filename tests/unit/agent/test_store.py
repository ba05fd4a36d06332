"""The database is versioned, locked and holds all or nothing of a transaction."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from hub.agent.home import AgentHome, Settings
from hub.agent.store import Store, alarm, remember, remembered, remembered_number
from hub.agent.tables import alarms, schema_version
from hub.errors import ConfigError, TransportError
from hub.trust.keys import PrivateKeySigner

ROOT = PrivateKeySigner.generate().public


def test_a_database_of_another_version_is_refused(tmp_path: Path) -> None:
    store = Store(tmp_path / "agent.db")
    with store.transaction() as rows:
        rows.execute(schema_version.update().values(version=99))
    store.close()
    with pytest.raises(ConfigError, match="store_version"):
        Store(tmp_path / "agent.db")


def fail_after_writing(rows: Connection) -> None:
    remember(rows, "name", b"1")
    raise KeyError


def test_a_transaction_that_raises_leaves_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "agent.db")
    with pytest.raises(KeyError), store.transaction() as rows:
        fail_after_writing(rows)
    with store.reading() as rows:
        assert remembered(rows, "name") is None
        assert remembered_number(rows, "name") == 0
    store.close()


def test_an_alarm_is_raised_once_and_counted(tmp_path: Path) -> None:
    store = Store(tmp_path / "agent.db")
    with store.transaction() as rows:
        for _ in range(3):
            alarm(rows, 1, "code", "about", "text")
    with store.reading() as rows:
        assert list(rows.scalars(select(alarms.c.count))) == [3]
    store.close()


def home_of(folder: Path, **changes: Any) -> AgentHome:
    home = AgentHome(folder)
    home.create(
        Settings(**{"participant": "bank-one", "hubid": "hub-1", "root_keys": (ROOT,), **changes})
    )
    return home


def test_a_home_says_what_it_was_made_with(tmp_path: Path) -> None:
    home = home_of(tmp_path / "a", link="https://hub.example", plugin='odd "name"\n')
    assert home.settings().link == "https://hub.example"
    assert home.settings().plugin == 'odd "name"\n'
    assert home.settings().root_keys == (ROOT,)
    assert home.identity().participant == "bank-one"
    assert (tmp_path / "a" / "key.pem").stat().st_mode & 0o077 == 0
    with pytest.raises(ConfigError, match="agent_exists"):
        home_of(tmp_path / "a")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "wrong_value"),
        ("= 1", "unreadable"),
        ('colour = "red"', "unknown_setting"),
        ('participant = "Bad Name"\nhubid = "hub-1"', "wrong_value"),
        ('participant = "bank-one"\nhubid = "hub-1"', "wrong_value"),
        ('participant = "bank-one"\nhubid = "hub-1"\nlink = 7', "wrong_value"),
    ],
)
def test_settings_that_are_wrong_are_refused(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "agent.toml").write_text(text)
    with pytest.raises(ConfigError, match=code):
        AgentHome(tmp_path).settings()


def test_a_home_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no_agent"):
        AgentHome(tmp_path).settings()
    with pytest.raises(ConfigError, match="no_key"):
        AgentHome(tmp_path).signer()


def test_one_process_is_the_agent(tmp_path: Path) -> None:
    home = home_of(tmp_path / "a")
    with home.lock(), pytest.raises(TransportError, match="running"), home.lock():
        pass
    with home.lock():
        pass
