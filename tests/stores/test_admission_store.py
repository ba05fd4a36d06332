"""What every store must do under the lock."""

import threading
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from hub.exchange.ports import (
    Batch,
    CaseRow,
    HeadRow,
    HeldRow,
    QuarantineRow,
    Session,
    Standing,
)
from hub.ledger.entry import decode_entry, leaf_hash
from hub.ledger.tree import Frontier, root
from hub.message.bundle import write_bundle
from hub.store import tables as t
from hub.store.browse import Browser
from hub.store.store import SqlStore
from hub.store.tables import metadata
from tests.bodies import accident, listing, penalty
from tests.simulator import Simulator
from tests.unit.exchange.test_admission import id_of

EM, SAMR = "em-hebei", "samr-hebei"


def test_the_migrations_make_exactly_the_tables_that_are_declared(hub: Simulator) -> None:
    with hub.hub.store.reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    assert differences == []


def test_the_ledger_is_dense_and_its_frontier_is_the_root_of_all_leaves(hub: Simulator) -> None:
    hub.submit(*(hub.sign(EM, accident()) for _ in range(7)))
    hub.submit(hub.sign(SAMR, penalty()))
    with hub.hub.store.admission() as tx:
        tail = tx.tail()
    with hub.hub.store.reading() as connection:
        rows = connection.execute(sa.select(t.ledger).order_by(t.ledger.c.idx)).all()
    assert [row.idx for row in rows] == list(range(tail.size))
    assert [leaf_hash(row.entry) for row in rows] == [row.leaf for row in rows]
    assert Frontier.decode(tail.frontier).root() == root([row.leaf for row in rows])
    times = [decode_entry(row.entry).at_us for row in rows]
    assert times == sorted(times)


def test_a_transaction_that_fails_leaves_nothing(hub: Simulator) -> None:
    store = hub.hub.store
    head = HeadRow(SAMR, 9, bytes(32))
    with store.admission() as tx:
        size = tx.tail().size

    def failing() -> None:
        with store.admission() as tx:
            tx.write(Batch(heads={SAMR: head}), replace(tx.tail(), size=size + 5))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failing()
    assert store.head(SAMR).last == 0
    with store.admission() as tx:
        assert tx.tail().size == size


def test_every_lookup_tells_what_was_written(hub: Simulator) -> None:
    fine = hub.sign(EM, penalty(), draftkey="penalty-7")
    listed = hub.sign(EM, listing(id_of(fine)), correlationid="listing-1")
    hub.submit(fine, listed)
    early = hub.sign(EM, accident(), subject="uscc:X1", sequence=4)
    hub.submit(early)
    with hub.hub.store.admission() as tx:
        known = {k.id: k for k in tx.known({id_of(fine), id_of(early)})}
        assert known[id_of(fine)].standing is Standing.ADMITTED
        assert known[id_of(early)].standing is Standing.HELD
        assert list(tx.draftkeys({"penalty-7", "other"})) == [(EM, "penalty-7")]
        assert tx.streams({(EM, "uscc:X1"), (SAMR, "uscc:X1")}) == {}
        (held,) = tx.held({(EM, "uscc:X1")})
        assert held == HeldRow(**{**vars_of(held), "sequence": 4})
        assert tx.held_counts({EM, SAMR}) == {EM: 1}
        (cited,) = tx.cited({id_of(fine)})
        assert (cited.source, cited.type) == (EM, "penalty.decided")
        case = tx.cases({("listing", "listing-1")})["listing", "listing-1"]
        assert isinstance(case, CaseRow)
        assert (case.source, case.ended) == (EM, False)
        assert set(case.recipients) >= {SAMR, "bank-one", "insurer-one"}
        assert tx.heads({SAMR, "nobody"})["nobody"] == HeadRow("nobody", 0, bytes(32))
        (sent,) = tx.sent(SAMR, {1, 99})
        assert sent.running == hub.hub.store.running(SAMR, 1)
        assert tx.sessions({EM, "nobody"}) == {EM: replace_opened(tx.sessions({EM})[EM])}


def vars_of(row: HeldRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in HeldRow.__slots__}


def replace_opened(session: Session) -> Session:
    return Session(1, session.opened_us, 0)


def test_two_threads_admit_one_after_the_other(hub: Simulator) -> None:
    subjects = [f"uscc:S{n}" for n in range(40)]
    envelopes = [hub.sign(EM, accident(), subject=subject) for subject in subjects]
    threads = [
        threading.Thread(target=lambda part=part: hub.submit(*part))
        for part in (envelopes[:20], envelopes[20:], envelopes[10:30])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [d.number for d in hub.deliveries(SAMR)] == list(range(1, 41))
    assert len({d.index for d in hub.deliveries(SAMR)}) == 40


def test_a_new_session_fences_and_keeps_the_acknowledgement_number(hub: Simulator) -> None:
    assert hub.open(EM) == 2
    assert hub.open(EM) == 3
    assert hub.hub.store.session(EM).generation == 3
    assert hub.hub.store.session("nobody") == Session()


def test_the_quarantine_is_bounded(hub: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.store.store.QUARANTINE_ROWS_COUNT", 3)
    for number in range(5):
        hub.submit(f"garbage {number}".encode(), sender="nobody")
    with hub.hub.store.reading() as connection:
        kept = connection.execute(sa.select(t.quarantine.c.content)).scalars().all()
    assert [bytes(content)[-1:] for content in kept] == [b"2", b"3", b"4"]


def test_garbage_never_flushes_what_a_defect_met(
    hub: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.store.store.QUARANTINE_ROWS_COUNT", 3)
    monkeypatch.setattr("hub.store.store.QUARANTINE_DEFECTS_COUNT", 2)
    for number in range(4):
        hub.hub.store.quarantine([kept("hub.defect", number)])
    for number in range(9):
        hub.hub.store.quarantine([kept("message.malformed", number)])
    rows = Browser(hub.hub.store).quarantine(99)
    assert [(row["code"], row["at_us"]) for row in reversed(rows)] == [
        ("hub.defect", 2),
        ("hub.defect", 3),
        ("message.malformed", 6),
        ("message.malformed", 7),
        ("message.malformed", 8),
    ]


def kept(code: str, at_us: int) -> QuarantineRow:
    return QuarantineRow(at_us, "", code, "", b"x")


def test_a_stranger_gets_one_row_for_a_submission_and_its_content_is_bounded(
    hub: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.store.store.QUARANTINE_CONTENT_BYTES", 10)
    answered = hub.admit(write_bundle([b"garbage-garbage", b"garbage", b"more"]))
    assert answered.unverified == {0}
    assert len(hub.results(answered.answers[0])) == 3
    (row,) = Browser(hub.hub.store).quarantine(9)
    assert row["bytes"] == 10


def test_a_stranger_neither_takes_nor_awaits_the_admission_lock(
    hub: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[object] = []
    real = SqlStore.writing

    def watched(store: SqlStore) -> Any:
        taken.append(store)
        return real(store)

    monkeypatch.setattr(SqlStore, "writing", watched)
    hub.submit(b"garbage", sender="nobody")
    assert taken == []
    hub.submit(hub.sign(EM, accident()))
    assert taken


def test_strangers_at_once_are_all_kept_and_none_fails(hub: Simulator) -> None:
    def submit() -> None:
        for _ in range(20):
            hub.submit(b"garbage", sender="nobody")

    threads = [threading.Thread(target=submit) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(Browser(hub.hub.store).quarantine(999)) == 80
