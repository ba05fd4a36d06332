"""Owns what the demo tells at its end, read from the hub's database."""

from pathlib import Path

import sqlalchemy as sa

from hub.casework.transitions import OPEN
from hub.cli.console import show_table
from hub.cli.demo.referee import Verdict
from hub.message.refusal import REFUSALS
from hub.store import tables as t
from hub.store.store import SqlStore


def show(store: SqlStore) -> None:
    """Print messages by kind, refusals with reasons, deliveries and open cases."""
    with store.reading() as connection:
        _messages(connection)
        _refused(connection)
        _deliveries(connection)
        _cases(connection)


def _messages(connection: sa.Connection) -> None:
    m = t.messages.c
    sent = sa.func.count(t.deliveries.c.number)
    query = (
        sa.select(m.type, sa.func.count(sa.distinct(m.idx)), sent)
        .join_from(t.messages, t.deliveries, t.deliveries.c.idx == m.idx, isouter=True)
        .group_by(m.type)
        .order_by(m.type)
    )
    rows = [tuple(row) for row in connection.execute(query)]
    rows.append(("all", sum(row[1] for row in rows), sum(row[2] for row in rows)))
    show_table("Messages 报文", ("kind", "admitted", "deliveries"), rows)


def _refused(connection: sa.Connection) -> None:
    r, q = t.refusals.c, t.quarantine.c
    refused = sa.select(r.source, r.code, sa.func.count()).group_by(r.source, r.code)
    strange = sa.select(q.sender, q.code, sa.func.count()).group_by(q.sender, q.code)
    rows = [
        (source, where, code, REFUSALS[code].text_en, REFUSALS[code].text_zh, count)
        for query, where in ((refused, "refused"), (strange, "quarantined"))
        for source, code, count in connection.execute(query)
    ]
    show_table("Not admitted 未受理", ("from", "what", "code", "reason", "原因", "count"), rows)


def _deliveries(connection: sa.Connection) -> None:
    h, s, o = t.heads.c, t.sessions.c, t.outcomes.c
    applied = sa.select(sa.func.count()).where(o.recipient == h.recipient).scalar_subquery()
    query = (
        sa.select(h.recipient, h.last, s.delivered, applied)
        .join_from(t.heads, t.sessions, s.participant == h.recipient)
        .order_by(h.recipient)
    )
    rows = [tuple(row) for row in connection.execute(query)]
    columns = ("recipient", "sent", "acknowledged as delivered", "acknowledged with an outcome")
    show_table("Deliveries 投递", columns, rows)


def _cases(connection: sa.Connection) -> None:
    r = t.records.c
    query = sa.select(r.family, r.state, sa.func.count()).group_by(r.family, r.state)
    rows = [
        (family, state, count, "open" if state in OPEN[family] else "")
        for family, state, count in connection.execute(query)
        if family in OPEN
    ]
    show_table("Cases 案件", ("family", "state", "count", ""), rows)


def show_verdicts(verdicts: list[Verdict]) -> None:
    """Print what the referee found."""
    rows = [("ok" if v.holds else "WRONG", v.claim, v.figures) for v in verdicts]
    show_table("Referee: read from the databases 核对", ("", "claim", "figures"), rows)


def hints(home: Path) -> tuple[str, ...]:
    """Commands to try while the demo stays up."""
    return (
        f"hub message list --home {home}",
        f"hub case list --home {home}",
        f"hub proposal list --participant hebei-emergency --all --home {home}",
        f"hub agent check --participant demo-insurer --home {home}",
    )
