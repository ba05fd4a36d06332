"""Owns `hub case`: the cases that are open, what is due in them, and making records anew."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from hub.bootstrap import open_hub
from hub.casework.duty import Duty, what_is_due
from hub.casework.record import Record
from hub.casework.watch import TITLES
from hub.casework.words import said, state_words
from hub.cli.console import CHECK_FAILED, home_option, json_option, show_json, show_table
from hub.cli.dates import Day, today
from hub.config import load
from hub.errors import CaseError
from hub.store.browse import Browser
from hub.store.calendar import read_calendar

SHOWN_COUNT = 20


@click.group()
def case() -> None:
    """Look at cases."""


@case.command("list")
@click.option("--due", is_flag=True, help="List what is due instead: who owes what, by which day.")
@click.option("--on", type=Day(), help="With --due: the day; default today in China.")
@json_option
@home_option
def list_(home: Path, due: bool, on: date | None, as_json: bool) -> None:
    """List open listings, hazards, orders, bans and whatever else waits for somebody."""
    hub = open_hub(load(home))
    try:
        while hub.clerk.step():
            pass
        browser = Browser(hub.store)
        records = browser.watched() if due else browser.open_cases()
    finally:
        hub.close()
    if due:
        _show_duties(what_is_due(records, on or today(), read_calendar()), as_json=as_json)
    elif as_json:
        show_json([asdict(record) for record in records])
    else:
        show_table(
            f"{len(records)} open cases",
            ("family", "case", "subject", "by", "state", "since", "until"),
            [(r.family, r.key, r.subject, r.source, r.state, r.since, r.until) for r in records],
        )


@case.command()
@click.argument("case_id")
@json_option
@home_option
def show(home: Path, case_id: str, as_json: bool) -> None:
    """Show the records of one case, by its correlation id, step by step."""
    hub = open_hub(load(home))
    try:
        while hub.clerk.step():
            pass
        records = Browser(hub.store).cases(case_id)
    finally:
        hub.close()
    if not records:
        raise CaseError("case.not_found", "no such case; see `hub case list`", case=case_id)
    if as_json:
        show_json([asdict(record) for record in records])
        return
    for record in records:
        _show_record(record)


@case.command()
@click.option("--write", is_flag=True, help="Put the new records in the place of the live ones.")
@json_option
@home_option
def rebuild(home: Path, write: bool, as_json: bool) -> None:
    """Make all records anew from the ledger and compare; 1 if they differ and were not written."""
    hub = open_hub(load(home))
    try:
        while hub.clerk.step():
            pass
        found = hub.clerk.rebuild(write=write)
    finally:
        hub.close()
    if as_json:
        show_json({**asdict(found), "equal": found.equal, "written": write and not found.equal})
    else:
        verdict = "equal" if found.equal else f"{len(found.differing)} differ"
        click.echo(
            f"{found.messages_count} messages, {found.records_count} records: {verdict}"
            + (", written anew" if write and not found.equal else "")
        )
        for family, key in found.differing[:SHOWN_COUNT]:
            click.echo(f"  {family} {key}")
    if not found.equal and not write:
        raise SystemExit(CHECK_FAILED)


def duty_row(duty: Duty) -> Sequence[object]:
    """Give a duty as a row: state, due, who, what, case, clock, basis."""
    unit = duty.clock.unit.value.replace("_", " ")
    return (
        duty.state.value,
        f"{duty.due.on}{' ~' if duty.due.provisional else ''}",
        duty.who,
        " ".join(TITLES[duty.what]),
        f"{duty.family} {duty.case}",
        f"{duty.clock.id}: {duty.clock.number} {unit} from {duty.started_on}",
        f"{duty.basis}{'' if duty.clock.verified else ' [M]'}",
    )


def duty_value(duty: Duty) -> dict[str, Any]:
    """Give a duty for machines."""
    return {
        **asdict(duty),
        "state": duty.state.value,
        "due_on": duty.due.on.isoformat(),
        "due_at": duty.due.at.isoformat(),
        "provisional": duty.due.provisional,
        "basis": duty.basis,
        "title_en": TITLES[duty.what][0],
        "title_zh": TITLES[duty.what][1],
    }


def _show_duties(duties: Sequence[Duty], *, as_json: bool) -> None:
    if as_json:
        show_json([duty_value(duty) for duty in duties])
        return
    columns = ("state", "due", "who", "duty", "case", "subject", "clock", "basis")
    rows = [(*(row := duty_row(duty))[:5], duty.subject, *row[5:]) for duty in duties]
    show_table(f"{len(duties)} duties; ~ holidays not announced yet, [M] unverified", columns, rows)


def _show_record(record: Record) -> None:
    click.echo(f"{record.family} {record.key}: {state_words(record.state)}")
    click.echo(
        f"{record.subject} by {record.source}, {record.since or '?'} to {record.until or '-'}"
    )
    show_table(
        "",
        ("on", "message", "by", "act", "said", "id"),
        [
            (s.on, s.type, s.source, f"{s.act}{' (void)' if s.void else ''}", said(s.detail), s.id)
            for s in record.steps
        ],
    )
