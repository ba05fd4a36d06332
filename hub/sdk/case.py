"""Plays messages to one plugin without an agent: nothing signs, stores or connects."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import hub_schemas
from hub.sdk.answer import Collected, Handled
from hub.sdk.calling import PluginCalls
from hub.sdk.draft import Draft, Settled
from hub.sdk.message import Context, Message, Participant

START_AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SUBJECT = "uscc:91130100MA0ABCDE1X"
PARTICIPANT = Participant("insurer-one", "insurer", "insurance", "13", "province")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Everything around a body that a test may want to say; the rest has a default."""

    subject: str = SUBJECT
    source: str = "em-hebei"
    personal: object | None = None
    admitted_at: datetime | None = None
    correlationid: str = "case-1"
    causationid: str | None = None
    snapshot: bool = False


class PluginCase:
    """One plugin at one participant, its state kept per subject as the agent keeps it."""

    def __init__(self, plugin: object, participant: Participant = PARTICIPANT) -> None:
        """Register the plugin; PluginError when its hooks do not fit."""
        self.calls = PluginCalls(plugin)
        self.participant = participant
        self.states: dict[str, dict[str, Any]] = {}
        self.number = 0
        self._sequences: dict[tuple[str, str], int] = {}

    def deliver(self, body: object, **around: Any) -> Handled:  # noqa: ANN401 - members of Circumstances
        """Have the plugin handle one message.

        Args:
            body: A `hub_schemas` object.
            around: Members of `Circumstances` that differ from the defaults.
        """
        message = self.message(body, Circumstances(**around))
        return self.handle(message)

    def handle(self, message: Message) -> Handled:
        """Have the plugin handle this message and keep the state it returns."""
        handled = self.calls.handle(message, self.context(message))
        if handled.state is not None:
            self.states[message.subject] = handled.state
        return handled

    def message(self, body: object, around: Circumstances) -> Message:
        """Make the next delivery of this body."""
        return self.plain_message(hub_schemas.ref_of(body), body, around)

    def plain_message(self, ref: str, body: object, around: Circumstances) -> Message:
        """Make the next delivery of whatever is given as a body of that contract."""
        self.number += 1
        stream = (around.source, around.subject)
        self._sequences[stream] = self._sequences.get(stream, 0) + 1
        admitted_at = around.admitted_at or START_AT + timedelta(minutes=self.number)
        return Message(
            id=f"01900000-0000-7000-8000-{self.number:012x}",
            source=around.source,
            type=ref.partition("/")[0],
            contract=ref,
            subject=around.subject,
            time=admitted_at - timedelta(seconds=1),
            admitted_at=admitted_at,
            sequence=self._sequences[stream],
            number=self.number,
            correlationid=around.correlationid,
            causationid=around.causationid,
            body=body,
            personal=around.personal,
            snapshot=around.snapshot,
        )

    def context(self, message: Message) -> Context:
        """Make the context the agent would give for this message."""
        return Context(
            participant=self.participant,
            now=message.admitted_at,
            state=copy.deepcopy(self.states.get(message.subject, {})),
            once_key=f"{self.participant.id}/{message.source}/{message.id}",
        )

    def collect(self, cursor: str = "", now: datetime = START_AT) -> Collected:
        """Have the plugin collect since a cursor."""
        return self.calls.collect(Context(self.participant, now), cursor)

    def settle(self, draft: Draft, result: Settled) -> None:
        """Tell the plugin what became of a draft."""
        self.calls.settled(draft, result)
