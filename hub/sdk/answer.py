"""What the hooks of a plugin return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hub.sdk.draft import Draft
from hub.sdk.outcome import Outcome


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """What a plugin is.

    Attributes:
        name: Its entry point's name.
        version: Of the plugin's policy, e.g. `1.2`.
        consumes: The contracts it handles, each `type/major`, e.g. `listing.decided/0`.
            Messages of other types are acknowledged `not_applicable` without it.
        issues: The contracts of the drafts it makes, each `type/major`.
    """

    name: str
    version: str
    consumes: frozenset[str]
    issues: frozenset[str]


@dataclass(frozen=True, slots=True)
class Handled:
    """The answer to one message; everything in it takes effect together or not at all.

    Attributes:
        reason: Why; required when declined or rejected. At most 500 characters,
            without personal data: it travels signed to the hub.
        state: The new state of the message's subject. None: as it was.
    """

    outcome: Outcome
    reason: str = ""
    drafts: Sequence[Draft] = ()
    state: dict[str, Any] | None = None

    @classmethod
    def executed(
        cls, *, drafts: Sequence[Draft] = (), state: dict[str, Any] | None = None, reason: str = ""
    ) -> Handled:
        """The order was carried out."""
        return cls(Outcome.EXECUTED, reason, drafts, state)

    @classmethod
    def noted(
        cls, *, drafts: Sequence[Draft] = (), state: dict[str, Any] | None = None, reason: str = ""
    ) -> Handled:
        """Read and kept."""
        return cls(Outcome.NOTED, reason, drafts, state)

    @classmethod
    def no_effect(
        cls, reason: str = "", *, drafts: Sequence[Draft] = (), state: dict[str, Any] | None = None
    ) -> Handled:
        """Nothing was left to do."""
        return cls(Outcome.NO_EFFECT, reason, drafts, state)

    @classmethod
    def not_applicable(cls, reason: str = "") -> Handled:
        """Does not concern this participant."""
        return cls(Outcome.NOT_APPLICABLE, reason)

    @classmethod
    def declined(
        cls, reason: str, *, drafts: Sequence[Draft] = (), state: dict[str, Any] | None = None
    ) -> Handled:
        """Deliberately not done."""
        return cls(Outcome.DECLINED, reason, drafts, state)

    @classmethod
    def rejected(cls, reason: str) -> Handled:
        """Could not be trusted or understood."""
        return cls(Outcome.REJECTED, reason)


@dataclass(frozen=True, slots=True)
class Collected:
    """New facts found in the own system.

    Attributes:
        cursor: Where to go on; stored in one transaction with the drafts and handed to
            the next `collect`. Empty at the very first.
    """

    drafts: Sequence[Draft]
    cursor: str


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the plugin can work now, and a sentence for the operator."""

    ok: bool
    text: str = ""
