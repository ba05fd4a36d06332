"""Subjects: what looks wrong is accepted with a warning and kept as it came."""

import pytest

from hub.contracts.masks import masked
from hub.contracts.subjects import SCHEMES, check_subject, name_subject


@pytest.mark.parametrize(
    "code", ["91110000710924945A", "91430181184201260W", "9143010066398790XP", "91100000100003962T"]
)
def test_real_codes_raise_no_warning(code: str) -> None:
    assert check_subject(f"uscc:{code}").warning is None


@pytest.mark.parametrize("code", ["91520382MAAJM1B991", "91511126MACBT2C33F", "91110000100003962T"])
def test_codes_as_wrongly_printed_are_kept_with_a_warning(code: str) -> None:
    check = check_subject(f"uscc:{code}")
    assert (check.value, check.warning) == (code, "uscc.checksum")


def test_abolished_division_digits_are_no_reason_for_a_warning() -> None:
    assert check_subject("uscc:91430122184170070G").warning is None


@pytest.mark.parametrize(
    ("subject", "warning"),
    [
        ("uscc:91", "uscc.length"),
        ("uscc:91110000710924945a", "uscc.not_compact"),
        ("uscc:9111000071092494I5", "uscc.format"),
        ("name:china", "name.not_a_digest"),
        ("lei:529900T8BM49AURSDO55", "scheme.unknown"),
        ("unverified:osha-1201499.015", None),
    ],
)
def test_each_scheme_knows_what_looks_wrong(subject: str, warning: str | None) -> None:
    assert check_subject(subject).warning == warning


def test_a_name_printed_with_other_spaces_width_or_case_is_the_same_subject() -> None:
    first = name_subject("Gezhouba Dangyang  Cement Co., Ltd.", "China")
    assert first == name_subject(" GEZHOUBA Dangyang Cement Co., Ltd. ", "china")
    assert first != name_subject("Gezhouba Dangyang Cement Co., Ltd.", "Nigeria")
    assert name_subject("ab", "c") != name_subject("a", "bc")
    assert check_subject(first).warning is None


def test_only_a_checked_code_names_one_legal_subject() -> None:
    assert [name for name, scheme in SCHEMES.items() if scheme.names_law_subject] == ["uscc"]


def test_personal_members_are_masked_where_the_schema_marks_them() -> None:
    schema = {
        "properties": {
            "persons": {
                "items": {
                    "properties": {
                        "name": {"x-personal": "name"},
                        "id": {"x-personal": "id_number"},
                        "token": {"x-personal": "token"},
                        "odd": {"x-personal": "unknown mask"},
                        "role": {},
                    }
                }
            }
        }
    }
    person = {
        "name": "张三丰",
        "id": "11010519491231002X",
        "token": "abc",
        "odd": "abc",
        "role": "principal",
    }
    (shown,) = masked({"persons": [person]}, schema)["persons"]
    assert shown == {
        "name": "张**",
        "id": "110105***********X",
        "token": "***",
        "odd": "***",
        "role": "principal",
    }
