"""A hub that says exactly what a test tells it to, honestly signed; also a link to it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from hub.agent.links import Frame
from hub.bootstrap import key_record, read_catalogue
from hub.errors import TransportError
from hub.ledger.entry import ZERO, Entry, EntryKind
from hub.message.bundle import read_bundle
from hub.message.delivery import (
    START,
    Delivery,
    Statement,
    encode_statement,
    running,
    write_deliveries,
)
from hub.message.envelope import Part, part_digest, read_envelope, write_envelope
from hub.message.event import Event, decode_event, encode_event
from hub.message.head import Head, Welcome, encode_head, encode_welcome
from hub.message.identifiers import uuid7
from hub.message.instant import to_microseconds
from hub.message.jws import SignedText, read_jws
from hub.message.kinds import Kind
from hub.message.receipt import Receipt, Result, Status, encode_receipt
from hub.message.request import Request, Verb, decode_request
from hub.message.staple import Consistency, HeadPlace, Staple, encode_consistency
from hub.trust.directory import Directory, ParticipantRecord, encode_directory
from hub.trust.keys import PrivateKeySigner, sign_text
from tests.unit.agent.fake_ledger import FakeLedger

CATALOGUE = read_catalogue()
HUBID = "fake-hub"
US, OTHER = "insurer-one", "market-hebei"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SUBJECT = "uscc:91130100MA0ABCDE1X"


class FakeHub:
    """Signs whatever it is asked to; answers open, directory and head by itself."""

    pulls = False

    def __init__(self) -> None:
        self.now = NOW
        self.root, self.key = PrivateKeySigner.generate(), PrivateKeySigner.generate()
        self.signers = {US: PrivateKeySigner.generate(), OTHER: PrivateKeySigner.generate()}
        self.version, self.generation, self.epoch = 1, 0, 1
        self.last, self.running = 0, START
        self.ledger = FakeLedger(HUBID, self.key)
        self.frames: list[bytes] = []
        self.submitted: list[bytes] = []
        self.requests: list[Verb] = []
        self.settled = 0
        self.away = False
        self.answers = True
        self.cosigned: list[Request] = []
        self.asked: list[Request] = []
        self._made = 0

    # -- the link -----------------------------------------------------------------------------

    def submit(self, bundle: bytes) -> None:
        self._reach()
        self.submitted += read_bundle(bundle)

    def request(self, jws: bytes) -> None:
        self._reach()
        request = decode_request(read_jws(jws).payload)
        self.requests.append(request.verb)
        self.asked.append(request)
        if not self.answers:
            return
        if request.verb is Verb.DIRECTORY:
            self.frames.append(self.directory())
        elif request.verb is Verb.OPEN:
            self.generation += 1
            self.frames.append(self.welcome())
        elif request.verb is Verb.HEAD:
            self.frames.append(self.head())
        elif request.verb is Verb.CONSISTENCY:
            self.frames.append(self.growth(request))
        elif request.verb is Verb.COSIGN:
            self.cosigned.append(request)

    def receive(self, after: int, wait_s: float) -> list[Frame]:
        self._reach()
        frames, self.frames = self.frames, []
        return [Frame(body) for body in frames]

    def settle(self, frames: Sequence[Frame]) -> None:
        self.settled += len(frames)

    def close(self) -> None:
        pass

    def _reach(self) -> None:
        if self.away:
            raise TransportError("test.away", "the way is cut")

    # -- what it says -------------------------------------------------------------------------

    def sign(self, kind: Kind, payload: bytes) -> bytes:
        return sign_text(self.key, kind, payload)

    def directory(self, **changes: Any) -> bytes:
        participants = {name: self.record(name) for name in self.signers}
        made = Directory(
            self.version, HUBID, self.now, (key_record(self.key.public, NOW),), participants
        )
        return sign_text(self.root, Kind.DIRECTORY, encode_directory(replace(made, **changes)))

    def record(self, name: str) -> ParticipantRecord:
        regulator = name == OTHER
        return ParticipantRecord(
            id=name,
            name_zh=name,
            name_en=name,
            role="regulator" if regulator else "insurer",
            department="market_regulation" if regulator else "insurance",
            region="13" if regulator else "",
            level="province" if regulator else "national",
            status="active",
            keys=(key_record(self.signers[name].public, NOW),),
        )

    def head(self, **changes: Any) -> bytes:
        head = Head(HUBID, self.epoch, US, self.last, self.running, self.now, self.version)
        return self.sign(Kind.HEAD, encode_head(replace(head, **changes)))

    def welcome(self, **changes: Any) -> bytes:
        made = Welcome(
            hubid=HUBID,
            epoch=self.epoch,
            recipient=US,
            last=self.last,
            running=self.running,
            time=self.now,
            directory=self.version,
            generation=self.generation,
            ack_sequence=0,
        )
        return self.sign(Kind.WELCOME, encode_welcome(replace(made, **changes)))

    def receipt(self, *results: Result, **changes: Any) -> bytes:
        indices = [result.index for result in results if result.index is not None]
        staple = self.ledger.staple(indices, self.epoch) if indices else None
        made = Receipt(HUBID, self.epoch, US, self.now, results, staple)
        return self.sign(Kind.RECEIPT, encode_receipt(replace(made, **changes)))

    def answer(self, envelope: bytes, status: Status = Status.ADMITTED, **more: Any) -> Result:
        """Answer what was submitted; what is admitted or uses its number goes into the ledger."""
        signed = signed_of(envelope)
        said = orjson.loads(signed.payload)
        kind = EntryKind.MESSAGE if is_event(envelope) else EntryKind.ACKNOWLEDGEMENT
        place: dict[str, Any] = {}
        if status is Status.ADMITTED or more.get("uses_number"):
            refused = status is Status.REFUSED
            contract = said.get("dataschema", "").removeprefix("contract:")
            digest = CATALOGUE.get(contract).digest if contract and not refused else ZERO
            entry = Entry(
                kind=EntryKind.REFUSAL if refused else kind,
                at_us=to_microseconds(self.now),
                hubid=HUBID,
                epoch=self.epoch,
                source=US,
                id=said["id"],
                sequence=int(said["sequence"]),
                contract_digest=digest,
                kid=signed.header.kid,
                directory_version=self.version,
                signing_digest=signed.signing_digest,
                envelope_digest=signed.digest,
                code=more.get("code", "") if refused else "",
            )
            index = self.ledger.append(entry)
            place = {"index": index, "at": self.now, "directory": self.version}
        return Result(said["id"], signed.digest, status, **{**place, **more})

    def admit_all(self) -> None:
        """Admit everything submitted so far."""
        submitted, self.submitted = self.submitted, []
        for start in range(0, len(submitted), 256):
            answers = [self.answer(one) for one in submitted[start : start + 256]]
            self.frames.append(self.receipt(*answers))

    def message(self, sequence: int = 1, subject: str = SUBJECT, **changes: Any) -> bytes:
        """Sign a message of the other participant."""
        body = changes.pop("body", {"subject_name": "Works", "division": "130102"})
        content = orjson.dumps({"status": "active", **body})
        signer = changes.pop("signer", self.signers[OTHER])
        part = Part("main", bytes(16), content)
        self._made += 1
        made = Event(
            id=uuid7(to_microseconds(NOW) // 1000, self._made.to_bytes(10, "big")),
            source=OTHER,
            type="enterprise.registered",
            contract="enterprise.registered/0.1",
            subject=subject,
            time=NOW,
            hubid=HUBID,
            sequence=sequence,
            generation=1,
            correlationid="case-1",
            causationid=None,
            draftkey=None,
            expirytime=None,
            parts={"main": part_digest(part.salt, part.content)},
        )
        text = sign_text(signer, Kind.EVENT, encode_event(replace(made, **changes)))
        return write_envelope(text, [part])

    def deliveries(self, *envelopes: bytes, flags: int = 0, **changes: Any) -> bytes:
        """Number, chain and sign the next deliveries."""
        first, before, made = self.last + 1, self.running, []
        for envelope in envelopes:
            self.last += 1
            digest = signed_of(envelope).digest
            at = NOW + timedelta(seconds=self.last)
            made.append(Delivery(self.last, 100 + self.last, at, flags, envelope, digest))
            self.running = running(
                self.running, self.last, 100 + self.last, to_microseconds(at), digest
            )
        statement = Statement(
            HUBID,
            self.epoch,
            US,
            first,
            self.last,
            before,
            self.running,
            self.now,
            self.version,
            *self.head_entry(),
        )
        text = self.sign(Kind.DELIVERIES, encode_statement(replace(statement, **changes)))
        return write_deliveries(text, made)

    def head_entry(self) -> tuple[HeadPlace, Staple]:
        """Record the head and prove it."""
        index = self.ledger.append(
            Entry(
                kind=EntryKind.HEAD,
                at_us=to_microseconds(self.now),
                hubid=HUBID,
                epoch=self.epoch,
                source=US,
                sequence=self.last,
                directory_version=self.version,
                signing_digest=self.running,
            )
        )
        place = HeadPlace(index, self.now, self.epoch, self.version)
        return place, self.ledger.staple([index], self.epoch)

    def growth(self, request: Request, **changes: Any) -> bytes:
        """Answer how the ledger grew."""
        new = min(request.to_size or 0, len(self.ledger.leaves))
        old = min(request.from_size or 0, new)
        proof, checkpoint = self.ledger.growth(old, new), self.ledger.checkpoint(self.epoch)
        said = Consistency(request.id, HUBID, self.epoch, US, self.now, old, new, proof, checkpoint)
        return self.sign(Kind.CONSISTENCY, encode_consistency(replace(said, **changes)))


def signed_of(envelope: bytes) -> SignedText:
    return read_jws(read_envelope(envelope).jws)


def event_of(envelope: bytes) -> Event:
    return decode_event(signed_of(envelope).payload)


def is_event(envelope: bytes) -> bool:
    return signed_of(envelope).header.cty == Kind.EVENT
