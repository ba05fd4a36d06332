"""Owns what the hub signs: receipts, delivery statements, heads and welcomes.

One signature covers a whole bundle: a statement chains all its deliveries by the running hash.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.exchange.ports import HeadRow, Session, StoredDelivery
from hub.exchange.routing import ALL_PARTS
from hub.message.delivery import (
    Delivery,
    Statement,
    encode_statement,
    fitting,
    write_deliveries,
)
from hub.message.envelope import read_envelope, without_parts
from hub.message.head import Head, Welcome, encode_head, encode_welcome
from hub.message.instant import from_microseconds
from hub.message.kinds import Kind
from hub.message.limits import MAX_BUNDLE_COUNT
from hub.message.receipt import Receipt, Result, encode_receipt
from hub.trust.keys import Signer, sign_text


@dataclass(frozen=True, slots=True)
class Frames:
    """Signs frames as this hub.

    Attributes:
        directory: Version of the directory in force, told in every frame.
    """

    signer: Signer
    hubid: str
    epoch: int
    directory: int

    def receipts(self, recipient: str, at: datetime, results: Sequence[Result]) -> list[bytes]:
        """Sign the answers to one submission; more than one text when they are many."""
        return [
            sign_text(
                self.signer,
                Kind.RECEIPT,
                encode_receipt(
                    Receipt(
                        self.hubid,
                        self.epoch,
                        recipient,
                        at,
                        tuple(results[first : first + MAX_BUNDLE_COUNT]),
                    )
                ),
            )
            for first in range(0, len(results), MAX_BUNDLE_COUNT)
        ]

    def head(self, row: HeadRow, at: datetime) -> bytes:
        """Sign a recipient's last number."""
        return sign_text(self.signer, Kind.HEAD, encode_head(self._head(row, at)))

    def welcome(
        self, row: HeadRow, session: Session, streams: Mapping[str, int] | None, at: datetime
    ) -> bytes:
        """Sign the answer to an agent's start.

        Args:
            row: The recipient's head.
            session: Its new generation.
            streams: Last numbers used by subject, so that an agent whose database is lost goes
                on where it was; ``None`` when they are too many to tell.
            at: Now.
        """
        welcome = Welcome(
            hubid=self.hubid,
            epoch=self.epoch,
            recipient=row.recipient,
            last=row.last,
            running=row.running,
            time=at,
            directory=self.directory,
            generation=session.generation,
            ack_sequence=session.ack_sequence,
            streams=streams,
        )
        return sign_text(self.signer, Kind.WELCOME, encode_welcome(welcome))

    def _head(self, row: HeadRow, at: datetime) -> Head:
        return Head(
            self.hubid, self.epoch, row.recipient, row.last, row.running, at, self.directory
        )

    def deliveries(
        self, recipient: str, before: bytes, rows: Sequence[StoredDelivery], at: datetime
    ) -> list[bytes]:
        """Frame consecutive deliveries under signed statements.

        Args:
            before: The running hash before the first row.
            rows: Consecutive numbers, with the envelopes as admitted.
        """
        frames: list[bytes] = []
        envelopes = [visible(row.envelope, row.parts) for row in rows]
        first = 0
        while first < len(rows):
            count = fitting(envelopes[first:])
            chosen = rows[first : first + count]
            deliveries = [
                _delivery(row, envelope)
                for row, envelope in zip(chosen, envelopes[first:], strict=False)
            ]
            statement = Statement(
                hubid=self.hubid,
                epoch=self.epoch,
                recipient=recipient,
                first=chosen[0].number,
                last=chosen[-1].number,
                before=before,
                after=chosen[-1].running,
                time=at,
                directory=self.directory,
            )
            signed = sign_text(self.signer, Kind.DELIVERIES, encode_statement(statement))
            frames.append(write_deliveries(signed, deliveries))
            before, first = chosen[-1].running, first + count
        return frames


def _delivery(row: StoredDelivery, envelope: bytes) -> Delivery:
    return Delivery(
        number=row.number,
        index=row.index,
        admitted_at=from_microseconds(row.at_us),
        flags=row.flags,
        envelope=envelope,
        digest=row.digest,
    )


def visible(envelope: bytes, parts: str) -> bytes:
    """Leave out the parts a recipient does not get; the signature still verifies."""
    if parts == ALL_PARTS:
        return envelope
    allowed = set(parts.split(","))
    read = read_envelope(envelope)
    hidden = {part.name for part in read.parts} - allowed
    return without_parts(read, hidden) if hidden else envelope
