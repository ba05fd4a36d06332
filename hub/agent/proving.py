"""Checks what the hub proves: its head entries, and every answer that is in the ledger.

The agent makes the bytes of each entry from what it knows itself; the hub only says where the
entry is, when it was made and under which directory.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, select

from hub.agent.checkpoints import Seen
from hub.agent.tables import acknowledgements, outbox
from hub.contracts import Catalogue
from hub.errors import ContractError, LedgerError, TrustError
from hub.ledger.entry import ZERO, Entry, EntryKind, encode_entry, leaf_hash
from hub.ledger.multiproof import verify_multiproof
from hub.message.delivery import Statement
from hub.message.envelope import envelope_jws
from hub.message.instant import to_microseconds
from hub.message.jws import read_jws
from hub.message.receipt import Receipt, Result, Status

_LOOKUP_COUNT: Final = 500


def check_head(statement: Statement, seen: Seen) -> None:
    """Require the ledger's entry of a statement's last number and running hash.

    Raises:
        TrustError: agent.head_unproved.
    """
    head = statement.head
    entry = Entry(
        kind=EntryKind.HEAD,
        at_us=to_microseconds(head.at),
        hubid=statement.hubid,
        epoch=head.epoch,
        source=statement.recipient,
        sequence=statement.last,
        directory_version=head.directory,
        signing_digest=statement.after,
    )
    try:
        leaf = leaf_hash(encode_entry(entry))
        verify_multiproof(
            {head.index: leaf}, seen.size, statement.staple.proof, seen.checkpoint.root
        )
    except LedgerError as error:
        raise TrustError(
            "agent.head_unproved", "the hub does not prove that it recorded these deliveries"
        ) from error


class ReceiptProof:
    """Checks receipts against what this agent sent."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Know the contracts, whose digests are in the entries."""
        self._catalogue = catalogue

    def check(self, rows: Connection, receipt: Receipt, seen: Seen | None) -> None:
        """Require the ledger's entry of every result that claims one.

        Raises:
            TrustError: agent.receipt_unproved: a proof is wrong or missing, or it is about
                bytes this agent did not send.
        """
        placed = [result for result in receipt.results if _is_placed(result)]
        if not placed:
            return
        if receipt.staple is None or seen is None:
            raise _unproved("it has no proof")
        sent = _sent(rows, [result.digest for result in placed if result.digest is not None])
        try:
            leaves = {
                _index(result): leaf_hash(encode_entry(self._entry(receipt, result, sent)))
                for result in placed
            }
            verify_multiproof(leaves, seen.size, receipt.staple.proof, seen.checkpoint.root)
        except LedgerError as error:
            raise _unproved("the proof does not lead to the checkpoint") from error

    def _entry(
        self, receipt: Receipt, result: Result, sent: Mapping[bytes, Mapping[str, Any]]
    ) -> Entry:
        row = sent.get(result.digest or b"")
        if row is None or row["id"] != result.id or result.at is None or result.directory is None:
            raise _unproved("it is about bytes this agent did not send")
        signed = read_jws(envelope_jws(row["envelope"]))
        refused = result.status is Status.REFUSED
        kind = EntryKind.REFUSAL if refused else row["kind"]
        return Entry(
            kind=kind,
            at_us=to_microseconds(result.at),
            hubid=receipt.hubid,
            epoch=receipt.epoch if result.epoch is None else result.epoch,
            source=receipt.recipient,
            id=row["id"],
            sequence=row["sequence"],
            contract_digest=self._contract(row) if kind is EntryKind.MESSAGE else ZERO,
            kid=signed.header.kid,
            directory_version=result.directory,
            signing_digest=signed.signing_digest,
            envelope_digest=signed.digest,
            code=(result.code or "") if refused else "",
        )

    def _contract(self, row: Mapping[str, Any]) -> bytes:
        try:
            return self._catalogue.get(row["contract"]).digest
        except ContractError as error:
            raise _unproved("its contract is not known here") from error


def _is_placed(result: Result) -> bool:
    """Tell whether a result claims an entry; to be admitted or to use a number is to claim one."""
    return (
        result.index is not None
        or result.status is Status.ADMITTED
        or (result.status is Status.REFUSED and result.uses_number is True)
    )


def _index(result: Result) -> int:
    if result.index is None:
        raise _unproved("it does not say where the entry is")
    return result.index


def _sent(rows: Connection, digests: Sequence[bytes]) -> dict[bytes, dict[str, Any]]:
    found: dict[bytes, dict[str, Any]] = {}
    for table, kind in (
        (outbox, EntryKind.MESSAGE),
        (acknowledgements, EntryKind.ACKNOWLEDGEMENT),
    ):
        wanted = ("id", "sequence", "contract", "digest", "envelope")
        columns = [table.c[name] for name in wanted if name in table.c]
        for start in range(0, len(digests), _LOOKUP_COUNT):
            chunk = digests[start : start + _LOOKUP_COUNT]
            for row in rows.execute(select(*columns).where(table.c.digest.in_(chunk))).mappings():
                found[row["digest"]] = {**row, "kind": kind}
    return found


def _unproved(why: str) -> TrustError:
    return TrustError("agent.receipt_unproved", f"receipt refused: {why}")
