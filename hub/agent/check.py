"""A signed ping through the whole path, told line by line; nothing is sent or stored but it.

`open` gives a new generation and would fence a running agent: it is asked only when this
process can be the agent itself.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime

from hub.agent.home import AgentHome
from hub.agent.identity import Pace
from hub.agent.links import Link
from hub.agent.session import Session
from hub.agent.store import GENERATION, remembered_number
from hub.errors import HubError, MessageError, TransportError, TrustError
from hub.message.delivery import is_deliveries
from hub.message.head import decode_head
from hub.message.jws import read_jws
from hub.message.kinds import Kind
from hub.message.limits import MAX_DIRECTORY_BYTES
from hub.message.request import Verb


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was checked."""

    name: str
    ok: bool
    text: str


def check(home: AgentHome, limit_s: float = 10.0, link: Link | None = None) -> Iterator[Line]:
    """Check one agent's way to the hub; what follows a failure is not checked.

    Args:
        limit_s: Longest wait for each answer.
        link: None: the one the settings name.
    """
    with ExitStack() as stack:
        ping = _Ping(home, limit_s, stack, link)
        steps: tuple[tuple[str, Callable[[], str]], ...] = (
            ("key", ping.key),
            ("link", ping.directory),
            ("directory", ping.standing),
            ("hub signature", ping.head),
            ("generation", ping.generation),
            ("head", ping.progress),
        )
        for name, step in steps:
            try:
                yield Line(name, ok=True, text=step())
            except HubError as error:
                yield Line(name, ok=False, text=str(error))
                return


class _Ping:
    """The steps; each returns what it found, or raises."""

    def __init__(
        self, home: AgentHome, limit_s: float, stack: ExitStack, link: Link | None
    ) -> None:
        self._home = home
        self._limit_s = limit_s
        self._stack = stack
        self._given = link
        self._last = 0

    def key(self) -> str:
        self._identity = self._home.identity()
        self._store = self._home.store()
        self._stack.callback(self._store.close)
        self._session = Session(self._store, self._identity, Pace())
        return f"{self._identity.signer.alg} {self._identity.signer.kid}"

    def directory(self) -> str:
        self._link = self._given or self._home.link()
        self._stack.callback(self._link.close)
        self._directory = self._asked(Verb.DIRECTORY, Kind.DIRECTORY)
        return "a signed request was answered"

    def standing(self) -> str:
        self._session.take_directory(self._directory)
        directory, who = self._session.standing.directory, self._session.record
        if directory is None or who is None:
            raise TrustError("trust.unknown_participant", "the directory does not have us")
        if all(key.public.kid != self._identity.signer.kid for key in who.keys):
            raise TrustError("trust.unknown_key", "the directory has other keys for us")
        return f"version {directory.version}, we are {who.status} as {who.role} {who.region}"

    def head(self) -> str:
        text = self._asked(Verb.HEAD, Kind.HEAD)
        self._last = decode_head(self._session.believed(text, Kind.HEAD)).last
        self._session.take_head(text, datetime.now(UTC))
        return "verified under the pinned root"

    def generation(self) -> str:
        try:
            self._stack.enter_context(self._home.lock())
        except TransportError:
            with self._store.reading() as rows:
                known = remembered_number(rows, GENERATION)
            return f"{known}, held by the agent that is running"
        welcome = self._asked(Verb.OPEN, Kind.WELCOME)
        self._session.take_welcome(welcome, datetime.now(UTC))
        return f"{self._session.standing.generation}, opened"

    def progress(self) -> str:
        return f"the hub has {self._last} deliveries for us"

    def _asked(self, verb: Verb, kind: Kind) -> bytes:
        """Ask and wait for the answer of that kind; deliveries meanwhile are left alone."""
        now = datetime.now(UTC)
        self._link.request(self._session.sign(verb, now))
        deadline = time.monotonic() + self._limit_s
        while time.monotonic() < deadline:
            for frame in self._link.receive(0, 0.5):
                if _kind_of(frame.body) is kind:
                    return frame.body
        raise TransportError(
            "agent.unanswered",
            f"no answer to {verb.value} in {self._limit_s:g} s: is the hub up, are we enrolled?",
        )


def _kind_of(frame: bytes) -> Kind | None:
    if is_deliveries(frame):
        return None
    try:
        return Kind(read_jws(frame, MAX_DIRECTORY_BYTES).header.cty)
    except MessageError:
        return None
