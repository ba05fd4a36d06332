"""What a plugin wants sent, before anybody numbered or signed it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """One message a plugin wants sent.

    Attributes:
        subject: Whom it speaks of, as `scheme:value`, e.g. `uscc:91130100MA0ABCDE1X`.
        body: A `hub_schemas` object; its class names the contract.
        personal: The `personal` part, where the contract has one.
        correlationid: The case. None: the case of the message that caused it, or a new one.
        causationid: The message that caused it. None: the message being handled, if any.
        draftkey: The business key. The same fact drafted twice under one key is sent once.
        time: When the fact was stated, aware UTC. None: when the agent accepts the draft.
        expirytime: After this the message means nothing, where the contract has it.
        proposal: A sentence for an officer. Given, the draft waits unsigned until an
            officer confirms it.
    """

    subject: str
    body: object
    personal: object | None = None
    correlationid: str | None = None
    causationid: str | None = None
    draftkey: str | None = None
    time: datetime | None = None
    expirytime: datetime | None = None
    proposal: str | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a draft at the hub.

    Attributes:
        id: The message id the agent gave the draft.
        admitted: Whether the hub admitted it. False: it was refused for good.
        index: Its place in the hub's ledger, when admitted.
        code: The refusal's stable code, empty when admitted.
        problems: One line for each thing wrong with the draft, `path: text`.
    """

    id: str
    admitted: bool
    index: int | None = None
    code: str = ""
    problems: tuple[str, ...] = ()
