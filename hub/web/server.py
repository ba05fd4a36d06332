"""The threaded server of the web application, with TLS when there is a certificate."""

import logging
import ssl
import time
from typing import Any, Final

from flask import Flask, Response, g, request

from hub.config import WebConfig
from hub.errors import ConfigError, TransportError
from hub.web.app import WALL_BYTES
from hub.web.connections import Doors, DoorServer, LateHandshake

THREADS_COUNT: Final = 40
IDLE_S: Final = 15
"""How long a connection may be open and send nothing, and a write may take."""
HEADER_LIMIT_BYTES: Final = 512 * 1024
"""A signed pull request travels in a header and may be as large as a JWS."""
EMPTY: Final = 204
"""A poll that met nothing: most answers of a quiet day."""
log = logging.getLogger(__name__)


def make_server(app: Flask, config: WebConfig) -> Any:  # noqa: ANN401 - cheroot has no types
    """Make a server that listens once `prepare` is called.

    Raises:
        ConfigError: `web.plain`: without TLS on an address others can reach; `web.certificate`.
    """
    if not config.certificate and not _is_loopback(config.host):
        text = "without a certificate the link stays on loopback; set web.certificate and web.key"
        raise ConfigError("web.plain", text)
    _log_requests(app)
    server: Any = DoorServer(
        (config.host, config.port),
        app,
        numthreads=THREADS_COUNT,
        request_queue_size=128,
        timeout=IDLE_S,
        shutdown_timeout=5,
    )
    server.doors = Doors(config.connections, config.proxies)
    server.max_request_body_size = WALL_BYTES
    server.max_request_header_size = HEADER_LIMIT_BYTES
    server.error_log = _log_server
    if config.certificate:
        server.ssl_adapter = _tls(config)
    return server


def listen(server: Any) -> int:  # noqa: ANN401 - cheroot has no types
    """Bind the address and tell the port, which may have been 0.

    Raises:
        TransportError: `web.address`: it is taken.
    """
    try:
        server.prepare()
    except OSError as error:
        place = ":".join(map(str, server.bind_addr))
        text = f"cannot listen on {place}: it is taken or not ours; set host and port of [web]"
        raise TransportError("web.address", text) from error
    return int(server.bind_addr[1])


def _tls(config: WebConfig) -> LateHandshake:
    try:
        adapter = LateHandshake(config.certificate, config.key)
    except (OSError, ssl.SSLError) as error:
        text = f"cannot read web.certificate or web.key: {type(error).__name__}"
        raise ConfigError("web.certificate", text) from error
    adapter.context.minimum_version = ssl.TLSVersion.TLSv1_2
    return adapter


def _is_loopback(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")


def _log_server(msg: str = "", level: int = 20, traceback: bool = False) -> None:  # noqa: FBT001, FBT002 - cheroot's
    del traceback  # of a broken connection; it may show a header
    log.log(max(level, logging.INFO), "server: %s", msg.splitlines()[0] if msg else "")


def _log_requests(app: Flask) -> None:
    """Log method, path and status; never a query, a header or a body."""

    @app.before_request
    def begin() -> None:
        g.began_s = time.monotonic()

    @app.after_request
    def end(answer: Response) -> Response:
        took_ms = (time.monotonic() - g.began_s) * 1000 if "began_s" in g else 0
        known = request.url_rule.rule if request.url_rule else "(unknown)"
        level = logging.DEBUG if answer.status_code == EMPTY else logging.INFO
        log.log(level, "%s %s %d %d ms", request.method, known, answer.status_code, took_ms)
        return answer
