"""How long a request may take to arrive: a slow sender holds a thread for seconds, not for ever."""

import socket
import ssl
import time
from collections.abc import Callable
from typing import Any, Final

from cheroot.errors import FatalSSLAlert
from cheroot.makefile import StreamReader

ARRIVE_S: Final = 5.0
"""For a handshake, a header and a body together, and more for bytes that did arrive."""
PRESSED_S: Final = 1.0
"""The same, while other connections wait for a thread."""
RATE_BYTES_PER_S: Final = 16 * 1024
PRESSED_RATE_BYTES_PER_S: Final = 64 * 1024
LOOK_S: Final = 0.25
"""How often a wait looks whether others have come to wait."""


class Reading(socket.SocketIO):
    """The bytes of a connection, each request within its time.

    Args:
        sock: Plain or TLS; a handshake still to be made is made by the first read.
        pressed: Tells whether others wait for a thread.
        rest_s: The socket's own limit, for what is written.
    """

    def __init__(self, sock: Any, pressed: Callable[[], bool], rest_s: float) -> None:  # noqa: ANN401
        super().__init__(sock, "rb")
        self._connection = sock
        self._pressed = pressed
        self._rest_s = rest_s
        self.begin()

    def begin(self) -> None:
        """Begin a new request: its time starts when it is first waited for."""
        self._waited_s = 0.0
        self._count_bytes = 0

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any writable buffer
        """Read what there is, or wait for it.

        Raises:
            TimeoutError: The request takes too long.
            FatalSSLAlert: The handshake or the TLS connection failed.
        """
        began_s, before_s = time.monotonic(), self._waited_s
        try:
            while True:
                try:
                    self._connection.settimeout(LOOK_S)
                    found = int(self._connection.recv_into(buffer))
                except TimeoutError:
                    self._waited_s = before_s + time.monotonic() - began_s
                    self._check_time()
                else:
                    break
        except ssl.SSLError as error:
            raise FatalSSLAlert(*error.args) from error
        finally:
            self._connection.settimeout(self._rest_s)
        self._waited_s = before_s + time.monotonic() - began_s
        self._count_bytes += found
        self._check_time()
        return found

    def _check_time(self) -> None:
        limit_s = ARRIVE_S + self._count_bytes / RATE_BYTES_PER_S
        if self._waited_s > PRESSED_S and self._pressed():
            limit_s = PRESSED_S + self._count_bytes / PRESSED_RATE_BYTES_PER_S
        if self._waited_s > limit_s:
            raise TimeoutError("timed out")  # in these words the server knows it


class Reader(StreamReader):
    """Buffers a `Reading` for the server."""

    def __init__(self, reading: Reading, size: int) -> None:
        super(StreamReader, self).__init__(reading, size)  # whose own makes another socket file
        self.bytes_read = 0
