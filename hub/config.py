"""Owns the hub's settings: one file in its home, overridden by the environment.

The home is a folder: `hub.toml`, `keys/root.pem`, `keys/hub.pem`, the embedded database, and the
agents of participants that run on this machine. Unknown settings are refused.
"""

import json
import os
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from hub.errors import ConfigError

DEFAULT_HOME = "hub-home"
HUBID = re.compile(r"\A[a-z0-9][a-z0-9-]{1,31}\Z")
MAX_PORT = 65_535
MAX_WITNESSES = 1_000


@dataclass(frozen=True, slots=True)
class WebConfig:
    """Where the HTTPS link and the health page listen.

    Attributes:
        certificate: PEM chain; with `key` the link is TLS, without both it is plain HTTP and
            stays on loopback.
        connections: How many connections one address may have open.
        proxies: Addresses of our own reverse proxies: their connections are not counted, and
            their `X-Forwarded-For` says where a request comes from.
    """

    host: str = "127.0.0.1"
    port: int = 8600
    certificate: str = ""
    key: str = ""
    connections: int = 24
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class WitnessConfig:
    """When a checkpoint counts as witnessed.

    Attributes:
        needed: So many participants have cosigned it; 0: none ever counts as witnessed.
    """

    needed: int = 0


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one hub.

    Attributes:
        hubid: Names the hub in every message, so that a test message never counts elsewhere.
        database: `sqlite:///...` or `postgresql://...`.
        bus: `amqp://...` or `amqps://...`; empty for the embedded hub.
        shards: Number of submission queues.
    """

    home: Path
    hubid: str = "embedded"
    database: str = ""
    bus: str = ""
    shards: int = 2
    web: WebConfig = WebConfig()
    witnesses: WitnessConfig = WitnessConfig()

    @property
    def database_url(self) -> str:
        """The database; by default the embedded one in the home."""
        return self.database or f"sqlite:///{self.home.resolve() / 'hub.db'}"

    def agent_home(self, participant: str) -> Path:
        """Where the agent of a participant on this machine lives."""
        return self.home / "agents" / participant


def home_from(option: str | None) -> Path:
    """Tell the home: the option, else `HUB_HOME`, else `hub-home` in the current folder."""
    return Path(option or os.environ.get("HUB_HOME") or DEFAULT_HOME)


def load(home: Path) -> Config:
    """Read the settings of a home; defaults where there is no file.

    Raises:
        ConfigError: `config.unreadable`, `config.unknown_setting`, `config.wrong_value`.
    """
    path = home / "hub.toml"
    settings = _read(path) if path.exists() else {}
    for name in ("hubid", "database", "bus"):
        override = os.environ.get(f"HUB_{name.upper()}")
        if override is not None:
            settings[name] = override
    return _config(home, settings, path)


def save(config: Config) -> None:
    """Write the settings of a new home: they may hold passwords, and its databases names."""
    config.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = [
        f'hubid = "{config.hubid}"',
        f'database = "{config.database}"',
        f'bus = "{config.bus}"',
        f"shards = {config.shards}",
        "",
        "[web]",
        f'host = "{config.web.host}"',
        f"port = {config.web.port}",
        f'certificate = "{config.web.certificate}"',
        f'key = "{config.web.key}"',
        f"connections = {config.web.connections}",
        f"proxies = {json.dumps(config.web.proxies)}",
        "",
        "[witnesses]",
        f"needed = {config.witnesses.needed}",
    ]
    path = config.home / "hub.toml"
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError("config.unreadable", f"cannot read {path}: {error}") from error


def _config(home: Path, settings: Mapping[str, Any], path: Path) -> Config:
    known = {field.name: field.type for field in fields(Config) if field.name != "home"}
    _check_known(settings, known, path)
    web = _table(settings, "web", WebConfig, path)
    if "proxies" in web:
        web = {**web, "proxies": _addresses("web.proxies", web["proxies"], path)}
    witnesses = _table(settings, "witnesses", WitnessConfig, path)
    made = {"web": WebConfig(**web), "witnesses": WitnessConfig(**witnesses)}
    config = Config(home, **{**settings, **made})
    _check_values(config, path)
    return config


def _table(settings: Mapping[str, Any], name: str, form: type, path: Path) -> dict[str, Any]:
    table = settings.get(name, {})
    if not isinstance(table, dict):
        raise _wrong(name, path)
    _check_known(table, {field.name for field in fields(form)}, path)
    return table


def _check_known(settings: Mapping[str, Any], known: Collection[str], path: Path) -> None:
    unknown = sorted(set(settings) - set(known))
    if unknown:
        raise ConfigError(
            "config.unknown_setting",
            f"{path}: unknown setting {', '.join(unknown)}; known are {', '.join(sorted(known))}",
        )


def _check_values(config: Config, path: Path) -> None:
    texts = {
        "hubid": config.hubid,
        "database": config.database,
        "bus": config.bus,
        "web.host": config.web.host,
        "web.certificate": config.web.certificate,
        "web.key": config.web.key,
    }
    for name, value in texts.items():
        given: object = value
        if not isinstance(given, str):
            raise _wrong(name, path)
    if HUBID.match(config.hubid) is None:
        raise _wrong("hubid", path)
    if config.bus and not config.bus.startswith(("amqp://", "amqps://")):
        raise ConfigError("config.wrong_value", "the bus is not amqp:// or amqps://; correct it")
    _check_number("shards", config.shards, 64, path)
    _check_number("witnesses.needed", config.witnesses.needed, MAX_WITNESSES, path)
    _check_number("web.port", config.web.port, MAX_PORT, path)
    _check_number("web.connections", config.web.connections, MAX_PORT, path, least=1)
    if bool(config.web.certificate) != bool(config.web.key):
        raise _wrong("web.certificate and web.key (give both or none)", path)


def _addresses(name: str, value: object, path: Path) -> tuple[str, ...]:
    try:
        given = value if isinstance(value, list) else [None]
        return tuple(str(ip_address(str(each))) for each in given)
    except ValueError:
        raise _wrong(name, path) from None


def _check_number(name: str, value: object, most: int, path: Path, least: int = 0) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise _wrong(name, path)


def _wrong(name: str, path: Path) -> ConfigError:
    return ConfigError("config.wrong_value", f"{path}: {name} has a wrong value; correct it")
