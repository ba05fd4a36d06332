"""What a plugin is given: a verified message and what is known around it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Participant:
    """The organisation a plugin works for, as the hub's directory has it."""

    id: str
    role: str
    department: str
    region: str
    level: str


@dataclass(frozen=True, slots=True)
class Message:
    """One delivered message; signature, order, contract and parts are already checked.

    Attributes:
        time: When its issuer stated it.
        admitted_at: When the hub admitted it.
        sequence: The issuer's own number for this subject, 1, 2, 3 ...
        number: This recipient's delivery number, 1, 2, 3 ... without holes.
        body: The `main` part as its `hub_schemas` class.
        personal: The `personal` part, None when there is none or it was withheld.
        snapshot: True when it tells what was already in force as an interest began.
    """

    id: str
    source: str
    type: str
    contract: str
    subject: str
    time: datetime
    admitted_at: datetime
    sequence: int
    number: int
    correlationid: str
    causationid: str | None
    body: object
    personal: object | None = None
    snapshot: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What a hook may know besides its message.

    Attributes:
        now: The message's admission time, so that a replay decides the same;
            for `collect` the agent's clock.
        state: What this plugin stored for the message's subject, `{}` at first.
            Return a new one in `Handled.state`; changing this one has no effect.
        once_key: Store it with any effect in your own system, in one transaction, and
            the effect happens once however often the message is handled.
    """

    participant: Participant
    now: datetime
    state: dict[str, Any] = field(default_factory=dict)
    once_key: str = ""
