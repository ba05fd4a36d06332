"""The referee sees each kind of loss, doubling and change; else its word would be worth nothing."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.faults.books import Books
from tests.faults.cast import INDUSTRY, INSURER, MARKET
from tests.faults.conftest import MakeSite
from tests.faults.referee import Referee
from tests.faults.site import Site
from tests.faults.storm import Feed, drain

pytestmark = pytest.mark.timeout(400)

HUB, SENDER, RECIPIENT, SYSTEM = "hub", "sender", "recipient", "system"
HARM = {
    "DELETE FROM outbox WHERE position = 7": (SENDER, "every fact stated is one message"),
    "UPDATE outbox SET ledger_index = 1 WHERE position = 7": (SENDER, "receipts and the hub's"),
    "UPDATE messages SET sequence = 99 WHERE idx = 20": (HUB, "the numbers of each issuer"),
    "DELETE FROM deliveries WHERE number = 9": (HUB, "deliveries are numbered without a hole"),
    "UPDATE deliveries SET idx = 2 WHERE number = 9": (HUB, "each message went to everyone"),
    "DELETE FROM inbox WHERE number = 30": (RECIPIENT, "each inbox holds exactly"),
    "UPDATE inbox SET running = digest WHERE number = 30": (RECIPIENT, "each inbox holds exactly"),
    "DELETE FROM outcomes WHERE number = 5": (HUB, "each delivery is acknowledged once"),
    "DELETE FROM acknowledgements WHERE sequence = 1": (HUB, "acknowledgements are numbered"),
    "DELETE FROM effects WHERE number = 3": (SYSTEM, "each effect happened once"),
    "UPDATE balances SET count = count + 1": (SYSTEM, "each effect happened once"),
    "UPDATE effects SET position = 9999 WHERE number = 3": (SYSTEM, "each effect happened once"),
    "DELETE FROM plugin_state": (RECIPIENT, "plugin states moved once"),
    "UPDATE messages SET causationid = 'x' WHERE source = 'industry-hebei'": (HUB, "drafts that a"),
    "DELETE FROM ledger WHERE idx = 12": (HUB, "the ledger has each message"),
    "UPDATE ledger SET leaf = zeroblob(32) WHERE idx = 12": (HUB, "the ledger hashes to its root"),
    "UPDATE heads SET last = last + 1": (HUB, "heads in the ledger are those"),
    "UPDATE inbox SET state = 'parked' WHERE number = 4": (RECIPIENT, "nothing is held, parked"),
}


@contextmanager
def harmed(path: Path, statement: str) -> Iterator[None]:
    """Change a database inside the block."""
    kept = path.with_suffix(".kept")
    shutil.copy(path, kept)
    try:
        with closing(sqlite3.connect(path)) as rows, rows:
            assert rows.execute(statement).rowcount > 0, statement
        yield
    finally:
        for stale in (path, *path.parent.glob(f"{path.name}-*")):
            stale.unlink()
        kept.rename(path)


def databases(site: Site) -> dict[str, Path]:
    return {
        HUB: site.home / "hub.db",
        SENDER: site.agent_database(MARKET.id),
        RECIPIENT: site.agent_database(INSURER.id),
        SYSTEM: site.effects / f"{INSURER.id}.db",
    }


def test_the_referee_sees_each_kind_of_harm(embedded: MakeSite) -> None:
    site = embedded((MARKET, INDUSTRY, INSURER))
    site.start()
    feed = Feed(site, (MARKET,))
    feed.state(400)
    drain(site, Books(site))
    site.stop()
    feed.close()
    referee = Referee(Books(site), feed.stated)
    assert all(verdict.holds for verdict in referee.verdicts())

    blind = []
    for statement, (where, claim) in HARM.items():
        with harmed(databases(site)[where], statement):
            broken = [one.claim for one in referee.verdicts() if not one.holds]
        if not any(one.startswith(claim) for one in broken):
            blind.append((statement, broken))
    assert blind == []
    assert all(verdict.holds for verdict in referee.verdicts())
