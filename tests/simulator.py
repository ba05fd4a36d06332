"""A hub in one process for examples: participants with keys, messages signed by hand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

import hub_schemas
from hub.agent.checkpoints import Seen
from hub.agent.proving import check_head
from hub.bootstrap import Hub, create_hub, key_record, open_hub
from hub.config import Config
from hub.exchange.model import Answered, Submission
from hub.exchange.registrar import with_participant
from hub.ledger.checkpoint import Checkpoint, decode_checkpoint, origin_of
from hub.message.acknowledgement import Acknowledgement, Applied, encode_acknowledgement
from hub.message.bundle import write_bundle
from hub.message.delivery import (
    START,
    Delivery,
    Statement,
    check_statement,
    decode_statement,
    read_deliveries,
)
from hub.message.envelope import Part, part_digest, read_envelope, write_envelope
from hub.message.event import Event, decode_event, encode_event
from hub.message.head import decode_welcome
from hub.message.identifiers import uuid7
from hub.message.jws import read_jws
from hub.message.kinds import Kind
from hub.message.receipt import Result, decode_receipt
from hub.message.request import Request, Verb, encode_request
from hub.trust.directory import ParticipantRecord
from hub.trust.keys import PrivateKeySigner, sign_text
from hub.trust.verify import verify_hub_note, verify_hub_text

HUBID = "test-hub"
SUBJECT = "uscc:91130100MA0ABCDE1X"
START_AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

REGULATOR = ("em-hebei", "regulator", "emergency_management", "13", "province")
MARKET = ("samr-hebei", "regulator", "market_regulation", "13", "province")
INDUSTRY = ("industry-hebei", "regulator", "industry", "13", "province")
BANK = ("bank-one", "bank", "finance", "", "national")
INSURER = ("insurer-one", "insurer", "insurance", "", "national")
FIVE = (REGULATOR, MARKET, INDUSTRY, BANK, INSURER)


@dataclass
class Player:
    """One participant as a test sees it: its key and its numbering."""

    id: str
    signer: PrivateKeySigner
    generation: int = 0
    ack_sequence: int = 0


class Simulator:
    """Signs, submits and reads by hand; nothing is hidden behind an agent.

    Args:
        home: An empty folder.
        database: Empty for SQLite in the home.
    """

    def __init__(self, home: Path, database: str = "", players: Sequence[Any] = FIVE) -> None:
        self.now = START_AT
        config = Config(home=home, hubid=HUBID, database=database)
        create_hub(config)
        self.hub: Hub = open_hub(config, lambda: self.now)
        self.players = {row[0]: self._joined(row) for row in players}
        self.sequences: dict[tuple[str, str], int] = defaultdict(int)
        self._serial = 0
        for player in self.players.values():
            self.open(player.id)

    def close(self) -> None:
        self.hub.close()

    def _joined(self, row: Sequence[str]) -> Player:
        name, role, department, region, level = row
        signer = PrivateKeySigner.generate()
        key = replace(key_record(signer.public, START_AT), sign_until=START_AT.replace(year=2040))
        key = replace(key, accept_until=START_AT.replace(year=2041))
        record = ParticipantRecord(
            name, name, name, role, department, region, level, "active", (key,)
        )
        self.hub.registrar.publish(with_participant(record))
        return Player(name, signer)

    def new_id(self) -> str:
        self._serial += 1
        random = sha256(str(self._serial).encode()).digest()[:10]
        return uuid7(int(START_AT.timestamp() * 1000) + self._serial, random)

    def ask(self, who: str, verb: Verb, **given: Any) -> tuple[bytes, ...]:
        self.now += timedelta(milliseconds=1)
        request = Request(self.new_id(), who, HUBID, self.now, verb, **given)
        text = sign_text(self.players[who].signer, Kind.REQUEST, encode_request(request))
        return self.hub.exchange.answer(text)[1]

    def open(self, who: str) -> int:
        (frame,) = self.ask(who, Verb.OPEN)
        directory = self.hub.exchange.current_directory()
        welcome = decode_welcome(verify_hub_text(frame, directory, Kind.WELCOME))
        self.players[who].generation = welcome.generation
        return welcome.generation

    def sign(self, who: str, body: object, personal: object | None = None, **given: Any) -> bytes:
        """Sign a body as the next message of its stream; `given` overrides any event field."""
        subject = given.get("subject", SUBJECT)
        ref = hub_schemas.ref_of(body)
        if "sequence" not in given:
            self.sequences[who, subject] += 1
        contents = {"main": orjson.dumps(hub_schemas.dump(body))}
        if personal is not None:
            contents["personal"] = orjson.dumps(hub_schemas.dump(personal))
        parts = [
            Part(name, sha256(name.encode()).digest()[:16], content)
            for name, content in contents.items()
        ]
        return self.sign_parts(who, ref, parts, **given)

    def sign_parts(self, who: str, ref: str, parts: Iterable[Part], **given: Any) -> bytes:
        parts = list(parts)
        subject = given.get("subject", SUBJECT)
        fields: dict[str, Any] = {
            "id": given.get("id") or self.new_id(),
            "source": who,
            "type": ref.partition("/")[0],
            "contract": ref,
            "subject": subject,
            "time": self.now,
            "hubid": HUBID,
            "sequence": self.sequences[who, subject],
            "generation": self.players[who].generation,
            "correlationid": "case-1",
            "causationid": None,
            "draftkey": None,
            "expirytime": None,
            "parts": {part.name: part_digest(part.salt, part.content) for part in parts},
        }
        signer = given.pop("signer", self.players[who].signer)
        event = Event(**{**fields, **given})
        return write_envelope(sign_text(signer, Kind.EVENT, encode_event(event)), parts)

    def acknowledge(
        self,
        who: str,
        delivered: Delivery | None,
        running: bytes,
        applied: Sequence[Applied],
        **given: Any,
    ) -> bytes:
        player = self.players[who]
        if "sequence" not in given:
            player.ack_sequence += 1
        fields: dict[str, Any] = {
            "id": self.new_id(),
            "source": who,
            "hubid": HUBID,
            "sequence": player.ack_sequence,
            "generation": player.generation,
            "time": self.now,
            "delivered": 0 if delivered is None else delivered.number,
            "running": START if delivered is None else running,
            "applied": tuple(applied),
        }
        ack = Acknowledgement(**{**fields, **given})
        return write_envelope(
            sign_text(player.signer, Kind.ACKNOWLEDGEMENT, encode_acknowledgement(ack)), []
        )

    @staticmethod
    def event(envelope: bytes) -> Event:
        """Read an envelope's event without verifying it."""
        return decode_event(read_jws(read_envelope(envelope).jws).payload)

    def submit(self, *envelopes: bytes, sender: str | None = None) -> list[Result]:
        """Submit one bundle and read the receipt's results."""
        answered = self.admit(write_bundle(list(envelopes)), sender=sender)
        return self.results(answered.answers[0])

    def admit(self, bundle: bytes, sender: str | None = None) -> Answered:
        return self.hub.exchange.admit([Submission(sender, bundle)])

    def results(self, answer: bytes) -> list[Result]:
        directory = self.hub.exchange.current_directory()
        return list(decode_receipt(verify_hub_text(answer, directory, Kind.RECEIPT)).results)

    def check_head(self, statement: Statement) -> Checkpoint:
        """Require the statement's head entry under its checkpoint; gives the checkpoint."""
        directory = self.hub.exchange.current_directory()
        origin = origin_of(HUBID, statement.epoch)
        note = statement.staple.checkpoint.encode()
        checkpoint = decode_checkpoint(verify_hub_note(note, directory, origin))
        check_head(statement, Seen(checkpoint, statement.staple.checkpoint))
        return checkpoint

    def deliveries(self, who: str, after: int = 0) -> list[Delivery]:
        """Pull everything after a number, every statement checked."""
        directory = self.hub.exchange.current_directory()
        found: list[Delivery] = []
        while (frame := self.hub.exchange.deliveries_after(who, after)) is not None:
            text, deliveries = read_deliveries(frame)
            statement = decode_statement(verify_hub_text(text, directory, Kind.DELIVERIES))
            check_statement(statement, deliveries)
            assert statement.recipient == who
            self.check_head(statement)
            found += deliveries
            after = deliveries[-1].number
        return found
