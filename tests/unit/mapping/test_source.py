from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.agent.mapping import MappingError, Record, read_records
from hub.agent.mapping.limits import (
    MAX_CELL_CHARACTERS,
    MAX_LINE_BYTES,
    MAX_RECORD_CHARACTERS,
)
from hub.agent.mapping.source import SourceRules

RULES = SourceRules("utf-8-sig", ",", 1, ("a", "b"), "refuse", "refuse", frozenset())


def read(raw: bytes, rules: SourceRules = RULES) -> list[Record]:
    return list(read_records(raw.splitlines(keepends=True), rules))


def reasons(records: list[Record]) -> list[str]:
    return [record.refused.code if record.refused else "" for record in records]


def test_a_mark_and_spaces_around_header_names_do_not_count():
    assert read(b"\xef\xbb\xbf a,b  \r\n1,2\r\n")[0].cells == {"a": "1", "b": "2"}


def test_a_record_over_several_lines_is_named_by_its_first_line():
    first, second = read(b'a,b\n"1\n\n1",2\n3,4\n')
    assert (first.line, first.number, first.cells["a"]) == (2, 1, "1\n\n1")
    assert (second.line, second.number) == (5, 2)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b'"1,2', "import.quoting"),
        (b'"1"x,2', "import.quoting"),
        (b"1,2,3", "import.cell_count"),
        (b"1", "import.cell_count"),
        (b"\xff\xfe,2", "import.encoding"),
        (b"x" * (MAX_CELL_CHARACTERS + 1) + b",2", "import.cell_too_long"),
        (b"1," * MAX_RECORD_CHARACTERS, "import.record_too_long"),
        (b"x" * (MAX_LINE_BYTES + 1), "import.record_too_long"),
        (b'"' + b"x" * MAX_RECORD_CHARACTERS + b'",2', "import.record_too_long"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_a_bad_record_harms_no_neighbour(bad: bytes, reason: str):
    found = read(b"a,b\n0,0\n" + bad + b"\n5,6\n7,8\n")
    assert reasons(found) == ["", reason, "", ""]
    assert [record.line for record in found] == [2, 3, 4, 5]


def test_an_open_quote_is_given_up_after_two_hundred_lines():
    found = read(b'a,b\n"1,2\n' + b"3,4\n" * 500)
    assert reasons(found) == ["import.quoting", *[""] * 500]


def test_blank_lines_are_no_records():
    assert [record.line for record in read(b"a,b\n\n1,2\n\r\n3,4\n")] == [3, 5]


def test_gb18030_is_read_and_its_broken_bytes_are_refused():
    rules = replace(RULES, encoding="gb18030", columns=("名称", "b"))
    raw = "名称,b\n化工厂,2\n".encode("gb18030") + b"\xff\xff,3\n"
    found = read(raw, rules)
    assert found[0].cells["名称"] == "化工厂"
    assert reasons(found) == ["", "import.encoding"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "import.header_missing"),
        (b'"a,b\n', "import.header_unreadable"),
        (b"a,c\n", "import.columns"),
        (b"a\n", "import.columns"),
        (b"a,b,c\n", "import.columns"),
        (b"a,b,a\n", "import.columns"),
    ],
)
def test_a_header_that_is_not_as_stated_stops_the_import(raw: bytes, code: str):
    with pytest.raises(MappingError) as caught:
        read(raw)
    assert caught.value.code == code


def test_missing_and_extra_columns_are_ignored_where_that_is_stated():
    rules = replace(RULES, missing="ignore", extra="ignore")
    assert read(b"a,c\n1,2\n", rules)[0].cells["b"] == ""


@given(raw=st.binary(max_size=300))
def test_any_bytes_are_records_or_refusals(raw: bytes):
    lines = (b"a,b\n" + raw).splitlines(keepends=True)
    for record in read_records(lines, RULES):
        assert record.refused or set(record.cells) == {"a", "b"}
