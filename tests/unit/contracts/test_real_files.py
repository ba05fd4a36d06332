"""Rows of the real published lists fit the contracts."""

import csv
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import hub_contracts
import hub_schemas
from hub.contracts import Catalogue

DATA = Path(os.environ.get("HUB_DATA", "../shared/data"))
CATALOGUE = Catalogue.from_files(hub_contracts.files())
OPEN_ENDS = {"Ongoing": "ongoing", "Indefinite": "indefinite", "Permanent": "life"}
ID = "0190a6e2-7c00-7000-8000-000000000001"


def rows(name: str) -> Iterator[dict[str, str]]:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{name} is not in HUB_DATA ({DATA})")
    with path.open(encoding="utf-8-sig", newline="") as text:
        for row in csv.DictReader(text):
            yield {key.strip(): " ".join(value.split()) for key, value in row.items()}


def carried(body: object) -> bool:
    part = {hub_schemas.part_name_of(body): json.dumps(hub_schemas.dump(body)).encode()}
    return not CATALOGUE.get(hub_schemas.ref_of(body)).problems(part)


def listing(row: dict[str, str]) -> object:
    until = row["Ineligible Until"]
    start = row["Ineligible From"] or row["Notice Effective At EBRD"]
    end = (
        {"effective_until": until[:10]}
        if until[:1].isdigit()
        else {"open_ended": OPEN_ENDS.get(until, "not_stated")}
    )
    practice = row["Prohibited Practice"]
    data = {
        "subject_name": row["Firm Name"],
        "subject_address": row["Address"],
        "nationality": row["Nationality"],
        "list_scheme": "mdb-debarment",
        "listed_party": "entity",
        "grounds": [{"scheme": "prohibited-practice", "code": "other", "text": practice}],
        "penalty_id": ID,
        "decided_on": start[:10],
        "reason": practice,
        "term": {"effective_from": start[:10], **end},
        "cross_listing": {
            "originating_institution": row["Originating Institution"],
            "notice_effective_on": row["Notice Effective At EBRD"][:10],
        },
    }
    return hub_schemas.load("listing.decided/0.1", "main", data)


def accident(row: dict[str, str]) -> object:
    data = {
        "subject_name": row["employer"],
        "occurred_on": row["date"],
        "place": row["employer"],
        "summary": row["description"],
        "class_as_printed": row["class"],
        "source_reference": row["inspection"],
    }
    present = {name: value for name, value in data.items() if value}
    return hub_schemas.load("accident.reported/0.1", "main", present)


def test_every_row_of_the_exclusion_list_is_a_listing() -> None:
    assert all(carried(listing(row)) for row in rows("exclusions_ebrd.csv"))


def test_every_dated_accident_notice_is_an_accident_report() -> None:
    found = list(rows("accidents_osha.csv"))
    dated = [row for row in found if row["date"]]
    undated = [row for row in found if not row["date"]]
    assert all(carried(accident(row)) for row in dated)
    for row in undated:
        with pytest.raises(hub_schemas.BodyError) as caught:
            accident(row)
        assert caught.value.broken == (("/occurred_on", "required"),)
