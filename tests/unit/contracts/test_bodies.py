"""A body is judged completely, and what is said about it never shows its content."""

import json

import pytest

import hub_contracts
from hub.contracts import Catalogue
from hub.contracts.body import MOST_PROBLEMS
from hub.errors import ContractError

CATALOGUE = Catalogue.from_files(hub_contracts.files())
LISTING = CATALOGUE.get("listing.decided/0.1")
REMOVAL = CATALOGUE.get("listing.removed/0.1")
ID = "0190a6e2-7c00-7000-8000-000000000001"


def main(**members: object) -> dict[str, bytes]:
    return {"main": json.dumps(members, ensure_ascii=False).encode()}


def removal(**changed: object) -> dict[str, bytes]:
    return main(**{"listing_id": ID, "removed_on": "2025-08-20", "reason": "early", **changed})


def places(bodies: dict[str, bytes]) -> list[tuple[str, str, str]]:
    return [(p.path, p.rule, p.value_class) for p in REMOVAL.problems(bodies)]


def test_a_good_body_has_no_problems_and_is_returned_parsed() -> None:
    bodies = REMOVAL.read(removal())
    assert bodies.main["reason"] == "early"
    assert bodies.text_at("/listing_id") == ID
    assert bodies.text_at("/note") is None
    assert bodies.text_at("/reason/deeper") is None


def test_everything_wrong_is_reported_at_once() -> None:
    assert places(removal(listing_id=None, reason="forgotten", removed_on=20250820, extra=[1])) == [
        ("main/extra", "additionalProperties", "array(1)"),
        ("main/listing_id", "type", "null"),
        ("main/reason", "enum", "string(9)"),
        ("main/removed_on", "type", "integer"),
    ]


def test_reading_a_bad_body_raises_with_all_its_problems() -> None:
    with pytest.raises(ContractError) as caught:
        REMOVAL.read(main(reason="early"))
    assert caught.value.code == "contract.body_invalid"
    assert [p.path for p in caught.value.problems] == ["main/listing_id", "main/removed_on"]


def test_problems_speak_both_languages_and_say_what_would_be_right() -> None:
    (problem,) = REMOVAL.problems(removal(removed_on="2025-02-30"))
    assert problem.text_en == "must be a day that exists, such as 2024-07-01"
    assert problem.text_zh == "格式应为:存在的日期,如 2024-07-01"


def test_neither_values_nor_odd_names_of_members_are_shown() -> None:
    secret = "110105194912310021"
    problems = REMOVAL.problems(removal(**{secret + " 张三": 1, "note": f"\t{secret}"}))
    assert [p.path for p in problems] == ["main/?", "main/note"]
    assert not any(secret in str(problem) or "张三" in str(problem) for problem in problems)


def test_a_term_needs_an_end_or_the_reason_why_there_is_none() -> None:
    problems = LISTING.problems(main(term={"effective_from": "2024-07-02"}))
    (term,) = [p for p in problems if p.path == "main/term"]
    assert (term.rule, term.text_en) == (
        "oneOf",
        "must have exactly one of effective_until, open_ended",
    )


def test_a_part_that_is_missing_and_one_that_is_unknown_are_named() -> None:
    assert places({"annex": b"{}"}) == [
        ("main", "required", "missing"),
        ("annex", "unknown", "part"),
    ]


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (b"[]", "json_not_object"),
        (b"{", "json_malformed"),
        (b'{"reason":"early","reason":"early"}', "json_duplicate"),
        (b'{"note":"\\u0000"}', "json_text"),
        (b'{"note":1.0}', "json_float"),
    ],
)
def test_a_part_that_is_not_strict_json_is_one_problem_and_its_neighbour_is_still_judged(
    raw: bytes, rule: str
) -> None:
    problems = LISTING.problems({"main": raw, "personal": b"{}"})
    assert [(p.path, p.rule) for p in problems] == [
        ("main", rule),
        ("personal/persons", "required"),
    ]


def test_the_list_of_problems_is_bounded() -> None:
    many = {f"m{number}": number for number in range(MOST_PROBLEMS + 50)}
    assert len(REMOVAL.problems(removal(**many))) == MOST_PROBLEMS


def test_a_listing_names_the_penalty_it_rests_on() -> None:
    files = hub_contracts.files()
    example = json.loads(files["listing.decided/0.1/examples/good_order_11.json"])
    bodies = LISTING.read({part: json.dumps(b).encode() for part, b in example["parts"].items()})
    ((cite, cited),) = LISTING.citations(bodies)
    assert (cite.type, cite.same_source, cite.same_subject, cite.required) == (
        "penalty.decided",
        True,
        True,
        True,
    )
    assert cited == example["parts"]["main"]["penalty_id"]
    assert LISTING.division(bodies) == "130102"
