"""The ledger over HTTP, for participants: checkpoint, tiles and entries as C2SP lays them out."""

from typing import Final, Protocol

from flask import Flask, Response, request

from hub.errors import LedgerError, TrustError
from hub.exchange.library import Library
from hub.ledger.nodes import TILE_COUNT
from hub.ledger.tile import read_path
from hub.message.request import Request, Verb
from hub.web.problem import problem

PREFIX: Final = "/v1/ledger"
NOTE: Final = "text/plain; charset=utf-8"
BYTES: Final = "application/octet-stream"
FOR_EVER: Final = "private, max-age=31536000, immutable"
_ABSENT: Final = frozenset({"ledger.tile_path", "ledger.tile_absent", "ledger.no_checkpoint"})


class Asks(Protocol):
    """What tells who reads."""

    def asking(self, request: bytes) -> Request: ...


class LedgerPages:
    """The routes' state.

    Args:
        asks: Verifies who reads.
        library: What is read.
    """

    def __init__(self, asks: Asks, library: Library) -> None:
        self._asks = asks
        self._library = library

    def checkpoint(self) -> Response:
        """Answer the newest checkpoint, or with `?witnessed=1` the newest witnessed one."""
        self._check()
        try:
            newest = self._library.newest(witnessed=request.args.get("witnessed") == "1")
        except LedgerError as error:
            return _absent(error)
        return Response(self._library.note(newest), content_type=NOTE)

    def tile(self, path: str) -> Response:
        """Answer a tile."""
        self._check()
        try:
            tile = read_path(f"tile/{path}")
            found = self._library.tile(tile)
        except LedgerError as error:
            return _absent(error)
        answer = Response(found, content_type=BYTES)
        if tile.width == TILE_COUNT:
            answer.headers["Cache-Control"] = FOR_EVER
        return answer

    def _check(self) -> None:
        given = request.headers.get("Authorization", "")
        if not given.startswith("JWS ") or not given.isascii():
            raise TrustError("trust.no_request", "send `Authorization: JWS` and a signed request")
        asked = self._asks.asking(given.removeprefix("JWS ").strip().encode())
        if asked.verb is not Verb.LEDGER:
            raise TrustError("trust.other_request", "the signed request asks for something else")


def add_ledger(app: Flask, asks: Asks, library: Library) -> None:
    """Add the routes to an application."""
    pages = LedgerPages(asks, library)
    app.add_url_rule(f"{PREFIX}/checkpoint", "ledger_checkpoint", pages.checkpoint)
    app.add_url_rule(f"{PREFIX}/tile/<path:path>", "ledger_tile", pages.tile)


def _absent(error: LedgerError) -> Response:
    if error.code not in _ABSENT:
        raise error
    return problem(404, error.code, error.text)
