"""Every error the hub raises: whose fault, a stable code, and what may be shown.

A message never carries a body, a key or a person's name: problems name a place and the
class of what was found there, facts are short values that identify, such as a number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Fault(StrEnum):
    """Who has to act: decides the settlement on the bus, the HTTP status and the exit code."""

    SENDER = "sender"
    HUB = "hub"
    ENVIRONMENT = "environment"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at one place, safe to show.

    Attributes:
        path: JSON pointer inside the part, prefixed by the part's name: `main/amount`.
        rule: The rule that was broken: `required`, `maxLength`, `registry`.
        value_class: What was found there, never its content: `string(12)`, `missing`.
        text_en: What is wrong and what would be right, in English.
        text_zh: The same in Chinese.
    """

    path: str
    rule: str
    value_class: str
    text_en: str
    text_zh: str


def value_class(value: object) -> str:
    """Name the class of a JSON value without telling the value."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return f"string({len(value)})"
        case dict():
            return f"object({len(value)})"
        case list() | tuple():
            return f"array({len(value)})"
        case _:
            return "other"


class HubError(Exception):
    """The root: one line for people, a code and facts for programs."""

    fault: ClassVar[Fault] = Fault.HUB

    def __init__(
        self, code: str, text: str, *, problems: Sequence[Problem] = (), **facts: str | int
    ) -> None:
        """State what is wrong, where, and what to do.

        Args:
            code: Stable and dotted: `message.too_large`.
            text: One line for people.
            problems: Every single thing wrong, where there are several.
            facts: Short values that identify the case; never content.
        """
        super().__init__(code, text)
        self.code = code
        self.text = text
        self.problems = tuple(problems)
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.text} ({self.code})"


class MessageError(HubError):
    """The bytes are not a message: malformed, too large, of an unknown form."""

    fault = Fault.SENDER


class TrustError(HubError):
    """The message cannot be believed: unknown key, bad signature, not this hub."""

    fault = Fault.SENDER


class ContractError(HubError):
    """The contract is unknown, refuses the body, or does not entitle the sender."""

    fault = Fault.SENDER


class OrderError(HubError):
    """The number or generation is stale, ahead, or used for something else."""

    fault = Fault.SENDER


class CaseError(HubError):
    """The case does not allow this act, or not to this sender."""

    fault = Fault.SENDER


class ReleaseError(HubError):
    """A contract version is incompatible, or a frozen one was changed."""


class LedgerError(HubError):
    """The ledger does not agree with itself: admission stops."""


class PluginError(HubError):
    """A plugin was refused at start, crashed, or overran its time."""


class ConfigError(HubError):
    """The configuration is incomplete or contradicts itself; raised at start only."""


class TransportError(HubError):
    """Something needed is away: broker, database, peer, disk. Try again."""

    fault = Fault.ENVIRONMENT
