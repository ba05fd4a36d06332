from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hub.agent.agent import Agent, Pieces, Progress
from hub.agent.identity import Identity
from hub.agent.store import Store
from hub.agent.tables import inbox, outbox
from hub.bootstrap import read_catalogue
from tests.unit.agent.fake_hub import HUBID, US, FakeHub, is_event
from tests.unit.agent.inline_host import InlineHost
from tests.unit.agent.world import INSURER, MARKET, PACE, World, sample


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.enrol(MARKET)
    made.enrol(INSURER)
    yield made
    made.close()


class Bench:
    """One agent beside a fake hub, on a counted clock."""

    def __init__(self, folder: Path, plugin: str | None = "plain", **pace: Any) -> None:
        self.folder, self.plugin = folder, plugin
        self.pace = replace(PACE, **pace)
        self.hub = FakeHub()
        self.catalogue = read_catalogue()
        self.witness = False
        self.start()

    def start(self) -> None:
        """Start the agent as after a crash: same home, nothing else kept."""
        self.store = Store(self.folder / "agent.db")
        self.agent = Agent(
            Pieces(
                identity=Identity(
                    US, HUBID, self.hub.signers[US], {self.hub.root.kid: self.hub.root.public}
                ),
                store=self.store,
                catalogue=self.catalogue,
                link=self.hub,
                host=None if self.plugin is None else InlineHost(sample(self.plugin)),
                pace=self.pace,
                witness=self.witness,
            )
        )

    def steps(self, count: int = 4, seconds: float = 0.01) -> Progress:
        for _ in range(count):
            self.hub.now += timedelta(seconds=seconds)
            done = self.agent.step(self.hub.now)
        return done

    def opened(self) -> "Bench":
        self.steps()
        assert self.agent.session.standing.generation == self.hub.generation > 0
        return self

    def sent(self) -> list[bytes]:
        """Take the messages submitted so far; acknowledgements are admitted on the way."""
        submitted, self.hub.submitted = self.hub.submitted, []
        others = [one for one in submitted if not is_event(one)]
        if others:
            self.hub.frames.append(self.hub.receipt(*(self.hub.answer(one) for one in others)))
        return [one for one in submitted if is_event(one)]

    def outbox(self) -> list[dict[str, Any]]:
        with self.store.reading() as rows:
            found = rows.execute(select(outbox).order_by(outbox.c.position)).mappings()
            return [dict(row) for row in found]

    def inbox(self) -> list[dict[str, Any]]:
        with self.store.reading() as rows:
            found = rows.execute(select(inbox).order_by(inbox.c.number)).mappings()
            return [dict(row) for row in found]

    def alarms(self) -> list[str]:
        return sorted(one["code"] for one in self.agent.status()["alarms"])


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.agent.close()
