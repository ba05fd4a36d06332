"""Hands each batch of submissions to the exchange and decides nothing itself."""

from hub.bus.consumer import batch
from hub.bus.delivery import RawDelivery, Settlement
from hub.bus.topology import sender_of
from hub.exchange.model import Submission
from hub.services.providers import CourierProvider, HubProvider


class IntakeService:
    """Submissions in; receipts out, then deliveries, both best effort after the commit."""

    name = "intake"
    hub = HubProvider()
    courier = CourierProvider()

    @batch("submissions", at_most=64, at_most_bytes=1024 * 1024, linger_ms=5)
    def take(self, deliveries: list[RawDelivery]) -> list[Settlement]:
        answered = self.hub.exchange.admit(
            [Submission(sender_of(item.routing_key), item.body) for item in deliveries]
        )
        self.courier.send((*answered.receipts, *answered.pushes))
        return [Settlement.ACK] * len(deliveries)
