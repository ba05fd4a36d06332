"""Owns what a participant's user on the broker may do: publish its own keys, read its own inbox.

The hub itself never needs the right to manage users: it says what the broker's administrator has
to run. A user is named as its participant. Permissions are regular expressions the broker searches
for, so each is anchored and its dots are escaped.
"""

import re
from dataclasses import dataclass
from typing import Final

from hub.bus.topology import SUBMISSIONS, Topology

NOTHING: Final = "^$"
CONTROL: Final = "rabbitmqctl"

Command = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One command of the administrator.

    Attributes:
        why: What it does, for a person.
        command: Program and arguments.
        reads_password: It reads a password from its standard input: arguments are seen by all
            who can list processes.
    """

    why: str
    command: Command
    reads_password: bool = False


def account(participant: str, vhost: str, *, certificate: bool = False) -> tuple[Step, ...]:
    """List the steps that give a participant a user on the broker, and no right more.

    Args:
        participant: Its id, and the user's name.
        vhost: The hub's virtual host.
        certificate: It logs in with a client certificate whose common name is its id (EXTERNAL);
            its password is taken away.
    """
    names = Topology()
    make = Step("a user of its own", (CONTROL, "add_user", participant), reads_password=True)
    bare = Step(
        "no password: only a client certificate of this name logs in",
        (CONTROL, "clear_password", participant),
    )
    at_vhost = ("--vhost", vhost, participant)
    reads, writes = _exactly(names.inbox(participant)), _exactly(SUBMISSIONS)
    rights = Step(
        "declare nothing, write the submissions, read its own inbox",
        (CONTROL, "set_permissions", *at_vhost, NOTHING, writes, reads),
    )
    keys = _exactly(names.submit_key(participant), names.request_key(participant))
    routing = Step(
        "publish under its own routing keys alone",
        (CONTROL, "set_topic_permissions", *at_vhost, SUBMISSIONS, keys, NOTHING),
    )
    # Without any topic permission every key would be allowed: they come before the rights.
    return (make, *([bare] if certificate else []), routing, rights)


def removal(participant: str) -> Step:
    """Say how the user goes again; its connections end with it."""
    return Step("no longer a user", (CONTROL, "delete_user", participant))


def _exactly(*names: str) -> str:
    """Write a regular expression that finds these names whole and nothing else."""
    spelled = [re.sub(r"[^a-z0-9-]", lambda found: f"\\{found[0]}", name) for name in names]
    return f"^{spelled[0]}$" if len(spelled) == 1 else f"^({'|'.join(spelled)})$"
