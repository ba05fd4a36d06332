"""How drafts, messages and answers look on the pipe between agent and plugin process.

JSON, never pickles: what comes out of a plugin is data and cannot run in the agent.
"""

import struct
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

import hub_schemas
from hub.errors import PluginError
from hub.sdk import Collected, Context, Draft, Handled, Message, Participant, PluginInfo, Settled

FRAME_LIMIT_BYTES: Final = 64 * 1024 * 1024
LENGTH: Final = struct.Struct(">I")

_TEXTS: Final = ("correlationid", "causationid", "draftkey", "proposal")
_TIMES: Final = ("time", "expirytime")


def write_draft(draft: Draft) -> dict[str, Any]:
    """Take a draft apart into plain JSON values.

    Raises:
        PluginError: plugin.draft_malformed: a body that is no `hub_schemas` object, a time
            without a zone.
    """
    try:
        parts = {"main": hub_schemas.dump(draft.body)}
        if draft.personal is not None:
            parts["personal"] = hub_schemas.dump(draft.personal)
        plain: dict[str, Any] = {
            "subject": draft.subject,
            "contract": hub_schemas.ref_of(draft.body),
            "parts": parts,
        }
    except Exception as error:
        raise PluginError(
            "plugin.draft_malformed",
            f"the body of a draft cannot be written: {type(error).__name__}",
        ) from error
    plain.update({name: getattr(draft, name) for name in _TEXTS})
    plain.update({name: _written_time(getattr(draft, name)) for name in _TIMES})
    return plain


def read_draft(plain: dict[str, Any]) -> Draft:
    """Put a draft together again."""
    contract, parts = plain["contract"], plain["parts"]
    personal = parts.get("personal")
    members: dict[str, Any] = {name: plain.get(name) for name in _TEXTS}
    members |= {name: _read_time(plain.get(name)) for name in _TIMES}
    return Draft(
        subject=plain["subject"],
        body=hub_schemas.load(contract, "main", parts["main"]),
        personal=None if personal is None else hub_schemas.load(contract, "personal", personal),
        **members,
    )


def read_message(plain: dict[str, Any]) -> Message:
    """Put a message together, its parts loaded as their classes."""
    members = {name: value for name, value in plain.items() if name != "parts"}
    for name in ("time", "admitted_at"):
        members[name] = datetime.fromisoformat(members[name])
    loaded = {
        name: hub_schemas.load(plain["contract"], name, content)
        for name, content in plain["parts"].items()
    }
    return Message(**members, body=loaded.get("main"), personal=loaded.get("personal"))


def read_context(plain: dict[str, Any], state: dict[str, Any]) -> Context:
    """Put a context together."""
    return Context(
        participant=Participant(**plain["participant"]),
        now=datetime.fromisoformat(plain["now"]),
        state=state,
        once_key=plain.get("once_key", ""),
    )


def read_settled(plain: dict[str, Any]) -> Settled:
    """Put the fate of a draft together."""
    return Settled(**{**plain, "problems": tuple(plain["problems"])})


def write_info(info: PluginInfo, hooks: list[str]) -> dict[str, Any]:
    """Take a description apart."""
    plain = asdict(info)
    return {
        **plain,
        "consumes": sorted(info.consumes),
        "issues": sorted(info.issues),
        "hooks": hooks,
    }


def write_handled(handled: Handled) -> dict[str, Any]:
    """Take an answer apart."""
    return {
        "outcome": handled.outcome.value,
        "reason": handled.reason,
        "drafts": [write_draft(draft) for draft in handled.drafts],
        "state": handled.state,
    }


def write_collected(collected: Collected) -> dict[str, Any]:
    """Take a collection apart."""
    return {
        "drafts": [write_draft(draft) for draft in collected.drafts],
        "cursor": collected.cursor,
    }


def _written_time(at: datetime | None) -> str | None:
    if at is None:
        return None
    if at.tzinfo is None:
        raise PluginError("plugin.draft_malformed", "a draft's time has no zone; make it aware UTC")
    return at.isoformat()


def _read_time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
