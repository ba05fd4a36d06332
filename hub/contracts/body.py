"""Checks the parts of a message against the compiled frozen schemas.

The valid path is one parse and one `is_valid` a part; problems are listed only when
something is wrong, and then all of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import jsonschema_rs

from hub.contracts.problem import of_part, of_schema, of_text
from hub.contracts.terms import PartRule
from hub.errors import MessageError, Problem
from hub.message.strict_json import parse_object

MOST_PROBLEMS: Final = 100
"""More are not listed: a body that is wrong in so many places is not of this contract."""


@dataclass(frozen=True, slots=True)
class Bodies:
    """The parsed parts of a message that passed its contract."""

    parts: Mapping[str, dict[str, Any]]

    @property
    def main(self) -> dict[str, Any]:
        """The members of `main`; empty where there is no such part."""
        return self.parts.get("main", {})

    def text_at(self, path: str) -> str | None:
        """Return the text in `main` at a JSON pointer, None where it is absent."""
        found: Any = self.main
        for name in path.strip("/").split("/"):
            found = found.get(name) if isinstance(found, dict) else None
        return found if isinstance(found, str) else None


class BodyChecker:
    """The compiled schemas of one contract."""

    __slots__ = ("_rules", "_schemas", "_validators")

    def __init__(
        self, rules: Mapping[str, PartRule], schemas: Mapping[str, dict[str, Any]]
    ) -> None:
        """Compile.

        Raises:
            ValueError: A schema is not valid JSON Schema.
        """
        self._rules = rules
        self._schemas = schemas
        self._validators = {
            part: jsonschema_rs.Draft202012Validator(schemas[part], validate_formats=False)
            for part in rules
        }

    def checked(self, bodies: Mapping[str, bytes]) -> tuple[Bodies, tuple[Problem, ...]]:
        """Parse the parts and return them with everything that is wrong."""
        parsed: dict[str, dict[str, Any]] = {}
        problems: list[Problem] = []
        for part, rule in self._rules.items():
            if part not in bodies:
                if rule.required:
                    problems.append(of_part(part, "required"))
                continue
            try:
                parsed[part] = parse_object(bodies[part])
            except MessageError as error:
                problems.append(of_text(part, error))
                continue
            if not self._validators[part].is_valid(parsed[part]):
                problems += self._listed(part, parsed[part])
        if not bodies.keys() <= self._rules.keys():
            problems += [of_part(part, "unknown") for part in sorted(bodies.keys() - self._rules)]
        return Bodies(parsed), tuple(problems[:MOST_PROBLEMS])

    def _listed(self, part: str, data: dict[str, Any]) -> list[Problem]:
        found = _distinct(
            problem
            for error in self._validators[part].iter_errors(data)
            for problem in of_schema(part, error, self._schemas[part])
        )
        return sorted(found, key=lambda problem: (problem.path, problem.rule))


def _distinct(problems: Iterator[Problem]) -> list[Problem]:
    return list(dict.fromkeys(problems))
