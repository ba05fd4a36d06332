"""Any order and repetition of submissions ends in the same state."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.message.receipt import Status
from tests.bodies import accident, listing, penalty, removal
from tests.simulator import Simulator
from tests.unit.exchange.test_admission import id_of

EM, SAMR = "em-hebei", "samr-hebei"


def story(hub: Simulator) -> list[bytes]:
    fine = hub.sign(EM, penalty())
    listed = hub.sign(EM, listing(id_of(fine)), correlationid="listing-1")
    return [
        fine,
        listed,
        hub.sign(EM, accident()),
        hub.sign(EM, removal(id_of(listed)), correlationid="listing-1"),
        hub.sign(EM, accident(), subject="uscc:OTHER"),
        hub.sign(EM, accident(), subject="uscc:OTHER"),
    ]


def state(hub: Simulator) -> tuple[list[str], list[str], str]:
    """What a recipient sees of each subject, in order, and what the clerk makes of it."""
    while hub.hub.clerk.step():
        pass
    seen: dict[str, list[str]] = {}
    for delivery in hub.deliveries(SAMR):
        event = hub.event(delivery.envelope)
        seen.setdefault(event.subject, []).append(event.id)
    with hub.hub.store.clerk() as tx:
        record = tx.records({("listing", "listing-1")})["listing", "listing-1"]
    return seen["uscc:OTHER"], next(v for k, v in seen.items() if k != "uscc:OTHER"), record.state


orders = st.lists(st.integers(0, 5), max_size=8).flatmap(
    lambda repeats: st.permutations([*range(6), *repeats])
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(order=orders, cut=st.integers(1, 5))
def test_any_order_and_repetition_ends_in_the_same_state(order: list[int], cut: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        hub = Simulator(Path(folder) / "home")
        envelopes = story(hub)
        for first in range(0, len(order), cut):
            hub.submit(*(envelopes[place] for place in order[first : first + cut]))
        other, main, listed = state(hub)
        assert other == [id_of(e) for e in envelopes[4:]]
        assert main == [id_of(e) for e in envelopes[:4]]
        assert listed == "removed"
        again = hub.submit(*envelopes)
        assert [r.status for r in again] == [Status.ADMITTED] * 6
        numbers = [d.number for d in hub.deliveries(SAMR)]
        assert numbers == list(range(1, 7))
        hub.close()
