"""How personal values are shown: by the mask that the frozen schema names.

Source: DOMAIN 7.2 (public copy: first six and last one of an identity number).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

_HIDDEN: Final = "***"
_ID_HEAD: Final = 6


def _name(value: str) -> str:
    return value[:1] + "*" * max(1, len(value) - 1)


def _id_number(value: str) -> str:
    if len(value) <= _ID_HEAD + 1:
        return _HIDDEN
    return value[:_ID_HEAD] + "*" * (len(value) - _ID_HEAD - 1) + value[-1]


def _token(value: str) -> str:
    del value
    return _HIDDEN


MASKS: Final[Mapping[str, Callable[[str], str]]] = {
    "name": _name,
    "id_number": _id_number,
    "token": _token,
}


def masked(value: Any, schema: Mapping[str, Any]) -> Any:  # noqa: ANN401 JSON in, JSON out
    """Return a JSON value with every member that the schema marks personal masked.

    A mark whose mask is unknown hides the whole value.
    """
    mark = schema.get("x-personal")
    if mark is not None:
        mask = MASKS.get(mark)
        return mask(value) if mask is not None and isinstance(value, str) else _HIDDEN
    if isinstance(value, dict):
        members = schema.get("properties", {})
        return {name: masked(inner, members.get(name, {})) for name, inner in value.items()}
    if isinstance(value, list):
        return [masked(item, schema.get("items", {})) for item in value]
    return value
