"""From exchange down nothing reads a clock, draws a number, opens a file or prints.

import-linter forbids the modules; this forbids the same through modules that are allowed.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.needs import ROOT

CORE = ("exchange", "casework", "contracts", "ledger", "trust", "message", "sdk")
IMPURE_NAMES = frozenset({"open", "print", "input", "breakpoint"})
IMPURE_METHODS = frozenset(
    {"now", "utcnow", "today", "uuid1", "uuid4", "read_text", "read_bytes", "write_text"}
)


def impure_calls(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in IMPURE_NAMES:
                yield f"line {node.lineno}: {name}()"
            case ast.Call(func=ast.Attribute(attr=name, value=value)) if name in IMPURE_METHODS:
                yield f"line {node.lineno}: {ast.unparse(value)}.{name}()"


def core_modules() -> list[Path]:
    return sorted(path for name in CORE for path in (ROOT / "hub" / name).rglob("*.py"))


def test_the_core_calls_nothing_impure() -> None:
    found = {
        str(path.relative_to(ROOT)): calls
        for path in core_modules()
        if (calls := list(impure_calls(path.read_text())))
    }
    assert found == {}


@pytest.mark.parametrize("line", ["datetime.now(UTC)", "date.today()", "uuid.uuid4()", "open('x')"])
def test_an_impure_call_is_noticed(line: str) -> None:
    assert list(impure_calls(line))
