"""Owns putting the hub together: the one place that knows every part."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hub_contracts
from hub.casework.record import Executor
from hub.config import Config, save
from hub.contracts.catalogue import Catalogue
from hub.errors import ConfigError
from hub.exchange.clerk import Clerk
from hub.exchange.exchange import Exchange
from hub.exchange.registrar import Registrar, with_hub_key
from hub.store.store import SqlStore
from hub.trust.directory import Directory, KeyRecord, open_directory
from hub.trust.keys import PrivateKeySigner, PublicKey

Clock = Callable[[], datetime]
KEY_YEARS = 2
ACCEPT_YEARS = 3
YEAR = timedelta(days=365)
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
"""Keys may sign events about the past: imported facts carry the time they were stated."""


@dataclass(frozen=True, slots=True)
class Hub:
    """A wired hub; close it when done."""

    config: Config
    catalogue: Catalogue
    store: SqlStore
    exchange: Exchange
    clerk: Clerk
    registrar: Registrar

    @property
    def root_keys(self) -> Mapping[str, PublicKey]:
        """The root's keys by kid: what an agent pins."""
        public = _signer(self.config, "root").public
        return {public.kid: public}

    def close(self) -> None:
        """Give the database connections back."""
        self.store.close()


def now() -> datetime:
    """Tell the time: aware UTC."""
    return datetime.now(UTC)


def read_catalogue() -> Catalogue:
    """Read the frozen contracts that are installed.

    Raises:
        ReleaseError: They are not those of the lock.
    """
    return Catalogue.from_files(hub_contracts.files())


def create_hub(config: Config, clock: Clock | None = None) -> None:
    """Make a new home: settings, root and hub keys, tables, the first directory.

    Args:
        config: Its settings.
        clock: As for `open_hub`.

    Raises:
        ConfigError: `config.home_exists`: there is a hub there already.
        TransportError: The database is away.
    """
    if (config.home / "keys").exists():
        raise ConfigError("config.home_exists", f"{config.home} is a hub's home already")
    save(config)
    keys = config.home / "keys"
    keys.mkdir(mode=0o700)
    for name in ("root", "hub"):
        pem = PrivateKeySigner.generate().to_pem(_passphrase(name))
        _write_private(keys / f"{name}.pem", pem)
    store = SqlStore(config.database_url, clock)
    try:
        store.prepare(config.hubid)
        if store.directory_version() == 0:
            public = _signer(config, "hub").public
            _registrar(config, store).publish(with_hub_key(key_record(public, now())))
    finally:
        store.close()


def open_hub(config: Config, clock: Clock | None = None) -> Hub:
    """Wire the hub of a home.

    Args:
        config: Its settings.
        clock: Replaces every clock, for simulations; ``None``: the machine's and the database's.

    Raises:
        ConfigError: `config.no_home`: there is none; `config.other_hub`: the database is another
            hub's.
        TransportError: The database is away.
    """
    if not (config.home / "keys" / "hub.pem").exists():
        raise ConfigError(
            "config.no_home", f"no hub in {config.home}; make one with `hub up` or `--home`"
        )
    store = SqlStore(config.database_url, clock)
    store.prepare(config.hubid)
    if store.hubid() != config.hubid:
        raise ConfigError("config.other_hub", "the database belongs to another hub id")
    catalogue = read_catalogue()
    exchange = Exchange(
        store=store,
        catalogue=catalogue,
        signer=_signer(config, "hub"),
        open_directory=_opener(config),
        clock=clock or now,
        hubid=config.hubid,
    )

    def executors() -> Mapping[str, Executor]:
        return exchange.current_directory().participants

    return Hub(
        config=config,
        catalogue=catalogue,
        store=store,
        exchange=exchange,
        clerk=Clerk(store, executors),
        registrar=_registrar(config, store),
    )


def key_record(public: PublicKey, at: datetime) -> KeyRecord:
    """Say how long a new key may sign and be accepted."""
    return KeyRecord(
        public=public,
        sign_from=BEGINNING,
        sign_until=at + KEY_YEARS * YEAR,
        accept_until=at + ACCEPT_YEARS * YEAR,
    )


def _registrar(config: Config, store: SqlStore) -> Registrar:
    return Registrar(store, _signer(config, "root"), _opener(config), config.hubid)


def _opener(config: Config) -> Callable[[bytes], Directory]:
    root = _signer(config, "root").public
    return lambda text: open_directory(text, {root.kid: root})


def _signer(config: Config, name: str) -> PrivateKeySigner:
    path = config.home / "keys" / f"{name}.pem"
    try:
        pem = path.read_bytes()
    except OSError as error:
        raise ConfigError("config.no_key", f"cannot read {path}: {error.strerror}") from error
    return PrivateKeySigner.from_pem(pem, _passphrase(name))


def _passphrase(name: str) -> bytes | None:
    given = os.environ.get(f"HUB_{name.upper()}_PASSPHRASE")
    return given.encode() if given else None


def _write_private(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
