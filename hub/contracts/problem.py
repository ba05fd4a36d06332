"""Turns what a validator found into problems that are safe to show, in two languages.

A problem names the place, the rule and the class of what was found, never the value. A
member's name that is no plain name is content too: it is shown as `?`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import jsonschema_rs

from hub.errors import MessageError, Problem, value_class

_PLAIN_NAME: Final = re.compile(r"[a-z0-9_]{1,40}\Z")
_TEXTS: Final = {
    "required": ("is required and missing", "缺少必填项"),
    "additionalProperties": ("is not a member of this contract", "合约中没有此项"),
    "type": ("must be of type {limit}", "类型应为 {limit}"),
    "minLength": ("must have at least {limit} characters", "至少 {limit} 个字符"),
    "maxLength": ("must have at most {limit} characters", "至多 {limit} 个字符"),
    "pattern": ("must be {limit}", "格式应为:{limit}"),
    "enum": ("must be one of {limit}", "应为以下之一:{limit}"),
    "minimum": ("must be at least {limit}", "不得小于 {limit}"),
    "maximum": ("must be at most {limit}", "不得大于 {limit}"),
    "minItems": ("must have at least {limit} items, or be left out", "至少 {limit} 项,否则应省略"),
    "maxItems": ("must have at most {limit} items", "至多 {limit} 项"),
    "oneOf": ("must have exactly one of {limit}", "以下各项应有且仅有一项:{limit}"),
}
_PART_TEXTS: Final = {
    "required": ("the part is required and missing", "缺少必需的部分"),
    "unknown": ("the contract has no such part", "合约中没有此部分"),
}
_OTHER: Final = ("breaks the rule {limit}", "不符合规则 {limit}")


def of_part(part: str, rule: str) -> Problem:
    """State that a whole part is missing or unknown."""
    text_en, text_zh = _PART_TEXTS[rule]
    found = "missing" if rule == "required" else "part"
    return Problem(part, rule, found, text_en, text_zh)


def of_text(part: str, error: MessageError) -> Problem:
    """State that a part is not strict JSON."""
    rule = error.code.removeprefix("message.")
    return Problem(part, rule, "text", error.text, f"该部分不是合规的 JSON 对象({rule})")


def of_schema(
    part: str, error: jsonschema_rs.ValidationError, schema: Mapping[str, Any]
) -> Iterator[Problem]:
    """State what one schema error says, one problem for each member concerned.

    Args:
        schema: The schema of the whole part, where the error's path leads to its rule.
    """
    path = part + "".join(f"/{_shown(step)}" for step in error.instance_path)
    match error.kind:
        case jsonschema_rs.ValidationErrorKind.Required(property=name):
            yield _problem(f"{path}/{_shown(name)}", "required", "missing")
        case jsonschema_rs.ValidationErrorKind.AdditionalProperties(unexpected=names):
            for name in names:
                found = value_class(_instance(error)[name])
                yield _problem(f"{path}/{_shown(name)}", "additionalProperties", found)
        case kind:
            limits = _limits(kind, list(error.schema_path), schema)
            yield _problem(path, kind.name, value_class(error.instance), limits)


def _problem(path: str, rule: str, found: str, limits: tuple[str, str] = ("", "")) -> Problem:
    text_en, text_zh = _TEXTS.get(rule, _OTHER)
    limit_en, limit_zh = (limit or rule for limit in limits)
    return Problem(
        path, rule, found, text_en.format(limit=limit_en), text_zh.format(limit=limit_zh)
    )


def _instance(error: jsonschema_rs.ValidationError) -> dict[str, Any]:
    return error.instance if isinstance(error.instance, dict) else {}


def _shown(step: object) -> str:
    text = str(step)
    return text if _PLAIN_NAME.match(text) else "?"


def _limits(kind: object, steps: list[Any], schema: Mapping[str, Any]) -> tuple[str, str]:
    """Return what the rule allows, in English and Chinese; empty where nothing can be said."""
    ruled: Any = schema
    for step in steps[:-1]:
        ruled = ruled[step]
    form = ruled.get("x-form") if steps[-1:] == ["pattern"] else None
    if form:
        return form["en"], form["zh"]
    if steps[-1:] == ["oneOf"]:
        names = ", ".join(name for way in ruled["oneOf"] for name in way["required"])
        return names, names
    limit = _limit(kind)
    return limit, limit


def _limit(kind: object) -> str:
    for name in ("limit", "types", "options"):
        found = getattr(kind, name, None)
        if isinstance(found, (list, tuple)):
            return ", ".join(str(one) for one in found)
        if found is not None:
            return str(found)
    return ""
