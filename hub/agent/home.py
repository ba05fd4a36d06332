"""The home of one agent: agent.toml, key.pem, agent.db, agent.lock; read and made here only.

agent.toml comes last: a folder that has one was made whole, one without is taken up again.

participant = "insurer-one"
hubid = "hebei"
link = "amqps://..." | "https://..." | ""     ("" is the embedded hub two folders up)
plugin = "liability_insurance"
ca_file = ""                                  (a private authority, beside this file)
certificate = ""                              (for the broker: chain and key in one PEM, the same)
proxy = ""
witness = false                               (true: cosigns the hub's checkpoints)
[[root_keys]]                                 (pinned; public JWK members)
"""

import fcntl
import json
import os
import ssl
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import orjson

from hub import config
from hub.agent.agent import Agent, Pieces
from hub.agent.checkpoints import Checkpoints
from hub.agent.host import PluginHost
from hub.agent.identity import Identity, Pace
from hub.agent.key_in_use import KeyInUse, read_key
from hub.agent.links import Link
from hub.agent.store import Store
from hub.bootstrap import open_hub, read_catalogue
from hub.errors import ConfigError, TransportError
from hub.message.identifiers import HUBID, PARTICIPANT
from hub.message.kinds import Kind
from hub.message.request import Request, Verb, encode_request
from hub.trust.keys import PrivateKeySigner, PublicKey, sign_text

SETTINGS: Final = "agent.toml"
KEY: Final = "key.pem"
PUBLIC: Final = "key.jwk"
DATABASE: Final = "agent.db"
LOCK: Final = "agent.lock"
PASSPHRASE: Final = "HUB_AGENT_PASSPHRASE"  # noqa: S105 - the variable's name
_TEXTS: Final = ("participant", "hubid", "link", "plugin", "ca_file", "certificate", "proxy")


@dataclass(frozen=True, slots=True)
class Settings:
    """What agent.toml says.

    Attributes:
        link: `amqp(s)://`, `http(s)://`; empty for the embedded hub.
        plugin: Entry point name or `module:attribute`; empty for an agent that only sends.
        root_keys: The hub's root keys, pinned.
        certificate: Logs in at the broker instead of a password.
        witness: Whether the agent cosigns the hub's checkpoints; needs an Ed25519 key.
    """

    participant: str
    hubid: str
    root_keys: tuple[PublicKey, ...]
    link: str = ""
    plugin: str = ""
    ca_file: str = ""
    proxy: str = ""
    certificate: str = ""
    witness: bool = False


