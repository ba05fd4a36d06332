"""Answers agents' requests: a new generation, the directory, deliveries by number, a head."""

import logging

from hub.bus.consumer import batch
from hub.bus.delivery import RawDelivery, Settlement
from hub.errors import Fault, HubError
from hub.exchange.model import Outgoing
from hub.services.providers import CourierProvider, HubProvider

log = logging.getLogger(__name__)


class HeadsService:
    """Requests in, frames to the asker's inbox."""

    name = "heads"
    hub = HubProvider()
    courier = CourierProvider()

    @batch("requests", at_most=64, at_most_bytes=1024 * 1024, linger_ms=2)
    def answer(self, deliveries: list[RawDelivery]) -> list[Settlement]:
        return [self._answer(item.body) for item in deliveries]

    def _answer(self, request: bytes) -> Settlement:
        try:
            participant, frames = self.hub.exchange.answer(request)
        except HubError as error:
            if error.fault is Fault.ENVIRONMENT:
                return Settlement.REQUEUE_LATER
            if error.fault is Fault.SENDER:  # not to be believed: there is nobody to answer
                log.info("request refused: %s", error.code)
                return Settlement.ACK
            raise
        self.courier.send(Outgoing(participant, frame) for frame in frames)
        return Settlement.ACK
