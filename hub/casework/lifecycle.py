"""Owns what a transition table is: every act decided in every state, in writing.

A table is written act by act: `- notified > listed; removed > =; * > x`. A state name is where the
act leads, `=` leaves the state and adds to the record, `x` has no effect at all, `<` goes back to
where the record rested before. `-` is the state of nothing, `*` all states not named before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hub.casework.record import NONE
from hub.errors import ReleaseError

STAYS: Final = "="
IGNORED: Final = "x"
BACK: Final = "<"
_NOTHING: Final = "-"
_REST: Final = "*"


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The life of one family of records.

    Attributes:
        states: All of them, that of nothing included.
        rows: By act and state, the written outcome.
        live: The states in which it is in force.
        ends: The states that stay, whatever comes.
        rests: The states a `<` may go back to.
        begins: The acts that found the record: taken back, they leave it `withdrawn`.
        owned: The acts that are the owner's alone.
        opened: The states in which somebody still has something to do.
        sticky: The acts that end it: taking back such a message does not bring it to life.
    """

    states: frozenset[str]
    rows: Mapping[str, Mapping[str, str]]
    live: frozenset[str]
    ends: frozenset[str]
    rests: frozenset[str]
    begins: frozenset[str]
    owned: frozenset[str]
    opened: frozenset[str]
    sticky: frozenset[str]

    def outcome(self, state: str, act: str) -> str:
        """Tell what is written for an act in a state; an act without a row has no effect."""
        return self.rows.get(act, {}).get(state, IGNORED)

    def after(self, state: str, act: str, rest: str = NONE) -> str:
        """Tell the state after an act.

        Args:
            state: The state before.
            act: The act.
            rest: The state a `<` goes back to.
        """
        match self.outcome(state, act):
            case "=" | "x":
                return state
            case "<":
                return rest
            case new:
                return new


def lifecycle(  # noqa: PLR0913 - one table, every column named
    acts: Mapping[str, str],
    *,
    live: str,
    ends: str = "",
    rests: str = "",
    begins: str = "",
    owned: str = "",
    opened: str = "",
    sticky: str = "",
) -> Lifecycle:
    """Read a table from its written form.

    Raises:
        ReleaseError: `release.table_incomplete`: a pair of state and act is not decided, or twice.
    """
    states = frozenset({NONE, *_names(live), *_names(ends), *_names(rests), *_targets(acts)})
    rows = {act: _row(act, text, states) for act, text in acts.items()}
    ending = {act for act, row in rows.items() if _names(ends) & set(row.values())}
    return Lifecycle(
        states=states,
        rows=rows,
        live=_names(live),
        ends=_names(ends),
        rests=_names(rests),
        begins=_names(begins),
        owned=_names(owned),
        opened=_names(opened) or _names(live),
        sticky=_names(sticky) | ending,
    )


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _targets(acts: Mapping[str, str]) -> frozenset[str]:
    found = {rule.partition(">")[2].strip() for text in acts.values() for rule in text.split(";")}
    return frozenset(found - {STAYS, IGNORED, BACK})


def _row(act: str, text: str, states: frozenset[str]) -> Mapping[str, str]:
    row: dict[str, str] = {}
    for rule in text.split(";"):
        left, _, outcome = rule.partition(">")
        for name in left.split():
            wanted = states - row.keys() if name == _REST else {name.replace(_NOTHING, NONE)}
            if not wanted <= states or wanted & row.keys():
                raise _incomplete(act, name)
            row.update(dict.fromkeys(wanted, outcome.strip()))
    missing = states - row.keys()
    if missing:
        raise _incomplete(act, min(missing) or _NOTHING)
    return row


def _incomplete(act: str, state: str) -> ReleaseError:
    return ReleaseError(
        "release.table_incomplete", f"act {act} in state {state}: decide it exactly once"
    )
