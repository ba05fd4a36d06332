"""Who may sign is decided as of the lock, whatever another thread has read meanwhile."""

from dataclasses import replace

import pytest

from hub.exchange.ports import HubStore
from hub.exchange.registrar import with_changed
from tests.bodies import accident
from tests.simulator import Simulator

EM = "em-hebei"


class SuspendedMeanwhile:
    """The hub's store; a suspension comes between the check of a batch and its lock."""

    def __init__(self, hub: Simulator, store: HubStore) -> None:
        self._hub, self._store = hub, store

    def admission(self) -> object:
        exchange = self._hub.hub.exchange
        exchange._store = self._store
        change = with_changed(EM, lambda record: replace(record, status="suspended"))
        self._hub.hub.registrar.publish(change)
        exchange.current_directory()  # as another thread of the same process does
        return self._store.admission()


def test_a_suspension_between_check_and_lock_is_not_overlooked(
    hub: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    envelope = hub.sign(EM, accident())
    exchange = hub.hub.exchange
    monkeypatch.setattr(exchange, "_store", SuspendedMeanwhile(hub, hub.hub.store))
    (result,) = hub.submit(envelope)
    assert result.code == "trust.suspended"
