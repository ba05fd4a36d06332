"""The words a recipient answers with."""

from enum import StrEnum


class Outcome(StrEnum):
    """What became of a message at its recipient; travels in the signed acknowledgement."""

    EXECUTED = "executed"
    """The order was carried out."""
    NOTED = "noted"
    """Read and kept; nothing had to be done."""
    NO_EFFECT = "no_effect"
    """Would have been carried out, but nothing was left to do (already so)."""
    NOT_APPLICABLE = "not_applicable"
    """Does not concern this participant."""
    DECLINED = "declined"
    """Deliberately not done; the reason says why."""
    REJECTED = "rejected"
    """Could not be trusted or understood; the reason says why."""


MUST_GIVE_REASON = frozenset({Outcome.DECLINED, Outcome.REJECTED})
