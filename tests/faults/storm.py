"""Messages in portions, and after each portion a kill at a moment drawn by chance."""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from random import Random

from hub.sdk import Draft
from tests.faults.books import Books
from tests.faults.cast import Member, facts
from tests.faults.site import LOOK_S, SERVICES, Site, until

DRAIN_LIMIT_S = 240.0


@dataclass
class Feed:
    """What the senders state, in portions."""

    site: Site
    senders: Sequence[Member]
    stated: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._stack = ExitStack()
        self._put: dict[str, Callable[[Sequence[Draft]], None]] = {
            who.id: self._stack.enter_context(self.site.outbox(who.id)) for who in self.senders
        }

    def state(self, count: int) -> None:
        """Put so many new facts into the outboxes, dealt out evenly."""
        for who in self.senders:
            first = self.stated.get(who.id, 0)
            share = count // len(self.senders)
            self._put[who.id](list(facts(who, first, share)))
            self.stated[who.id] = first + share

    def state_one(self, who: Member, subject: str, body: object) -> None:
        """Put one fact of the caller's own into an outbox."""
        number = self.stated.get(who.id, 0)
        self._put[who.id]([Draft(subject, body, draftkey=f"fact-{number}")])
        self.stated[who.id] = number + 1

    def close(self) -> None:
        self._stack.close()


class Reaper:
    """Kills one process at a time, drawn by chance, and counts."""

    def __init__(self, site: Site, random: Random) -> None:
        self._site = site
        self._random = random
        self.kills: Counter[str] = Counter()

    def strike(self) -> str:
        """Kill something that runs; says what."""
        while True:
            what = self._random.choice((*SERVICES, *SERVICES, "hub", *["agent", "plugin"] * 5))
            if self._strike(what):
                self.kills[what] += 1
                return what

    def _strike(self, what: str) -> bool:
        if what == "hub":
            self._site.kill_hub()
            return True
        if what in SERVICES:
            return self._site.kill_service(what)
        who = self._random.choice(sorted(self._site.agents))
        if what == "plugin":
            return self._site.kill_plugin(who)
        self._site.kill_agent(who)
        return True


@dataclass
class Storm:
    """One run.

    Attributes:
        portions: How many portions, each followed by a kill.
        portion_count: Messages in a portion.
        pause_limit_s: Kills at most so far apart.
        events: What else happens, before which portion.
        said: Told of each portion: how many are stated, what was killed.
    """

    site: Site
    feed: Feed
    random: Random
    portions: int
    portion_count: int
    pause_limit_s: float
    events: Mapping[int, Callable[[], None]] = field(default_factory=dict)
    said: Callable[[int, str], None] = lambda _portion, _what: None

    def __post_init__(self) -> None:
        self.reaper = Reaper(self.site, self.random)
        self.books = Books(self.site)

    def run(self) -> None:
        """Feed and kill; ends with everything under way that there is.

        Raises:
            RuntimeError: A process ended that nobody killed.
        """
        for portion in range(1, self.portions + 1):
            self.feed.state(self.portion_count)
            self._until_some_progress()
            if fallen := self.site.fallen():
                raise RuntimeError("; ".join(fallen))
            what = self.reaper.strike()
            if portion in self.events:
                self.events[portion]()
            self.said(portion, what)

    def _until_some_progress(self) -> None:
        """Let a number of steps drawn by chance happen, but not for ever."""
        target = self._progress() + self.random.randrange(self.portion_count * 6)
        deadline_s = time.monotonic() + self.pause_limit_s
        while self._progress() < target and time.monotonic() < deadline_s:
            time.sleep(LOOK_S)

    def _progress(self) -> int:
        return self.books.admitted_count() + self.books.applied_count()


def drain(site: Site, books: Books, limit_s: float = DRAIN_LIMIT_S) -> None:
    """Wait until nothing is under way anywhere, seen twice.

    Raises:
        TimeoutError: With what is still open.
        RuntimeError: A process ended that nobody killed.
    """
    seen = list[dict[str, int]]()

    def at_rest() -> bool:
        if fallen := site.fallen():
            raise RuntimeError("; ".join(fallen))
        seen.append(books.unsettled())
        return len(seen) > 1 and not seen[-1] and not seen[-2]

    try:
        until(at_rest, "everything comes to rest", limit_s)
    except TimeoutError as error:
        raise TimeoutError(f"{error}; still open: {seen[-1]}") from error
