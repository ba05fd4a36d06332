"""Takes up again what was parked because the agent did not know its contract.

Each was verified when it came; only its body could not be judged. It is judged now, in
delivery order, by the contracts the agent was started with.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, select, update

from hub.agent.inbox import UNKNOWN_CONTRACT, InboxState, Row, is_blocked, unblock
from hub.agent.receiving import check_body, rejected
from hub.agent.store import Store, alarm
from hub.agent.tables import inbox
from hub.contracts import Catalogue
from hub.errors import HubError
from hub.message.envelope import read_envelope
from hub.message.event import decode_event
from hub.message.jws import read_jws

_PAGE_COUNT = 256
_WAITS = (inbox.c.state == InboxState.PARKED, inbox.c.reason == UNKNOWN_CONTRACT)


def take_up_known(store: Store, catalogue: Catalogue, now_us: int) -> int:
    """Let everything go on whose contract is known by now; returns how many."""
    with store.reading() as rows:
        waiting = rows.scalars(select(inbox.c.contract).where(*_WAITS).distinct())
        known = [contract for contract in waiting if contract in catalogue]
    count = 0
    while known:
        with store.transaction() as rows:
            page = _page(rows, known)
            for row in page:
                _take_up(rows, row, catalogue, now_us)
        count += len(page)
        if len(page) < _PAGE_COUNT:
            break
    return count


def _page(rows: Connection, known: Collection[str]) -> Sequence[Row]:
    found = rows.execute(
        select(inbox)
        .where(*_WAITS, inbox.c.contract.in_(known))
        .order_by(inbox.c.number)
        .limit(_PAGE_COUNT)
    )
    return [dict(row) for row in found.mappings()]


def _take_up(rows: Connection, row: Row, catalogue: Catalogue, now_us: int) -> None:
    blocked = is_blocked(rows, row)
    try:
        envelope = read_envelope(row["envelope"])
        check_body(decode_event(read_jws(envelope.jws).payload), envelope, catalogue)
        values = {"state": InboxState.WAITING if blocked else InboxState.NEW, "reason": ""}
    except HubError as error:
        about = f"delivery {row['number']}"
        alarm(rows, now_us, "agent.delivery_rejected", about, f"{error.code}: {error.text}")
        values = rejected(error)
    rows.execute(update(inbox).where(inbox.c.number == row["number"]).values(**values))
    if not blocked:
        unblock(rows, row)
