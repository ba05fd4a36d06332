"""Draws bodies from a frozen schema: good ones, and good ones with something odd done to them.

Random draws miss the limits, so every limit of the schema is drawn on purpose: shortest,
longest and one beyond, wrong types, missing and unknown members, 35.0, "35", trailing
line feeds, NUL, lone surrogates, characters beyond the basic plane.
"""

import copy
import json
from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from hypothesis import strategies as st

from hub_schemas import patterns

JsonSchema = dict[str, Any]
_GONE = object()
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
        patterns.SUBJECT: ["uscc:91110000710924945A", "unverified:" + "x" * 80, "ab:1"],
        patterns.PARTICIPANT: ["hebei-em", "b1", "x" * 48],
        patterns.POINTER: ["/subject_name", "/term/effective_until", "/a" * 8],
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


def every_alteration(body: Any, schema: JsonSchema, tried: set[str]) -> Iterator[Any]:
    """Yield the body with each odd thing done at each place, one at a time.

    It is the same object every time, put right again when the next is asked for.

    Args:
        tried: Kinds of place met before, in any contract: a value under the same member
            schema and the same rules. There, only the limits are tried again.
    """
    for holder, key, member, rules in list(_places(body, schema)):
        value = holder[key]
        kind = json.dumps([member, rules, key if rules else "", value])
        for odd in limits(value, member) if kind in tried else variants(value, member):
            holder[key] = odd
            yield body
        del holder[key]
        yield body
        holder.insert(key, value) if isinstance(holder, list) else holder.update({key: value})
        tried.add(kind)


def variants(value: Any, member: JsonSchema) -> Iterator[Any]:
    """Yield what may stand in place of a value: odd values, and its own limits."""
    yield from ODD_VALUES
    yield from limits(value, member)
    yield from _disguises(value)


def limits(value: Any, member: JsonSchema) -> Iterator[Any]:
    """Yield values at the limits of a member, and one on each side of them."""
    for limit in ("minimum", "maximum"):
        for over in (-1, 0, 1):
            yield member.get(limit, 0) + over
    if isinstance(value, str):
        for over, filler in product((-1, 0, 1), ("x", "𝒳", "0")):
            length = member.get("maxLength", len(value)) + over
            yield (value + filler * length)[:length]
    elif isinstance(value, list):
        for over in (-1, 0, 1):
            yield (value * (member.get("maxItems", 0) + 1))[: member.get("maxItems", 1) + over]
    elif isinstance(value, dict):
        yield from ({**value, name: 1} for name in ("extra", "", "张三", "__class__", "term"))


def _disguises(value: Any) -> Iterator[Any]:
    yield from (str(value), [value], {"value": value})
    if isinstance(value, str):
        yield from (f"{value}{end}" for end in ("\n", "\r\n", "\0", "\ud800", " ", "\u2028"))
        yield from (f" {value}", f"\u00a0{value}", f"{value}\n{value}", value[:-1], value * 2)
        yield from (value.upper(), value.lower(), value.replace("-", "\u2010"))
    elif type(value) is int:
        yield from (float(value), bool(value), value + 0.5)


def _places(body: Any, schema: JsonSchema) -> Iterator[tuple[Any, Any, JsonSchema, Any]]:
    if isinstance(body, dict):
        for name, value in body.items():
            member = schema.get("properties", {}).get(name, {})
            yield body, name, member, schema.get("allOf")
            yield from _places(value, member)
    elif isinstance(body, list):
        for position, value in enumerate(body):
            yield body, position, schema.get("items", {}), None
            yield from _places(value, schema.get("items", {}))


def _with(body: Any, schema: JsonSchema, number: int, value: Any) -> Any:
    copied = copy.deepcopy(body)
    holder, key, *_ = next(islice(_places(copied, schema), number, None))
    if value is _GONE:
        del holder[key]
    else:
        holder[key] = value
    return copied


@st.composite
def _altered(draw: Any, body: Any, schema: JsonSchema) -> Any:
    places = list(_places(body, schema))
    if not places:
        return draw(st.sampled_from(ODD_VALUES))
    number = draw(st.integers(0, len(places) - 1))
    holder, key, member, _ = places[number]
    value = draw(st.sampled_from([_GONE, *variants(holder[key], member)]))
    return _with(body, schema, number, value)
