"""Changes an agent's key without a refused message: two keys live while it happens.

The next key is made beside the one in use; the hub's operator adds it to the directory; the agent
switches; when nothing signed with the old key is under way any more, the operator retires it.
"""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import orjson
from sqlalchemy import select

from hub.agent.home import KEY, PUBLIC, AgentHome
from hub.agent.outbox import UNSETTLED
from hub.agent.store import DIRECTORY, Store, remembered
from hub.agent.tables import acknowledgements, outbox
from hub.errors import ConfigError
from hub.message.envelope import read_envelope
from hub.message.jws import read_jws
from hub.trust.directory import ACTIVE, ParticipantRecord, open_directory
from hub.trust.keys import PrivateKeySigner, PublicKey

NEXT: Final = "key.next.pem"
NEXT_PUBLIC: Final = "key.next.jwk"
PREVIOUS: Final = "key.previous.pem"
ABSENT: Final = "not in the directory"


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key of an agent.

    Attributes:
        place: `in use`, `next` or `previous`.
        state: What the newest directory this agent has says of it.
        under_way: Messages and acknowledgements signed with it that have no final answer.
    """

    kid: str
    place: str
    state: str
    under_way: int


def make_next(home: AgentHome) -> PublicKey:
    """Make the next key, or take up the one that was made; its public half is written beside it.

    Raises:
        ConfigError: config.no_agent and what reading a key raises.
    """
    home.settings()
    if not (home.path / NEXT).exists():
        home.write_key(NEXT, PrivateKeySigner.generate())
    public = home.signer(NEXT).public
    (home.path / NEXT_PUBLIC).write_bytes(orjson.dumps(public.jwk) + b"\n")
    return public


def use_next(home: AgentHome) -> PublicKey:
    """Sign with the next key from now on; the old one is kept beside it.

    A running agent takes it up between two steps. No start and no new generation comes of it:
    what is signed already stays as it is.

    Raises:
        ConfigError: agent.no_next_key; agent.key_not_enrolled: the directory does not have it.
    """
    if not (home.path / NEXT).exists():
        raise ConfigError("agent.no_next_key", "no next key; make one with hub agent key new")
    public = home.signer(NEXT).public
    if _state(_record(home), public.kid) != ACTIVE:
        raise ConfigError(
            "agent.key_not_enrolled",
            "the directory this agent has does not list the next key; have it added "
            "(hub participant key add), let the agent run a minute, then try again",
        )
    before = home.path / "key.previous.part"
    before.unlink(missing_ok=True)
    before.hardlink_to(home.path / KEY)
    before.replace(home.path / PREVIOUS)
    (home.path / NEXT).replace(home.path / KEY)
    with suppress(FileNotFoundError):
        (home.path / NEXT_PUBLIC).replace(home.path / PUBLIC)
    return public


def keys(home: AgentHome) -> list[KeyLine]:
    """List the keys of an agent, that in use first."""
    record = _record(home)
    store = home.store()
    under_way = _under_way(store)
    store.close()
    found = []
    for name, place in ((KEY, "in use"), (NEXT, "next"), (PREVIOUS, "previous")):
        if (home.path / name).exists():
            kid = home.signer(name).kid
            found.append(KeyLine(kid, place, _state(record, kid), under_way[kid]))
    return found


def _record(home: AgentHome) -> ParticipantRecord | None:
    """Read this participant from the newest directory the agent has."""
    identity = home.identity()
    store = home.store()
    with store.reading() as rows:
        text = remembered(rows, DIRECTORY)
    store.close()
    if text is None:
        return None
    return open_directory(text, identity.root_keys).participants.get(identity.participant)


def _state(record: ParticipantRecord | None, kid: str) -> str:
    known = {} if record is None else {key.public.kid: key.state for key in record.keys}
    return known.get(kid, ABSENT)


def _under_way(store: Store) -> Counter[str]:
    """Count by key what is signed and without a final answer."""
    counts: Counter[str] = Counter()
    with store.reading() as rows:
        for table in (outbox, acknowledgements):
            sealed = select(table.c.envelope).where(table.c.state.in_(UNSETTLED))
            for envelope in rows.scalars(sealed):
                counts[read_jws(read_envelope(envelope).jws).header.kid] += 1
    return counts
