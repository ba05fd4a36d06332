"""After an import: runs the agent until what was imported has the hub's answer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

import orjson
from sqlalchemy import func, select

from hub.agent.agent import Agent
from hub.agent.home import AgentHome
from hub.agent.mapping.problem import RowProblem
from hub.agent.outbox import OutboxState
from hub.agent.store import Store
from hub.agent.tables import outbox
from hub.errors import TransportError

PATIENCE_S = 30.0
"""Without any progress for so long, the hub is taken to be away; longer than one resend."""
AWAY_PATIENCE_S = 5.0
"""The same, once the link has said that it is away."""
_LOOKUP_COUNT = 500
_WAIT_S = 0.25


@dataclass(frozen=True, slots=True)
class Sent:
    """What the hub has said so far of the accepted messages.

    Attributes:
        waiting: No final answer yet; the agent sends them when it next runs.
        away: Why they wait, in one line; empty when they do not, or another process sends.
        elsewhere: Whether another process runs this agent and sends them.
    """

    admitted: int
    refused: int
    waiting: int
    away: str = ""
    elsewhere: bool = False


def send(
    home: AgentHome, clock: Callable[[], datetime], tell: Callable[[int], None]
) -> tuple[str, bool]:
    """Run the agent until its outbox is settled.

    Args:
        home: Whose agent.
        clock: Tells the time.
        tell: Called with the number of messages that still wait.

    Returns:
        Why some still wait, empty when none do; and whether another process sends them.
    """
    try:
        with home.lock():
            agent = home.open(plugin=False)
            try:
                return _settled(agent, clock, tell), False
            finally:
                agent.close()
    except TransportError as error:
        if error.code == "agent.running":
            return "", True
        return str(error), False


def _settled(agent: Agent, clock: Callable[[], datetime], tell: Callable[[int], None]) -> str:
    waiting = agent.pending().outbox_count
    moved_at = clock()
    why = ""
    while waiting:
        done = agent.step(clock(), _WAIT_S)
        if done.stopped:
            return f"the agent stopped: {done.stopped}; see hub agent status"
        why = done.link_away or why
        left = agent.pending().outbox_count
        tell(left)
        if left != waiting:
            waiting, moved_at = left, clock()
        elif clock() - moved_at > timedelta(seconds=AWAY_PATIENCE_S if why else PATIENCE_S):
            return why or "the hub does not answer"
    return ""


def answers(store: Store, ids: Sequence[str]) -> Mapping[str, int]:
    """Count the given messages by outbox state."""
    counts: dict[str, int] = {}
    with store.reading() as rows:
        for chunk in _chunks(ids):
            found = rows.execute(
                select(outbox.c.state, func.count())
                .where(outbox.c.id.in_(chunk))
                .group_by(outbox.c.state)
            )
            for state, count in found:
                counts[state] = counts.get(state, 0) + count
    return counts


def refused_by_hub(
    store: Store, ids: Sequence[str]
) -> Iterator[tuple[str, tuple[RowProblem, ...]]]:
    """Yield the ids among the given that the hub refused, each with its reasons."""
    with store.reading() as rows:
        for chunk in _chunks(ids):
            found = rows.execute(
                select(outbox.c.id, outbox.c.contract, outbox.c.code, outbox.c.problems).where(
                    outbox.c.id.in_(chunk), outbox.c.state == OutboxState.REFUSED
                )
            )
            for id_, contract, code, problems in found:
                yield id_, _problems(contract, code, problems)


def _problems(contract: str, code: str, raw: bytes | None) -> tuple[RowProblem, ...]:
    told = [
        RowProblem(
            "",
            f"{contract} {one['path']}",
            one["value_class"],
            code,
            one["text_en"],
            one["text_zh"],
        )
        for one in orjson.loads(raw or b"[]")
    ]
    nothing = RowProblem(
        "", contract, "", code, f"the hub refused the message: {code}", f"枢纽拒绝该消息:{code}"
    )
    return tuple(told) or (nothing,)


def _chunks(ids: Sequence[str]) -> Iterator[list[str]]:
    left = iter(ids)
    while chunk := list(islice(left, _LOOKUP_COUNT)):
        yield chunk
