"""An acknowledgement proves the bytes it names, or is refused."""

from hub.message.acknowledgement import Applied
from hub.message.delivery import START, Delivery, running
from hub.message.instant import to_microseconds
from hub.message.receipt import Status
from hub.store.browse import Browser
from tests.bodies import accident
from tests.simulator import Simulator
from tests.unit.exchange.test_admission import id_of

EM, SAMR = "em-hebei", "samr-hebei"


def received(hub: Simulator, count: int = 3) -> tuple[list[Delivery], bytes]:
    hub.submit(*(hub.sign(EM, accident()) for _ in range(count)))
    deliveries = hub.deliveries(SAMR)
    link = START
    for one in deliveries:
        link = running(link, one.number, one.index, to_microseconds(one.admitted_at), one.digest)
    return deliveries, link


def applied(one: Delivery, outcome: str = "executed", digest: bytes | None = None) -> Applied:
    return Applied(one.number, one.index, digest or one.digest, outcome)


def test_an_acknowledgement_is_admitted_and_its_outcomes_are_kept(hub: Simulator) -> None:
    deliveries, link = received(hub)
    ack = hub.acknowledge(SAMR, deliveries[-1], link, [applied(one) for one in deliveries])
    (result,) = hub.submit(ack)
    assert result.status is Status.ADMITTED
    assert hub.submit(ack) == [result]
    (file,) = Browser(hub.hub.store).message(id_of(deliveries[0].envelope))
    (line,) = [line for line in file.deliveries if line.recipient == SAMR]
    assert (line.delivered, line.outcome) == (True, "executed")


def test_one_that_names_other_bytes_is_refused(hub: Simulator) -> None:
    deliveries, link = received(hub)
    wrong = hub.acknowledge(SAMR, deliveries[-1], link, [applied(deliveries[0], digest=bytes(32))])
    assert hub.submit(wrong)[0].code == "ack.not_sent"
    hash_wrong = hub.acknowledge(SAMR, deliveries[-1], bytes(31) + b"1", [])
    assert hub.submit(hash_wrong)[0].code == "ack.not_sent"


def test_one_that_was_not_sent_the_message_is_refused(hub: Simulator) -> None:
    deliveries, link = received(hub)
    assert hub.submit(hub.acknowledge(EM, deliveries[0], link, []))[0].code == "ack.not_sent"


def test_the_first_outcome_stands(hub: Simulator) -> None:
    deliveries, link = received(hub, 1)
    hub.submit(hub.acknowledge(SAMR, deliveries[0], link, [applied(deliveries[0])]))
    hub.submit(hub.acknowledge(SAMR, deliveries[0], link, [applied(deliveries[0], "declined")]))
    (file,) = Browser(hub.hub.store).message(id_of(deliveries[0].envelope))
    assert [x.outcome for x in file.deliveries if x.recipient == SAMR] == ["executed"]


def test_acknowledgements_are_numbered_without_holes(hub: Simulator) -> None:
    deliveries, link = received(hub)
    first = hub.acknowledge(SAMR, deliveries[-1], link, [])
    second = hub.acknowledge(SAMR, deliveries[-1], link, [])
    assert hub.submit(second)[0].code == "order.ack_gap"
    assert [r.status for r in hub.submit(first, second)] == [Status.ADMITTED] * 2
    stale = hub.acknowledge(SAMR, deliveries[-1], link, [], sequence=1)
    assert hub.submit(stale)[0].code == "order.stale"
