"""Owns the two values of casework: the fact a message states, and the record it leaves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


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
        main: The parsed main part.
    """

    index: int
    id: str
    type: str
    source: str
    subject: str
    correlationid: str
    recipients: tuple[str, ...]
    main: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """One line in the file on an enterprise.

    Attributes:
        family: What it is: `listing`, `measure`, `grade` ...
        key: Which one, unique in its family.
        state: Where it stands, by the family's transition table.
        since: ISO date from which it stands so; empty when the message gives none.
        until: ISO date of its end; empty for open.
        index: Ledger index of the last message that changed it.
        detail: What else a reader wants to know; never personal data.
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


class View(Protocol):
    """The records as they are before the fact at hand."""

    def get(self, family: str, key: str) -> Record | None: ...

    def executor(self, participant: str) -> Executor | None: ...
