"""Draws bodies from a frozen schema: good ones, and good ones with something odd done to them.

Random draws miss the limits, so every limit of the schema is drawn on purpose: shortest,
longest and one beyond, wrong types, missing and unknown members, 35.0, "35", trailing
line feeds, NUL, lone surrogates, characters beyond the basic plane.
"""

import copy
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st

from hub_schemas import patterns

JsonSchema = dict[str, Any]
ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 35, 35.0, -0.5, 1e300, 2**53 - 1, 2**53, -(2**63), "35", "", " ",
    "\n", "\0", "true", "null", "\ud800", "\u2028", "\u0085", "\ufeff", "\u202e", "é", "e\u0301",
    "𝒳", "٣", "１", "2024-02-30", "1900-02-29", "2000-02-29", "2024-07-01\n", "2024-7-1",
    "2024-07-01T24:00:00Z", "2024-07-01T08:30:60Z", "2024-07-01T08:30:00+00:00", "1e3", "01", "-0",
    ".5", "5.", "+1", "A+", "A++", "a", "cny", "١٣٠١٠٢", "mem-order-11", "C1", "must_execute",
    [], {}, [[]], [None], {"": 1}, {"amount_minor": 1.0, "currency": "CNY"},
)  # fmt: skip
_SAMPLES = {
    patterns.json_pattern(core): samples
    for core, samples in {
        patterns.DATE: ["2024-02-29", "1600-02-29", "2999-12-31", "2023-06-30"],
        patterns.TIME: ["2024-02-29T23:59:59Z", "2024-07-01T00:00:00Z"],
        patterns.DECIMAL: ["0", "-0", "12.50", "0.000000000001", "-" + "9" * 15 + "." + "9" * 12],
        patterns.CODE: ["fine", "bank", "mem-order-11", "a", "x" * 40],
        patterns.CURRENCY: ["CNY", "USD"],
        patterns.DIVISION: ["130102", "100000"],
        patterns.INDUSTRY: ["C", "C26", "C2614"],
        patterns.GRADE: ["A", "B+", "A--", "x" * 16 + "+-", "red"],
        patterns.KEY: ["A1", "B9", "C1", "2025Q1", "x" * 40, "M-1"],
        patterns.MESSAGE_ID: ["0190a6e2-7c00-7000-8000-000000000001"],
        patterns.MESSAGE_TYPE: ["penalty.decided", "ab.cd"],
        patterns.MASKED_ID: ["110105***********X", "**"],
        patterns.KEYED_DIGEST: ["A" * 43, "_-" * 21 + "0"],
    }.items()
}
_CHARACTERS = "aZ9 中é\u0301𝒳\u202e\u00a0\ud7ff\ue000"


def bodies(schema: JsonSchema) -> st.SearchStrategy[Any]:
    """Draw a body: as the schema says, then altered in none to three places."""

    @st.composite
    def drawn(draw: Any) -> Any:
        body = draw(_valid(schema))
        for _ in range(draw(st.integers(0, 3))):
            body = draw(_altered(body, schema))
        return body

    return drawn()


def _valid(schema: JsonSchema) -> st.SearchStrategy[Any]:
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema["type"]:
        case "string":
            return _text(schema)
        case "integer":
            low, high = schema["minimum"], schema["maximum"]
            return st.sampled_from([low, high]) | st.integers(low, high)
        case "boolean":
            return st.booleans()
        case "array":
            return st.lists(_valid(schema["items"]), min_size=1, max_size=2)
        case _:
            return _object(schema)


def _text(schema: JsonSchema) -> st.SearchStrategy[str]:
    known = _SAMPLES.get(schema["pattern"])
    if known is not None:
        return st.sampled_from([text for text in known if len(text) <= schema.get("maxLength", 99)])
    longest = schema["maxLength"]
    length = st.sampled_from([1, 2, longest]) | st.integers(1, 20)
    return st.tuples(length, st.sampled_from(_CHARACTERS)).map(
        lambda drawn: ("x" + drawn[1] * drawn[0])[: max(1, drawn[0] - 1)] + "中"[: drawn[0] - 1]
    )


