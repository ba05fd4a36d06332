"""Owns making records anew from facts: the same facts, the same records, whoever replays them."""

from collections.abc import Iterable, Mapping, Sequence

from hub.casework.projection import project
from hub.casework.record import Fact, Record

Records = Mapping[tuple[str, str], Record]


class Replay:
    """Records in memory, as they are before the next fact."""

    def __init__(self) -> None:
        self.records: dict[tuple[str, str], Record] = {}
        self._by_subject: dict[str, dict[tuple[str, str], None]] = {}

    def get(self, family: str, key: str) -> Record | None:
        """Read one record."""
        return self.records.get((family, key))

    def of_subject(self, subject: str) -> Sequence[Record]:
        """Read every record of a subject."""
        return [self.records[name] for name in sorted(self._by_subject.get(subject, ()))]

    def take(self, fact: Fact) -> None:
        """Apply the next fact."""
        for record in project(fact, self):
            self.records[record.name] = record
            self._by_subject.setdefault(record.subject, {})[record.name] = None


def replayed(facts: Iterable[Fact]) -> Records:
    """Replay facts, in ledger order."""
    replay = Replay()
    for fact in facts:
        replay.take(fact)
    return replay.records
