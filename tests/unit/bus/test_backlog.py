"""Which deliveries go together, which wait, which go alone: time is an argument."""

from hypothesis import given
from hypothesis import strategies as st

from hub.bus.backlog import Backlog, BatchLimits, Waiting
from hub.bus.delivery import RawDelivery, Settlement
from hub.errors import LedgerError, TransportError

LIMITS = BatchLimits(at_most=3, at_most_bytes=100, linger_ms=10, pause_ms=1000)
AWAY = TransportError("database.away", "away")


def filled(*sizes: int, returned: int = 0) -> Backlog:
    backlog = Backlog(LIMITS)
    for tag, size in enumerate(sizes, 1):
        backlog.add(RawDelivery(bytes(size), "bank-a.submit", tag, returned), 0.0)
    return backlog


def tags(batch: list[Waiting]) -> list[int]:
    return [item.delivery.tag for item in batch]


def test_the_first_waits_for_company_but_not_for_long() -> None:
    backlog = filled(1)
    assert backlog.take(0.005) == []
    assert 0.004 < backlog.wait_s(0.005, 1) < 0.006
    assert tags(backlog.take(0.010)) == [1]


def test_a_full_batch_does_not_wait() -> None:
    assert tags(filled(1, 1, 1, 1).take(0.0)) == [1, 2, 3]


def test_a_batch_is_bounded_in_bytes_and_a_large_one_goes_alone() -> None:
    backlog = filled(60, 60, 500, 1)
    assert [tags(backlog.take(1.0)) for _ in range(4)] == [[1], [2], [3], [4]]


def test_what_may_have_ended_its_consumers_goes_alone() -> None:
    backlog = filled(1, 1, returned=2)
    assert [tags(backlog.take(0.0)) for _ in range(2)] == [[1], [2]]


def test_while_the_environment_is_away_everything_waits_longer_each_time() -> None:
    backlog = filled(1, 1)
    now, waits = 1.0, []
    for _ in range(6):
        batch = backlog.take(now)
        assert tags(batch) == [1, 2]
        assert backlog.failed(batch, AWAY, now) == []
        waits.append(backlog.wait_s(now, 60))
        now += waits[-1]
    assert [round(wait, 3) for wait in waits] == [1, 2, 4, 8, 10, 10]


def test_a_ledger_that_contradicts_itself_settles_nothing() -> None:
    backlog = filled(1)
    batch = backlog.take(1.0)
    assert backlog.failed(batch, LedgerError("ledger.tampered", "no"), 1.0) == []
    assert backlog.take(1.5) == []
    assert tags(backlog.take(2.0)) == [1]


def test_a_defect_in_a_batch_is_found_by_giving_each_alone() -> None:
    backlog = filled(1, 1)
    assert backlog.failed(backlog.take(1.0), ValueError(), 1.0) == []
    assert [tags(backlog.take(1.0)) for _ in range(3)] == [[1], [2], []]


def test_one_that_fails_alone_waits_apart_and_is_dead_lettered_at_last() -> None:
    backlog = filled(1)
    now = 1.0
    for _ in range(LIMITS.attempts_count - 1):
        assert backlog.failed(backlog.take(now), ValueError(), now) == []
        assert backlog.take(now) == []
        backlog.add(RawDelivery(b"", "bank-b.submit", 9), now - 1)
        assert tags(backlog.take(now)) == [9]
        now += backlog.wait_s(now, 60)
    ((delivery, settlement),) = backlog.failed(backlog.take(now), ValueError(), now)
    assert (delivery.tag, settlement) == (1, Settlement.DEAD_LETTER)
    assert len(backlog) == 0


@given(st.lists(st.sampled_from(["ack", "later", "away", "defect"]), max_size=30))
def test_nothing_is_settled_twice_and_nothing_is_forgotten(course: list[str]) -> None:
    backlog = filled(1, 50, 99, 1, 1, 1, 120, 1)
    settled: list[int] = []
    now = 1.0
    for step in [*course, *["ack"] * 20]:
        now += backlog.wait_s(now, 60)
        batch = backlog.take(now)
        if not batch:
            continue
        if step in ("ack", "later"):
            last = Settlement.REQUEUE_LATER if step == "later" else Settlement.ACK
            answers = [*[Settlement.ACK] * (len(batch) - 1), last]
            done = backlog.succeeded(batch, answers, now)
        else:
            done = backlog.failed(batch, AWAY if step == "away" else ValueError(), now)
        settled += [delivery.tag for delivery, _ in done]
    assert sorted(settled) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert len(backlog) == 0
