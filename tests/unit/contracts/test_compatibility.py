"""Which change breaks whom."""

import copy
from typing import Any

import pytest

from hub.contracts.compatibility import Breaks, changes, part_changes

OLD: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "minLength": 2, "maxLength": 9, "title": "Name"},
        "status": {"type": "string", "enum": ["open", "shut"]},
        "items": {
            "type": "array",
            "minItems": 1,
            "maxItems": 5,
            "items": {"type": "integer", "minimum": 0, "maximum": 9},
        },
    },
}


def changed(path: str, value: object) -> dict[str, Any]:
    """Set one keyword at a dotted path; None takes it away."""
    new = copy.deepcopy(OLD)
    *steps, last = path.split(".")
    place = new
    for step in steps:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return new


@pytest.mark.parametrize(
    ("path", "value", "breaks"),
    [
        ("properties.note", {"type": "string"}, Breaks.NOTHING),
        ("properties.status", None, Breaks.NOTHING),
        ("properties.name", None, Breaks.FORWARD),
        ("required", ["name", "status"], Breaks.BACKWARD),
        ("required", [], Breaks.FORWARD),
        ("properties.name.maxLength", 8, Breaks.BACKWARD),
        ("properties.name.maxLength", 10, Breaks.FORWARD),
        ("properties.name.minLength", 3, Breaks.BACKWARD),
        ("properties.name.minLength", 1, Breaks.FORWARD),
        ("properties.name.minLength", None, Breaks.BOTH),
        ("properties.name.pattern", "^x$", Breaks.BOTH),
        ("properties.name.type", "integer", Breaks.BOTH),
        ("properties.status.enum", ["open"], Breaks.BACKWARD),
        ("properties.status.enum", ["open", "shut", "gone"], Breaks.FORWARD),
        ("properties.status.enum", ["open", "gone"], Breaks.BOTH),
        ("properties.status.enum", ["shut", "open"], Breaks.NOTHING),
        ("properties.items.maxItems", 4, Breaks.BACKWARD),
        ("properties.items.items.maximum", 10, Breaks.FORWARD),
        ("properties.items.uniqueItems", True, Breaks.BOTH),
        ("allOf", [{"oneOf": []}], Breaks.BOTH),
    ],
)
def test_a_change_breaks_those_whom_the_rule_names(
    path: str, value: object, breaks: Breaks
) -> None:
    assert [change.breaks for change in changes(OLD, changed(path, value))] == [breaks]


def test_a_required_member_that_is_new_breaks_old_messages() -> None:
    new = changed("properties.note", {"type": "string"})
    new["required"] = ["name", "note"]
    ((change),) = changes(OLD, new)
    assert (change.path, change.what, change.breaks) == ("/note", "added", Breaks.BACKWARD)


def test_texts_are_no_change() -> None:
    assert not list(changes(OLD, changed("properties.name.title", "Called")))
    assert not list(changes(OLD, changed("properties.name.x-title-zh", "名称")))


def test_a_part_that_comes_or_goes_breaks_both_ways() -> None:
    found = list(part_changes({"main": OLD}, {"main": OLD, "personal": OLD}))
    assert [(c.path, c.what, c.breaks) for c in found] == [("personal", "part added", Breaks.BOTH)]
    assert [c.what for c in part_changes({"main": OLD}, {})] == ["part removed"]
