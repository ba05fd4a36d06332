"""The agent: one single-threaded loop, receive -> store -> plugin -> sign -> send.

Time is an argument and every step ends with everything it did on disk, so that the loop
can be killed between any two instructions and driven step by step in a test.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from hub.agent.acknowledging import Acknowledging, last_delivery
from hub.agent.contradiction import ContradictionError
from hub.agent.drafting import Drafting
from hub.agent.frames import Frames
from hub.agent.handling import Handling
from hub.agent.host import PluginHost
from hub.agent.identity import Identity, Pace
from hub.agent.links import Link
from hub.agent.proving import ReceiptProof
from hub.agent.receiving import Receiving
from hub.agent.reporting import EnqueueResult, Reporting, enqueue
from hub.agent.sealing import seal
from hub.agent.sending import send
from hub.agent.session import Session
from hub.agent.status import Pending, pending, status
from hub.agent.store import Store
from hub.agent.upgrading import take_up_known
from hub.contracts import Catalogue
from hub.errors import ConfigError, PluginError, TransportError
from hub.message.instant import to_microseconds
from hub.sdk import Draft
from hub.trust.directory import ParticipantRecord

log = logging.getLogger(__name__)
_SECOND_US = 1_000_000


@dataclass(slots=True)
class Progress:
    """What one step did, and what kept it from doing more.

    Attributes:
        stored_count: Deliveries stored.
        settled_count: Own messages that got a final answer.
        link_away, plugin_away: Why, in one line; empty when they work.
        stopped: The code of the contradiction that stopped the agent for good.
    """

    frame_count: int = 0
    stored_count: int = 0
    settled_count: int = 0
    handled_count: int = 0
    collected_count: int = 0
    acknowledged_count: int = 0
    sealed_count: int = 0
    sent_count: int = 0
    link_away: str = ""
    plugin_away: str = ""
    stopped: str = ""

    @property
    def idle(self) -> bool:
        """Whether there was nothing to do."""
        return not (
            self.frame_count
            or self.handled_count
            or self.collected_count
            or self.acknowledged_count
            or self.sealed_count
            or self.sent_count
        )


@dataclass(frozen=True, slots=True)
class Pieces:
    """What an agent is made of; `hub.agent.home` puts them together from files.

    Attributes:
        host: Runs the plugin; None for an agent that only sends (imports).
        witness: Whether it cosigns the hub's checkpoints.
    """

    identity: Identity
    store: Store
    catalogue: Catalogue
    link: Link
    host: PluginHost | None = None
    pace: Pace = field(default_factory=Pace)
    witness: bool = False


class Agent:
    """One participant's agent, while it runs."""

    def __init__(self, pieces: Pieces) -> None:
        """Take up where the last run ended; nothing is sent yet."""
        self._pieces = pieces
        store, identity, pace = pieces.store, pieces.identity, pieces.pace
        self.session = Session(store, identity, pace, witness=pieces.witness)
        self._drafting = Drafting(identity, pieces.catalogue)
        receiving = Receiving(store, identity, pieces.catalogue, self.session)
        proof = ReceiptProof(pieces.catalogue)
        self._frames = Frames(store, self.session, receiving, proof, pace)
        self._acknowledging = Acknowledging(store, identity, pace)
        if pieces.host is not None:
            self._handling = Handling(store, pieces.host, self._drafting, pace)
            self._reporting = Reporting(store, pieces.host, self._drafting)
        self._link_from_us = self._plugin_from_us = self._collect_from_us = 0
        self._was_idle = self._taken_up = False
        self._stopped = ""

    def step(self, now: datetime, wait_s: float = 0.0) -> Progress:
        """Do everything that can be done now.

        Args:
            now: Aware UTC.
            wait_s: When the last step found nothing to do, wait so long for a frame.
        """
        done = Progress(stopped=self._stopped)
        if self._stopped:
            return done
        self._pieces.identity.look()
        self._take_up(now)
        try:
            self._over_link(done, now, lambda: self._receive(done, now, wait_s))
            self._in_plugin(done, now)
            self._sign(done, now)
            self._over_link(done, now, lambda: self._send(done, now))
        except ContradictionError as error:
            log.error("agent stopped: %s", error)  # noqa: TRY400 - the line says it all
            self.session.stop(error, now)
            done.stopped = self._stopped = error.code
        self._was_idle = done.idle
        return done

    def run(
        self,
        stop: Callable[[], bool],
        wait_s: float = 0.25,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> Progress:
        """Step until told to stop, or stopped by a contradiction; gives the last progress."""
        done = Progress()
        while not stop():
            done = self.step(clock(), wait_s)
            if done.stopped:
                break
            if done.idle and done.link_away:
                time.sleep(wait_s)  # a link that is away does not wait for frames
        return done

    def start_plugin(self) -> None:
        """Start the plugin; one that fails otherwise than below is tried again while it runs.

        Raises:
            ConfigError: plugin.unknown, plugin.import_failed: what the settings name is not
                there, and no waiting helps.
        """
        if self._pieces.host is None:
            return
        try:
            self._pieces.host.start()
        except PluginError as error:
            if error.code in {"plugin.unknown", "plugin.import_failed"}:
                raise ConfigError(error.code, error.text) from error
        except TransportError:
            return

    def enqueue(self, drafts: Sequence[Draft | dict[str, Any]], now: datetime) -> EnqueueResult:
        """Accept drafts from outside a plugin, all in one transaction."""
        return enqueue(self._pieces.store, self._drafting, drafts, now)

    def pending(self) -> Pending:
        """Count what is under way."""
        return pending(self._pieces.store)

    def status(self) -> dict[str, Any]:
        """Tell counts, parked messages, proposals and alarms."""
        return status(self._pieces.store)

    def close(self) -> None:
        """End the plugin's process, the link and the database."""
        if self._pieces.host is not None:
            self._pieces.host.close()
        self._pieces.link.close()
        self._pieces.store.close()

    def _over_link(self, done: Progress, now: datetime, work: Callable[[], None]) -> None:
        """Use the link unless it failed a moment ago; a link that is away is no error of ours."""
        now_us = to_microseconds(now)
        if now_us < self._link_from_us:
            done.link_away = done.link_away or "the link failed a moment ago; waiting"
            return
        try:
            work()
        except TransportError as error:
            wait_s = error.facts.get("retry_after_s", self._pieces.pace.link_retry_s)
            self._link_from_us = now_us + int(float(wait_s) * _SECOND_US)
            done.link_away = str(error)
            log.warning("link away: %s", error)

    def _take_up(self, now: datetime) -> None:
        """Once a run, let go on what waited for a contract that is known by now."""
        if self._taken_up:
            return
        count = take_up_known(self._pieces.store, self._pieces.catalogue, to_microseconds(now))
        self._taken_up = True
        if count:
            log.info("%d deliveries whose contract was unknown are taken up", count)

    def _receive(self, done: Progress, now: datetime, wait_s: float) -> None:
        link, session = self._pieces.link, self.session
        number = self._last_number()
        verb = session.wanted(number, now, pulls=link.pulls)
        if verb is not None:
            question = session.ask(verb, now, number)
            if question is not None:
                link.request(question)
        frames = link.receive(number, wait_s if self._was_idle else 0.0)
        for frame in frames:
            taken = self._frames.take(frame.body, now)
            done.stored_count += taken.stored_count
            done.settled_count += taken.settled_count
        done.frame_count = len(frames)
        if frames:
            link.settle(frames)

    def _last_number(self) -> int:
        with self._pieces.store.reading() as rows:
            return last_delivery(rows)[0]

    def _in_plugin(self, done: Progress, now: datetime) -> None:
        """Use the plugin unless it failed to start a moment ago."""
        who = self.session.record
        now_us = to_microseconds(now)
        if self._pieces.host is None or who is None or now_us < self._plugin_from_us:
            return
        try:
            done.handled_count = self._handling.step(who, now)
            done.handled_count += self._reporting.tell()
            self._collect(done, who, now)
        except (PluginError, TransportError) as error:
            self._plugin_from_us = now_us + int(self._pieces.pace.retry_s * _SECOND_US)
            done.plugin_away = str(error)
            log.warning("plugin away: %s", error)

    def _collect(self, done: Progress, who: ParticipantRecord, now: datetime) -> None:
        now_us = to_microseconds(now)
        if now_us < self._collect_from_us:
            return
        self._collect_from_us = now_us + int(self._pieces.pace.collect_s * _SECOND_US)
        done.collected_count = len(self._reporting.collect(who, now).accepted)

    def _sign(self, done: Progress, now: datetime) -> None:
        generation = self.session.standing.generation
        if generation == 0:
            return
        pieces, now_us = self._pieces, to_microseconds(now)
        done.acknowledged_count = self._acknowledging.make(generation, now)
        while sealed := seal(pieces.store, pieces.identity, pieces.pace, generation, now_us):
            done.sealed_count += sealed

    def _send(self, done: Progress, now: datetime) -> None:
        if self.session.standing.generation:
            pieces = self._pieces
            done.sent_count = send(pieces.store, pieces.link, pieces.pace, to_microseconds(now))
