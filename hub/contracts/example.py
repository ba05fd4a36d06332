"""Examples beside a contract: good ones pass, bad ones are refused for the stated reasons.

An example is JSON: `about`, `parts` and, in a bad one, `problems` with path and rule.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hub.contracts.contract import Contract

Load = Callable[[str, str, Mapping[str, object]], object]
"""Loads a part by the authoring form; raises ValueError for what breaks it."""


@dataclass(frozen=True, slots=True)
class Example:
    """One example; `problems` is None in a good one."""

    name: str
    about: str
    parts: Mapping[str, Any]
    problems: frozenset[tuple[str, str]] | None


def examples(files: Mapping[str, bytes], ref: str) -> list[Example]:
    """Return the examples of a contract, by name."""
    prefix = f"{ref}/examples/"
    return [
        _example(name.removeprefix(prefix), json.loads(files[name]))
        for name in sorted(files)
        if name.startswith(prefix)
    ]


def failures(contract: Contract, files: Mapping[str, bytes], load: Load) -> Iterator[str]:
    """Name every example that the contract or its authoring form judges otherwise."""
    found = examples(files, contract.ref)
    for wanted, good in (("good", True), ("bad", False)):
        if not any((example.problems is None) is good for example in found):
            yield f"{contract.ref}: no {wanted} example"
    for example in found:
        where = f"{contract.ref} {example.name}"
        bodies = {
            part: json.dumps(data, ensure_ascii=False).encode()
            for part, data in example.parts.items()
        }
        problems = {(problem.path, problem.rule) for problem in contract.problems(bodies)}
        if problems != (example.problems or frozenset()):
            yield f"{where}: the schema says {sorted(problems)}"
        if _loads(contract, example, load) is not (example.problems is None):
            yield f"{where}: the authoring form disagrees"


def _loads(contract: Contract, example: Example, load: Load) -> bool:
    if any(rule.required and part not in example.parts for part, rule in contract.parts.items()):
        return False
    try:
        for part, data in example.parts.items():
            load(contract.ref, part, data)
    except ValueError:
        return False
    return True


def _example(name: str, data: dict[str, Any]) -> Example:
    problems = data.get("problems")
    if name.startswith("good_") is not (problems is None):
        raise ValueError(f"{name}: a good example states no problems, a bad one does")
    stated = None if problems is None else frozenset((p["path"], p["rule"]) for p in problems)
    return Example(name, data["about"], data["parts"], stated)
