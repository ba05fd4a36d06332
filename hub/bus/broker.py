"""Owns how the hub reaches its broker: address, TLS, time limits, and whose fault an error is."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

import amqp
from amqp.exceptions import AccessRefused, AMQPError, NotAllowed, PreconditionFailed
from kombu.connection import Connection
from kombu.exceptions import OperationalError

from hub.errors import ConfigError, TransportError

BUS_ERRORS: Final = (AMQPError, OSError, OperationalError)
"""What py-amqp and the socket below it raise when a connection is not usable (any more)."""


@dataclass(frozen=True, slots=True)
class Broker:
    """Where the broker is and how it is believed.

    Attributes:
        url: `amqp://` or `amqps://`; holds the password, so it is never shown.
        ca_file: Private authority that signed the broker's certificate; `None`: the system's.
        cert_file: The hub's own certificate, with `key_file`; then login is by certificate.
        heartbeat_s: A peer silent for twice this is gone.
        connect_timeout_s: Bound of reaching it.
    """

    url: str = field(repr=False)
    ca_file: str | None = None
    cert_file: str | None = None
    key_file: str | None = None
    heartbeat_s: int = 30
    connect_timeout_s: float = 5.0

    @classmethod
    def of(cls, url: str) -> "Broker":
        """Read the files of TLS from the URL, named as RabbitMQ's own clients name them."""
        bare, _, query = url.partition("?")
        given = dict(parse_qsl(query))
        return cls(bare, given.get("cacertfile"), given.get("certfile"), given.get("keyfile"))

    @property
    def shown(self) -> str:
        """Name the broker without its user and password."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.hostname}:{parts.port or ''}{parts.path}"

    def options(self) -> dict[str, Any]:
        """Say how to connect, as kombu wants it."""
        return {
            "heartbeat": self.heartbeat_s,
            "connect_timeout": self.connect_timeout_s,
            "ssl": self._tls() if urlsplit(self.url).scheme == "amqps" else False,
            "login_method": "EXTERNAL" if self.cert_file else "PLAIN",
        }

    def _tls(self) -> dict[str, Any]:
        # Without server_hostname py-amqp checks the chain but not the host's name.
        tls: dict[str, Any] = {
            "cert_reqs": ssl.CERT_REQUIRED,
            "server_hostname": urlsplit(self.url).hostname,
            "ca_certs": self.ca_file or ssl.get_default_verify_paths().cafile,
        }
        if self.cert_file:
            tls |= {"certfile": self.cert_file, "keyfile": self.key_file}
        return tls

    def connection(self) -> Connection:
        """Describe a connection; it is made when first used."""
        return Connection(self.url.replace("amqps://", "amqp://", 1), **self.options())

    def connect(self) -> amqp.Connection:
        """Connect below kombu, for the two places where every microsecond counts.

        Raises:
            TransportError: The broker is away.
            ConfigError: It refuses the user, or is not the host it should be.
        """
        with bus_errors(self.shown):
            return self.connection().transport.establish_connection()


@contextmanager
def bus_errors(where: str = "the broker") -> Iterator[None]:
    """Turn the driver's errors into the hub's.

    Raises:
        TransportError: `bus.away`: try again.
        ConfigError: `bus.untrusted`, `bus.refused`, `bus.differs`: a person must look.
    """
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise ConfigError("bus.untrusted", f"{where}: {error.verify_message}") from error
    except (AccessRefused, NotAllowed) as error:
        raise ConfigError("bus.refused", f"{where} refuses the hub's user; see its log") from error
    except PreconditionFailed as error:
        text = f"{where} has a queue of this name with other arguments: {error.reply_text}"
        raise ConfigError("bus.differs", text) from error
    except BUS_ERRORS as error:
        text = f"{where} cannot be reached ({type(error).__name__}); start it or wait"
        raise TransportError("bus.away", text) from error
