"""A message of a contract the agent does not know waits for an agent that does."""

import pytest

from hub.agent.inbox import release
from hub.bootstrap import read_catalogue
from hub.contracts import Catalogue
from hub.errors import OrderError
from tests.unit.agent.conftest import Bench

NEW, OLD = "enterprise.registered/0.1", "enterprise.changed/1.0"
ELSEWHERE = "uscc:91130200MA0ABCDE2Y"


def older_agent(bench: Bench) -> Bench:
    """Start as an agent from before the contract; its other contract is not its plugin's."""
    bench.catalogue = Catalogue({OLD: read_catalogue().get(NEW)})
    return restarted(bench)


def newer_agent(bench: Bench) -> Bench:
    contract = read_catalogue().get(NEW)
    bench.catalogue = Catalogue({OLD: contract, NEW: contract})
    return restarted(bench)


def restarted(bench: Bench) -> Bench:
    bench.agent.close()
    bench.start()
    return bench.opened()


def deliver(bench: Bench, *envelopes: bytes) -> None:
    bench.hub.frames.append(bench.hub.deliveries(*envelopes))
    bench.steps(3)


def known(bench: Bench, sequence: int) -> bytes:
    return bench.hub.message(sequence, contract=OLD, type="enterprise.changed")


def rows(bench: Bench) -> list[tuple[str, str | None, str]]:
    return [(row["state"], row["outcome"], row["reason"]) for row in bench.inbox()]


PARKED = ("parked", None, "contract.unknown")
WAITING = ("waiting", None, "")
NOT_OURS = ("applied", "not_applicable", "")
NOTED = ("applied", "noted", "")


def test_it_is_delivered_but_not_applied_and_its_stream_waits_behind_it(bench: Bench) -> None:
    older_agent(bench)
    elsewhere = bench.hub.message(1, ELSEWHERE, contract=OLD, type="enterprise.changed")
    deliver(bench, known(bench, 1), bench.hub.message(2), known(bench, 3), elsewhere)
    deliver(bench, known(bench, 4))

    assert rows(bench) == [NOT_OURS, PARKED, WAITING, NOT_OURS, WAITING]
    assert [row["acknowledged"] is None for row in bench.inbox()] == [
        False,
        True,
        True,
        False,
        True,
    ]
    status = bench.agent.status()
    assert [(one["number"], one["reason"]) for one in status["parked"]] == [(2, "contract.unknown")]
    assert status["last_number"] == 5
    assert bench.alarms() == []


def test_an_agent_that_knows_the_contract_takes_it_up_in_order(bench: Bench) -> None:
    older_agent(bench)
    deliver(bench, bench.hub.message(1), known(bench, 2), bench.hub.message(3), known(bench, 4))
    newer_agent(bench)

    assert rows(bench) == [NOTED, NOT_OURS, NOTED, NOT_OURS]
    assert all(row["acknowledged"] for row in bench.inbox())


def test_an_agent_that_does_not_know_it_either_leaves_it_and_cannot_release_it(
    bench: Bench,
) -> None:
    older_agent(bench)
    deliver(bench, bench.hub.message(1))
    restarted(bench).steps(3)

    assert rows(bench) == [PARKED]
    with bench.store.transaction() as held, pytest.raises(OrderError, match="upgrade"):
        release(held, 1, "officer", "impatience")
    assert rows(bench) == [PARKED]


def test_a_body_the_contract_refuses_is_rejected_then_and_its_stream_goes_on(bench: Bench) -> None:
    older_agent(bench)
    deliver(bench, bench.hub.message(1, body={"subject_name": ""}), known(bench, 2))
    newer_agent(bench)

    assert rows(bench) == [("rejected", "rejected", "contract.body_invalid"), NOT_OURS]
    assert bench.alarms() == ["agent.delivery_rejected"]


def test_what_is_behind_another_unknown_contract_goes_on_waiting(bench: Bench) -> None:
    older_agent(bench)
    unknown = bench.hub.message(1, contract="enterprise.registered/9.9")
    deliver(bench, unknown, bench.hub.message(2), known(bench, 3))
    newer_agent(bench)

    assert rows(bench) == [PARKED, WAITING, WAITING]


def test_many_are_taken_up(bench: Bench) -> None:
    older_agent(bench)
    for first in (1, 151):
        deliver(bench, *(bench.hub.message(number) for number in range(first, first + 150)))
    newer_agent(bench).steps(8)

    assert rows(bench) == [NOTED] * 300
