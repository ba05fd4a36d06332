"""Owns the answers to agents' requests: a generation, deliveries by number, growth, witnesses."""

from datetime import datetime

from hub.errors import MessageError, TrustError
from hub.exchange.frames import Frames
from hub.exchange.ports import HubStore
from hub.exchange.telling import Telling
from hub.message.instant import to_microseconds
from hub.message.limits import MAX_DELIVERIES_COUNT, MAX_STREAMS_TOLD_COUNT
from hub.message.request import Request, Verb
from hub.trust.directory import Directory
from hub.trust.note import read_note, verify_cosignature, witness_name
from hub.trust.verify import VerifiedRequest, verify_request


class Requests:
    """Answers requests as of one moment.

    Args:
        store: Heads, sessions and deliveries.
        directory: Who may ask.
        frames: Signs the answers.
        telling: Makes those that are proved.
        at: Aware UTC now.
    """

    def __init__(
        self,
        store: HubStore,
        directory: Directory,
        frames: Frames,
        telling: Telling,
        at: datetime,
    ) -> None:
        self._store = store
        self._directory = directory
        self._frames = frames
        self._telling = telling
        self._at = at

    def answer(self, raw: bytes, directory_text: bytes) -> tuple[str, tuple[bytes, ...]]:
        """Answer one signed request; see `Exchange.answer`."""
        verified = verify_request(raw, self._directory, self._frames.hubid, self._at)
        request = verified.request
        frames: list[bytes] = []
        match request.verb:
            case Verb.OPEN:
                frames = [self._opened(request)]
            case Verb.HEAD:
                frames = [self._frames.head(self._store.head(request.source), self._at)]
            case Verb.DIRECTORY:
                frames = [directory_text]
            case Verb.PULL:
                limit = request.limit or MAX_DELIVERIES_COUNT
                known, after = request.size or 0, request.after or 0
                found = self.pulled(request.source, after, limit, known)
                frames = [] if found is None else [found]
            case Verb.CONSISTENCY:
                frames = [self._telling.growth(request)]
            case Verb.COSIGN:
                self._witnessed(verified)
            case Verb.LEDGER:
                pass  # proves who reads the ledger; what is read is not a frame
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

    def _witnessed(self, verified: VerifiedRequest) -> None:
        """Keep a witness's signature over a checkpoint of ours.

        Raises:
            MessageError: `message.member_missing`: no cosignature, or of no size.
            TrustError: Not over that checkpoint, or not by the participant that sends it.
        """
        request = verified.request
        if request.size is None or request.cosignature is None:
            raise MessageError("message.member_missing", "`cosign` needs size and cosignature")
        checkpoint = self._store.checkpoint(request.size)
        if checkpoint is None:
            raise TrustError("trust.unknown_checkpoint", "the hub made no checkpoint of that size")
        name = witness_name(self._frames.hubid, request.source)
        line, text = request.cosignature, read_note(checkpoint.text.encode()).text
        verify_cosignature(line.encode(), name, text, verified.key.public)
        self._store.keep_cosignature(checkpoint.size, request.source, line)

    def pulled(self, participant: str, after: int, limit: int, known: int) -> bytes | None:
        """Frame deliveries after a number; ``None`` when there are none.

        Raises:
            MessageError: `message.member_invalid`: a negative number.
        """
        if after < 0:
            raise MessageError("message.member_invalid", "`after` must not be negative")
        return self._telling.pulled(participant, after, limit, known)
