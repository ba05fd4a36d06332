"""The refusal table knows every code of a sender's fault."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import hub
from hub.errors import (
    CaseError,
    ContractError,
    Fault,
    HubError,
    MessageError,
    OrderError,
    Problem,
    TransportError,
    TrustError,
    value_class,
)
from hub.message.refusal import REFUSALS, Again

# What decides about a message at the hub; an agent's own errors stay with it.
REFUSING = ("message", "trust", "contracts", "casework", "exchange", "store")
SENDER_ERRORS = {
    error.__name__ for error in (MessageError, TrustError, ContractError, OrderError, CaseError)
}


def _codes() -> Iterator[tuple[str, str]]:
    """Give every literal code of a sender's error that can become a refusal, with its file."""
    root = Path(hub.__path__[0])
    for path in sorted(one for name in REFUSING for one in (root / name).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(code)), *_]) if (
                    name in SENDER_ERRORS
                ):
                    yield code, path.name


def test_every_code_of_a_senders_fault_is_in_the_table() -> None:
    found = set(_codes())
    assert len(found) > 20
    assert {(code, file) for code, file in found if code not in REFUSALS} == set()


def test_codes_are_dotted_and_their_texts_in_both_languages() -> None:
    for code, rule in REFUSALS.items():
        assert rule.code == code
        assert code.count(".") == 1
        assert rule.text_en.isascii()
        assert not rule.text_zh.isascii()


@pytest.mark.parametrize("family", ["message.", "trust."])
def test_a_message_that_is_not_believed_never_uses_a_number_up(family: str) -> None:
    rules = [rule for code, rule in REFUSALS.items() if code.startswith(family)]
    assert rules
    assert not any(rule.uses_number for rule in rules)


def test_a_used_number_is_never_tried_again() -> None:
    assert all(rule.again is Again.NEVER for rule in REFUSALS.values() if rule.uses_number)


def test_an_error_is_one_line_with_its_code_and_facts() -> None:
    problem = Problem("main/a", "required", value_class(None), "missing", "缺失")
    error = TrustError("trust.wrong_hub", "meant for another hub", problems=[problem], hubid="demo")
    assert str(error) == "meant for another hub (trust.wrong_hub)"
    assert (error.fault, error.facts, error.problems) == (
        Fault.SENDER,
        {"hubid": "demo"},
        (problem,),
    )
    assert TransportError("bus.away", "broker away").fault is Fault.ENVIRONMENT
    assert HubError("hub.wrong", "ours").fault is Fault.HUB


def test_the_class_of_a_value_never_tells_the_value() -> None:
    values = [None, True, 7, 1.5, "secret", {"a": 1}, [1, 2], object()]
    assert [value_class(value) for value in values] == [
        "null",
        "boolean",
        "integer",
        "number",
        "string(6)",
        "object(1)",
        "array(2)",
        "other",
    ]
