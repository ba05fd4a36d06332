"""Log in by certificate: what `hub participant amqp --certificate` says, on a real broker."""

import datetime as dt
import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from hub.agent.links.amqp import AmqpLink
from hub.bus.topology import Topology
from hub.errors import ConfigError, TransportError
from tests.bus.running import prepared, take
from tests.bus.test_accounts import ADD, OTHER, OWN, administer, hub
from tests.servers import RabbitMQ
from tests.servers.server import free_ports

pytestmark = pytest.mark.needs_rabbitmq
TOPOLOGY = Topology()


class Authority:
    """A private authority and the certificates it signs, each with its key in one PEM."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "authority")])
        made = self._signed(self._name, self._key, [x509.BasicConstraints(ca=True, path_length=0)])
        self.file = folder / "authority.pem"
        self.file.write_bytes(made.public_bytes(serialization.Encoding.PEM))

    def certificate(self, name: str) -> Path:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        here = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        made = self._signed(subject, key, [x509.SubjectAlternativeName([here])])
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        path = self.folder / f"{name}.pem"
        path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
        return path

    def _signed(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, extensions: list[Any]
    ) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=1))
        )
        for extension in extensions:
            builder = builder.add_extension(extension, critical=False)
        return builder.sign(self._key, hashes.SHA256())


class TlsRabbitMQ(RabbitMQ):
    """A node that also listens for TLS, set up as the command says."""

    def _write_files(self) -> None:
        super()._write_files()
        (self.tls_port,) = free_ports(1)
        self.authority = Authority(self.directory)
        server = self.authority.certificate("broker")
        (self.directory / "enabled_plugins").write_text("[rabbitmq_auth_mechanism_ssl].\n")
        with (self.directory / "rabbitmq.conf").open("a") as file:
            file.write(
                f"listeners.ssl.local = 127.0.0.1:{self.tls_port}\n"
                f"ssl_options.cacertfile = {self.authority.file}\n"
                f"ssl_options.certfile = {server}\n"
                f"ssl_options.keyfile = {server}\n"
                "ssl_options.verify = verify_peer\n"
                "ssl_options.fail_if_no_peer_cert = true\n"
                "ssl_cert_login_from = common_name\n"
                "auth_mechanisms.1 = EXTERNAL\n"
                "auth_mechanisms.2 = PLAIN\n"
            )


@dataclass(frozen=True)
class Place:
    """A broker on which one participant has a user that logs in by certificate."""

    node: TlsRabbitMQ
    hub_url: str
    link: str

    def agent(self, name: str) -> AmqpLink:
        certificate = self.node.authority.certificate(name)
        return AmqpLink(self.link, OWN, self.node.authority.file, certificate)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("certificates")
    node = TlsRabbitMQ()
    try:
        node.start()
        url = node.fresh_vhost_url()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("HUB_BUS", url)
            hub("participant", "add", OWN, *ADD, "--home", folder / "home")
            script = hub("participant", "amqp", OWN, "--certificate", "--home", folder / "home")
        administer(node, script, folder)
        assert not list(folder.glob("*.password"))
        prepared(url, OWN, OTHER)
        link = script.splitlines()[-1].removeprefix("#   ")
        yield Place(node, url, link.replace(f":{node.port}/", f":{node.tls_port}/"))
    finally:
        node.close()


def test_the_certificate_logs_in_and_reaches_its_own_way(place: Place) -> None:
    link = place.agent(OWN)
    link.submit(b"bundle")
    link.close()
    broker = prepared(place.hub_url, OWN)
    assert take(broker, TOPOLOGY.submission_queue(OWN)) == [b"bundle"]


@pytest.mark.parametrize("name", [OTHER, "hub-service", f"{OWN}-more"])
def test_a_certificate_of_another_name_does_not(place: Place, name: str) -> None:
    link = place.agent(name)
    with pytest.raises(TransportError):
        link.submit(b"bundle")


def test_its_password_is_gone(place: Place) -> None:
    url = place.hub_url.replace(f"hub:{place.node.password}", f"{OWN}:guess")
    with pytest.raises(TransportError):
        AmqpLink(url, OWN).submit(b"bundle")
    assert f"{OWN}\t[]" in place.node.control("list_users")


def test_a_certificate_needs_tls_and_its_key(place: Place, tmp_path: Path) -> None:
    good = place.node.authority.certificate(OWN)
    with pytest.raises(ConfigError):
        AmqpLink(place.hub_url, OWN, place.node.authority.file, good)
    (tmp_path / "bad.pem").write_text("no certificate")
    with pytest.raises(ConfigError):
        AmqpLink(place.link, OWN, place.node.authority.file, tmp_path / "bad.pem")
