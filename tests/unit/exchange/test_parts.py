"""Personal parts reach those who may have them; the signature holds for all."""

from hub.message.envelope import read_envelope
from hub.trust.verify import verify_delivered
from hub_schemas import PenaltyPersons, Person
from tests.bodies import penalty
from tests.simulator import HUBID, Simulator

EM = "em-hebei"
PERSONS = PenaltyPersons(persons=(Person(name="张三", role="principal"),))


def parts_at(hub: Simulator, who: str) -> list[str]:
    (delivery,) = hub.deliveries(who)
    verify_delivered(
        delivery.envelope, hub.hub.exchange.current_directory(), HUBID, delivery.admitted_at
    )
    return [part.name for part in read_envelope(delivery.envelope).parts]


def test_a_bank_gets_the_message_without_the_persons_and_can_verify_it(hub: Simulator) -> None:
    hub.submit(hub.sign(EM, penalty(), PERSONS))
    assert parts_at(hub, "samr-hebei") == ["main", "personal"]
    assert parts_at(hub, "bank-one") == ["main"]
