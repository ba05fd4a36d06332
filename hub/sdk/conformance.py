"""The conformance suite of plugins: what every one must hold, whatever it decides."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, is_dataclass

import hub_schemas
from hub.errors import HubError
from hub.sdk.answer import Handled, PluginInfo
from hub.sdk.case import Circumstances, PluginCase
from hub.sdk.draft import Draft

FAMILY = re.compile(r"\A[a-z_]{2,40}\.[a-z_]{2,40}/[0-9]{1,3}\Z")
SUBJECT = re.compile(r"\A[a-z][a-z0-9-]{1,31}:[A-Za-z0-9][A-Za-z0-9._-]{0,79}\Z")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a plugin does not hold."""

    code: str
    text: str


class _Nonsense:
    """A body of no contract."""


def check_plugin(
    plugin: object, bodies: Sequence[object] = (), families: AbstractSet[str] | None = None
) -> tuple[Finding, ...]:
    """Check a plugin against the rules every plugin must hold.

    Args:
        bodies: `hub_schemas` objects to deliver; give at least one of every type the
            plugin consumes, a type without one is a finding.
        families: The frozen contracts, each `type/major`. None: not checked here.

    Returns:
        What it does not hold, empty when it conforms.
    """
    try:
        case = PluginCase(plugin)
        info = case.calls.describe()
    except Exception as error:  # noqa: BLE001 - foreign code, any way of failing is the finding
        return (Finding("describe", f"it does not register and describe itself: {error}"),)
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        lambda: _described(plugin, info, families),
        lambda: _exampled(info, bodies),
        lambda: _handled(plugin, info, bodies),
        lambda: _survives_nonsense(plugin),
        lambda: _collects(plugin, info),
    )
    return tuple(finding for check in checks for finding in check())


def _described(
    plugin: object, info: PluginInfo, families: AbstractSet[str] | None
) -> Iterator[Finding]:
    if PluginCase(plugin).calls.describe() != info:
        yield Finding("describe", "it describes itself differently the second time")
    if not info.name or not info.version:
        yield Finding("describe", "the name or the version is empty")
    for family in sorted(info.consumes | info.issues):
        if not FAMILY.match(family):
            yield Finding("contract", f"{family!r} is not a type/major")
        elif families is not None and family not in families:
            yield Finding("contract", f"no contract {family} is frozen")


def family_of(body: object) -> str:
    """Name the contract of a body as type/major."""
    kind, _, version = hub_schemas.ref_of(body).partition("/")
    return f"{kind}/{version.partition('.')[0]}"


def _exampled(info: PluginInfo, bodies: Sequence[object]) -> Iterator[Finding]:
    given = {family_of(body) for body in bodies}
    for family in sorted(info.consumes - given):
        yield Finding("example", f"no body of {family} was given to check it with")


def _handled(plugin: object, info: PluginInfo, bodies: Sequence[object]) -> Iterator[Finding]:
    case = PluginCase(plugin)
    for body in bodies:
        name = type(body).__name__
        message = case.message(body, Circumstances())
        context = case.context(message)
        try:
            first, second = case.calls.handle(message, context), None
            second = case.calls.handle(message, case.context(message))
        except Exception as error:  # noqa: BLE001 - foreign code
            yield Finding("handle", f"{name}: it raised {type(error).__name__}: {error}")
            continue
        if _written(first) != _written(second):
            yield Finding("determinism", f"{name}: the same message was answered differently")
        if context.state != case.context(message).state:
            yield Finding("state", f"{name}: it changed context.state instead of returning one")
        yield from _stateful(name, first)
        yield from _drafts_fit(name, info, first.drafts)
        case.handle(message)


def _stateful(name: str, handled: Handled) -> Iterator[Finding]:
    try:
        json.dumps(handled.state, allow_nan=False)
    except (TypeError, ValueError):
        yield Finding("state", f"{name}: the state is not JSON")


def _drafts_fit(name: str, info: PluginInfo, drafts: Iterable[Draft]) -> Iterator[Finding]:
    for draft in drafts:
        try:
            family = family_of(draft.body)
            _reload(draft)
        except Exception as error:  # noqa: BLE001 - marshmallow and schema lookups fail many ways
            yield Finding("draft", f"{name}: a draft's body is not valid: {error}")
            continue
        if family not in info.issues:
            yield Finding("draft", f"{name}: it drafts {family}, which it does not issue")
        if not SUBJECT.match(draft.subject):
            yield Finding("draft", f"{name}: a draft's subject is not scheme:value")
        for moment in (draft.time, draft.expirytime):
            if moment is not None and moment.tzinfo is None:
                yield Finding("draft", f"{name}: a draft's time has no time zone")


def _reload(draft: Draft) -> None:
    ref = hub_schemas.ref_of(draft.body)
    hub_schemas.load(ref, "main", hub_schemas.dump(draft.body))
    if draft.personal is not None:
        hub_schemas.load(ref, "personal", hub_schemas.dump(draft.personal))


def _survives_nonsense(plugin: object) -> Iterator[Finding]:
    case = PluginCase(plugin)
    plain = Circumstances()
    message = case.plain_message("nonsense.made/0.1", _Nonsense(), plain)
    try:
        case.calls.handle(message, case.context(message))
    except Exception as error:  # noqa: BLE001 - foreign code
        yield Finding("nonsense", f"a body it does not know made it raise {type(error).__name__}")


def _collects(plugin: object, info: PluginInfo) -> Iterator[Finding]:
    case = PluginCase(plugin)
    try:
        collected = case.collect()
    except Exception as error:  # noqa: BLE001 - foreign code
        yield Finding("collect", f"from the start it raised {type(error).__name__}: {error}")
        return
    yield from _drafts_fit("collect", info, collected.drafts)
    if any(draft.draftkey is None for draft in collected.drafts):
        yield Finding("collect", "a collected draft has no draftkey: it would be sent again")
    try:
        case.collect("no such cursor")
    except HubError:
        return
    except Exception as error:  # noqa: BLE001 - foreign code
        yield Finding("collect", f"a foreign cursor made it raise {type(error).__name__}")


def _written(value: object) -> object:
    """Take an answer apart into comparable plain values."""
    if is_dataclass(value):
        return {f.name: _written(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, (list, tuple)):
        return [_written(item) for item in value]
    return value
