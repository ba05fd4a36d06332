"""The strict field set: what marshmallow accepts is exactly what the JSON Schema says.

Each field knows three forms of its value: on the wire (JSON), in Python, and as JSON
Schema. A refusal names the JSON Schema keyword that was broken, never the value.
"""

# ruff: noqa: ANN401  marshmallow's own signatures

import re
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final, Generic, TypeVar

from marshmallow import ValidationError, fields

from hub_schemas import patterns
from hub_schemas.coded import Coded

T = TypeVar("T")
C = TypeVar("C", bound=Coded)

LARGEST_INTEGER: Final = 2**53 - 1
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_RULES: Final = (
    "type",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
    "enum",
)


class Wire(fields.Field[T], Generic[T]):
    """A field whose Python form and JSON form are one to one."""

    default_error_messages = {  # noqa: RUF012 as the base declares it
        "required": "required",
        "null": "type",
        **{rule: rule for rule in _RULES},
    }

    @abstractmethod
    def json_schema(self) -> dict[str, object]:
        """Describe the accepted values as JSON Schema."""

    @abstractmethod
    def from_wire(self, value: object) -> T:
        """Check a JSON value and turn it into its Python form.

        Raises:
            ValidationError: The value breaks a rule; the message is the keyword.
        """

    @abstractmethod
    def to_wire(self, value: T) -> object:
        """Turn a Python value back into JSON."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> T:
        del attr, data, kwargs
        return self.from_wire(value)

    def _serialize(self, value: T | None, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        del attr, obj, kwargs
        return None if value is None else self.to_wire(value)


class StringField(Wire[T], Generic[T]):
    """A string with limits in code points and an anchored pattern."""

    def __init__(self, core: str, longest: int, shortest: int = 1, **options: Any) -> None:
        super().__init__(**options)
        self.core, self.longest, self.shortest = core, longest, shortest
        self._matches = patterns.python_pattern(core).match

    def json_schema(self) -> dict[str, object]:
        zh, en = patterns.FORMS[self.core]
        form: dict[str, object] = {
            "type": "string",
            "pattern": patterns.json_pattern(self.core),
            "x-form": {"zh": zh, "en": en},
        }
        if self.shortest == self.longest:
            return form  # the pattern alone says the length
        return {**form, "minLength": self.shortest, "maxLength": self.longest}

    def from_wire(self, value: object) -> T:
        if not isinstance(value, str):
            raise self.make_error("type")
        if self.shortest != self.longest:
            self._check_length(len(value))
        if not self._matches(value) or _SURROGATE.search(value):
            raise self.make_error("pattern")
        return self.parsed(value)

    def _check_length(self, length: int) -> None:
        if length < self.shortest:
            raise self.make_error("minLength")
        if length > self.longest:
            raise self.make_error("maxLength")

    @abstractmethod
    def parsed(self, text: str) -> T:
        """Turn checked text into the Python form."""


class TextField(StringField[str]):
    """Text that stays text."""

    def parsed(self, text: str) -> str:
        return text

    def to_wire(self, value: str) -> object:
        return str(value)


class DateField(StringField[date]):
    """A calendar day, ISO 8601."""

    def __init__(self, **options: Any) -> None:
        super().__init__(patterns.DATE, 10, 10, **options)

    def json_schema(self) -> dict[str, object]:
        return {**super().json_schema(), "format": "date"}

    def parsed(self, text: str) -> date:
        return date.fromisoformat(text)

    def to_wire(self, value: date) -> object:
        return value.isoformat()


class TimeField(StringField[datetime]):
    """A moment, RFC 3339 in UTC, whole seconds."""

    def __init__(self, **options: Any) -> None:
        super().__init__(patterns.TIME, 20, 20, **options)

    def json_schema(self) -> dict[str, object]:
        return {**super().json_schema(), "format": "date-time"}

    def parsed(self, text: str) -> datetime:
        return datetime.fromisoformat(text)

    def to_wire(self, value: datetime) -> object:
        if value.tzinfo is None or value.microsecond:
            raise ValidationError("pattern")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class DecimalField(StringField[Decimal]):
    """A decimal number as a string: digits are kept, nothing is rounded."""

    def __init__(self, **options: Any) -> None:
        super().__init__(patterns.DECIMAL, 29, **options)

    def parsed(self, text: str) -> Decimal:
        return Decimal(text)

    def to_wire(self, value: Decimal) -> object:
        return format(value, "f")


class CodeField(Wire[C], Generic[C]):
    """One of a closed list of codes."""

    def __init__(self, codes: type[C], **options: Any) -> None:
        super().__init__(**options)
        self.codes = codes
        self._members = {code.value: code for code in codes}

    def json_schema(self) -> dict[str, object]:
        texts = {code.value: {"zh": code.zh, "en": code.en} for code in self.codes}
        return {"type": "string", "enum": list(texts), "x-codes": texts}

    def from_wire(self, value: object) -> C:
        if not isinstance(value, str):
            raise self.make_error("type")
        if value not in self._members:
            raise self.make_error("enum")
        return self._members[value]

    def to_wire(self, value: C) -> object:
        return str(value)


class RegistryField(TextField):
    """A code of a growing list: known ones have texts, unknown ones are accepted."""

    def __init__(self, codes: type[Coded], **options: Any) -> None:
        super().__init__(patterns.CODE, 40, **options)
        self.codes = codes

    def json_schema(self) -> dict[str, object]:
        return {**super().json_schema(), "x-registry": self.codes.registry_name()}


class IntegerField(Wire[int]):
    """A whole number; neither true, nor 35.0, nor "35" is one."""

    def __init__(self, smallest: int, largest: int, **options: Any) -> None:
        super().__init__(**options)
        self.smallest, self.largest = smallest, largest

    def json_schema(self) -> dict[str, object]:
        return {"type": "integer", "minimum": self.smallest, "maximum": self.largest}

    def from_wire(self, value: object) -> int:
        if type(value) is not int:
            raise self.make_error("type")
        if value < self.smallest:
            raise self.make_error("minimum")
        if value > self.largest:
            raise self.make_error("maximum")
        return value

    def to_wire(self, value: int) -> object:
        return int(value)


class FlagField(Wire[bool]):
    """True or false, nothing that merely looks like it."""

    def json_schema(self) -> dict[str, object]:
        return {"type": "boolean"}

    def from_wire(self, value: object) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("type")
        return value

    def to_wire(self, value: bool) -> object:  # noqa: FBT001 the value itself
        return bool(value)


class ListField(Wire[tuple[T, ...]], Generic[T]):
    """One to many values of one kind; an empty list is written by leaving it out."""

    def __init__(self, inner: Wire[T], most: int, **options: Any) -> None:
        super().__init__(**options)
        self.inner, self.most = inner, most

    def json_schema(self) -> dict[str, object]:
        return {
            "type": "array",
            "minItems": 1,
            "maxItems": self.most,
            "items": self.inner.json_schema(),
        }

    def from_wire(self, value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise self.make_error("type")
        if not value:
            raise self.make_error("minItems")
        if len(value) > self.most:
            raise self.make_error("maxItems")
        return self._items(value)

    def _items(self, values: Sequence[object]) -> tuple[T, ...]:
        found: list[T] = []
        wrong: dict[int, Any] = {}
        for position, value in enumerate(values):
            try:
                found.append(self.inner.from_wire(value))
            except ValidationError as error:
                wrong[position] = error.messages
        if wrong:
            raise ValidationError(wrong)
        return tuple(found)

    def to_wire(self, value: tuple[T, ...]) -> object:
        return [self.inner.to_wire(item) for item in value]
