from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.agent.mapping import MappingError
from hub.agent.mapping.problem import RefusedError
from hub.agent.mapping.toml_table import Table
from hub.agent.mapping.transform import Library, Step, read_steps, run_steps
from hub.agent.mapping.vocabulary import read_vocabularies

WORDS = {
    "kind": {"values": {"Both": ["a", "b"], "One": "a", "": "none"}, "otherwise": "refuse"},
    "keep": {"spellings": {"China": ["P.R. China"]}, "otherwise": "keep"},
    "omit": {"values": {"x": "y"}, "otherwise": "omit"},
    "always": {"values": {"x": "y"}, "default": "z"},
}


def steps(*do: Any) -> tuple[Step, ...]:
    library = Library(read_vocabularies(Table(WORDS, "m.toml", "vocabulary")))
    return read_steps(Table({"do": list(do)}, "m.toml", "rule"), library)


DAY = {"date": ["%Y-%m-%d", "%d.%m.%Y", "%d %B %Y"]}
YUAN = {"money": {"currency": "CNY", "times": 10000, "group": ","}}


@pytest.mark.parametrize(
    ("do", "text", "value"),
    [
        (["trim", "upper"], " ab ", "AB"),
        (["collapse", "lower"], " A\n\tB ", "a b"),
        (["nfkc"], "123", "123"),
        ([DAY], "31.12.2024", "2024-12-31"),
        ([DAY], "5 May 2024", "2024-05-05"),
        ([{"datetime": ["%Y-%m-%d %H:%M"], "zone": "+08:00"}], "2024-01-01 07:30",
         "2023-12-31T23:30:00Z"),
        ([{"datetime": ["%Y-%m-%dT%H:%M%z"], "zone": "UTC"}], "2024-01-01T07:30-05:00",
         "2024-01-01T12:30:00Z"),
        (["integer"], "-12", -12),
        ([{"integer": {"group": ","}}], "1,200", 1200),
        ([YUAN], "1,234.5", {"amount_minor": 1_234_500_000, "currency": "CNY"}),
        ([{"money": {"currency": "JPY"}}], "12", {"amount_minor": 12, "currency": "JPY"}),
        ([{"vocabulary": "kind"}], "bOTH ", ("a", "b")),
        ([{"vocabulary": "kind"}], "", "none"),
        ([{"vocabulary": "keep"}], "p.r.  CHINA", "China"),
        ([{"vocabulary": "keep"}], "Peru", "Peru"),
        ([{"vocabulary": "omit"}], "Peru", ""),
        ([{"vocabulary": "always"}], "Peru", "z"),
        ([{"split": [",", ";"]}, {"vocabulary": "kind"}], "one; both,One", ("a", "b")),
        ([{"extract": ["(?P<n>.+) / .+", "(?P<n>[^,]+),.+"], "group": "n"}], "A, B", "A"),
        ([{"mask": {"first": 3, "last": 2}}], "110101199001011234", "110*************34"),
        (["upper", DAY, "integer"], "", ""),
    ],
    ids=str,
)  # fmt: skip
def test_a_chain_makes_the_value(do: list[Any], text: str, value: Any):
    assert run_steps(steps(*do), text) == value


@pytest.mark.parametrize(
    ("do", "text", "code"),
    [
        ([DAY], "2024-02-30", "import.no_date"),
        ([DAY], "24-02-03", "import.no_date"),
        (["integer"], "1.0", "import.no_number"),
        (["integer"], "٣", "import.no_number"),
        ([YUAN], "1e3", "import.no_number"),
        ([YUAN], "0.0000001", "import.too_precise"),
        ([{"money": {"currency": "XAU"}}], "4711", "import.unknown_currency"),
        ([{"vocabulary": "kind"}], "Three", "import.not_in_vocabulary"),
        ([{"extract": "(?P<n>x)", "group": "n"}], "yonder", "import.no_match"),
        ([{"split": ","}], "x," * 101, "import.too_many_items"),
        ([{"mask": {}}], "1234", "import.no_match"),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_refused_with_its_reason(do: list[Any], text: str, code: str):
    with pytest.raises(RefusedError) as caught:
        run_steps(steps(*do), text)
    assert caught.value.code == code
    assert text not in str(caught.value.problem())


@pytest.mark.parametrize(
    ("do", "said"),
    [
        ("colapse", "did you mean 'collapse'"),
        ({"dat": ["%Y"]}, "did you mean 'date'"),
        ({"date": ["%y-%m-%d"]}, "%y is not allowed"),
        ({"date": ["%Y-%m"]}, "lacks year, month or day"),
        ({"datetime": ["%Y-%m-%d"], "zone": "Asia/Shanghai"}, "neither 'UTC' nor an offset"),
        ({"vocabulary": "kin"}, "did you mean 'kind'"),
        ({"extract": "(a+)+", "group": "n"}, "is repeated"),
        ({"extract": "a", "group": "n"}, "needs a group"),
        ({"money": {"currency": "CNY", "tims": 2}}, "did you mean 'times'"),
        ({"pattern": "x", "group": "n"}, "no x in [pattern]"),
        ({"mask": {"first": 7}}, "from 0 to 6"),
    ],
    ids=str,
)
def test_a_step_that_is_wrong_is_refused_with_a_hint(do: Any, said: str):
    with pytest.raises(MappingError, match=r"m\.toml") as caught:
        steps(do)
    assert said in str(caught.value)


@given(text=st.text(max_size=40))
def test_money_is_exact_or_refused(text: str):
    try:
        found = run_steps(steps({"money": {"currency": "CNY"}}), text)
    except RefusedError:
        return
    assert found == "" or isinstance(found["amount_minor"], int)
