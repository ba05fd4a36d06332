"""The three ways that are compared: the hub, the ordinary way, the floor."""

import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from hub.bus.topology import SUBMISSIONS
from hub.cli.bench.counting import hub_counts, hub_expected
from hub.cli.bench.site import FLOOR, HUB, ORDINARY, TOPOLOGY, Relay, Site
from hub.cli.bench.traffic import RECIPIENTS, SENDER

Counts = Mapping[str, int]


@dataclass(slots=True)
class Arm:
    """One way of relaying, and how many messages it has had.

    Attributes:
        receipts: The sender's inbox; empty when there are no receipts.
        framed: Whether bundles go in and frames come out.
        counts: What its database has.
        expected: What its database must have after so many messages.
    """

    name: str
    exchange: str
    routing_key: str
    inboxes: tuple[str, ...]
    receipts: str
    framed: bool
    processes: Mapping[str, subprocess.Popen[bytes]]
    counts: Callable[[], Counts]
    expected: Callable[[int], Counts]
    total: int = 0


def arms_of(site: Site) -> list[Arm]:
    """Describe the three arms of a site, in the order of a round."""
    store = site.hub.store
    hub = Arm(
        name=HUB,
        exchange=SUBMISSIONS,
        routing_key=TOPOLOGY.submit_key(SENDER),
        inboxes=tuple(TOPOLOGY.inbox(recipient) for recipient in RECIPIENTS),
        receipts=TOPOLOGY.inbox(SENDER),
        framed=True,
        processes=site.processes[HUB],
        counts=lambda: hub_counts(store, RECIPIENTS),
        expected=lambda total: hub_expected(RECIPIENTS, total),
    )
    ordinary = _bare(site, ORDINARY)
    ordinary.counts = lambda: _ordinary_counts(store.engine)
    ordinary.expected = _ordinary_expected
    return [hub, ordinary, _bare(site, FLOOR)]


def _bare(site: Site, relay: Relay) -> Arm:
    return Arm(
        name=relay.name,
        exchange="",
        routing_key=relay.queue,
        inboxes=relay.inboxes,
        receipts="",
        framed=False,
        processes=site.processes[relay.name],
        counts=dict,
        expected=lambda _total: {},
    )


def _ordinary_counts(engine: sa.Engine) -> Counts:
    queries = {
        "messages in the database": "SELECT count(*) FROM ordinary_ledger",
        "holes in the ledger": "SELECT coalesce(max(idx), -1) + 1 - count(*) FROM ordinary_ledger",
        "deliveries in the database": "SELECT count(*) FROM ordinary_deliveries",
        "holes in the numbers": "SELECT (SELECT sum(last) FROM ordinary_heads) - count(*)"
        " FROM ordinary_deliveries",
    }
    with engine.connect() as connection:
        return {
            name: int(connection.exec_driver_sql(query).scalar_one())
            for name, query in queries.items()
        }


def _ordinary_expected(total: int) -> Counts:
    return {
        "messages in the database": total,
        "holes in the ledger": 0,
        "deliveries in the database": total * len(RECIPIENTS),
        "holes in the numbers": 0,
    }