@st.composite
def _object(draw: Any, schema: JsonSchema) -> dict[str, Any]:
    body = {
        name: draw(_valid(member))
        for name, member in schema["properties"].items()
        if name in schema["required"] or draw(st.booleans())
    }
    for rule in schema.get("allOf", ()):
        if draw(st.integers(0, 9)):
            _obey(body, rule, schema, draw)
    return body


def _obey(body: dict[str, Any], rule: JsonSchema, schema: JsonSchema, draw: Any) -> None:
    if "oneOf" in rule:
        ways = [way["required"][0] for way in rule["oneOf"]]
        kept = draw(st.sampled_from(ways))
        for name in ways:
            body.pop(name, None)
        body[kept] = draw(_valid(schema["properties"][kept]))
        return
    ((name, condition),) = rule["if"]["properties"].items()
    if body.get(name) in condition["enum"]:
        for needed in rule["then"].get("required", ()):
            body.setdefault(needed, draw(_valid(schema["properties"][needed])))
        for limited, codes in rule["then"].get("properties", {}).items():
            if limited in body:
                body[limited] = draw(st.sampled_from(codes["enum"]))


@st.composite
def _altered(draw: Any, body: Any, schema: JsonSchema) -> Any:
    """Do one odd thing at one place; the schema of the place tells its limits."""
    copied = copy.deepcopy(body)
    places = list(_places(copied, schema))
    if not places:
        return draw(st.sampled_from(ODD_VALUES))
    holder, key, member = draw(st.sampled_from(places))
    draw(st.sampled_from(_ALTERATIONS))(draw, holder, key, member)
    return copied


def _places(body: Any, schema: JsonSchema) -> Iterator[tuple[Any, Any, JsonSchema]]:
    if isinstance(body, dict):
        for name, value in body.items():
            member = schema.get("properties", {}).get(name, {})
            yield body, name, member
            yield from _places(value, member)
    elif isinstance(body, list):
        for position, value in enumerate(body):
            yield body, position, schema.get("items", {})
            yield from _places(value, schema.get("items", {}))


def _replace(draw: Any, holder: Any, key: Any, member: JsonSchema) -> None:
    del member
    holder[key] = draw(st.sampled_from(ODD_VALUES))


def _remove(draw: Any, holder: Any, key: Any, member: JsonSchema) -> None:
    del draw, member
    del holder[key]


def _add(draw: Any, holder: Any, key: Any, member: JsonSchema) -> None:
    del key, member
    if isinstance(holder, dict):
        holder[draw(st.sampled_from(["extra", "", "张三", "__class__", "term"]))] = 1
    else:
        holder.append(draw(st.sampled_from(ODD_VALUES)))


def _stretch(draw: Any, holder: Any, key: Any, member: JsonSchema) -> None:
    over = draw(st.sampled_from([-1, 0, 1]))
    value = holder[key]
    if isinstance(value, str):
        length = member.get("maxLength", len(value)) + over
        holder[key] = (value + draw(st.sampled_from(["x", "𝒳", "中", "0"])) * length)[:length]
    elif isinstance(value, list) and value:
        holder[key] = (value * (member.get("maxItems", 0) + 1))[: member.get("maxItems", 1) + over]
    elif type(value) is int:
        holder[key] = draw(st.sampled_from([member.get("minimum", 0), member.get("maximum", 9)]))
        holder[key] += over


def _disguise(draw: Any, holder: Any, key: Any, member: JsonSchema) -> None:
    del member
    value = holder[key]
    ways: list[Callable[[Any], Any]] = [str, lambda one: [one], lambda one: {"value": one}]
    if isinstance(value, str):
        ways += [lambda one: one + "\n", lambda one: " " + one, lambda one: one + "\0", str.upper]
        ways += [lambda one: one + "\ud800", lambda one: one[:-1], lambda one: "\u00a0" + one]
        ways += [lambda one: one.replace("-", "\u2010"), lambda one: f"{one}\n{one}", str.lower]
    if type(value) is int:
        ways += [float, bool, lambda one: one + 0.5]
    holder[key] = draw(st.sampled_from(ways))(value)


_ALTERATIONS = (_replace, _remove, _add, _stretch, _disguise)
