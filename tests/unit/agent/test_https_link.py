"""The HTTPS link against the hub's real web application."""

import socket
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from hub.agent.home import sign_pull_request
from hub.agent.identity import Identity
from hub.agent.links.https import HttpsLink, split_frames
from hub.errors import TransportError
from hub.web.app import create_app
from tests.unit.agent.world import INSURER, MARKET, World, drafts


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


Serve = Callable[..., str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve a WSGI application on a free port of loopback, with TLS when given a context."""
    servers = []

    def start(application: Any, context: ssl.SSLContext | None = None) -> str:
        server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        servers.append((server, thread))
        scheme = "http" if context is None else "https"
        return f"{scheme}://127.0.0.1:{server.server_port}"

    yield start
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


def link_of(world: World, name: str, url: str, ca_file: Path | None = None) -> HttpsLink:
    identity = Identity(name, "test-hub", world.signers[name], world.hub.root_keys)

    def sign(after: int, wait_s: int) -> bytes:
        return sign_pull_request(identity, after, wait_s)

    return HttpsLink(url, sign, ca_file)


def authority(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """Make a private authority and a server certificate for loopback."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test authority")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, SHA256())
    )
    ca_file, key_file = folder / "ca.pem", folder / "tls.pem"
    ca_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(ca_file, key_file)
    return ca_file, context


def test_both_sides_work_over_https_with_a_private_authority(
    world: World, serve: Serve, tmp_path: Path
) -> None:
    ca_file, context = authority(tmp_path)
    url = serve(create_app(world.hub), context)
    sender = world.agent(MARKET[0], link=link_of(world, MARKET[0], url, ca_file))
    recipient = world.agent(INSURER[0], "plain", link=link_of(world, INSURER[0], url, ca_file))
    sender.enqueue(drafts(300), world.now)
    for _ in range(30):
        now = world.tick(0.2)
        done = [agent.step(now) for agent in world.agents.values()]
        assert not any(one.link_away for one in done)
    assert sender.status()["outbox"] == {"admitted": 300}
    assert recipient.status()["inbox"] == {"applied": 300}
    assert recipient.pending().none
    assert sender.status()["alarms"] == recipient.status()["alarms"] == []


def test_an_authority_that_was_not_given_is_not_believed(
    world: World, serve: Serve, tmp_path: Path
) -> None:
    _, context = authority(tmp_path)
    link = link_of(world, MARKET[0], serve(create_app(world.hub), context))
    with pytest.raises(TransportError, match="hub_away"):
        link.request(b"x")
    link.close()


@pytest.mark.parametrize(
    ("status", "retry_after", "wait"),
    [
        ("429 Too Many", "7", 7),
        ("503 Away", "999999", 300),
        ("503 Away", "soon", 1),
        ("401 No", "", None),
        ("500 Broken", "", None),
    ],
)
def test_an_answer_that_is_no_answer_is_the_environments_fault(
    world: World, serve: Serve, status: str, retry_after: str, wait: int | None
) -> None:
    def application(_environ: Any, start: Any) -> list[bytes]:
        start(status, [("Retry-After", retry_after)] if retry_after else [])
        return [b"nothing"]

    link = link_of(world, MARKET[0], serve(application))
    with pytest.raises(TransportError) as caught:
        link.submit(b"SCB1")
    assert caught.value.code == ("link.hub_busy" if wait else "link.hub_refused")
    assert caught.value.facts.get("retry_after_s") == wait
    link.close()


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b'{"code": "trust.key_retired", "title": "x"}', "(HTTP 401, trust.key_retired)"),
        (b'{"code": "\\u001b[31m red"}', "(HTTP 401)"),
        (b'{"code": 7}', "(HTTP 401)"),
        (b"[" * 100_000, "(HTTP 401)"),
        (b"[]", "(HTTP 401)"),
    ],
)
def test_a_refusal_is_shown_with_its_code_and_no_other_text(
    world: World, serve: Serve, body: bytes, shown: str
) -> None:
    def application(_environ: Any, start: Any) -> list[bytes]:
        start("401 No", [("Content-Type", "application/problem+json")])
        return [body]

    link = link_of(world, MARKET[0], serve(application))
    with pytest.raises(TransportError) as caught:
        link.request(b"x")
    assert shown in str(caught.value)
    link.close()


def test_the_agent_waits_as_long_as_a_busy_hub_asks(world: World, serve: Serve) -> None:
    calls: list[str] = []

    def application(environ: Any, start: Any) -> list[bytes]:
        calls.append(environ["PATH_INFO"])
        start("503 Away", [("Retry-After", "60")])
        return [b""]

    world.agent(MARKET[0], link=link_of(world, MARKET[0], serve(application)))
    assert "link.hub_busy" in world.step(MARKET[0]).link_away
    world.step(MARKET[0], 59)
    assert len(calls) == 1
    world.step(MARKET[0], 2)
    assert len(calls) == 2


def test_a_hub_that_is_not_there_is_away(world: World) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    link = link_of(world, MARKET[0], f"http://127.0.0.1:{port}")
    with pytest.raises(TransportError, match="hub_away"):
        link.receive(0, 0)
    link.close()


@pytest.mark.parametrize("raw", [b"\0\0\0\5ab", b"\0\0", b"\0\0\0\1a\0"])
def test_an_answer_that_ends_within_a_frame_is_refused(raw: bytes) -> None:
    with pytest.raises(TransportError, match="answer_cut"):
        split_frames(raw)


@pytest.mark.parametrize(
    ("wait_s", "asked"), [(0.0, "wait=0"), (0.25, "wait=1"), (90.0, "wait=25")]
)
def test_an_idle_agent_polls_long(world: World, serve: Serve, wait_s: float, asked: str) -> None:
    queries: list[str] = []

    def application(environ: Any, start: Any) -> list[bytes]:
        queries.append(environ["QUERY_STRING"])
        start("204 None", [])
        return []

    link = link_of(world, MARKET[0], serve(application))
    assert link.receive(7, wait_s) == []
    assert queries == [f"after=7&{asked}"]
    link.close()
