"""Owns the playing of the year: week by week, until nothing is under way."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from hub.agent.acknowledging import last_delivery
from hub.agent.plugin_states import plugin_states
from hub.agent.proposals import confirm, decline, listed
from hub.agent.store import Store
from hub.cli.demo import systems
from hub.cli.demo.stage import EMERGENCY, INDUSTRY, MARKET, DemoClock, Stage
from hub.cli.demo.year import SHARE_REVOKED, Year, weeks
from hub.errors import LedgerError
from hub.message.bundle import write_bundle
from hub.sdk import Draft
from hub_plugins.emergency_management.facts import candidates

WEEK = timedelta(weeks=1)
ROUND = timedelta(seconds=1)
MOST_ROUNDS = 500
REVOKED_AFTER_WEEKS = 8
OFFICER = "officer-7"
RULE = "confirmed the week after it was proposed; every tenth case declined"
GARBAGE = (b"not a bundle", b"SCB1\x00\x01\x00\x00\x00\x03abc", write_bundle([b"not an envelope"]))


class Play:
    """Plays one year on a stage.

    Args:
        stage: The cast.
        clock: Moved on by this.
        year: What happens.
        random: Seeded; decides which listings fall.
    """

    def __init__(self, stage: Stage, clock: DemoClock, year: Year, random: Random) -> None:
        self._stage = stage
        self._clock = clock
        self._year = year
        self._random = random
        self._fallen: dict[str, datetime] = {}

    def run(self) -> Iterator[date]:
        """Play; yields each Monday when its week is settled."""
        since = date(2000, 1, 1)
        for week, monday in enumerate(weeks()):
            self._clock.at = monday
            self._state_facts(week, since, monday)
            self._decide(monday)
            self._settle()
            since = monday.date()
            yield since
        for frame in GARBAGE:
            self._stage.bus.submit("nobody", frame)
        self._settle()

    def _state_facts(self, week: int, since: date, monday: datetime) -> None:
        agents, until = self._stage.agents, monday.date()
        agents[MARKET.id].enqueue(list(systems.registrations(self._year, week)), monday)
        agents[INDUSTRY.id].enqueue(list(systems.industry_facts(self._year, since, until)), monday)
        own = [
            *systems.penalties(self._year, since, until),
            *systems.baseless_listings(self._year, week),
            *self._revocations(monday),
        ]
        agents[EMERGENCY.id].enqueue(own, monday)

    def _decide(self, monday: datetime) -> None:
        """The officer's rule; the three proposals of one case are decided alike."""
        store = self._stage.store(EMERGENCY)
        for proposal in listed(store):
            if _lot(proposal.subject) % 10 == 0:
                decline(store, proposal.id, OFFICER, "the demo's rule", monday)
                continue
            confirm(store, proposal.id, OFFICER, monday)
            if proposal.contract.startswith("listing.") and self._random.random() < SHARE_REVOKED:
                self._fallen[proposal.id] = monday + REVOKED_AFTER_WEEKS * WEEK

    def _revocations(self, monday: datetime) -> Iterator[Draft]:
        due = [listing for listing, falls_at in self._fallen.items() if falls_at <= monday]
        if not due:
            return
        states = plugin_states(self._stage.store(EMERGENCY))
        for state in states.values():
            for candidate in candidates(state):
                if candidate.listing_id in due:
                    del self._fallen[candidate.listing_id]
                    yield from systems.revocation(candidate, monday)

    def _settle(self) -> None:
        """Step every agent until none has anything to do."""
        stage = self._stage
        stage.bus.publish_heads()
        for _ in range(MOST_ROUNDS):
            self._clock.at = self._clock() + ROUND
            steps = [agent.step(self._clock()) for agent in stage.agents.values()]
            if any(step.stopped for step in steps):
                raise LedgerError("demo.agent_stopped", "an agent found a contradiction")
            if self._nothing_under_way():
                break
        else:
            raise LedgerError("demo.never_settled", "the demo does not come to rest")
        while stage.hub.clerk.step():
            pass

    def _nothing_under_way(self) -> bool:
        """Every agent has all the hub has for it, and nothing left to do or to hear."""
        if not all(agent.pending().none for agent in self._stage.agents.values()):
            return False
        heads = {head.recipient: head.last for head in self._stage.hub.store.heads()}
        return all(
            _last_number(store) == heads.get(name, 0) for name, store in self._stage.stores.items()
        )


def _last_number(store: Store) -> int:
    with store.reading() as rows:
        return last_delivery(rows)[0]


def _lot(subject: str) -> int:
    return sum(subject.encode())
