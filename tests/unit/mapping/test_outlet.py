from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hub.agent.drafting import Drafting
from hub.agent.identity import Identity
from hub.agent.mapping.outlet import Drafts, OutboxOutlet, Outlet, Rehearsal
from hub.agent.store import Store
from hub.agent.tables import outbox
from hub.trust.keys import PrivateKeySigner
from tests.unit.mapping.examples import CATALOGUE, STATING, mapped, mapping
from tests.unit.mapping.test_mapping_file import TWO, TWO_HEADER


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "agent.db")
    yield opened
    opened.close()


@pytest.fixture
def agent(store: Store) -> OutboxOutlet:
    identity = Identity("bureau", "test", PrivateKeySigner.generate(), {})
    drafting = Drafting(identity, CATALOGUE)
    return OutboxOutlet(store, drafting, lambda: datetime(2026, 3, 1, 9, tzinfo=UTC))


def rows(*lines: str) -> list[Drafts]:
    raw = TWO_HEADER + "".join(f"{line}\n" for line in lines).encode()
    return [row.drafts for row in mapped(mapping(TWO), raw)]


def stored(store: Store) -> int:
    with store.reading() as connection:
        return connection.scalar(select(func.count()).select_from(outbox)) or 0


A, B = "A,2024-01-01,,Both,", "B,2024-01-01,,Both,"
CHANGED = "A,2024-01-01,2025-01-01,Both,"


def test_a_row_again_is_known(agent: OutboxOutlet, store: Store):
    first, again = agent.offer(rows(A)), agent.offer(rows(A))
    assert (len(first[0].accepted), first[0].known_count) == (2, 0)
    assert (len(again[0].accepted), again[0].known_count) == (0, 2)
    assert stored(store) == 2


def test_a_row_whose_second_message_conflicts_leaves_nothing(agent: OutboxOutlet, store: Store):
    (penalty, listing), (_, other) = rows(A, B)
    agent.offer([(replace(other, draftkey=listing.draftkey),)])
    (offered,) = agent.offer([(penalty, listing)])
    assert [problem.code for problem in offered.problems] == ["import.key_conflict"]
    assert stored(store) == 1


def test_a_row_that_is_refused_harms_no_neighbour_of_its_batch(agent: OutboxOutlet, store: Store):
    offered = agent.offer(rows(A, CHANGED, B))
    assert [bool(one.problems) for one in offered] == [False, True, False]
    assert stored(store) == 4


def test_the_time_of_what_is_known_is_remembered(agent: OutboxOutlet):
    (drafts,) = rows(A)
    agent.offer([drafts])
    key = drafts[0].draftkey or ""
    assert agent.times([key, "another"]) == {key: STATING.time}


@pytest.mark.parametrize("with_agent", [True, False])
def test_a_rehearsal_says_the_same_and_keeps_nothing(
    agent: OutboxOutlet, store: Store, with_agent: bool
):
    rehearsal: Outlet = Rehearsal(agent, store) if with_agent else Rehearsal()
    offered = rehearsal.offer(rows(A, A, CHANGED, B))
    assert [(len(one.accepted), one.known_count, len(one.problems)) for one in offered] == [
        (2, 0, 0), (0, 2, 0), (0, 0, 1), (2, 0, 0),
    ]  # fmt: skip
    assert stored(store) == 0
