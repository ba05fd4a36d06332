"""Owns the check of the demo: reads the hub's and the agents' databases, nothing else.

It shares no code with what it checks: plain SQL and SHA-256.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing that must balance."""

    claim: str
    holds: bool
    figures: str


class Referee:
    """Reads the databases of one demo.

    Args:
        home: The hub's home, nothing running on it in between.
        participants: Whose agents live there.
    """

    def __init__(self, home: Path, participants: list[str]) -> None:
        self._hub = home / "hub.db"
        self._agents = {name: home / "agents" / name / "agent.db" for name in participants}

    def verdicts(self) -> list[Verdict]:
        """Check everything; a claim holds only if it holds for every participant."""
        checks: tuple[Callable[[], Verdict], ...] = (
            self._sent_is_admitted,
            self._refusals_agree,
            self._numbers_have_no_hole,
            self._inboxes_hold_what_was_sent,
            self._outcomes_agree,
            self._nothing_is_parked,
            self._routes_are_deliveries,
            self._ledger_is_its_root,
        )
        return [check() for check in checks]

    def _rows(self, path: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return connection.execute(query, values).fetchall()

    def _at_hub(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self._rows(self._hub, query, *values)

    def _by_agent(self) -> Iterator[tuple[str, Callable[[str], list[tuple[Any, ...]]]]]:
        for name, path in self._agents.items():
            yield name, lambda query, path=path: self._rows(path, query)  # type: ignore[misc]

    def _sent_is_admitted(self) -> Verdict:
        total, holds = 0, True
        for name, agent in self._by_agent():
            sent = set(agent("SELECT id, digest FROM outbox WHERE state = 'admitted'"))
            had = set(self._at_hub("SELECT id, digest FROM messages WHERE source = ?", name))
            under_way = agent("SELECT id FROM outbox WHERE state NOT IN ('admitted', 'refused')")
            holds = holds and sent == had and not under_way
            total += len(had)
        return Verdict("every message an agent sent is admitted, bytes equal", holds, f"{total}")

    def _refusals_agree(self) -> Verdict:
        total, holds = 0, True
        for name, agent in self._by_agent():
            told = set(agent("SELECT id, code FROM outbox WHERE state = 'refused'"))
            had = set(self._at_hub("SELECT id, code FROM refusals WHERE source = ?", name))
            holds = holds and told == had
            total += len(had)
        return Verdict("every refusal reached its sender with its code", holds, f"{total}")

    def _numbers_have_no_hole(self) -> Verdict:
        total, holds = 0, True
        for name, agent in self._by_agent():
            (last,) = self._at_hub("SELECT last FROM heads WHERE recipient = ?", name) or [(0,)]
            numbers = [row[0] for row in agent("SELECT number FROM inbox ORDER BY number")]
            holds = holds and numbers == list(range(1, last[0] + 1))
            total += len(numbers)
        return Verdict("every recipient's numbers are 1, 2, 3 ... to its head", holds, f"{total}")

    def _inboxes_hold_what_was_sent(self) -> Verdict:
        query = (
            "SELECT d.number, d.idx, m.digest, d.running FROM deliveries d"
            " JOIN messages m ON m.idx = d.idx WHERE d.recipient = ? ORDER BY d.number"
        )
        total, holds = 0, True
        for name, agent in self._by_agent():
            sent = self._at_hub(query, name)
            got = agent("SELECT number, ledger_index, digest, running FROM inbox ORDER BY number")
            holds = holds and sent == got
            total += len(got)
        return Verdict("every inbox holds the bytes that were sent to it", holds, f"{total}")

    def _outcomes_agree(self) -> Verdict:
        query = "SELECT number, outcome FROM outcomes WHERE recipient = ? ORDER BY number"
        outcomes: Counter[str] = Counter()
        holds = True
        for name, agent in self._by_agent():
            told = self._at_hub(query, name)
            done = agent("SELECT number, outcome FROM inbox ORDER BY number")
            holds = holds and told == done
            outcomes.update(outcome for _, outcome in told)
        figures = ", ".join(f"{count} {name}" for name, count in sorted(outcomes.items()))
        return Verdict("every delivery is acknowledged with its outcome, once", holds, figures)

    def _nothing_is_parked(self) -> Verdict:
        parked, alarms = 0, 0
        for _, agent in self._by_agent():
            parked += agent("SELECT count(*) FROM inbox WHERE state <> 'applied'")[0][0]
            alarms += agent("SELECT count(*) FROM alarms")[0][0]
        figures = f"{parked} parked, {alarms} alarms"
        return Verdict(
            "no message is parked, no agent raised an alarm", not parked + alarms, figures
        )

    def _routes_are_deliveries(self) -> Verdict:
        routed: Counter[tuple[int, str]] = Counter()
        for index, recipients in self._at_hub("SELECT idx, recipients FROM messages"):
            routed.update((index, name) for name in recipients.split(",") if name)
        delivered = Counter(self._at_hub("SELECT idx, recipient FROM deliveries"))
        holds = routed == delivered
        return Verdict("every route is one delivery", holds, f"{sum(delivered.values())}")

    def _ledger_is_its_root(self) -> Verdict:
        rows = self._at_hub("SELECT idx, entry, leaf FROM ledger ORDER BY idx")
        dense = [row[0] for row in rows] == list(range(len(rows)))
        leaves = [row[2] for row in rows]
        hashed = all(sha256(b"\x00" + entry).digest() == leaf for _, entry, leaf in rows)
        ((frontier,),) = self._at_hub("SELECT frontier FROM tail")
        peaks = [frontier[at : at + 32] for at in range(8, len(frontier), 32)]
        root = peaks[-1] if peaks else sha256(b"").digest()
        for peak in reversed(peaks[:-1]):
            root = sha256(b"\x01" + peak + root).digest()
        holds = dense and hashed and root == _root(leaves)
        return Verdict("the ledger is dense and hashes to its root", holds, f"{len(rows)} entries")


def _root(leaves: list[bytes]) -> bytes:
    """The tree head of RFC 6962 section 2.1, level by level."""
    if not leaves:
        return sha256(b"").digest()
    level = leaves
    while len(level) > 1:
        paired = [
            sha256(b"\x01" + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=False)
        ]
        level = paired + ([level[-1]] if len(level) % 2 else [])
    return level[0]