class AgentHome:
    """One participant's folder."""

    def __init__(self, path: Path) -> None:
        """Name the folder; nothing is read yet."""
        self.path = path

    def create(
        self,
        settings: Settings,
        signer: PrivateKeySigner | None = None,
        beside: Mapping[str, bytes] | None = None,
    ) -> PrivateKeySigner:
        """Make a new home with a key of its own, or finish one whose making was cut off.

        Args:
            signer: Its key; None: a new one, or that of the making that was cut off.
            beside: Files that the settings name, by name.

        Raises:
            ConfigError: config.agent_exists; config.key_unreadable: the key of a making that
                was cut off has another passphrase.
        """
        if (self.path / SETTINGS).exists():
            raise self._exists()
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (self.path / KEY).exists():
            self.write_key(KEY, signer or PrivateKeySigner.generate())
        made = self.signer()
        if signer is not None and signer.kid != made.kid:
            raise self._exists()
        public = orjson.dumps(made.public.jwk) + b"\n"
        for name, content in {PUBLIC: public, **(beside or {})}.items():
            self._part(name, content).replace(self.path / name)
        # For its owner's eyes like the key: a link's address may hold a password.
        self._part(SETTINGS, _written(settings).encode()).replace(self.path / SETTINGS)
        return made

    def _exists(self) -> ConfigError:
        text = f"{self.path} has an agent already; choose another folder"
        return ConfigError("config.agent_exists", text)

    def holds(self, settings: Settings) -> bool:
        """Tell whether this home was made whole, and with exactly these settings."""
        if not (self.path / KEY).exists() or not (self.path / SETTINGS).exists():
            return False
        return self.settings() == settings

    def settings(self) -> Settings:
        """Read agent.toml.

        Raises:
            ConfigError: config.no_agent, config.unreadable, config.unknown_setting,
                config.wrong_value.
        """
        path = self.path / SETTINGS
        if not path.exists():
            raise ConfigError(
                "config.no_agent", f"no agent in {self.path}; see hub participant add"
            )
        try:
            members = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ConfigError("config.unreadable", f"cannot read {path}: {error}") from error
        return _settings(members, path)

    def write_key(self, name: str, signer: PrivateKeySigner) -> None:
        """Write a key that was not there, for its owner's eyes: whole, or not at all."""
        part = self._part(name, signer.to_pem(_passphrase()))
        (self.path / name).hardlink_to(part)
        part.unlink()

    def _part(self, name: str, content: bytes) -> Path:
        """Write a file that gets its name once it is whole."""
        part = self.path / f"{name}.part"
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        with os.fdopen(os.open(part, flags, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return part

    def signer(self, name: str = KEY) -> PrivateKeySigner:
        """Read the key in use, or another of this home.

        Raises:
            ConfigError: config.no_key, config.key_unreadable.
        """
        return read_key(self.path / name, _passphrase())

    def store(self) -> Store:
        """Open agent.db; several processes may, the lock says who is the agent."""
        return Store(self.path / DATABASE)

    def identity(self) -> Identity:
        """Put together who this agent is."""
        settings = self.settings()
        roots = {key.kid: key for key in settings.root_keys}
        key = KeyInUse(self.path / KEY, _passphrase())
        return Identity(settings.participant, settings.hubid, key, roots)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the agent of this home; the lock goes with the process, however it ends.

        Raises:
            TransportError: agent.running: another process is.
        """
        with (self.path / LOCK).open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise TransportError(
                    "agent.running", f"another process runs the agent of {self.path.name}"
                ) from error
            yield

    def link(self, identity: Identity | None = None, store: Store | None = None) -> Link:
        """Make the link that the settings name; it connects when it is used.

        Args:
            identity: Signs for a link that asks by itself; None: one of its own.
            store: Where the newest checkpoint is, from which a pull has growth proved.
        """
        settings = self.settings()
        ca_file = self._ca_file(settings)
        if settings.link.startswith(("amqp://", "amqps://")):
            from hub.agent.links.amqp import AmqpLink  # noqa: PLC0415 - only who needs it

            certificate = self.path / settings.certificate if settings.certificate else None
            return AmqpLink(settings.link, settings.participant, ca_file, certificate)
        if settings.link.startswith(("http://", "https://")):
            from hub.agent.links.https import HttpsLink  # noqa: PLC0415 - only who needs it

            asking = identity or self.identity()

            def sign_pull(after: int, wait_s: int) -> bytes:
                return sign_pull_request(asking, after, wait_s, store)

            return HttpsLink(settings.link, sign_pull, ca_file, settings.proxy or None)
        if settings.link:
            raise ConfigError(
                "config.wrong_value",
                f"{self.path / SETTINGS}: link is not amqp(s):// or http(s)://; correct it",
            )
        return self._embedded_link(settings)

    def _ca_file(self, settings: Settings) -> Path | None:
        if not settings.ca_file:
            return None
        path = self.path / settings.ca_file
        try:
            ssl.create_default_context(cafile=str(path))
        except OSError as error:  # ssl.SSLError is one
            raise ConfigError(
                "config.ca_file", f"{path} holds no certificates to trust: {error.strerror}"
            ) from error
        return path

    def _embedded_link(self, settings: Settings) -> Link:
        from hub.agent.links.inprocess import InProcessLink  # noqa: PLC0415 - only who needs it
        from hub.bus.inprocess import InProcessBus  # noqa: PLC0415 - only who needs it

        hub = open_hub(config.load(self.path.parent.parent))
        return InProcessLink(InProcessBus(hub.exchange), settings.participant)

    def open(
        self, link: Link | None = None, pace: Pace | None = None, *, plugin: bool = True
    ) -> Agent:
        """Put the agent together; take `lock` around its life.

        Args:
            link: None: the one the settings name.
            plugin: False for an agent that only sends, as imports do.
        """
        settings, store = self.settings(), self.store()
        identity = self.identity()
        return Agent(
            Pieces(
                identity=identity,
                store=store,
                catalogue=read_catalogue(),
                link=link or self.link(identity, store),
                host=PluginHost(settings.plugin) if plugin and settings.plugin else None,
                # Nobody pushes into another process of the embedded hub: ask more often.
                pace=pace or (Pace() if settings.link else Pace(head_s=1.0)),
                witness=settings.witness,
            )
        )


def sign_pull_request(
    identity: Identity, after: int, wait_s: int, store: Store | None = None
) -> bytes:
    """Sign a pull as of now, for the link that asks by itself."""
    now, newest = datetime.now(UTC), None
    if store is not None:
        with store.reading() as rows:
            newest = Checkpoints(identity).newest(rows)
    request = Request(
        id=identity.new_id(now),
        source=identity.participant,
        hubid=identity.hubid,
        time=now,
        verb=Verb.PULL,
        after=after,
        wait_s=wait_s,
        size=None if newest is None else newest.size,
    )
    return sign_text(identity.signer, Kind.REQUEST, encode_request(request))


def homes(hub_home: Path) -> Sequence[AgentHome]:
    """List the agents that live on this machine."""
    folder = hub_home / "agents"
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [AgentHome(path) for path in found if (path / SETTINGS).exists()]


def _passphrase() -> bytes | None:
    given = os.environ.get(PASSPHRASE)
    return given.encode() if given else None


def _written(settings: Settings) -> str:
    # JSON strings are TOML basic strings, escapes included.
    lines = [f"{name} = {json.dumps(getattr(settings, name))}" for name in (*_TEXTS, "witness")]
    for key in settings.root_keys:
        lines += ["", "[[root_keys]]"]
        lines += [f"{name} = {json.dumps(value)}" for name, value in key.jwk.items()]
    return "\n".join(lines) + "\n"


def _settings(members: dict[str, Any], path: Path) -> Settings:
    unknown = sorted(members.keys() - {*_TEXTS, "witness", "root_keys"})
    if unknown:
        raise ConfigError("config.unknown_setting", f"{path}: unknown {', '.join(unknown)}")
    texts = {name: members.get(name, "") for name in _TEXTS}
    for name, value in texts.items():
        if not isinstance(value, str):
            raise ConfigError("config.wrong_value", f"{path}: {name} is not a text")
    for name, pattern in (("participant", PARTICIPANT), ("hubid", HUBID)):
        if pattern.match(texts[name]) is None:
            raise ConfigError("config.wrong_value", f"{path}: {name} is not spelled as allowed")
    witness = members.get("witness", False)
    if not isinstance(witness, bool):
        raise ConfigError("config.wrong_value", f"{path}: witness is neither true nor false")
    keys = members.get("root_keys", [])
    if not isinstance(keys, list) or not keys or not all(isinstance(key, dict) for key in keys):
        raise ConfigError("config.wrong_value", f"{path}: pin at least one root key in root_keys")
    roots = tuple(PublicKey.from_jwk(key) for key in keys)
    return Settings(**texts, witness=witness, root_keys=roots)
