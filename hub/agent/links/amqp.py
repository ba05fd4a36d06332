"""The AMQP link: pika, one blocking connection in the agent's own thread.

Publishes are mandatory and confirmed; frames are acknowledged only after the agent has
stored them. The link declares nothing: what is missing at the broker is the operator's.
A connection that fails in any way is thrown away and opened anew at the next use; what
was not acknowledged comes again and changes nothing.
"""

import ssl
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import pika
from pika.credentials import ExternalCredentials
from pika.exceptions import AMQPError

from hub.agent.links.link import Frame
from hub.bus.topology import CONTENT_TYPE, SUBMISSIONS, Topology
from hub.errors import ConfigError, TransportError

PREFETCH_COUNT: Final = 64
HEARTBEAT_S: Final = 300
"""Longer than a plugin may work on one message: the loop answers heartbeats in between."""
BLOCKED_S: Final = 30
SOCKET_S: Final = 10
_GENERATION_SHIFT: Final = 40
_FAILURES: Final = (AMQPError, OSError)


class AmqpLink:
    """One participant's way over RabbitMQ."""

    pulls = False

    def __init__(
        self,
        url: str,
        participant: str,
        ca_file: Path | None = None,
        certificate: Path | None = None,
    ) -> None:
        """Name the way; it opens when it is first used.

        Args:
            url: `amqp://` or `amqps://`.
            participant: Whose inbox and routing keys.
            ca_file: A private authority that signed the broker's certificate.
            certificate: Chain and key that log in instead of a password (EXTERNAL).

        Raises:
            ConfigError: config.certificate: it cannot be used.
        """
        self._parameters = _parameters(url, ca_file, certificate)
        topology = Topology()
        self._inbox = topology.inbox(participant)
        self._submit_key = topology.submit_key(participant)
        self._request_key = topology.request_key(participant)
        self._connection: Any = None
        self._publishing: Any = None
        self._consuming: Any = None
        self._opened_count = 0
        self._arrived: deque[Frame] = deque()
        self._cancelled = False

    def submit(self, bundle: bytes) -> None:
        """Publish a bundle and wait for the broker's confirm."""
        self._publish(self._submit_key, bundle)

    def request(self, jws: bytes) -> None:
        """Publish a request and wait for the broker's confirm."""
        self._publish(self._request_key, jws)

    def receive(self, after: int, wait_s: float) -> list[Frame]:
        """Take what has arrived."""
        del after
        with self._open():
            if not self._arrived:
                self._connection.process_data_events(time_limit=wait_s)
            if self._cancelled:
                raise OSError("the broker cancelled the consumer: the inbox queue is gone")
        frames = list(self._arrived)
        self._arrived.clear()
        return frames

    def settle(self, frames: Sequence[Frame]) -> None:
        """Acknowledge stored frames; those of an earlier connection come again anyway."""
        tags = [frame.tag for frame in frames if frame.tag is not None]
        mine = [tag for tag in tags if tag >> _GENERATION_SHIFT == self._opened_count]
        if not mine or self._connection is None:
            return
        last = max(mine) & ((1 << _GENERATION_SHIFT) - 1)
        with self._open():
            self._consuming.basic_ack(last, multiple=True)

    def close(self) -> None:
        """Close the connection; abruptly, when it does not answer."""
        connection, self._connection = self._connection, None
        self._arrived.clear()
        if connection is not None and connection.is_open:
            with suppress(*_FAILURES):
                connection.close()

    def _publish(self, key: str, body: bytes) -> None:
        properties = pika.BasicProperties(
            content_type=CONTENT_TYPE, delivery_mode=pika.DeliveryMode.Persistent
        )
        with self._open():
            self._publishing.basic_publish(SUBMISSIONS, key, body, properties, mandatory=True)

    @contextmanager
    def _open(self) -> Iterator[None]:
        """Have a connection inside the block; throw it away when anything fails.

        Raises:
            TransportError: link.broker_away: not reachable, refused, blocked, a queue or
                binding is missing, a publish was not confirmed.
        """
        try:
            if self._connection is None or not self._connection.is_open:
                self._connect()
            yield
        except _FAILURES as error:
            self._drop()
            detail = str(error) or type(error).__name__
            raise TransportError(
                "link.broker_away", f"the broker cannot be used ({detail}); trying again"
            ) from error

    def _connect(self) -> None:
        self._arrived.clear()
        self._cancelled = False
        self._connection = pika.BlockingConnection(self._parameters)
        self._opened_count += 1
        self._publishing = self._connection.channel()
        self._publishing.confirm_delivery()
        self._consuming = self._connection.channel()
        self._consuming.basic_qos(prefetch_count=PREFETCH_COUNT)
        self._consuming.add_on_cancel_callback(self._on_cancel)
        self._consuming.basic_consume(self._inbox, self._on_message)

    def _on_message(self, _channel: Any, method: Any, _properties: Any, body: bytes) -> None:  # noqa: ANN401 - pika's
        tag = self._opened_count << _GENERATION_SHIFT | method.delivery_tag
        self._arrived.append(Frame(body, tag))

    def _on_cancel(self, _frame: Any) -> None:  # noqa: ANN401 - pika's
        self._cancelled = True

    def _drop(self) -> None:
        """Throw a failed connection away without waiting for the peer."""
        connection, self._connection = self._connection, None
        self._arrived.clear()
        if connection is None:
            return
        # pika only closes politely, which waits for a peer that may be gone; and after an
        # error it leaves its sockets to the garbage collector.
        with suppress(Exception):
            connection._impl._transport._close_and_finalize()  # noqa: SLF001
        with suppress(Exception):
            connection._cleanup()  # noqa: SLF001


def _parameters(url: str, ca_file: Path | None, certificate: Path | None) -> Any:  # noqa: ANN401 - pika's
    parameters = pika.URLParameters(url)
    parameters.heartbeat = HEARTBEAT_S
    parameters.blocked_connection_timeout = BLOCKED_S
    parameters.socket_timeout = SOCKET_S
    parameters.stack_timeout = SOCKET_S
    parameters.connection_attempts = 1
    if url.startswith("amqps:"):
        context = ssl.create_default_context(cafile=None if ca_file is None else str(ca_file))
        if certificate is not None:
            _log_in_by(certificate, context)
            parameters.credentials = ExternalCredentials()
        parameters.ssl_options = pika.SSLOptions(context, parameters.host)
    elif certificate is not None:
        raise ConfigError("config.certificate", "a certificate logs in over amqps:// alone")
    return parameters


def _log_in_by(certificate: Path, context: ssl.SSLContext) -> None:
    try:
        context.load_cert_chain(certificate, password="")  # nobody is there to be asked
    except OSError as error:  # ssl.SSLError is one
        text = f"{certificate} does not hold a certificate and its key: {error.strerror}"
        raise ConfigError("config.certificate", text) from error
