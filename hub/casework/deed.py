"""Owns reading a fact: which record it is about, what it does there, what is kept of it.

Tolerant to versions: a member is looked for under the names that the versions use; one that is
absent is left out. Long texts stay in the message.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from hub.casework.clock import day_of, months_after
from hub.casework.record import Fact, Step

KEPT_LENGTH: Final = 300
KEPT_MEMBERS: Final = 8
BY_CASE: Final = "case"
BY_ID: Final = "id"
BY_CITE: Final = "cite"
BY_SUBJECT: Final = "subject"
SAME: Final = "="
"""The act of a statement that leaves the state as it is."""
_CODES: Final = ("code", "kind", "channel", "measure", "title", "text")
_LEFT_OUT: Final = frozenset({"measures", "materials", "items", "note", "term", "legal_basis"})


@dataclass(frozen=True, slots=True)
class Deed:
    """What messages of one type do.

    Attributes:
        family: Of the record.
        act: In its transition table; in families that only state, the state, or after an `@` the
            member that tells it.
        key: `case`: the correlation id; `id`: the message's own; `cite`: the record that the
            message in `cites` stands in; `subject`: one a subject; else the member that
            tells several of one source and subject apart.
        on: Where the day it took effect is looked for.
        since: Where the first day of what begins is looked for.
        until: Where its last day is looked for.
        turns: By a member's value, another act.
        cites: Where the cited message is looked for.
    """

    family: str
    act: str
    key: str = BY_CASE
    on: str = ""
    since: str = ""
    until: str = ""
    turns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    cites: str = ""

    def act_of(self, main: Mapping[str, Any]) -> str:
        """Tell the act: its own, unless a member's value turns it."""
        for member, acts in self.turns.items():
            value = at(main, member)
            for one in value if isinstance(value, (list, tuple)) else (value,):
                if one in acts:
                    return acts[one]
        return first(main, self.act[1:]) or SAME if self.act.startswith("@") else self.act


def step_of(fact: Fact, deed: Deed, act: str, **more: Any) -> Step:  # noqa: ANN401 - JSON
    """Make the step that a fact is in a record.

    Args:
        fact: The message.
        deed: How its type is read.
        act: What it does; empty when it only stands in the history.
        more: What else is kept.
    """
    main = fact.main
    return Step(
        index=fact.index,
        id=fact.id,
        type=fact.type,
        source=fact.source,
        on=first(main, deed.on) or day_of(fact.time).isoformat(),
        act=act,
        since=first(main, deed.since),
        until=first(main, deed.until) or _counted_end(main),
        detail={**kept(main), **_own_end(main, deed), **more},
    )


def at(main: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401 - JSON
    """Look a dotted path up; ``None`` where there is nothing."""
    found: Any = main
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def first(main: Mapping[str, Any], paths: str) -> str:
    """Look several paths up, first come first served; empty where there is nothing."""
    found = (at(main, path) for path in paths.split())
    return next((value for value in found if isinstance(value, str)), "")


def _counted_end(main: Mapping[str, Any]) -> str:
    """Count a term of years from its first day, where a ban names no last one (Civil Code 202)."""
    start, years = at(main, "term.starts_on"), at(main, "term.years")
    if not isinstance(start, str) or not isinstance(years, int):
        return ""
    return months_after(date.fromisoformat(start), 12 * years).isoformat()


def _own_end(main: Mapping[str, Any], deed: Deed) -> dict[str, str]:
    """Keep the end of a message's own term where it is not the record's: of a suspension."""
    end = "" if deed.until else first(main, "term.effective_until")
    return {"term_until": end} if end else {}


def kept(main: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what a reader of the file wants: short values, money, codes, articles, ids."""
    found = {name: value for name, value in main.items() if name not in _LEFT_OUT and _short(value)}
    found |= {
        name: codes
        for name, value in main.items()
        if name not in _LEFT_OUT and (codes := list(_codes(value)))
    }
    ended = at(main, "term.open_ended")
    articles = list(_articles(main.get("legal_basis")))
    return (
        found
        | ({"open_ended": ended} if ended else {})
        | ({"legal_basis": articles} if articles else {})
    )


def _short(value: object) -> bool:
    match value:
        case str():
            return len(value) <= KEPT_LENGTH
        case bool() | int():
            return True
        case dict():
            return len(value) <= KEPT_MEMBERS and all(map(_short, value.values()))
        case list() | tuple():
            return all(isinstance(one, str) and len(one) <= KEPT_LENGTH for one in value)
        case _:
            return False


def _codes(value: object) -> Iterator[str]:
    if not isinstance(value, (list, tuple)):
        return
    for one in value:
        if isinstance(one, Mapping):
            name = next((name for name in _CODES if name in one), None)
            if name is not None and _short(one[name]):
                yield one[name]


def _articles(value: object) -> Iterator[str]:
    for one in value if isinstance(value, (list, tuple)) else [value]:
        if isinstance(one, Mapping) and "title" in one:
            yield " ".join(str(one[name]) for name in ("title", "article") if name in one)
