"""The HTTPS link: submissions, requests, deliveries, health. Translates, decides nothing."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol

from flask import Flask, Response, request

from hub.errors import MessageError, TrustError
from hub.exchange.model import Answered, Outgoing, Submission
from hub.message.jws import read_jws
from hub.message.limits import MAX_BUNDLE_BYTES, MAX_JWS_BYTES, MAX_WAIT_S
from hub.message.request import Request, Verb, decode_request
from hub.web.health import Health
from hub.web.polls import Polls
from hub.web.problem import install, problem
from hub.web.quota import StrangerQuota

JOSE: Final = "application/jose"
FRAMES: Final = "application/vnd.safety-credit.frames"
DELIVERIES: Final = "application/vnd.safety-credit.deliveries"
SCHEME: Final = "JWS "
WALL_BYTES: Final = 4 * MAX_BUNDLE_BYTES
"""Above this the server itself hangs up; below, an answer says what is wrong."""
PIECE_BYTES: Final = 64 * 1024
NUMBER: Final = re.compile(r"\A[0-9]{1,18}\Z")


class Exchanges(Protocol):
    """What the link needs of the exchange."""

    def admit(self, submissions: Sequence[Submission]) -> Answered: ...
    def answer(self, request: bytes) -> tuple[str, tuple[bytes, ...]]: ...
    def deliveries_after(
        self, participant: str, after: int, limit: int = 256, known: int = 0
    ) -> bytes | None: ...


class HasExchange(Protocol):
    """A wired hub, as far as the link needs it."""

    @property
    def exchange(self) -> Exchanges: ...


@dataclass(frozen=True)
class Link:
    """The routes' state.

    Attributes:
        exchange: Decides.
        polls: Waits.
        push: Takes deliveries to the bus, best effort; without a bus it takes them nowhere.
        strangers: How much may come that nobody signed.
    """

    exchange: Exchanges
    polls: Polls
    push: Callable[[Iterable[Outgoing]], None]
    strangers: StrangerQuota

    def submit(self) -> Response:
        address = self.strangers.address_of(request)
        wait_s = self.strangers.wait_s(address)
        if wait_s:
            text = "too much that nobody signed came from this address; ask again later"
            answer = problem(429, "quota.unsigned", text)
            answer.headers["Retry-After"] = str(wait_s)
            return answer
        body = _body(MAX_BUNDLE_BYTES)
        answered = self.exchange.admit([Submission(None, body)])
        if answered.unverified:
            self.strangers.count(address)
        if answered.pushes:
            self.polls.wake()
            self.push(answered.pushes)
        receipt = answered.answers[0]
        if not receipt:
            raise TrustError("trust.unanswerable", "no participant of this hub sent this bundle")
        return Response(receipt, content_type=JOSE)

    def ask(self) -> Response:
        _, frames = self.exchange.answer(_body(MAX_JWS_BYTES))
        framed = b"".join(len(frame).to_bytes(4, "big") + frame for frame in frames)
        return Response(framed, content_type=FRAMES)

    def deliver(self) -> Response:
        after, wait_s = _number("after"), min(_number("wait"), MAX_WAIT_S)
        text = _signed_request()
        asked = decode_request(read_jws(text).payload)
        _check_same(asked, after)
        participant, frames = self.exchange.answer(text)
        if frames:
            return Response(frames[0], content_type=DELIVERIES)
        found = None
        if wait_s:
            with self.polls.place(participant) as place:
                if place is None:
                    return problem(429, "quota.polls", "too many polls at once; ask again later")
                known = asked.size or 0
                look = partial(self.exchange.deliveries_after, participant, after, known=known)
                found = self.polls.wait_for(place, look, wait_s)
        return Response(status=204) if found is None else Response(found, content_type=DELIVERIES)


def create_app(
    hub: HasExchange,
    *,
    health: Health | None = None,
    push: Callable[[Iterable[Outgoing]], None] | None = None,
    polls: Polls | None = None,
    strangers: StrangerQuota | None = None,
) -> Flask:
    """Make the web application of a wired hub.

    Args:
        hub: Whose exchange decides.
        health: What `/v1/health` looks at; without it there is nothing to say but that it runs.
        push: Takes deliveries to the bus when there is one; must not wait.
        polls: Who may wait for deliveries; by default 24 at once, 2 of each participant.
        strangers: How much may come that nobody signed; by default 60, then one a second.
    """
    app = Flask("hub.web", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = WALL_BYTES
    link = Link(hub.exchange, polls or Polls(24), push or _nowhere, strangers or StrangerQuota())
    told = health or Health({})
    app.add_url_rule("/v1/submissions", view_func=link.submit, methods=["POST"])
    app.add_url_rule("/v1/requests", view_func=link.ask, methods=["POST"])
    app.add_url_rule("/v1/deliveries", view_func=link.deliver, methods=["GET"])
    app.add_url_rule("/v1/health", "health", told.answer, methods=["GET"])
    install(app)
    return app


def _nowhere(_frames: Iterable[Outgoing]) -> None:
    """Leave deliveries to polls and pulls."""


def _body(limit_bytes: int) -> bytes:
    """Read the body, unless it is announced or turns out to be too large.

    What is too large is dropped piece by piece, up to `WALL_BYTES`: a sender still sending would
    not read the answer.
    """
    announced = request.content_length or 0
    body = request.stream.read(limit_bytes + 1) if announced <= limit_bytes else b""
    if announced <= limit_bytes and len(body) <= limit_bytes:
        return body
    while request.stream.read(PIECE_BYTES):
        pass
    raise MessageError("message.too_large", "the body is too large; send smaller bundles")


def _number(name: str) -> int:
    text = request.args.get(name, "0")
    if not NUMBER.match(text):
        raise MessageError("message.query_malformed", f"`{name}` must be a number", what=name)
    return int(text)


def _signed_request() -> bytes:
    given = request.headers.get("Authorization", "")
    if not given.startswith(SCHEME) or not given.isascii():
        raise TrustError("trust.no_request", "send `Authorization: JWS` and a signed pull request")
    return given.removeprefix(SCHEME).strip().encode()


def _check_same(asked: Request, after: int) -> None:
    """Refuse what does not ask for these deliveries; whether it is genuine comes after."""
    if asked.verb is not Verb.PULL or (asked.after or 0) != after:
        raise TrustError("trust.other_request", "the signed request asks for something else")
