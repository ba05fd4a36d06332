"""Every contract has examples that pass and examples that fail as stated, and full texts."""

from collections.abc import Iterator
from typing import Any

import pytest

import hub_contracts
import hub_schemas
from hub.contracts import Catalogue
from hub.contracts.example import examples, failures
from hub.contracts.freezing import parts_of
from hub_schemas import codes
from hub_schemas.coded import Coded

FILES = hub_contracts.files()
CATALOGUE = Catalogue.from_files(FILES)
REFS = [contract.ref for contract in CATALOGUE]


@pytest.mark.parametrize("ref", REFS)
def test_both_validators_judge_every_example_as_stated(ref: str) -> None:
    assert list(failures(CATALOGUE.get(ref), FILES, hub_schemas.load)) == []


@pytest.mark.parametrize("ref", REFS)
def test_good_examples_come_back_as_they_were_after_loading(ref: str) -> None:
    for example in examples(FILES, ref):
        if example.problems is None:
            for part, data in example.parts.items():
                body = hub_schemas.load(ref, part, data)
                assert hub_schemas.dump(body) == data
                assert (hub_schemas.ref_of(body), hub_schemas.part_name_of(body)) == (ref, part)


def test_a_wrongly_stated_example_is_named() -> None:
    ref = "listing.removed/0.1"
    good = FILES[f"{ref}/examples/good_early_removal.json"]
    bad = good.replace(b'"about"', b'"problems": [{"path": "main/x", "rule": "y"}], "about"')
    files = {**FILES, f"{ref}/examples/bad_reason.json": bad}
    found = list(failures(CATALOGUE.get(ref), files, hub_schemas.load))
    assert [line.split(":")[0] for line in found] == [f"{ref} bad_reason.json"] * 2


def test_a_contract_without_examples_is_named() -> None:
    files = {name: content for name, content in FILES.items() if "/examples/" not in name}
    found = list(failures(CATALOGUE.get("credit.graded/0.1"), files, hub_schemas.load))
    assert found == ["credit.graded/0.1: no good example", "credit.graded/0.1: no bad example"]


def members(schema: Any) -> Iterator[tuple[str, Any]]:
    for name, member in schema.get("properties", {}).items():
        yield name, member
        yield from members(member)
        yield from members(member.get("items", {}))


@pytest.mark.parametrize("ref", REFS)
def test_every_member_has_a_chinese_and_an_english_text(ref: str) -> None:
    for schema in parts_of(FILES[f"{ref}/schema.json"]).values():
        for name, member in members(schema):
            assert member["title"].isascii(), name
            assert not member["x-title-zh"].isascii(), name
            for text in member.get("x-codes", {}).values():
                assert text["en"]
                assert text["zh"]


@pytest.mark.parametrize("ref", REFS)
def test_no_schema_knows_floats_nulls_or_open_objects(ref: str) -> None:
    for schema in parts_of(FILES[f"{ref}/schema.json"]).values():
        for _, member in [("", schema), *members(schema)]:
            assert member["type"] in {"object", "array", "string", "integer", "boolean"}
            assert member["type"] != "object" or member["additionalProperties"] is False


def test_personal_members_stand_in_personal_parts_only() -> None:
    for contract in CATALOGUE:
        for part, schema in parts_of(FILES[f"{contract.ref}/schema.json"]).items():
            marked = any("x-personal" in member for _, member in members(schema))
            assert marked is contract.parts[part].personal


def test_codes_are_unique_and_have_both_texts() -> None:
    classes = [found for found in vars(codes).values() if isinstance(found, type)]
    lists = [found for found in classes if issubclass(found, Coded)]
    names = [one.registry_name() for one in lists]
    assert len(names) == len(set(names))
    for one in lists:
        assert all(code.zh and code.en for code in one)
    assert [ground.value for ground in codes.Order11Ground] == [
        "A1",
        "A2",
        "A3",
        "A4",
        "A5",
        "B6",
        "B7",
        "B8",
        "B9",
    ]
