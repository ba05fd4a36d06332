"""Draws bodies from a frozen schema: good ones, and good ones with something odd done to them.

Random draws miss the limits, so every limit of the schema is drawn on purpose: shortest,
longest and one beyond, wrong types, missing and unknown members, 35.0, "35", trailing
line feeds, NUL, lone surrogates, characters beyond the basic plane.
"""

import copy
import json
from collections.abc import Iterator
from itertools import islice
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
_TEXTS = ("title", "x-title-zh")
_CHARACTERS = "aZ9 中é\u0301𝒳\u202e\u00a0\ud7ff\ue000"


def bodies(schema: JsonSchema) -> st.SearchStrategy[Any]:
    """Draw a good body, or an odd one."""
    return good_bodies(schema) | odd_bodies(schema)


def good_bodies(schema: JsonSchema) -> st.SearchStrategy[Any]:
    """Draw a body that keeps every rule of the schema."""
    return _valid(schema, st.just(value=True))


def odd_bodies(schema: JsonSchema) -> st.SearchStrategy[Any]:
    """Draw a body that may neglect rules between members, altered in one to three places."""
    whole = _valid(schema, st.integers(0, 9).map(bool))

    @st.composite
    def drawn(draw: Any) -> Any:
        body = draw(whole)
        for _ in range(draw(st.integers(1, 3))):
            body = draw(_altered(body, schema))
        return body

    return drawn()


def _valid(schema: JsonSchema, obeys: st.SearchStrategy[bool]) -> st.SearchStrategy[Any]:
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
            return st.lists(_valid(schema["items"], obeys), min_size=1, max_size=2)
        case _:
            return _object(schema, obeys)


def _text(schema: JsonSchema) -> st.SearchStrategy[str]:
    known = _SAMPLES.get(schema["pattern"])
    if known is not None:
        return st.sampled_from([text for text in known if len(text) <= schema.get("maxLength", 99)])
    longest = schema["maxLength"]
    length = st.sampled_from([1, 2, longest]) | st.integers(1, 20)
    return st.tuples(length, st.sampled_from(_CHARACTERS)).map(
        lambda drawn: ("x" + drawn[1] * drawn[0])[: max(1, drawn[0] - 1)] + "中"[: drawn[0] - 1]
    )


def _object(schema: JsonSchema, obeys: st.SearchStrategy[bool]) -> st.SearchStrategy[Any]:
    members = {name: _valid(member, obeys) for name, member in schema["properties"].items()}

    @st.composite
    def drawn(draw: Any) -> dict[str, Any]:
        body = {
            name: draw(member)
            for name, member in members.items()
            if name in schema["required"] or draw(st.booleans())
        }
        obeyed = [rule for rule in schema.get("allOf", ()) if draw(obeys)]
        for rule in (rule for rule in obeyed * 2 if "if" in rule):
            _obey(body, rule, members, draw)  # again, for a later rule may set off an earlier
        for rule in (rule for rule in obeyed if "oneOf" in rule):
            kept = draw(st.sampled_from(_ways(body, rule, obeyed)))
            value = body.get(kept, draw(members[kept]))
            for way in rule["oneOf"]:
                body.pop(way["required"][0], None)
            body[kept] = value
        return body

    return drawn()


def _obey(
    body: dict[str, Any], rule: JsonSchema, members: dict[str, st.SearchStrategy[Any]], draw: Any
) -> None:
    if _applies(rule, body):
        for needed in rule["then"].get("required", ()):
            body.setdefault(needed, draw(members[needed]))
        for limited, codes in rule["then"].get("properties", {}).items():
            if limited in body:
                body[limited] = draw(st.sampled_from(codes["enum"]))


def _applies(rule: JsonSchema, body: dict[str, Any]) -> bool:
    ((name, condition),) = rule["if"]["properties"].items()
    return body.get(name) in condition["enum"]


def _ways(body: dict[str, Any], rule: JsonSchema, rules: list[JsonSchema]) -> list[str]:
    """Return which one member may stay: one that another rule requires, else any."""
    ways = [way["required"][0] for way in rule["oneOf"]]
    applying = [other for other in rules if "if" in other and _applies(other, body)]
    required = {name for other in applying for name in other["then"].get("required", ())}
    return [way for way in ways if way in required] or ways


def every_alteration(body: Any, schema: JsonSchema, tried: set[str]) -> Iterator[Any]:
    """Yield the body with each odd thing done at each place, one at a time.

    It is the same object every time, put right again when the next is asked for.

    Args:
        tried: Kinds of place met before, in any contract: the same member schema and no
            rules between members, or the same value under the same rules. There, only the
            limits are tried again.
    """
    for holder, key, member, rules in list(_places(body, schema)):
        value = holder[key]
        kind = json.dumps([_untitled(member), rules, [key, value] if rules else ""])
        for odd in limits(value, member) if kind in tried else variants(value, member):
            holder[key] = odd
            yield body
        del holder[key]
        yield body
        holder.insert(key, value) if isinstance(holder, list) else holder.update({key: value})
        tried.add(kind)


def _untitled(member: Any) -> Any:
    """Return a member schema without the texts, which no validator reads."""
    if isinstance(member, list):
        return [_untitled(one) for one in member]
    if not isinstance(member, dict):
        return member
    return {
        name: _untitled(said)
        for name, said in member.items()
        if not (name in _TEXTS and isinstance(said, str))
    }


def variants(value: Any, member: JsonSchema) -> Iterator[Any]:
    """Yield what may stand in place of a value: odd values, and its own limits."""
    yield from ODD_VALUES
    yield from limits(value, member)
    yield from _disguises(value)


def limits(value: Any, member: JsonSchema) -> Iterator[Any]:
    """Yield values at the limits of a member, on each side of them, and beyond its pattern."""
    for limit in member.keys() & {"minimum", "maximum"}:
        yield from (member[limit] + over for over in (-1, 0, 1))
    if isinstance(value, str):
        longest = member.get("maxLength", len(value))
        lengths = (longest - 1, longest, longest + 1)
        made = [(value + filler * n)[:n] for n in lengths for filler in ("x", "𝒳", "0")]
        yield from dict.fromkeys([*made, f"{value}\n", f"{value}\0", f" {value}"])
    elif isinstance(value, list):
        for over in (-1, 0, 1):
            yield (value * (member.get("maxItems", 0) + 1))[: member.get("maxItems", 1) + over]
    elif isinstance(value, dict):
        yield from ({**value, name: 1} for name in ("extra", "", "张三", "__class__", "term"))


def _disguises(value: Any) -> Iterator[Any]:
    yield from (str(value), [value], {"value": value})
    if isinstance(value, str):
        yield from (f"{value}{end}" for end in ("\r\n", "\ud800", " ", "\u2028"))
        yield from (f"\u00a0{value}", f"{value}\n{value}", value[:-1], value * 2)
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
