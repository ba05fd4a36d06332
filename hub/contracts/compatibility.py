"""What changes between two versions of a schema, and which way it breaks.

The rule of a minor version is fully transitive with a closed writer and an open reader:
whoever knows the new version reads all that was written under the old one (backward), and
the other way round, skipping members it does not know (forward). Adding or removing an
optional member is therefore compatible both ways. What this table does not know counts
as broken both ways.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

Schema = Mapping[str, Any]
_ANNOTATIONS: Final = {"title", "description", "examples", "format", "$id", "$schema"}
_LOWER_LIMITS: Final = {"minLength", "minItems", "minimum"}
_UPPER_LIMITS: Final = {"maxLength", "maxItems", "maximum"}


class Breaks(StrEnum):
    """Which readers a change leaves without an answer."""

    NOTHING = "nothing"
    BACKWARD = "backward"
    FORWARD = "forward"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference at one place."""

    path: str
    what: str
    breaks: Breaks


def changes(old: Schema, new: Schema, path: str = "") -> Iterator[Change]:
    """Yield every difference that matters, from the outside in."""
    yield from _members(old, new, path)
    for keyword in sorted(old.keys() | new.keys()):
        if keyword in {"properties", "required"} or _is_annotation(keyword):
            continue
        before, after = old.get(keyword), new.get(keyword)
        if keyword == "items" and isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from changes(before, after, f"{path}/*")
        elif before != after:
            yield Change(path or "/", keyword, _breaks(keyword, before, after))


def part_changes(old: Mapping[str, Schema], new: Mapping[str, Schema]) -> Iterator[Change]:
    """Yield the differences of all parts; a part that comes or goes breaks both ways."""
    for part in sorted(old.keys() | new.keys()):
        if part in old and part in new:
            yield from changes(old[part], new[part], part)
        else:
            yield Change(part, "part added" if part in new else "part removed", Breaks.BOTH)


def _members(old: Schema, new: Schema, path: str) -> Iterator[Change]:
    before, after = old.get("properties", {}), new.get("properties", {})
    was_required, is_required = set(old.get("required", ())), set(new.get("required", ()))
    for name in sorted(before.keys() | after.keys()):
        place = f"{path}/{name}"
        if name in before and name in after:
            yield from changes(before[name], after[name], place)
            if name in is_required - was_required:
                yield Change(place, "became required", Breaks.BACKWARD)
            elif name in was_required - is_required:
                yield Change(place, "became optional", Breaks.FORWARD)
        elif name in after:
            broken = Breaks.BACKWARD if name in is_required else Breaks.NOTHING
            yield Change(place, "added", broken)
        else:
            broken = Breaks.FORWARD if name in was_required else Breaks.NOTHING
            yield Change(place, "removed", broken)


def _breaks(keyword: str, before: object, after: object) -> Breaks:
    if keyword == "enum" and isinstance(before, list) and isinstance(after, list):
        return _set_breaks(set(before), set(after))
    narrower = _NARROWER.get(keyword)
    if narrower is None or not isinstance(before, int) or not isinstance(after, int):
        return Breaks.BOTH
    return Breaks.BACKWARD if narrower(before, after) else Breaks.FORWARD


def _set_breaks(before: set[object], after: set[object]) -> Breaks:
    match bool(before - after), bool(after - before):
        case True, True:
            return Breaks.BOTH
        case True, False:
            return Breaks.BACKWARD
        case False, True:
            return Breaks.FORWARD
        case _:
            return Breaks.NOTHING


_NARROWER: Final[dict[str, Callable[[int, int], bool]]] = {
    **dict.fromkeys(_LOWER_LIMITS, lambda before, after: after > before),
    **dict.fromkeys(_UPPER_LIMITS, lambda before, after: after < before),
}


def _is_annotation(keyword: str) -> bool:
    return keyword in _ANNOTATIONS or keyword.startswith("x-")
