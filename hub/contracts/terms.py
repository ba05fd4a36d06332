"""The clauses of a contract: tables, citations, cases, clocks, parts.

A column that is None admits any value; an empty one admits none (fail closed).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


class _Place(Protocol):
    @property
    def role(self) -> str: ...
    @property
    def department(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def level(self) -> str: ...


class Act(StrEnum):
    """What a message does to its case."""

    BEGINS = "begins"
    MAY_BEGIN = "may_begin"
    CONTINUES = "continues"
    ENDS = "ends"
    REOPENS = "reopens"
    ANSWERS = "answers"


class Scope(StrEnum):
    """Which participants of a row are meant."""

    ALL = "all"
    REGION = "region"
    INTEREST = "interest"
    CASE = "case"


class Region(StrEnum):
    """Whose region may send."""

    ANY = "any"
    COVERS_SUBJECT = "covers_subject"


class Duty(StrEnum):
    """What a recipient owes; a bank or insurer is never forced (DOMAIN 0.7)."""

    MUST_EXECUTE = "must_execute"
    ADVISORY = "advisory"
    INFORM = "inform"


@dataclass(frozen=True, slots=True)
class CaseRule:
    """The family of cases a message belongs to and what it does there."""

    family: str
    act: Act


@dataclass(frozen=True, slots=True)
class Cite:
    """A message id in the body that must be the id of a certain message.

    Attributes:
        path: JSON pointer in `main`.
        type: Type of the cited message, `*` for any.
        required: Whether the cited message must be known to the hub. An ending may come
            for something unknown (it leaves a tombstone); but what is known must fit.
    """

    path: str
    type: str
    same_source: bool
    same_subject: bool
    required: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """A limit of time; Chinese law counts some in working days."""

    number: int
    unit: str
    basis: str
    verified: bool


class LimitKind(StrEnum):
    """How a limit counts from what starts it."""

    WITHIN = "within"
    EARLIEST = "earliest"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Limit:
    """A time that a rule sets around a message.

    Attributes:
        kind: At the latest so long after what starts it, at the earliest so long after
            it, or at the latest so long ahead of it.
        starts: Type of the message it counts from; or, after a slash, its member with the day.
        due: Type of the message that meets it; empty where the hub carries none.
        region: Division prefix where it holds; empty for the whole nation.
    """

    id: str
    title_zh: str
    title_en: str
    kind: LimitKind
    starts: str
    due: str
    region: str
    clock: Clock


@dataclass(frozen=True, slots=True)
class Answer:
    """The message expected in return, and by when."""

    type: str
    clock: Clock


@dataclass(frozen=True, slots=True)
class PartRule:
    """One part of the body: needed or not, personal or not, how long it is kept."""

    required: bool
    personal: bool
    retention: Clock


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A rule the contract rests on, in force from and until.

    Attributes:
        verified: False where nobody has read the article at its source yet.
    """

    id: str
    title_zh: str
    title_en: str
    article: str
    valid_from: date | None
    valid_until: date | None
    verified: bool
    note: str


@dataclass(frozen=True, slots=True)
class IssuerRow:
    """Who may send."""

    role: str | None
    departments: frozenset[str] | None
    levels: frozenset[str] | None
    region: Region

    def admits(self, sender: _Place, division: str | None) -> bool:
        """Say whether the row entitles a sender; a division must lie in its region."""
        covered = self.region is Region.ANY or division is None or covers(sender, division)
        return covered and _suits(self.role, self.departments, self.levels, sender)


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """Who receives, which parts, and with what duty."""

    role: str | None
    departments: frozenset[str] | None
    levels: frozenset[str] | None
    scope: Scope
    parts: frozenset[str]
    duty: Duty

    def suits(self, recipient: _Place) -> bool:
        """Say whether the row speaks of participants like this one."""
        return _suits(self.role, self.departments, self.levels, recipient)

    def reaches(self, recipient: _Place, division: str | None) -> bool:
        """Say whether the row, by itself, sends to a participant.

        A row of scope `region` without a division reaches national bodies only;
        interests and cases are known to the hub, not to the table.
        """
        match self.scope:
            case Scope.ALL:
                return self.suits(recipient)
            case Scope.REGION:
                return covers(recipient, division or "") and self.suits(recipient)
            case Scope.INTEREST | Scope.CASE:
                return False


def covers(place: _Place, division: str) -> bool:
    """Say whether a region contains a division; the national region contains all."""
    return division.startswith(place.region)


def _suits(
    role: str | None, departments: frozenset[str] | None, levels: frozenset[str] | None, who: _Place
) -> bool:
    return (
        (role is None or who.role == role)
        and (departments is None or who.department in departments)
        and (levels is None or who.level in levels)
    )
