"""Owns what the hub signs: receipts, delivery statements, heads and welcomes.

One signature covers a whole bundle: a statement chains all its deliveries by the running hash,
and one stapled proof shows that hash, or all of a receipt's entries, in the ledger.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.exchange.ports import HeadRow, Session, StoredDelivery
from hub.exchange.routing import ALL_PARTS
from hub.message.delivery import Delivery, Statement, encode_statement, write_deliveries
from hub.message.envelope import read_envelope, without_parts
from hub.message.head import Head, Welcome, encode_head, encode_welcome
from hub.message.instant import from_microseconds
from hub.message.kinds import Kind
from hub.message.receipt import Receipt, Result, encode_receipt
from hub.message.staple import Consistency, HeadPlace, Staple, encode_consistency
from hub.trust.keys import Signer, sign_text


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive deliveries that end where a head entry is.

    Attributes:
        before: The running hash before the first.
        head: The place of that entry.
    """

    before: bytes
    rows: Sequence[StoredDelivery]
    head: HeadPlace


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

    def receipt(
        self, recipient: str, at: datetime, results: Sequence[Result], staple: Staple | None
    ) -> bytes:
        """Sign answers to a submission, proved where they are in the ledger."""
        receipt = Receipt(self.hubid, self.epoch, recipient, at, tuple(results), staple)
        return sign_text(self.signer, Kind.RECEIPT, encode_receipt(receipt))

    def head(self, row: HeadRow, at: datetime) -> bytes:
        """Sign a recipient's last number as of now."""
        head = Head(
            hubid=self.hubid,
            epoch=self.epoch,
            recipient=row.recipient,
            last=row.last,
            running=row.running,
            time=at,
            directory=self.directory,
        )
        return sign_text(self.signer, Kind.HEAD, encode_head(head))

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

    def deliveries(self, recipient: str, stretch: Stretch, staple: Staple, at: datetime) -> bytes:
        """Frame consecutive deliveries under a signed statement that proves its head entry."""
        rows = stretch.rows
        statement = Statement(
            hubid=self.hubid,
            epoch=self.epoch,
            recipient=recipient,
            first=rows[0].number,
            last=rows[-1].number,
            before=stretch.before,
            after=rows[-1].running,
            time=at,
            directory=self.directory,
            head=stretch.head,
            staple=staple,
        )
        signed = sign_text(self.signer, Kind.DELIVERIES, encode_statement(statement))
        return write_deliveries(signed, [_delivery(row) for row in rows])

    def consistency(self, said: Consistency) -> bytes:
        """Sign how the ledger grew."""
        return sign_text(self.signer, Kind.CONSISTENCY, encode_consistency(said))


def _delivery(row: StoredDelivery) -> Delivery:
    return Delivery(
        number=row.number,
        index=row.index,
        admitted_at=from_microseconds(row.at_us),
        flags=row.flags,
        envelope=visible(row.envelope, row.parts),
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
