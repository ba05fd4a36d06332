"""Typed bodies: what a plugin author builds is what the contract says."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

import hub_contracts
import hub_schemas
from hub.contracts import Catalogue
from hub_schemas import BodyError, codes
from hub_schemas.body import schema_of

CATALOGUE = Catalogue.from_files(hub_contracts.files())
ID = "0190a6e2-7c00-7000-8000-000000000001"


def accident(at: datetime | None) -> hub_schemas.AccidentReported:
    return hub_schemas.AccidentReported(
        subject_name="河北示例化工有限公司",
        occurred_on=date(2024, 3, 5),
        occurred_at=at,
        place="二车间",
        summary="中毒窒息",
        direct_loss=hub_schemas.Money(amount_minor=420000000, currency="CNY"),
    )


def test_a_body_built_by_hand_is_valid_and_comes_back_equal() -> None:
    body = accident(datetime(2024, 3, 5, 10, 10, tzinfo=timezone(timedelta(hours=8))))
    data = hub_schemas.dump(body)
    assert data["occurred_at"] == "2024-03-05T02:10:00Z"
    assert "deaths" not in data
    contract = CATALOGUE.get(hub_schemas.ref_of(body))
    assert contract.problems({"main": json.dumps(data).encode()}) == ()
    assert hub_schemas.load(contract.ref, "main", data) == body


@pytest.mark.parametrize(
    "at",
    [datetime(2024, 3, 5, 2, 10), datetime(2024, 3, 5, 2, 10, 0, 1, tzinfo=UTC)],  # noqa: DTZ001
)
def test_a_naive_time_or_one_with_fractions_is_refused_not_rounded(at: datetime) -> None:
    with pytest.raises(BodyError):
        hub_schemas.dump(accident(at))


def test_codes_come_back_as_their_members() -> None:
    body = hub_schemas.load(
        "listing.removed/0.1",
        "main",
        {"listing_id": ID, "removed_on": "2025-08-20", "reason": "early"},
    )
    assert isinstance(body, hub_schemas.ListingRemoved)
    assert body.reason is codes.RemovalReason.EARLY
    assert body.reason.zh == "提前移出"


def test_digits_of_a_decimal_are_kept() -> None:
    data = {
        "scheme_id": "some-new-scheme",
        "scheme_version": "1",
        "grade": "A-",
        "score": "0.000000010",
        "valid_from": "2025-01-01",
        "evaluator": "x",
    }
    body = hub_schemas.load("credit.graded/0.1", "main", data)
    assert isinstance(body, hub_schemas.CreditGraded)
    assert body.score == Decimal("0.00000001")
    assert hub_schemas.dump(body) == data


def test_what_is_wrong_is_named_by_place_and_rule() -> None:
    data = {"removed_on": "x", "reason": 3, "legal_basis": [{"title": ""}, 1], "extra": 1}
    with pytest.raises(BodyError) as caught:
        hub_schemas.load("listing.removed/0.1", "main", data)
    assert caught.value.broken == (
        ("/extra", "additionalProperties"),
        ("/legal_basis/0/title", "minLength"),
        ("/legal_basis/1", "type"),
        ("/listing_id", "required"),
        ("/reason", "type"),
        ("/removed_on", "pattern"),
    )


@pytest.mark.parametrize(("ref", "part"), [("no.such/0.1", "main"), ("listing.removed/0.1", "x")])
def test_an_unknown_contract_or_part_is_refused(ref: str, part: str) -> None:
    with pytest.raises(BodyError):
        hub_schemas.load(ref, part, {})


def test_an_object_that_is_no_body_is_refused() -> None:
    for ask in (hub_schemas.dump, hub_schemas.ref_of, hub_schemas.part_name_of):
        with pytest.raises(BodyError):
            ask(object())


def test_the_schema_is_a_marshmallow_schema_that_dumps_too() -> None:
    body = accident(None)
    dumped = schema_of(type(body))().dump(body)
    assert dumped["direct_loss"] == {"amount_minor": 420000000, "currency": "CNY"}
    assert dumped["occurred_at"] is None
