"""Owns the values of casework: what a message states, the step it is in a record, the record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Protocol

NONE: Final = ""
"""The state of a record that nothing has begun yet."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Executor(Protocol):
    """What a measure's table row asks of a participant."""

    @property
    def role(self) -> str: ...
    @property
    def department(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Fact:
    """One admitted message, as casework sees it.

    Attributes:
        index: Its place in the ledger; facts are applied in this order.
        recipients: Everyone it was sent to.
        main: The parsed main part; personal parts never come here.
        time: When its issuer says it was stated, aware UTC.
        executors: The participants by id as the directory had them at that place in the ledger.
    """

    index: int
    id: str
    type: str
    source: str
    subject: str
    correlationid: str
    recipients: tuple[str, ...]
    main: Mapping[str, Any]
    time: datetime = _EPOCH
    executors: Mapping[str, Executor] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """What one message did to one record.

    Attributes:
        id: The message: the basis of what the record says since.
        on: ISO day it took effect, by its body; else the day it was stated, in China.
        act: By the family's transition table; empty where it only stands in the history.
        since: First day of what it began, where it names one.
        until: Last day, inclusive; empty where it names none.
        detail: What it adds to the record.
        void: The message that took it back; empty while it holds.
    """

    index: int
    id: str
    type: str
    source: str
    on: str
    act: str
    since: str = ""
    until: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    void: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One line in the file on an enterprise: always the sum of its steps.

    Attributes:
        family: What it is: `listing`, `measure`, `grade` ...
        key: Which one, unique in its family.
        source: Whose it is: only its owner's acts move what is the owner's to move.
        state: Where it stands, by the family's transition table.
        since: ISO date from which it stands so; empty when the message gives none.
        until: ISO date of its end, inclusive; empty for open.
        index: Ledger index of the last message that changed it.
        detail: What else a reader wants to know; never personal data.
        steps: Every message that touched it, in ledger order.
    """

    family: str
    key: str
    subject: str
    source: str
    state: str
    since: str = ""
    until: str = ""
    index: int = 0
    detail: Mapping[str, Any] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()

    @property
    def name(self) -> tuple[str, str]:
        """Family and key."""
        return self.family, self.key

    def last(self, *acts: str) -> Step | None:
        """Find the newest step that holds and did one of these acts."""
        held = (step for step in reversed(self.steps) if not step.void)
        return next((step for step in held if step.act in acts), None)


class View(Protocol):
    """The records as they are before the fact at hand."""

    def get(self, family: str, key: str) -> Record | None: ...

    def of_subject(self, subject: str) -> Iterable[Record]: ...
