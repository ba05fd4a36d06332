"""Owns the answers to agents' requests: a new generation, deliveries by number, the directory."""

from datetime import datetime

from hub.errors import MessageError, TrustError
from hub.exchange.frames import Frames
from hub.exchange.ports import HubStore
from hub.message.instant import to_microseconds
from hub.message.limits import MAX_DELIVERIES_COUNT, MAX_STREAMS_TOLD_COUNT
from hub.message.request import Request, Verb
from hub.trust.directory import Directory
from hub.trust.verify import verify_request


class Requests:
    """Answers requests as of one moment.

    Args:
        store: Heads, sessions and deliveries.
        directory: Who may ask.
        frames: Signs the answers.
        at: Aware UTC now.
    """

    def __init__(self, store: HubStore, directory: Directory, frames: Frames, at: datetime) -> None:
        self._store = store
        self._directory = directory
        self._frames = frames
        self._at = at

    def answer(self, raw: bytes, directory_text: bytes) -> tuple[str, tuple[bytes, ...]]:
        """Answer one signed request; see `Exchange.answer`."""
        request = verify_request(raw, self._directory, self._frames.hubid, self._at).request
        match request.verb:
            case Verb.OPEN:
                frames = [self._opened(request)]
            case Verb.HEAD:
                frames = [self._frames.head(self._store.head(request.source), self._at)]
            case Verb.DIRECTORY:
                frames = [directory_text]
            case Verb.PULL:
                limit = request.limit or MAX_DELIVERIES_COUNT
                frames = self.pulled(request.source, request.after or 0, limit)
        return request.source, tuple(frames)

    def _opened(self, request: Request) -> bytes:
        opened_us = to_microseconds(request.time)
        with self._store.admission() as tx:
            known = tx.sessions({request.source}).get(request.source)
            if known is not None and opened_us <= known.opened_us:
                raise TrustError(
                    "trust.request_time", "a newer start of this agent is known; ask again"
                )
            session = tx.open_session(request.source, opened_us)
            head = tx.heads({request.source})[request.source]
        streams = self._store.streams_of(request.source, MAX_STREAMS_TOLD_COUNT)
        return self._frames.welcome(head, session, streams, self._at)

    def pulled(self, participant: str, after: int, limit: int) -> list[bytes]:
        """Frame deliveries after a number; empty when there are none.

        Raises:
            MessageError: `message.member_invalid`: a negative number.
        """
        if after < 0:
            raise MessageError("message.member_invalid", "`after` must not be negative")
        rows = self._store.deliveries(participant, after, min(limit, MAX_DELIVERIES_COUNT))
        if not rows:
            return []
        before = self._store.running(participant, after)
        return self._frames.deliveries(participant, before, rows, self._at)
