"""The ordinary way: one message, one transaction, the hub's guarantees, honestly written.

One process with the hub's own driver, pool, prefetch, parser, verifier and schemas, so that the
two differ in their shape only. For each message: verify and validate; in one transaction take the
next ledger index, require the next sequence of its stream, write the ledger row, number and write
a delivery for each recipient; then publish to all of them, wait for the confirms, acknowledge.

It is spared what the hub does beyond that: signed receipts and delivery statements, Merkle tree,
running hashes, routing by table, held messages, cases. It keeps one database connection, without
the pool's ping, and pipelines the confirms of one message.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from hub.bootstrap import now, open_hub
from hub.bus.broker import Broker
from hub.bus.delivery import RawDelivery, Settlement
from hub.bus.publisher import Posting, Publisher, PublishResult
from hub.bus.subscription import Subscription
from hub.cli.bench.orders import RelayOrder, given
from hub.cli.bench.traffic import RECIPIENTS
from hub.config import load
from hub.errors import TransportError
from hub.exchange.check import Checker
from hub.exchange.model import Candidate

PREFETCH_COUNT: Final = 128
TABLES: Final = """
    CREATE TABLE ordinary_tail (size int8 NOT NULL);
    INSERT INTO ordinary_tail VALUES (0);
    CREATE TABLE ordinary_streams (
        source text, subject text, sequence int8 NOT NULL, PRIMARY KEY (source, subject));
    CREATE TABLE ordinary_ledger (
        idx int8 PRIMARY KEY, source text NOT NULL, id text NOT NULL, subject text NOT NULL,
        sequence int8 NOT NULL, type text NOT NULL, at timestamptz NOT NULL,
        digest bytea NOT NULL, envelope bytea NOT NULL, UNIQUE (id, source));
    CREATE TABLE ordinary_heads (recipient text PRIMARY KEY, last int8 NOT NULL);
    CREATE TABLE ordinary_deliveries (
        recipient text, number int8, idx int8 NOT NULL, PRIMARY KEY (recipient, number))
"""
NEXT_INDEX: Final = "UPDATE ordinary_tail SET size = size + 1 RETURNING size - 1"
NEXT_SEQUENCE: Final = (
    "INSERT INTO ordinary_streams AS s VALUES (%s, %s, %s) ON CONFLICT (source, subject)"
    " DO UPDATE SET sequence = excluded.sequence WHERE s.sequence = excluded.sequence - 1"
    " RETURNING sequence"
)
LEDGER_ROW: Final = (
    "INSERT INTO ordinary_ledger VALUES (%s, %s, %s, %s, %s, %s, clock_timestamp(), %s, %s)"
)
NUMBERS: Final = (
    "UPDATE ordinary_heads SET last = last + 1 WHERE recipient = ANY(%s) RETURNING recipient, last"
)


def prepare(engine: sa.Engine) -> None:
    """Make the tables."""
    with engine.begin() as connection:
        for statement in TABLES.split(";"):
            connection.exec_driver_sql(statement)
        for recipient in RECIPIENTS:
            connection.exec_driver_sql("INSERT INTO ordinary_heads VALUES (%s, 0)", (recipient,))


def admit(connection: sa.Connection, message: Candidate, recipients: Sequence[str]) -> bool:
    """Write one message in one transaction; false when it is not the next of its stream."""
    event = message.event
    with connection.begin() as transaction:
        run = connection.exec_driver_sql
        index = run(NEXT_INDEX).scalar_one()
        stream = (event.source, event.subject, event.sequence)
        if run(NEXT_SEQUENCE, stream).one_or_none() is None:
            transaction.rollback()
            return False
        row = (index, event.source, event.id, event.subject, event.sequence, event.type)
        run(LEDGER_ROW, (*row, message.digest, message.raw))
        numbers = run(NUMBERS, (list(recipients),)).all()
        places = ", ".join(["(%s, %s, %s)"] * len(numbers))
        values = tuple(value for name, number in numbers for value in (name, number, index))
        run(f"INSERT INTO ordinary_deliveries VALUES {places}", values)  # noqa: S608 - marks only
    return True


class Ordinary:
    """Takes one message at a time."""

    def __init__(self, order: RelayOrder, connection: sa.Connection, checker: Checker) -> None:
        self._order = order
        self._connection = connection
        self._checker = checker
        self._publisher = Publisher(Broker(order.bus))

    def take(self, delivery: RawDelivery) -> Settlement:
        """Handle one message from its bytes to its settlement."""
        message = self._checker.check(delivery.body, now())
        if not isinstance(message, Candidate) or message.refused is not None:
            return Settlement.DEAD_LETTER
        if not admit(self._connection, message, RECIPIENTS):
            return Settlement.DEAD_LETTER
        postings = [Posting(inbox, delivery.body) for inbox in self._order.inboxes]
        if set(self._publisher.publish(postings)) != {PublishResult.CONFIRMED}:
            raise TransportError("bus.away", "the broker did not confirm")
        return Settlement.ACK


def run(order: RelayOrder) -> None:
    """Relay until killed."""
    hub = open_hub(load(Path(order.home)))
    checker = Checker(hub.catalogue, hub.exchange.current_directory(), hub.config.hubid)
    taken: list[RawDelivery] = []
    subscription = Subscription(Broker(order.bus), [order.queue], PREFETCH_COUNT, taken.append)
    with hub.store.engine.connect() as connection:
        ordinary = Ordinary(order, connection, checker)
        while True:
            subscription.drain(1.0)
            while taken:
                delivery = taken.pop(0)
                subscription.settle([(delivery, ordinary.take(delivery))])


def main() -> int:
    """Do what this process was told."""
    told: Any = given()
    run(RelayOrder(**told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
