"""Facts by hand: a story told to casework without hub, store or signatures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from hub.casework.record import Fact, Record
from hub.casework.replay import Replay

SUBJECT = "uscc:91130100MA0ABCDE1X"
LISTER = "em-hebei"
MARKET = "samr-hebei"
BANK = "bank-one"
DAY = "2026-03-02"
TERM = {"effective_from": "2026-03-02", "effective_until": "2029-03-01"}


@dataclass(frozen=True)
class Who:
    role: str
    department: str


WHO: Mapping[str, Who] = {
    LISTER: Who("regulator", "emergency_management"),
    MARKET: Who("regulator", "market_regulation"),
    BANK: Who("bank", "finance"),
}


@dataclass
class Story:
    """Tells facts in the order they are given; the ledger index counts up."""

    facts: list[Fact] = field(default_factory=list)

    def tell(self, kind: str, source: str = LISTER, case: str = "case-1", **main: Any) -> str:
        index = len(self.facts) + 1
        at = main.pop("at", datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
        self.facts.append(
            Fact(
                index=index,
                id=f"m{index}",
                type=kind,
                source=source,
                subject=SUBJECT,
                correlationid=case,
                recipients=tuple(sorted(WHO.keys() - {source})),
                main=main,
                time=at,
                executors=WHO,
            )
        )
        return f"m{index}"

    def records(self) -> dict[tuple[str, str], Record]:
        replay = Replay()
        for fact in self.facts:
            replay.take(fact)
        return replay.records

    def state(self, family: str, key: str = "case-1") -> str:
        return self.records()[family, key].state

    def listed(self, case: str = "case-1", on: str = DAY, **main: Any) -> str:
        penalty = self.tell("penalty.decided", case=f"{case}-p", decided_on=on, penalties=[])
        given = {"decided_on": on, "term": TERM, "penalty_id": penalty, "grounds": [], **main}
        return self.tell("listing.decided", case=case, **given)

    def ordered(self, ground: str, case: str = "order-1", **term: Any) -> str:
        measures = [
            measure("m1", "limit_bidding", "regulator", "market_regulation", "must_execute", term),
            measure("m2", "credit_reference", "bank", "finance", "advisory", term),
        ]
        return self.tell(
            "punishment.ordered", case=case, ordered_on=DAY, listing_id=ground, measures=measures
        )

    def reported(self, source: str, status: str, case: str = "order-1") -> str:
        said = [{"measure_id": KEYS[source], "status": status}]
        return self.tell("punishment.reported", source, case, reported_on=DAY, measures=said)

    def confirmed(self, source: str, case: str = "order-1", status: str = "lifted") -> str:
        said = [{"measure_id": KEYS[source], "status": status}]
        return self.tell("punishment.lift_confirmed", source, case, confirmed_on=DAY, measures=said)

    def lifted(self, case: str = "order-1") -> str:
        return self.tell("punishment.lifted", case=case, lifted_on=DAY, reason="listing_removed")


KEYS = {MARKET: "m1", BANK: "m2"}


def measure(  # noqa: PLR0913, PLR0917 - a row of an order
    key: str, kind: str, role: str, department: str, duty: str, term: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "measure_id": key,
        "measure": kind,
        "executor_role": role,
        "executor_department": department,
        "duty": duty,
        "term": dict(term) or TERM,
        "legal_basis": {"title": "安全生产法", "article": "78"},
    }
