"""A consumer for tests, in a process of its own: `python -m tests.bus.consumer_process SETTINGS`.

It behaves as the bodies say and writes a line for each batch it is given and each it finished.
"""

import eventlet

eventlet.monkey_patch()

import json  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from pathlib import Path  # noqa: E402

import eventlet.patcher  # noqa: E402

from hub.bus.broker import Broker  # noqa: E402
from hub.bus.consumer import BROKER_KEY, QUEUES_KEY, TOPOLOGY_KEY, batch  # noqa: E402
from hub.bus.delivery import RawDelivery, Settlement  # noqa: E402
from hub.bus.topology import Topology  # noqa: E402
from hub.errors import TransportError  # noqa: E402
from hub.services.run import serve  # noqa: E402

SETTINGS = json.loads(sys.argv[1])
LOG = Path(SETTINGS["log"])
AWAY = Path(SETTINGS["log"] + ".away")
really_sleep = eventlet.patcher.original("time").sleep


def write(what: str, deliveries: list[RawDelivery]) -> None:
    line = {
        "what": what,
        "at": time.time(),
        "bodies": [item.body.decode("latin-1") for item in deliveries],
        "returned": [item.returned_count for item in deliveries],
    }
    with LOG.open("a") as file:
        file.write(json.dumps(line) + "\n")


class Tested:
    """Does as it is told."""

    name = "tested"

    @batch("submissions", at_most=SETTINGS["at_most"], linger_ms=20, pause_ms=50)
    def take(self, deliveries: list[RawDelivery]) -> list[Settlement]:
        write("given", deliveries)
        if AWAY.exists():
            raise TransportError("database.away", "the database is away")
        for item in deliveries:
            self.obey(item.body)
        if any(item.body == b"miscount" for item in deliveries):
            return []
        write("done", deliveries)
        dead = Settlement.DEAD_LETTER
        return [dead if item.body == b"dead" else Settlement.ACK for item in deliveries]

    def obey(self, body: bytes) -> None:
        if body == b"poison":
            raise ValueError("a defect")
        if body.startswith(b"wait "):
            eventlet.sleep(float(body[5:]))
        if body.startswith(b"block "):
            really_sleep(float(body[6:]))


if __name__ == "__main__":
    topology = Topology()
    serve(
        Tested,
        {
            BROKER_KEY: Broker(SETTINGS["url"], heartbeat_s=SETTINGS["heartbeat_s"]),
            TOPOLOGY_KEY: topology,
            QUEUES_KEY: {"submissions": topology.submission_queues},
        },
    )
