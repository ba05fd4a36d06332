"""Owns putting the hub together: the one place that knows every part."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import hub_contracts
from hub.casework.record import Executor
from hub.config import Config, save
from hub.contracts.catalogue import Catalogue
from hub.errors import ConfigError, TrustError
from hub.exchange.clerk import Clerk
from hub.exchange.exchange import Exchange
from hub.exchange.library import Library
from hub.exchange.notary import Notary
from hub.exchange.registrar import Registrar, with_hub_key
from hub.store.store import SqlStore
from hub.trust.directory import Directory, KeyRecord, open_directory
from hub.trust.keys import PrivateKeySigner, PublicKey

Clock = Callable[[], datetime]
KEYS = "keys"
MAKING_KEYS = "keys.new"
KEY_YEARS = 2
ACCEPT_YEARS = 3
YEAR = timedelta(days=365)
DIRECTORIES_KEPT = 16
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
    library: Library

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

    The keys get their name last: a making that was cut off, or met no database, is taken up
    again by the next call.

    Args:
        config: Its settings.
        clock: As for `open_hub`.

    Raises:
        ConfigError: `config.home_exists`: there is a hub there already;
            `config.home_unwritable`; `config.other_hub`: the database has another root key.
        TransportError: The database is away.
    """
    keys, making = config.home / KEYS, config.home / MAKING_KEYS
    if keys.exists():
        raise ConfigError("config.home_exists", f"{config.home} is a hub's home already")
    try:
        save(config)
        _make_keys(making)
    except OSError as error:
        text = f"cannot make a hub in {config.home}: {error.strerror}; choose another --home"
        raise ConfigError("config.home_unwritable", text) from error
    store = SqlStore(config.database_url, clock)
    try:
        store.prepare(config.hubid)
        _publish_first(config, store, making)
    finally:
        store.close()
    making.rename(keys)


def _make_keys(folder: Path) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    for name in ("root", "hub"):
        path = folder / f"{name}.pem"
        if not path.exists():
            _write_private(path, PrivateKeySigner.generate().to_pem(_passphrase(name)))


def _publish_first(config: Config, store: SqlStore, keys: Path) -> None:
    """Put the first directory in force, unless a making that was cut off has done so."""
    if store.directory_version() == 0:
        signer, root = _read_signer(keys, "hub"), _read_signer(keys, "root")
        notary = Notary(signer, config.hubid)
        registrar = Registrar(store, root, notary, _opener(root.public))
        registrar.publish(with_hub_key(key_record(signer.public, now())))
        return
    try:
        _opener(_read_signer(keys, "root").public)(store.directory_text())
    except TrustError as error:
        text = "the database belongs to a hub with another root key; use its home"
        raise ConfigError("config.other_hub", text) from error


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
    if not (config.home / KEYS / "hub.pem").exists():
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
        open_directory=_opener(_signer(config, "root").public),
        clock=clock or now,
        hubid=config.hubid,
    )

    opener = _opener(_signer(config, "root").public)

    @lru_cache(maxsize=DIRECTORIES_KEPT)
    def executors(version: int) -> Mapping[str, Executor]:
        return opener(store.directory_of(version)).participants

    return Hub(
        config=config,
        catalogue=catalogue,
        store=store,
        exchange=exchange,
        clerk=Clerk(store, executors),
        registrar=_registrar(config, store),
        library=Library(store, config.witnesses.needed),
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
    root, notary = _signer(config, "root"), Notary(_signer(config, "hub"), config.hubid)
    return Registrar(store, root, notary, _opener(root.public))


def _opener(root: PublicKey) -> Callable[[bytes], Directory]:
    return lambda text: open_directory(text, {root.kid: root})


def _signer(config: Config, name: str) -> PrivateKeySigner:
    return _read_signer(config.home / KEYS, name)


def _read_signer(keys: Path, name: str) -> PrivateKeySigner:
    path = keys / f"{name}.pem"
    try:
        pem = path.read_bytes()
    except OSError as error:
        raise ConfigError("config.no_key", f"cannot read {path}: {error.strerror}") from error
    return PrivateKeySigner.from_pem(pem, _passphrase(name))


def _passphrase(name: str) -> bytes | None:
    given = os.environ.get(f"HUB_{name.upper()}_PASSPHRASE")
    return given.encode() if given else None


def _write_private(path: Path, content: bytes) -> None:
    """Write a file for its owner's eyes: whole under its name, or not at all."""
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
