"""Bodies as frozen dataclasses whose members carry their wire field.

A body is written once: the dataclass is what a plugin author holds, the marshmallow
schema is built from the fields of its members, and the JSON Schema from the same fields.
"""

# ruff: noqa: ANN401  a field specifier returns Any, or the annotation beside it is refused

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final, Generic, TypeVar, cast, dataclass_transform

from marshmallow import Schema, ValidationError, post_load, validates_schema

from hub_schemas import patterns
from hub_schemas.coded import Coded
from hub_schemas.fields import (
    LARGEST_INTEGER,
    CodeField,
    DateField,
    DecimalField,
    FlagField,
    IntegerField,
    ListField,
    RegistryField,
    TextField,
    TimeField,
    Wire,
)
from hub_schemas.rules import Rule

T = TypeVar("T")

_ABSENT: Final = dataclasses.MISSING
_SCHEMAS: dict[type, type["BodySchema"]] = {}
_LOADERS: dict[type, "BodySchema"] = {}


@dataclasses.dataclass(frozen=True, slots=True)
class Member:
    """What is known of one member beside its Python type."""

    wire: Wire[Any]
    zh: str
    en: str
    mask: str | None = None


class BodySchema(Schema):
    """The marshmallow form of one dataclass; loading returns the dataclass."""

    target: ClassVar[type]
    rules: ClassVar[tuple[Rule, ...]] = ()
    error_messages: ClassVar[dict[str, str]] = {  # type: ignore[misc]
        "unknown": "additionalProperties",
        "type": "type",
    }

    @validates_schema(pass_original=True)
    def check_rules(self, data: object, original: Mapping[str, object], **kwargs: object) -> None:
        del data, kwargs
        wrong: dict[str, list[str]] = {}
        for rule in self.rules:
            for name, keyword in rule.broken_by(original):
                wrong.setdefault(name or "_schema", []).append(keyword)
        if wrong:
            raise ValidationError(cast("dict[str, Any]", wrong))

    @post_load
    def build(self, data: dict[str, Any], **kwargs: object) -> object:
        del kwargs
        return self.target(**data)


@dataclass_transform(kw_only_default=True, frozen_default=True)
def element(*, rules: tuple[Rule, ...] = ()) -> Callable[[type], Any]:
    """Make a class a frozen dataclass with a marshmallow schema of its own."""

    def made(cls: type) -> type:
        frozen: type = dataclasses.dataclass(frozen=True, slots=True, kw_only=True)(cls)
        schema = BodySchema.from_dict(
            {name: member.wire for name, member in members(frozen).items()},
            name=f"{cls.__name__}Schema",
        )
        made_schema = cast("type[BodySchema]", schema)
        made_schema.target, made_schema.rules = frozen, rules
        _SCHEMAS[frozen], _LOADERS[frozen] = made_schema, made_schema()
        return frozen

    return made


def schema_of(cls: type) -> type[BodySchema]:
    """Return the marshmallow schema of a body class."""
    return _SCHEMAS[cls]


def loader_of(cls: type) -> BodySchema:
    """Return the one instance that loads a body class; making one copies all its fields."""
    return _LOADERS[cls]


def members(cls: type) -> dict[str, Member]:
    """Return the members of a body class, in the order they are written."""
    return {f.name: f.metadata["member"] for f in dataclasses.fields(cls)}


def to_wire(body: Any) -> dict[str, object]:
    """Turn a body into its JSON members; what is absent is left out."""
    found = {}
    for name, member in members(type(body)).items():
        value = getattr(body, name)
        if value is not None and value != ():
            found[name] = member.wire.to_wire(value)
    return found


class ObjectField(Wire[T], Generic[T]):
    """An object with a schema of its own."""

    def __init__(self, cls: type[T], **options: Any) -> None:
        super().__init__(**options)
        self.cls = cls
        self._schema = loader_of(cls)

    def json_schema(self) -> dict[str, object]:
        return object_schema(self.cls)

    def from_wire(self, value: object) -> T:
        if not isinstance(value, dict):
            raise self.make_error("type")
        return cast("T", self._schema.load(value))

    def to_wire(self, value: T) -> object:
        return to_wire(value)


