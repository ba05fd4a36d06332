"""How the broker is reached: TLS that checks the host's name, passwords that are never shown."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from hub.bus.broker import Broker
from hub.bus.lease import BusLease
from hub.bus.provisioning import declare
from hub.bus.topology import Topology
from hub.errors import ConfigError, TransportError
from tests.bus.running import prepared, until


def certificate(folder: Path, host: str) -> Path:
    """Write a self-signed certificate for one host name, and its key, into one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = dt.datetime.now(dt.UTC)
    names: list[x509.GeneralName] = [x509.DNSName(host)]
    with suppress(ValueError):
        names = [x509.IPAddress(ipaddress.ip_address(host))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{host}.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


class Listener:
    """Takes TLS connections, notes whether the handshake was finished, and hangs up."""

    def __init__(self, pem: Path) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(pem)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.trusted: list[bool] = []
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        with suppress(OSError):
            connection, _ = self._socket.accept()
            with connection:
                self.trusted.append(self._is_trusted(connection))

    def _is_trusted(self, connection: socket.socket) -> bool:
        try:
            with self._context.wrap_socket(connection, server_side=True) as inside:
                return inside.recv(4) == b"AMQP"
        except OSError:
            return False

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


Served = tuple[str, "Listener", Path]


@pytest.fixture(params=["127.0.0.1", "elsewhere.example"])
def listener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    pem = certificate(tmp_path, request.param)
    found = Listener(pem)
    yield request.param, found, pem
    found.close()


def test_a_certificate_of_another_host_is_refused(listener: Served) -> None:
    host, server, pem = listener
    broker = Broker.of(f"amqps://hub:secret@127.0.0.1:{server.port}/?cacertfile={pem}")
    expected = TransportError if host == "127.0.0.1" else ConfigError
    with pytest.raises(expected):
        broker.connect()
    until(lambda: server.trusted == [host == "127.0.0.1"])


def test_the_password_is_never_shown() -> None:
    broker = Broker("amqp://hub:secret@127.0.0.1:1/")
    with pytest.raises(TransportError) as caught:
        broker.connect()
    assert "secret" not in f"{broker!r} {caught.value} {broker.shown}"


def test_other_arguments_are_a_matter_for_a_person(rabbitmq_vhost_url: str) -> None:
    broker = prepared(rabbitmq_vhost_url)
    with broker.connection() as connection, pytest.raises(ConfigError) as caught:
        declare(connection, Topology(delivery_limit=7))
    assert caught.value.code == "bus.differs"


def test_one_leads_and_another_takes_over(rabbitmq_vhost_url: str) -> None:
    first, second = (BusLease(Broker(rabbitmq_vhost_url), "scheduler") for _ in range(2))
    assert (first.held(), second.held(), first.held()) == (True, False, True)
    first.release()
    until(second.held)
    assert not first.held()
    first.release()
    second.release()
