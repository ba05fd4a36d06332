"""Decides whether everything balances to the message, from what is written down alone."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from tests.faults.books import (
    Books,
    Row,
    entry_facts,
    peaks_root,
    signed_digest,
    tree_root,
)
from tests.faults.counting_plugin import answers

MESSAGE, ACKNOWLEDGEMENT, HEAD, REFUSAL = 1, 2, 3, 4
SHOWN_COUNT = 3
Difference = str


@dataclass(frozen=True)
class Verdict:
    """One thing that must balance.

    Attributes:
        differences: What does not; empty when it holds.
    """

    claim: str
    count: int
    differences: tuple[Difference, ...]

    @property
    def holds(self) -> bool:
        return not self.differences

    def __str__(self) -> str:
        """Give one line for people."""
        shown = "; ".join(self.differences[:SHOWN_COUNT])
        more = f" ({len(self.differences)} differences: {shown})" if shown else ""
        return f"{'ok  ' if self.holds else 'FAIL'} {self.claim}: {self.count}{more}"


Finding = tuple[int, Sequence[Difference]]


class Referee:
    """Checks one site at rest.

    Args:
        books: What is written down.
        stated: How many facts each sender was given; their business keys are `fact-N`.
    """

    def __init__(self, books: Books, stated: Mapping[str, int]) -> None:
        self._books = books
        self._stated = stated

    def verdicts(self) -> list[Verdict]:
        checks: dict[str, Callable[[], Finding]] = {
            "every fact stated is one message with a final answer": self._stated_is_sent,
            "receipts and the hub's messages agree, bytes and places": self._receipts_agree,
            "refusals reached their senders with their codes": self._refusals_agree,
            "the numbers of each issuer and subject have no hole": self._sequences_dense,
            "deliveries are numbered without a hole and match the heads": self._numbers_dense,
            "each message went to everyone entitled, once": self._routes,
            "each inbox holds exactly what was sent to it, bytes equal": self._inboxes,
            "each delivery is acknowledged once with its outcome": self._outcomes,
            "acknowledgements are numbered without a hole": self._acknowledgements,
            "each effect happened once, in the issuer's order": self._effects,
            "plugin states moved once a message": self._states,
            "drafts that a message causes are sent once": self._answers,
            "the ledger has each message, refusal, acknowledgement once": self._ledger,
            "the ledger hashes to its root": self._root,
            "heads in the ledger are those of the deliveries": self._ledger_heads,
            "nothing is held, parked, quarantined or alarming": self._leftovers,
        }
        return [Verdict(claim, *_bounded(check())) for claim, check in checks.items()]

    def _stated_is_sent(self) -> Finding:
        query = "SELECT draftkey, state FROM outbox WHERE draftkey IS NOT NULL"
        differences = []
        for who, count in self._stated.items():
            sent = Counter(key for key, state in self._books.agent(who, query))
            wanted = Counter(f"fact-{number}" for number in range(count))
            differences += _differ(f"{who} outbox", wanted, sent)
        return sum(self._stated.values()), differences

    def _receipts_agree(self) -> Finding:
        mine = "SELECT id, digest, ledger_index, envelope FROM outbox WHERE state = 'admitted'"
        theirs = "SELECT id, digest, idx, envelope FROM messages WHERE source = ?"
        count, differences = 0, list[Difference]()
        for who in self._books.names:
            sent = Counter(_hashed(self._books.agent(who, mine)))
            had = Counter(_hashed(self._books.hub(theirs, who)))
            differences += _differ(who, sent, had)
            count += had.total()
        return count, differences

    def _refusals_agree(self) -> Finding:
        mine = "SELECT id, code FROM outbox WHERE state = 'refused'"
        theirs = "SELECT id, code FROM refusals WHERE source = ?"
        count, differences = 0, list[Difference]()
        for who in self._books.names:
            had = Counter(self._books.hub(theirs, who))
            differences += _differ(who, Counter(self._books.agent(who, mine)), had)
            count += had.total()
        return count, differences

    def _sequences_dense(self) -> Finding:
        query = (
            "SELECT source, subject, sequence FROM messages"
            " UNION ALL SELECT source, subject, sequence FROM refusals WHERE subject <> ''"
        )
        streams: dict[tuple[str, str], list[int]] = {}
        for source, subject, sequence in self._books.hub(query):
            streams.setdefault((source, subject), []).append(sequence)
        differences = [
            f"{source} {subject}: {_holes(numbers)}"
            for (source, subject), numbers in streams.items()
            if _holes(numbers)
        ]
        return len(streams), differences

    def _numbers_dense(self) -> Finding:
        heads = self._books.heads()
        count, differences = 0, list[Difference]()
        for who in self._books.names:
            query = "SELECT number FROM deliveries WHERE recipient = ?"
            numbers = [row[0] for row in self._books.hub(query, who)]
            count += len(numbers)
            if _holes(numbers) or len(numbers) != heads.get(who, 0):
                differences.append(f"{who}: {_holes(numbers)}, head {heads.get(who)}")
        return count, differences

    def _routes(self) -> Finding:
        everyone = frozenset(self._books.names)
        wanted = Counter(
            (index, who)
            for index, source in self._books.hub("SELECT idx, source FROM messages")
            for who in everyone - {source}
        )
        had = Counter(self._books.hub("SELECT idx, recipient FROM deliveries"))
        return had.total(), _differ("routes", wanted, had)

    def _inboxes(self) -> Finding:
        theirs = (
            "SELECT d.number, d.idx, m.digest, d.running, m.envelope FROM deliveries d"
            " JOIN messages m ON m.idx = d.idx WHERE d.recipient = ?"
        )
        mine = "SELECT number, ledger_index, digest, running, envelope FROM inbox"
        count, differences = 0, list[Difference]()
        for who in self._books.names:
            sent = Counter(_hashed(self._books.hub(theirs, who)))
            got = Counter(_hashed(self._books.agent(who, mine)))
            differences += _differ(who, sent, got)
            differences += self._chain(who)
            count += got.total()
        return count, differences

    def _chain(self, who: str) -> Iterator[Difference]:
        """Recompute the running hash over what an inbox holds."""
        link = bytes(32)
        query = (
            "SELECT number, ledger_index, admitted_at, digest, running FROM inbox ORDER BY number"
        )
        for number, index, admitted_us, digest, running in self._books.agent(who, query):
            numbers = b"".join(value.to_bytes(8, "big") for value in (number, index, admitted_us))
            link = sha256(link + numbers + digest).digest()
            if link != running:
                yield f"{who}: the running hash breaks at {number}"
                return

    def _outcomes(self) -> Finding:
        count, differences = 0, list[Difference]()
        for who in self._books.names:
            query = "SELECT number, outcome FROM outcomes WHERE recipient = ?"
            told = Counter(self._books.hub(query, who))
            done = "SELECT number, outcome FROM inbox WHERE outcome IS NOT NULL"
            differences += _differ(who, Counter(self._books.agent(who, done)), told)
            count += told.total()
        return count, differences

    def _acknowledgements(self) -> Finding:
        count, differences = 0, list[Difference]()
        for who in self._books.names:
            query = "SELECT sequence, id, digest FROM acknowledgements WHERE source = ?"
            had = self._books.hub(query, who)
            mine = self._books.agent(who, "SELECT sequence, id, digest FROM acknowledgements")
            differences += _differ(who, Counter(mine), Counter(had))
            if holes := _holes([row[0] for row in had]):
                differences.append(f"{who}: {holes}")
            count += len(had)
        return count, differences

    def _effects(self) -> Finding:
        count, differences = 0, list[Difference]()
        for who in self._books.names:
            applied = self._books.agent(
                who, "SELECT number, source, id FROM inbox WHERE state = 'applied'"
            )
            wanted = Counter((number, f"{who}/{source}/{key}") for number, source, key in applied)
            query = (
                "SELECT number, once_key, source, subject, sequence FROM effects ORDER BY position"
            )
            effects = self._books.system(who, query)
            differences += _differ(who, wanted, Counter(row[:2] for row in effects))
            differences += _disorder(who, effects)
            balances = self._books.system(who, "SELECT subject, count FROM balances")
            times = Counter(row[3] for row in effects)
            differences += _differ(who, Counter(times.items()), Counter(balances))
            count += len(effects)
        return count, differences

    def _states(self) -> Finding:
        count, differences = 0, list[Difference]()
        for who in self._books.names:
            query = "SELECT subject, count(*) FROM inbox WHERE state = 'applied' GROUP BY subject"
            applied = self._books.agent(who, query)
            wanted = Counter((subject, f'{{"count":{times}}}') for subject, times in applied)
            states = self._books.agent(who, "SELECT subject, state FROM plugin_state")
            had = Counter((subject, bytes(state).decode()) for subject, state in states)
            differences += _differ(who, wanted, had)
            count += had.total()
        return count, differences

    def _answers(self) -> Finding:
        count, differences = 0, list[Difference]()
        asked = "SELECT source, id, type, sequence FROM messages"
        messages = self._books.hub(asked)
        for who in self._books.names:
            department = self._books.department(who)
            wanted = Counter(
                key
                for source, key, kind, sequence in messages
                if source != who and answers(department, kind, sequence)
            )
            query = "SELECT causationid FROM messages WHERE source = ? AND causationid IS NOT NULL"
            had = Counter(row[0] for row in self._books.hub(query, who))
            differences += _differ(who, wanted, had)
            count += had.total()
        return count, differences

    def _ledger(self) -> Finding:
        entries = [
            (index, *entry_facts(bytes(entry)))
            for index, entry in self._books.hub("SELECT idx, entry FROM ledger")
        ]
        differences = []
        if sorted(row[0] for row in entries) != list(range(len(entries))):
            differences.append("the indices have a hole")
        for kind, table in (
            (MESSAGE, "messages"),
            (REFUSAL, "refusals"),
            (ACKNOWLEDGEMENT, "acknowledgements"),
        ):
            query = f"SELECT idx, source, id, sequence, signing_digest, digest FROM {table}"  # noqa: S608 - names of ours
            wanted = Counter((row[0], *row[2:]) for row in entries if row[1] == kind)
            differences += _differ(table, wanted, Counter(self._books.hub(query)))
        return len(entries), differences

    def _root(self) -> Finding:
        rows = self._books.hub("SELECT entry, leaf FROM ledger ORDER BY idx")
        leaves = [sha256(b"\x00" + bytes(entry)).digest() for entry, _ in rows]
        differences = []
        if leaves != [bytes(leaf) for _, leaf in rows]:
            differences.append("a leaf is not the hash of its entry")
        ((frontier, size),) = self._books.hub("SELECT frontier, size FROM tail")
        if tree_root(leaves) != peaks_root(bytes(frontier)) or size != len(leaves):
            differences.append("the root is another")
        return len(leaves), differences

    def _ledger_heads(self) -> Finding:
        rows = self._books.hub("SELECT recipient, number, running FROM deliveries")
        running = {(who, number): bytes(link) for who, number, link in rows}
        found = self._books.hub("SELECT entry FROM ledger WHERE kind = ?", HEAD)
        heads = [entry_facts(bytes(row[0])) for row in found]
        differences = [
            f"{who} {last}"
            for _, who, _, last, link, _ in heads
            if running.get((who, last)) != link
        ]
        told = dict.fromkeys(self._books.names, 0)
        for _, who, _, last, _, _ in heads:
            told[who] = max(told[who], last)
        differences += [
            f"{who} ends at {last}"
            for who, last in told.items()
            if last != self._books.heads().get(who, 0)
        ]
        return len(heads), differences

    def _leftovers(self) -> Finding:
        differences = []
        for what in ("held", "quarantine"):
            ((count,),) = self._books.hub(f"SELECT count(*) FROM {what}")  # noqa: S608 - names of ours
            if count:
                differences.append(f"{count} {what}")
        for who in self._books.names:
            alarms = self._books.agent(who, "SELECT code, about, text FROM alarms")
            differences += [f"{who} alarm {' '.join(row)}" for row in alarms]
            states = "SELECT number, state, reason FROM inbox WHERE state <> 'applied'"
            differences += [f"{who} {row}" for row in self._books.agent(who, states)]
        return len(differences), differences


def _bounded(finding: Finding) -> tuple[int, tuple[Difference, ...]]:
    count, differences = finding
    return count, tuple(differences)


def _differ(where: str, wanted: Counter[Any], had: Counter[Any]) -> list[Difference]:
    missing, surplus = wanted - had, had - wanted
    return [
        *(f"{where}: missing {_told(item)}" for item in missing.elements()),
        *(f"{where}: too many {_told(item)}" for item in surplus.elements()),
    ]


def _told(item: object) -> str:
    if isinstance(item, tuple):
        return " ".join(one.hex()[:12] if isinstance(one, bytes) else str(one) for one in item)
    return str(item)


def _hashed(rows: Sequence[Row]) -> Iterator[Row]:
    """Replace each row's envelope, its last column, by the digest of its signed text."""
    for *facts, envelope in rows:
        yield (*facts, signed_digest(envelope))


def _holes(numbers: Sequence[int]) -> str:
    expected = range(1, len(numbers) + 1)
    if sorted(numbers) == list(expected):
        return ""
    missing = sorted(set(range(1, max(numbers) + 1)) - set(numbers))[:SHOWN_COUNT]
    repeated = [number for number, count in Counter(numbers).items() if count > 1][:SHOWN_COUNT]
    return f"missing {missing}, repeated {repeated}"


def _disorder(who: str, effects: Sequence[Row]) -> Iterator[Difference]:
    last: dict[tuple[str, str], int] = {}
    for _, _, source, subject, sequence in effects:
        if sequence <= last.get((source, subject), 0):
            yield f"{who}: {source} {subject} {sequence} took effect after a later one"
        last[source, subject] = sequence
