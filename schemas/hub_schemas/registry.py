"""Which class is which part of which contract."""

from collections.abc import Callable
from typing import Any, dataclass_transform

from hub_schemas.body import element
from hub_schemas.rules import Rule

_CLASSES: dict[tuple[str, str], type] = {}
_PARTS: dict[type, tuple[str, str]] = {}


@dataclass_transform(kw_only_default=True, frozen_default=True)
def body(ref: str, *, part: str = "main", rules: tuple[Rule, ...] = ()) -> Callable[[type], Any]:
    """Make a class the body of one part of a contract."""

    def made(cls: type) -> type:
        frozen: type = element(rules=rules)(cls)
        _CLASSES[ref, part] = frozen
        _PARTS[frozen] = (ref, part)
        return frozen

    return made


def class_of(ref: str, part: str) -> type:
    """Return the class of a part; KeyError when there is none."""
    return _CLASSES[ref, part]


def part_of(cls: type) -> tuple[str, str]:
    """Return (contract ref, part name) of a body class; KeyError when it is none."""
    return _PARTS[cls]


def parts() -> dict[str, dict[str, type]]:
    """Return every contract ref with its parts, sorted."""
    found: dict[str, dict[str, type]] = {}
    for (ref, part), cls in sorted(_CLASSES.items()):
        found.setdefault(ref, {})[part] = cls
    return found
