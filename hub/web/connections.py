"""Who may be connected: few connections of one address, a bounded number of all.

A connection gets a thread when it has sent something, not before.
"""

import threading
from collections import Counter
from collections.abc import Collection
from typing import Any, Final

from cheroot.makefile import StreamWriter
from cheroot.server import HTTPConnection
from cheroot.ssl.builtin import BuiltinSSLAdapter
from cheroot.wsgi import Server

from hub.web.quota import site_of
from hub.web.reading import Reader, Reading

CONNECTIONS_COUNT: Final = 256


class Doors:
    """Counts the open connections by address.

    Args:
        each: How many of one address.
        exempt: Addresses that are not counted: of proxies, behind which there are many.
        at_most: How many of all.
    """

    def __init__(
        self, each: int, exempt: Collection[str] = (), at_most: int = CONNECTIONS_COUNT
    ) -> None:
        self._each = each
        self._exempt = frozenset(map(site_of, exempt))
        self._at_most = at_most
        self._lock = threading.Lock()
        self._open: dict[int, str] = {}
        self._sites: Counter[str] = Counter()

    @property
    def full(self) -> bool:
        """Whether there is no room for anybody."""
        return len(self._open) >= self._at_most

    def enter(self, connection: object, address: str) -> bool:
        """Let a connection in; false when there are too many of its address or of all."""
        site = site_of(address)
        with self._lock:
            if self.full or (site not in self._exempt and self._sites[site] >= self._each):
                return False
            self._open[id(connection)] = site
            self._sites[site] += 1
            return True

    def leave(self, connection: object) -> None:
        """Forget a connection, if it was let in."""
        with self._lock:
            site = self._open.pop(id(connection), None)
            if site is not None:
                self._sites[site] -= 1
                self._sites += Counter()  # drops what is zero


class Connection(HTTPConnection):
    """A connection whose requests have to arrive in time."""

    def __init__(self, server: Any, sock: Any, makefile: Any = None) -> None:  # noqa: ANN401
        del makefile
        self._reading = Reading(sock, lambda: server.requests.qsize > 0, server.timeout)
        super().__init__(server, sock, self._file)

    def _file(self, sock: Any, mode: str, size: int) -> Any:  # noqa: ANN401
        return Reader(self._reading, size) if "r" in mode else StreamWriter(sock, mode, size)

    def communicate(self) -> bool:
        self._reading.begin()
        return bool(super().communicate())

    def close(self) -> None:
        self.server.doors.leave(self)
        super().close()


class DoorServer(Server):
    """The threaded server, with doors."""

    ConnectionClass = Connection
    doors: Doors
    _connections: Any

    def process_conn(self, conn: Any) -> None:  # noqa: ANN401
        """Take a connection that has something to read, or one that is new."""
        if conn.last_used is not None:
            super().process_conn(conn)
            return
        if self.doors.full:
            self._drop_longest_idle()
        if self.doors.enter(conn, conn.remote_addr or ""):
            self._connections.put(conn)
        else:
            self.error_log(f"too many connections; closed one of {conn.remote_addr}")
            conn.close()

    def _drop_longest_idle(self) -> None:
        selector = self._connections._selector  # noqa: SLF001 - as its own expiry does
        idle = [(conn.last_used, fd, conn) for fd, conn in selector.connections if conn is not self]
        if idle:
            _, fd, conn = min(idle, key=lambda item: item[:2])
            selector.unregister(fd)
            conn.close()


class LateHandshake(BuiltinSSLAdapter):
    """TLS whose handshake is made by the first read, in a thread, within the request's time."""

    def wrap(self, sock: Any) -> tuple[Any, dict[str, str]]:  # noqa: ANN401
        """Wrap an accepted socket without waiting for its peer."""
        tls = self.context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        return tls, {"wsgi.url_scheme": "https", "HTTPS": "on"}
