"""Rules between members of one object, in the small part of JSON Schema that says them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol


class Rule(Protocol):
    """A condition that both validators check."""

    def json_schema(self) -> dict[str, object]:
        """Return the subschema that says the same."""

    def broken_by(self, data: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        """Yield (member, keyword) for each place where the data break the rule."""


@dataclass(frozen=True, slots=True)
class When:
    """If a member has one of some values, others are required or limited to codes."""

    member: str
    one_of: tuple[str, ...]
    requires: tuple[str, ...] = ()
    limits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def json_schema(self) -> dict[str, object]:
        condition = {
            "properties": {self.member: {"enum": list(self.one_of)}},
            "required": [self.member],
        }
        then: dict[str, object] = {}
        if self.requires:
            then["required"] = list(self.requires)
        if self.limits:
            then["properties"] = {
                name: {"enum": list(codes)} for name, codes in self.limits.items()
            }
        return {"if": condition, "then": then}

    def broken_by(self, data: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        if data.get(self.member) not in self.one_of:
            return
        for name in self.requires:
            if name not in data:
                yield name, "required"
        for name, codes in self.limits.items():
            if name in data and data[name] not in codes:
                yield name, "enum"


@dataclass(frozen=True, slots=True)
class ExactlyOne:
    """One of these members is there, and only one."""

    members: tuple[str, ...]

    def json_schema(self) -> dict[str, object]:
        return {"oneOf": [{"required": [name]} for name in self.members]}

    def broken_by(self, data: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        if sum(name in data for name in self.members) != 1:
            yield "", "oneOf"
