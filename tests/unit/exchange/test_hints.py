"""A claimed sender is a hint: it says where an answer goes that has no signer, nothing else.

On a broker without users of their own, anybody may claim to be anybody.
"""

from hub.exchange.model import Answered
from hub.message.acknowledgement import Applied
from hub.message.bundle import write_bundle
from hub.message.delivery import START
from hub.message.jws import read_jws
from hub.message.receipt import Receipt, Status, decode_receipt
from hub.message.request import Verb
from tests.bodies import accident
from tests.simulator import Simulator
from tests.unit.exchange.test_admission import EM, SAMR


def receipts(answered: Answered) -> dict[str, list[Receipt]]:
    told: dict[str, list[Receipt]] = {}
    for one in answered.receipts:
        receipt = decode_receipt(read_jws(one.frame).payload)
        assert receipt.recipient == one.recipient
        told.setdefault(one.recipient, []).append(receipt)
    return told


def ids(receipt: Receipt) -> list[str | None]:
    return [result.id for result in receipt.results]


def test_a_receipt_goes_to_the_signer_whoever_is_claimed_to_have_sent(hub: Simulator) -> None:
    envelope = hub.sign(EM, accident())
    told = receipts(hub.admit(write_bundle([envelope]), sender=SAMR))
    assert list(told) == [EM]


def test_another_ones_message_in_the_own_bundle_tells_nothing_of_it(hub: Simulator) -> None:
    theirs, mine = hub.sign(EM, accident()), hub.sign(SAMR, accident())
    for envelopes in ([theirs, mine], [mine, theirs]):
        for claimed in (EM, SAMR, "nobody", None):
            told = receipts(hub.admit(write_bundle(envelopes), sender=claimed))
            assert {name: [ids(one) for one in found] for name, found in told.items()} == {
                EM: [[hub.event(theirs).id]],
                SAMR: [[hub.event(mine).id]],
            }


def test_nobody_acts_for_another_by_claiming_to_be_it(hub: Simulator) -> None:
    stolen = hub.sign(EM, accident(), signer=hub.players[SAMR].signer)
    answered = hub.admit(write_bundle([stolen, b"no envelope"]), sender=EM)
    told = receipts(answered)
    assert [result.code for result in told[EM][0].results] == [
        "trust.source_mismatch",
        "message.envelope_malformed",
    ]
    assert [result.id for result in told[EM][0].results] == [None, None]
    assert answered.pushes == ()
    assert hub.submit(hub.sign(EM, accident(), sequence=1))[0].status is Status.ADMITTED


def test_an_acknowledgement_counts_for_its_signer_alone(hub: Simulator) -> None:
    hub.submit(hub.sign(EM, accident()))
    (delivery,) = hub.deliveries(SAMR)
    applied = [Applied(delivery.number, delivery.index, delivery.digest, "noted")]
    ack = hub.acknowledge(SAMR, None, START, applied)
    told = receipts(hub.admit(write_bundle([ack]), sender=EM))
    assert list(told) == [SAMR]


def test_a_request_is_answered_to_its_signer(hub: Simulator) -> None:
    """The routing key is not even an argument of it."""
    assert hub.ask(EM, Verb.HEAD) != hub.ask(SAMR, Verb.HEAD)
