"""What the processes of a benchmark are told, as JSON in one argument."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadOrder:
    """Publish a file of bodies.

    Attributes:
        file: Bodies, each after its length and the number of its messages, u32 big-endian.
        window: Messages that may be under way; the next waits until the slowest recipient has
            received enough.
        per_s: Messages a second; 0: as fast as the window lets.
    """

    bus: str
    exchange: str
    routing_key: str
    file: str
    board: str
    window: int
    per_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DrainOrder:
    """Empty inboxes until the board says stop.

    Attributes:
        inboxes: A queue for each recipient, in the board's order.
        receipts: The sender's own inbox; empty: there is none.
        run: Which messages are awaited; others are foreign.
        framed: Whether inboxes have the hub's frames, or bare envelopes.
        after: The last number each recipient had before.
    """

    bus: str
    board: str
    run: int
    framed: bool
    inboxes: Sequence[str]
    receipts: str = ""
    after: Sequence[int] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayOrder:
    """Consume one queue and publish to others, as the ordinary way or the floor do.

    Attributes:
        home: The bench hub's home: its database, directory and contracts; unused by the floor.
    """

    bus: str
    home: str
    queue: str
    inboxes: Sequence[str]


def given() -> dict[str, object]:
    """Read this process's order."""
    read: dict[str, object] = json.loads(sys.argv[1])
    return read


def written(order: LoadOrder | DrainOrder | RelayOrder) -> str:
    """Write an order for a process's argument."""
    return json.dumps(asdict(order))
