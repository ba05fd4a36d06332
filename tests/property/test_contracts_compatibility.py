"""The compatibility table keeps its word: what it calls compatible, readers can read."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import hub_contracts
from hub.contracts.compatibility import Breaks, changes
from hub.contracts.freezing import parts_of
from hub.contracts.lock import refs
from tests.property.contract_bodies import bodies, variants

FILES = hub_contracts.files()
SCHEMAS = [
    schema for ref in refs(FILES) for schema in parts_of(FILES[f"{ref}/schema.json"]).values()
]
OPTIONAL = {"type": "string", "minLength": 1, "maxLength": 9, "pattern": "^[a-z]*$"}


def opened(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema as a reader holds it: members it does not know are skipped."""
    copied = {key: value for key, value in schema.items() if key != "additionalProperties"}
    if "properties" in copied:
        copied["properties"] = {n: opened(m) for n, m in copied["properties"].items()}
    if "items" in copied:
        copied["items"] = opened(copied["items"])
    return copied


@st.composite
def changed(draw: Any, schema: dict[str, Any]) -> dict[str, Any]:
    """Change one to three keywords of members or which of them are required."""
    new = copy.deepcopy(schema)
    for _ in range(draw(st.integers(1, 3))):
        limited = [n for n, m in new["properties"].items() if m.keys() & {"enum", "minimum"}]
        rare = limited if limited and draw(st.booleans()) else sorted(new["properties"])
        name = draw(st.sampled_from(rare))
        member = new["properties"][name]
        match draw(st.integers(0, 5)):
            case 0:
                new["properties"]["brand_new"] = OPTIONAL
            case 1 if name in new["required"]:
                new["required"].remove(name)
            case 1:
                new["required"].append(name)
            case 2 if len(new["properties"]) > 1 and "allOf" not in new:
                del new["properties"][name]
                new["required"] = [kept for kept in new["required"] if kept != name]
            case 3 | 4 | 5 if "enum" in member and len(member["enum"]) > 1:
                gone, new_code = draw(st.sampled_from([(1, []), (0, ["new"]), (1, ["new"])]))
                member["enum"] = [*member["enum"][gone:], *new_code]
            case _:
                for limit in ("maxLength", "maxItems", "maximum", "minimum"):
                    if limit in member:
                        member[limit] += draw(st.sampled_from([-1, 1]))
    return new


@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(data=st.data(), schema=st.sampled_from(SCHEMAS))
def test_a_reader_understands_every_writer_that_the_table_promises(
    data: st.DataObject, schema: dict[str, Any]
) -> None:
    new = data.draw(changed(schema))
    broken = {change.breaks for change in changes(schema, new)}
    writer, reader = schema, new
    if broken & {Breaks.BACKWARD, Breaks.BOTH}:
        assume(not broken & {Breaks.FORWARD, Breaks.BOTH})
        writer, reader = new, schema
    writes = jsonschema_rs.Draft202012Validator(writer).is_valid
    reads = jsonschema_rs.Draft202012Validator(opened(reader)).is_valid
    body = data.draw(bodies(writer))
    for written in [body, *at_the_limits(body, writer)]:
        if "\\ud800" not in json.dumps(written) and writes(written):
            assert reads(written)


def at_the_limits(body: Any, schema: dict[str, Any]) -> Iterator[Any]:
    """Yield the body with each member at each of its limits in turn."""
    for name, member in schema["properties"].items() if isinstance(body, dict) else ():
        for value in [*variants(body.get(name), member), *member.get("enum", ())]:
            yield {**body, name: value}
