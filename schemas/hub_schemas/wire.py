"""From JSON members to typed bodies and back, and the JSON Schema of both."""

from collections.abc import Iterator, Mapping

from marshmallow import ValidationError

from hub_schemas.body import loader_of, object_schema, to_wire
from hub_schemas.registry import class_of, part_of, parts


class BodyError(ValueError):
    """A body that is no body of its contract.

    Attributes:
        broken: (path, rule) of everything that is wrong; a path is a JSON pointer in the
            part, a rule a JSON Schema keyword. Values are not in it.
    """

    def __init__(self, where: str, broken: tuple[tuple[str, str], ...]) -> None:
        self.where = where
        self.broken = broken
        listed = ", ".join(f"{path or '/'}: {rule}" for path, rule in broken)
        super().__init__(f"{where}: {listed}; correct these members and try again")


def load(ref: str, part: str, data: Mapping[str, object]) -> object:
    """Read one part of a body into its frozen dataclass.

    Raises:
        BodyError: The contract or part is unknown, or the data break its rules.
    """
    try:
        cls = class_of(ref, part)
    except KeyError:
        raise BodyError(f"{ref} {part}", (("", "unknown contract or part"),)) from None
    try:
        return loader_of(cls).load(data)
    except ValidationError as error:
        broken = tuple(sorted(_broken(error.messages, "")))
        raise BodyError(f"{ref} {part}", broken) from None


def dump(body: object) -> dict[str, object]:
    """Write a typed body as JSON members; absent ones are left out.

    Raises:
        BodyError: The object is no body, or holds a time that is naive or not in
            whole seconds. Other rules are the contract's to check.
    """
    ref, part = _known(body)
    try:
        return to_wire(body)
    except ValidationError:
        raise BodyError(f"{ref} {part}", (("", "time not UTC in whole seconds"),)) from None


def ref_of(body: object) -> str:
    """Return the contract ref of a typed body, e.g. ``listing.decided/0.1``."""
    return _known(body)[0]


def part_name_of(body: object) -> str:
    """Return the part a typed body is, e.g. ``main``."""
    return _known(body)[1]


def json_schemas() -> dict[str, dict[str, dict[str, object]]]:
    """Generate the JSON Schema of every part of every contract."""
    return {
        ref: {part: object_schema(cls) for part, cls in found.items()}
        for ref, found in parts().items()
    }


def _known(body: object) -> tuple[str, str]:
    try:
        return part_of(type(body))
    except KeyError:
        raise BodyError(type(body).__name__, (("", "not a body of a contract"),)) from None


def _broken(messages: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _broken(inner, path if name == "_schema" else f"{path}/{name}")
    elif isinstance(messages, list):
        for rule in messages:
            yield from _broken(rule, path)
    else:
        yield path, str(messages)
