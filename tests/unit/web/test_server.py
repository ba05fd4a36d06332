"""The server around the link: TLS where others can reach it, limits, and a log without secrets."""

import http.client
import logging
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from hub.config import WebConfig
from hub.errors import ConfigError, TransportError
from hub.exchange.model import Answered, Submission
from hub.message.limits import MAX_BUNDLE_BYTES
from hub.web.app import WALL_BYTES, create_app
from hub.web.connections import Doors
from hub.web.reading import ARRIVE_S
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

    def deliveries_after(
        self, participant: str, after: int, limit: int = 256, known: int = 0
    ) -> bytes | None:
        return None


@contextmanager
def served(config: WebConfig, app: Flask | None = None) -> Iterator[int]:
    with running(make_server(app or create_app(Echo()), config)) as port:
        yield port


@contextmanager
def running(server: Any) -> Iterator[int]:
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
    with closing(connection):
        connection.request("POST", "/v1/submissions", body, encode_chunked=chunked)
        with connection.getresponse() as answer:
            return answer.status, answer.read()


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


def answered_s(port: int) -> float:
    """How long an honest request takes."""
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    assert post(connection, 10, chunked=False) == (200, b"10")
    return time.monotonic() - began


UNFINISHED = [
    pytest.param(b"", id="nothing"),
    pytest.param(b"GET /v1/health HTT", id="header"),
    pytest.param(
        b"POST /v1/submissions HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab", id="body"
    ),
]


@contextmanager
def opened(port: int, count: int, sent: bytes) -> Iterator[list[socket.socket]]:
    with ExitStack() as stack:
        found = []
        for _ in range(count):
            made = stack.enter_context(socket.create_connection(("127.0.0.1", port), 30))
            made.sendall(sent)
            found.append(made)
        yield found


@pytest.mark.parametrize("sent", UNFINISHED)
def test_unfinished_requests_do_not_starve_others(sent: bytes) -> None:
    with served(WebConfig(port=0)) as port, opened(port, 100, sent):
        assert answered_s(port) < 8


@pytest.mark.parametrize("sent", UNFINISHED[1:])
def test_a_request_that_does_not_arrive_in_time_is_ended(sent: bytes) -> None:
    with served(WebConfig(port=0)) as port, opened(port, 1, sent) as (slow,):
        began = time.monotonic()
        while slow.recv(4096):
            pass
        assert time.monotonic() - began < 3 * ARRIVE_S


def test_bytes_one_by_one_buy_no_time() -> None:
    with served(WebConfig(port=0)) as port, opened(port, 1, b"GET /v1/") as (slow,):
        began = time.monotonic()
        with suppress(OSError):
            while time.monotonic() - began < 4 * ARRIVE_S:
                slow.sendall(b"x")
                slow.settimeout(0.2)
                with suppress(TimeoutError):
                    if not slow.recv(4096):
                        break
        assert time.monotonic() - began < 3 * ARRIVE_S


def test_nobody_waits_for_a_handshake_that_does_not_come(tmp_path: Path) -> None:
    pem = str(certificate(tmp_path, "127.0.0.1"))
    with (
        served(WebConfig(port=0, certificate=pem, key=pem)) as port,
        opened(port, 3, b""),
        opened(port, 3, b"\x16\x03\x01"),
        opened(port, 3, b"GET / HTTP/1.1\r\n\r\n"),
    ):
        context = ssl.create_default_context(cafile=pem)
        connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=3, context=context)
        assert post(connection, 100_000, chunked=False) == (200, b"100000")


def test_one_address_has_few_connections_and_a_place_again_when_one_ends() -> None:
    config = WebConfig(port=0, connections=3, proxies=())
    with served(config) as port:
        with opened(port, 3, b"GET"), opened(port, 1, b"") as (refused,):
            assert refused.recv(10) == b""
        limit = time.monotonic() + 20
        while time.monotonic() < limit:
            with suppress(OSError, http.client.HTTPException):
                assert answered_s(port) < 20
                return
        pytest.fail("no place again")


def test_a_full_server_drops_who_was_idle_longest() -> None:
    server = make_server(create_app(Echo()), WebConfig(port=0))
    server.doors = Doors(9, ("127.0.0.1",), at_most=3)
    with running(server) as port, opened(port, 5, b"") as idle:
        assert answered_s(port) < 5
        assert idle[0].recv(10) == b""
        idle[-1].sendall(b"GET /v1/health HTTP/1.0\r\n\r\n")
        assert idle[-1].recv(12) == b"HTTP/1.1 200"


def test_addresses_are_counted_by_site_and_proxies_are_not() -> None:
    doors = Doors(1, ("10.0.0.1",), at_most=5)
    one, two, three, four, five = (object() for _ in range(5))
    assert doors.enter(one, "2001:db8::1")
    assert not doors.enter(two, "2001:db8::2")
    assert doors.enter(two, "2001:db8:0:1::2")
    assert doors.enter(three, "10.0.0.1")
    assert doors.enter(four, "10.0.0.1")
    doors.leave(one)
    doors.leave(one)
    assert doors.enter(five, "2001:db8::3")
