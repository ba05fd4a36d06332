"""The frozen schema and the authoring form agree on every body, and loading loses nothing.

The seed of the draws is said in the summary; `--hypothesis-seed` repeats them.
"""

import json
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import hub_contracts
import hub_schemas
from hub.contracts import Catalogue
from hub.contracts.freezing import parts_of
from tests.property.contract_bodies import every_alteration, good_bodies, odd_bodies

FILES = hub_contracts.files()
CATALOGUE = Catalogue.from_files(FILES)
PARTS = [(contract.ref, part) for contract in CATALOGUE for part in contract.parts]
TRIED: set[str] = set()
DRAWN = settings(max_examples=15, suppress_health_check=list(HealthCheck))


def frozen_schema(ref: str, part: str) -> dict[str, Any]:
    schema: dict[str, Any] = parts_of(FILES[f"{ref}/schema.json"])[part]
    return schema


def accepted_by_schema(ref: str, part: str, text: str) -> bool:
    problems = CATALOGUE.get(ref).problems({part: text.encode()})
    return not [problem for problem in problems if problem.path.split("/")[0] == part]


def loaded(ref: str, part: str, text: str) -> object | None:
    try:
        return hub_schemas.load(ref, part, json.loads(text))
    except hub_schemas.BodyError as error:
        return None if error.broken else error


def agreed(ref: str, part: str, body: Any) -> bool:
    text = json.dumps(body)
    accepted, found = accepted_by_schema(ref, part, text), loaded(ref, part, text)
    assert accepted is (found is not None), text
    if found is not None:
        assert hub_schemas.dump(found) == json.loads(text)
        assert hub_schemas.load(ref, part, hub_schemas.dump(found)) == found
    return accepted


@pytest.mark.parametrize(("ref", "part"), PARTS, ids=[f"{ref} {part}" for ref, part in PARTS])
def test_schema_and_marshmallow_agree_on_drawn_bodies(ref: str, part: str) -> None:
    refused = 0
    schema = frozen_schema(ref, part)

    @DRAWN
    @given(good=good_bodies(schema), odd=odd_bodies(schema))
    def agree(good: Any, odd: Any) -> None:
        nonlocal refused
        assert agreed(ref, part, good), good
        refused += not agreed(ref, part, odd)

    agree()
    assert refused, "the draws must reach both sides"


@pytest.mark.parametrize(("ref", "part"), PARTS, ids=[f"{ref} {part}" for ref, part in PARTS])
def test_they_agree_whatever_is_done_to_any_place_of_a_good_example(ref: str, part: str) -> None:
    schema = frozen_schema(ref, part)
    for name, content in FILES.items():
        if name.startswith(f"{ref}/examples/good_") and part in json.loads(content)["parts"]:
            good = json.loads(content)["parts"][part]
            assert agreed(ref, part, good)
            for body in every_alteration(good, schema, TRIED):
                agreed(ref, part, body)


@pytest.mark.parametrize("body", [[], None, "main", 3, [{}]], ids=repr)
def test_what_is_no_object_is_no_body(body: Any) -> None:
    for ref, part in PARTS:
        assert not accepted_by_schema(ref, part, json.dumps(body))


@given(text=st.text(max_size=40) | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True))
def test_a_day_is_what_the_calendar_says(text: str) -> None:
    schema = frozen_schema("listing.removed/0.1", "main")["properties"]["removed_on"]
    matches = jsonschema_rs.Draft202012Validator(schema).is_valid(text)
    asserted = jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid(text)
    assert matches is asserted
    if matches:
        assert "1600" <= text < "3000"
