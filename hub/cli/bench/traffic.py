"""Signed messages to measure with: one sender, three recipients, bodies of 1 kB.

Each message carries its place in the run where the salt of its body stands, so that whoever
receives it can tell which it is without verifying or parsing anything.
"""

import os
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Final

import orjson

import hub_schemas
from hub.bootstrap import Hub, key_record, now
from hub.exchange.registrar import with_participant
from hub.message.envelope import Part, part_digest, write_envelope
from hub.message.event import Event, encode_event
from hub.message.head import decode_welcome
from hub.message.identifiers import uuid7
from hub.message.kinds import Kind
from hub.message.request import Request, Verb, encode_request
from hub.trust.directory import ParticipantRecord
from hub.trust.keys import PrivateKeySigner, sign_text
from hub.trust.verify import verify_hub_text
from hub_schemas import AccidentReported

SENDER: Final = "bench-sender"
RECIPIENTS: Final = ("bench-bank", "bench-insurer", "bench-market")
BODY_BYTES: Final = 1024
SUBJECTS_COUNT: Final = 2000
MARK: Final = struct.Struct(">QQ")
_ORGANISATIONS: Final = {
    SENDER: ("regulator", "emergency_management", "13", "province"),
    "bench-bank": ("bank", "finance", "", "national"),
    "bench-insurer": ("insurer", "insurance", "", "national"),
    "bench-market": ("regulator", "market_regulation", "13", "province"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Which message of which run."""

    run: int
    place: int


def mark_of(envelope: bytes) -> Mark:
    """Read the mark of an envelope: the salt of its first part."""
    after_jws = 8 + int.from_bytes(envelope[4:8], "big")
    salt_at = after_jws + 2 + envelope[after_jws + 1]
    return Mark(*MARK.unpack_from(envelope, salt_at))


class Traffic:
    """The sender: numbers and signs like an agent, without keeping anything.

    Args:
        hub: A new hub; the participants join it and the sender opens its session.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._signer = self._joined()
        self._runs = count(1)
        self._sequences = [0] * SUBJECTS_COUNT
        self._next = 0
        self._generation = self._opened()

    def _joined(self) -> PrivateKeySigner:
        signers = {}
        for name, (role, department, region, level) in _ORGANISATIONS.items():
            signers[name] = PrivateKeySigner.generate()
            key = key_record(signers[name].public, now())
            record = ParticipantRecord(
                name, name, name, role, department, region, level, "active", (key,)
            )
            self._hub.registrar.publish(with_participant(record))
        return signers[SENDER]

    def _opened(self) -> int:
        request = Request(_new_id(), SENDER, self._hub.config.hubid, now(), Verb.OPEN)
        text = sign_text(self._signer, Kind.REQUEST, encode_request(request))
        _, (frame,) = self._hub.exchange.answer(text)
        directory = self._hub.exchange.current_directory()
        return decode_welcome(verify_hub_text(frame, directory, Kind.WELCOME)).generation

    def signed(self, messages: int) -> tuple[int, list[bytes]]:
        """Sign the messages of one run.

        Returns:
            The run's number and the envelopes, in the order of their places.
        """
        run = next(self._runs)
        return run, [self._envelope(Mark(run, place)) for place in range(messages)]

    def _envelope(self, mark: Mark) -> bytes:
        which, self._next = self._next, (self._next + 1) % SUBJECTS_COUNT
        self._sequences[which] += 1
        part = Part("main", MARK.pack(mark.run, mark.place), _BODY)
        event = Event(
            id=_new_id(),
            source=SENDER,
            type="accident.reported",
            contract=hub_schemas.ref_of(_REPORT),
            subject=f"uscc:BENCH{which:06d}",
            time=now(),
            hubid=self._hub.config.hubid,
            sequence=self._sequences[which],
            generation=self._generation,
            correlationid=f"bench-{which}",
            causationid=None,
            draftkey=None,
            expirytime=None,
            parts={part.name: part_digest(part.salt, part.content)},
        )
        return write_envelope(sign_text(self._signer, Kind.EVENT, encode_event(event)), [part])


def bundled(envelopes: Sequence[bytes], size: int) -> list[Sequence[bytes]]:
    """Cut a run into groups of a size; the last may be smaller."""
    return [envelopes[first : first + size] for first in range(0, len(envelopes), size)]


def _new_id() -> str:
    return uuid7(int(now().timestamp() * 1000), os.urandom(10))


def _report(summary: str) -> AccidentReported:
    return AccidentReported(
        subject_name="Example Chemical Works",
        division="130102",
        occurred_on=date(2026, 3, 1),
        place="Workshop 2",
        summary=summary,
    )


_REPORT: Final = _report("x" * (BODY_BYTES + 1 - len(orjson.dumps(hub_schemas.dump(_report("x"))))))
_BODY: Final = orjson.dumps(hub_schemas.dump(_REPORT))
