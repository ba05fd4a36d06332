"""Accepts drafts: checks them against their contract and fixes their id.

A draft that is accepted here is refused by the hub only for what the agent cannot know.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from hub.agent.identity import Identity
from hub.contracts import Catalogue
from hub.errors import ContractError, MessageError
from hub.message.envelope import Part, write_envelope
from hub.message.identifiers import KEY, SUBJECT, check, contract_type
from hub.message.instant import format_time
from hub.message.limits import MAX_ENVELOPE_BYTES, SALT_BYTES
from hub.sdk.ids import message_id

Plain = dict[str, Any]
_SIGNED_TEXT_BYTES: Final = 4_096
"""Room kept in an envelope for the signed event."""


@dataclass(frozen=True, slots=True)
class Cause:
    """The message a draft answers."""

    id: str
    correlationid: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A checked draft, ready to be stored.

    Attributes:
        content: Digest of what it states, without what differs each time it is drafted.
        draft: The event's members as JSON, all but number, generation and manifest.
        parts: Salted parts, framed as an envelope without a signed text.
        proposal: The officer's sentence; None when it needs no officer.
    """

    id: str
    subject: str
    contract: str
    draftkey: str | None
    content: bytes
    draft: bytes
    parts: bytes
    proposal: str | None


class Drafting:
    """Checks drafts in their plain form (see `plugin_codec.write_draft`)."""

    def __init__(self, identity: Identity, catalogue: Catalogue) -> None:
        """Name who drafts, and by which contracts."""
        self._identity = identity
        self._catalogue = catalogue

    def accept(self, plain: Plain, now: datetime, cause: Cause | None = None) -> Accepted:
        """Check one draft and give it its id.

        Raises:
            ContractError: contract.unknown, contract.body_invalid with every problem.
            MessageError: message.identifier_malformed, message.too_large.
        """
        contract = self._catalogue.get(plain["contract"])
        bodies = {name: orjson.dumps(content) for name, content in plain["parts"].items()}
        problems = contract.problems(bodies)
        if problems:
            raise ContractError(
                "contract.body_invalid",
                f"a draft of {contract.ref} has {len(problems)} problems, first at "
                f"{problems[0].path}: {problems[0].text_en}",
                problems=problems,
                contract=contract.ref,
            )
        event = self._event(plain, now, cause)
        return Accepted(
            id=event["id"],
            subject=event["subject"],
            contract=contract.ref,
            draftkey=event["draftkey"],
            content=_content(plain, bodies),
            draft=orjson.dumps(event),
            parts=self._parts(bodies),
            proposal=plain.get("proposal"),
        )

    def _event(self, plain: Plain, now: datetime, cause: Cause | None) -> Plain:
        own_id = self._id(plain, now)
        correlationid = plain.get("correlationid") or (cause.correlationid if cause else own_id)
        causationid = plain.get("causationid") or (cause.id if cause else None)
        draftkey = plain.get("draftkey")
        for text, what in (
            (correlationid, "correlationid"),
            (causationid, "causationid"),
            (draftkey, "draftkey"),
        ):
            if text is not None:
                check(KEY, text, what)
        return {
            "id": own_id,
            "type": contract_type(plain["contract"]),
            "contract": plain["contract"],
            "subject": check(SUBJECT, plain["subject"], "subject"),
            "time": _time(plain.get("time")) or format_time(now),
            "correlationid": correlationid,
            "causationid": causationid,
            "draftkey": draftkey,
            "expirytime": _time(plain.get("expirytime")),
        }

    def _id(self, plain: Plain, now: datetime) -> str:
        """The id a business key and time stand for; another draft may cite it already."""
        draftkey, time = plain.get("draftkey"), plain.get("time")
        if draftkey and time:
            return message_id(self._identity.participant, draftkey, datetime.fromisoformat(time))
        return self._identity.new_id(now)

    def _parts(self, bodies: Mapping[str, bytes]) -> bytes:
        parts = [
            Part(name, self._identity.randomness(SALT_BYTES), content)
            for name, content in bodies.items()
        ]
        raw = write_envelope(b"", parts)
        limit = MAX_ENVELOPE_BYTES - _SIGNED_TEXT_BYTES
        if len(raw) > limit:
            raise MessageError(
                "message.too_large", f"a draft's body is over {limit} bytes; say less", limit=limit
            )
        return raw


def _time(text: str | None) -> str | None:
    return None if text is None else format_time(datetime.fromisoformat(text).astimezone(UTC))


def _content(plain: Plain, bodies: Mapping[str, bytes]) -> bytes:
    stated: Iterable[object] = (
        plain["subject"],
        plain["contract"],
        sorted((name, content.decode()) for name, content in bodies.items()),
        plain.get("correlationid"),
        plain.get("time"),
        plain.get("expirytime"),
    )
    return hashlib.sha256(orjson.dumps(list(stated))).digest()