def object_schema(cls: type) -> dict[str, object]:
    """Generate the JSON Schema of a body class."""
    found = members(cls)
    schema: dict[str, object] = {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name, member in found.items() if member.wire.required],
        "properties": {name: _member_schema(member) for name, member in found.items()},
    }
    rules = [rule.json_schema() for rule in schema_of(cls).rules]
    return {**schema, "allOf": rules} if rules else schema


def _member_schema(member: Member) -> dict[str, object]:
    schema = {"title": member.en, "x-title-zh": member.zh, **member.wire.json_schema()}
    return {**schema, "x-personal": member.mask} if member.mask else schema


def _member(wire: Wire[Any], zh: str, en: str, default: Any, mask: str | None = None) -> Any:
    wire.required = default is _ABSENT
    return dataclasses.field(default=default, metadata={"member": Member(wire, zh, en, mask)})


def line(zh: str, en: str, longest: int, *, default: Any = _ABSENT, mask: str | None = None) -> Any:
    """One line of text, as printed but for spaces at the ends."""
    return _member(TextField(patterns.LINE, longest), zh, en, default, mask)


def paragraphs(zh: str, en: str, longest: int, *, default: Any = _ABSENT) -> Any:
    """Text in which line feeds are allowed."""
    return _member(TextField(patterns.PARAGRAPHS, longest), zh, en, default)


def shaped(  # noqa: PLR0913 said by name at every call
    zh: str, en: str, core: str, longest: int, *, default: Any = _ABSENT, mask: str | None = None
) -> Any:
    """Text of a given pattern."""
    return _member(TextField(core, longest), zh, en, default, mask)


def division_code(*, default: Any = _ABSENT) -> Any:
    """The administrative division the message is routed by."""
    wire = TextField(patterns.DIVISION, 6, 6)
    return _member(wire, "行政区划代码", "Administrative division, GB/T 2260", default)


def message_id(zh: str, en: str, *, default: Any = _ABSENT) -> Any:
    """The id of an admitted message."""
    return _member(TextField(patterns.MESSAGE_ID, 36, 36), zh, en, default)


def day(zh: str, en: str, *, default: Any = _ABSENT) -> Any:
    """A calendar day."""
    return _member(DateField(), zh, en, default)


def moment(zh: str, en: str, *, default: Any = _ABSENT) -> Any:
    """A moment in UTC, whole seconds."""
    return _member(TimeField(), zh, en, default)


def decimal(zh: str, en: str, *, default: Any = _ABSENT) -> Any:
    """A decimal number, a string on the wire."""
    return _member(DecimalField(), zh, en, default)


def count(
    zh: str, en: str, *, smallest: int = 0, largest: int = LARGEST_INTEGER, default: Any = _ABSENT
) -> Any:
    """A whole number."""
    return _member(IntegerField(smallest, largest), zh, en, default)


def flag(zh: str, en: str, *, default: Any = _ABSENT) -> Any:
    """Yes or no."""
    return _member(FlagField(), zh, en, default)


def code(zh: str, en: str, of: type[Coded], *, default: Any = _ABSENT) -> Any:
    """One of a closed list of codes."""
    return _member(CodeField(of), zh, en, default)


def registry(zh: str, en: str, of: type[Coded], *, default: Any = _ABSENT) -> Any:
    """A code of a growing list."""
    return _member(RegistryField(of), zh, en, default)


def nested(zh: str, en: str, of: type, *, default: Any = _ABSENT) -> Any:
    """An object."""
    return _member(ObjectField(of), zh, en, default)


def several(zh: str, en: str, of: type, most: int, *, default: Any = _ABSENT) -> Any:
    """One to many objects; absent is the empty tuple."""
    return _member(ListField(ObjectField(of), most), zh, en, default)


def messages(zh: str, en: str, most: int, *, default: Any = _ABSENT) -> Any:
    """Ids of admitted messages."""
    inner = TextField(patterns.MESSAGE_ID, 36, 36)
    return _member(ListField(inner, most), zh, en, default)


def code_list(zh: str, en: str, of: type[Coded], most: int, *, default: Any = _ABSENT) -> Any:
    """Several codes of a growing list."""
    return _member(ListField(RegistryField(of), most), zh, en, default)
