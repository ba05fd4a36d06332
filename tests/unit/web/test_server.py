"""The server around the link: TLS where others can reach it, limits, and a log without secrets."""

import http.client
import logging
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from hub.config import WebConfig
from hub.errors import ConfigError, TransportError
from hub.exchange.model import Answered, Submission
from hub.message.limits import MAX_BUNDLE_BYTES
from hub.web.app import WALL_BYTES, create_app
from hub.web.server import listen, make_server
from tests.bus.test_broker import certificate


class Echo:
    """An exchange whose receipt tells how many bytes came."""

    def __init__(self) -> None:
        self.exchange = self

    def admit(self, submissions: Sequence[Submission]) -> Answered:
        return Answered((str(len(submissions[0].bundle)).encode(),), (), ())

    def answer(self, request: bytes) -> tuple[str, tuple[bytes, ...]]:
        raise TransportError("database.away", "the database is away")

    def deliveries_after(self, participant: str, after: int, limit: int = 256) -> bytes | None:
        return None


@contextmanager
def served(config: WebConfig, app: Flask | None = None) -> Iterator[int]:
    server = make_server(app or create_app(Echo()), config)
    port = listen(server)
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield port
    finally:
        server.stop()
        thread.join()


def post(connection: http.client.HTTPConnection, size: int, *, chunked: bool) -> tuple[int, bytes]:
    body = iter([bytes(size)]) if chunked else bytes(size)
    connection.request("POST", "/v1/submissions", body, encode_chunked=chunked)
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_is_read_up_to_the_limit(chunked: bool) -> None:
    with served(WebConfig(port=0)) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        status, body = post(connection, MAX_BUNDLE_BYTES, chunked=chunked)
        assert (status, body) == (200, str(MAX_BUNDLE_BYTES).encode())
        assert post(connection, MAX_BUNDLE_BYTES + 1, chunked=chunked)[0] == 413


def test_a_body_announced_far_too_large_is_not_read() -> None:
    with served(WebConfig(port=0)) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.putrequest("POST", "/v1/submissions")
        connection.putheader("Content-Length", str(WALL_BYTES + 1))
        connection.endheaders()
        assert connection.getresponse().status == 413
        connection.close()


def test_with_a_certificate_the_link_is_tls(tmp_path: Path) -> None:
    pem = str(certificate(tmp_path, "127.0.0.1"))
    with served(WebConfig(port=0, certificate=pem, key=pem)) as port:
        context = ssl.create_default_context(cafile=pem)
        connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=20, context=context)
        assert post(connection, 10, chunked=False) == (200, b"10")


def test_without_a_certificate_the_link_stays_on_loopback() -> None:
    with pytest.raises(ConfigError) as caught:
        make_server(create_app(Echo()), WebConfig(host="0.0.0.0"))  # noqa: S104 - refused
    assert caught.value.code == "web.plain"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # cheroot leaks it
def test_an_address_taken_is_the_environments_fault() -> None:
    with served(WebConfig(port=0)) as port:
        server = make_server(create_app(Echo()), WebConfig(port=port))
        with pytest.raises(TransportError) as caught:
            listen(server)
    assert caught.value.code == "web.address"


def test_the_log_shows_neither_queries_nor_headers_nor_bodies(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    with served(WebConfig(port=0)) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        headers = {"Authorization": "JWS secret.secret.secret"}
        connection.request("GET", "/v1/deliveries?after=secret", headers=headers)
        connection.getresponse().read()
        connection.request("POST", "/secret", b"secret", headers)
        connection.getresponse().read()
        connection.close()
    assert "/v1/deliveries" in caplog.text
    assert "secret" not in caplog.text


def test_a_poll_that_met_nothing_is_no_news(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    app = create_app(Echo())
    app.add_url_rule("/empty", view_func=lambda: ("", 204))
    with served(WebConfig(port=0), app) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", "/empty")
        assert connection.getresponse().status == 204
        connection.close()
    levels = {record.levelno for record in caplog.records if "/empty" in record.getMessage()}
    assert levels == {logging.DEBUG}
