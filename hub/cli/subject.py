"""Owns `hub subject`: the file on one enterprise."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from hub.bootstrap import Hub, open_hub
from hub.casework.clock import day_of
from hub.casework.dossier import FAMILIES, Dossier, Entry, dossier
from hub.casework.record import Record
from hub.casework.words import said, state_words
from hub.cli.case import duty_row, duty_value
from hub.cli.console import home_option, json_option, show_json, show_table
from hub.cli.dates import Day, today
from hub.config import load
from hub.errors import ContractError
from hub.message.identifiers import SUBJECT
from hub.store.browse import Browser
from hub.store.calendar import read_calendar

HIDDEN = frozenset(
    {"subject_name", "legal_basis", "article", "executors", "measures", "measure_id", "case"}
    | {"division", "orderer", "asked", "report_by", "confirm_by"}
)
QUIET = frozenset({"duty", "participant"})


@click.group()
def subject() -> None:
    """Look at an enterprise."""


@subject.command()
@click.argument("subject_id")
@click.option("--as-of", "as_of", type=Day(), help="Read the file as of a day in the past.")
@click.option(
    "--admitted",
    is_flag=True,
    help="With --as-of: what the ledger had by then, not what its messages had stated by then.",
)
@json_option
@home_option
def show(home: Path, subject_id: str, as_of: date | None, admitted: bool, as_json: bool) -> None:
    """Show what is in force about SUBJECT_ID, e.g. uscc:91130100MA0ABCDE1X, and its history."""
    if SUBJECT.match(subject_id) is None:
        raise ContractError("subject.malformed", "give scheme:value, e.g. uscc:9113...")
    hub = open_hub(load(home))
    try:
        records = list(_records(hub, subject_id, as_of, admitted=admitted))
    finally:
        hub.close()
    if not records:
        raise ContractError("subject.not_found", "nothing is on file under that subject")
    found = dossier(subject_id, records, as_of or today(), read_calendar())
    if as_json:
        show_json(_value(found))
    else:
        _show(found)


def _records(hub: Hub, subject_id: str, as_of: date | None, *, admitted: bool) -> Iterable[Record]:
    """Read the records; of a day in the past by replaying what was known then."""
    browser = Browser(hub.store)
    if as_of is None:
        while hub.clerk.step():
            pass
        return browser.subject(subject_id)
    known = (
        message
        for message in browser.messages_of(subject_id)
        if day_of(message.admitted_at if admitted else message.time) <= as_of
    )
    replayed = hub.clerk.replayed(known).values()
    return [record for record in replayed if record.subject == subject_id]


def _show(found: Dossier) -> None:
    click.echo(f"{found.subject}  {found.name}")
    click.echo(f"as of 截至 {found.on}\n")
    columns = ("what 事项", "state 状态", "since 起", "until 止", "by 机关", "basis 依据", "detail")
    show_table("In force 现行有效", columns, map(_row, _told(found.current)))
    if found.restrictions:
        show_table(
            "Measures and their grounds 惩戒措施及其依据",
            ("executor", "measure", "grounds", "orders"),
            [
                (
                    r.executor,
                    r.measure,
                    len(r.grounds),
                    _texts(g.detail["ground"] for g in r.grounds),
                )
                for r in found.restrictions
            ],
        )
    for one in found.inspections:
        limit = "no ceiling" if one.ceiling is None else f"ceiling 上限 {one.ceiling}"
        over = ", OVER 超出" if one.over else ""
        click.echo(
            f"Inspections 检查 {one.year}: {one.held} held, {one.planned} planned, {limit}{over}\n"
        )
    if found.duties:
        show_table("Due 待办", DUTY_COLUMNS, map(duty_row, found.duties))
    show_table("Ended 已终止", columns, map(_row, _told(found.past)))
    show_table(
        "History 沿革",
        ("on 日期", "message 报文", "by 机关", "did 效果", "record", "id"),
        _history(found),
    )


DUTY_COLUMNS = ("state", "due 期限", "who", "duty 事项", "case", "clock", "basis 依据")


def _told(entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.record.family not in QUIET]


def _row(entry: Entry) -> Sequence[object]:
    record = entry.record
    return (
        " ".join(FAMILIES.get(record.family, (record.family,))),
        "\n".join([state_words(entry.standing), *map(_doubt, entry.doubts)]),
        record.since,
        record.until or said(record.detail.get("open_ended", "")),
        record.source,
        "\n".join([entry.basis.id if entry.basis else "", *entry.articles]),
        "; ".join(
            f"{name} {said(value)}"
            for name, value in record.detail.items()
            if name not in HIDDEN and value not in ("", None)
        ),
    )


def _doubt(word: str) -> str:
    words = {
        "basis_fallen": "! its basis has fallen 依据已失效",
        "ground_ended": "! its ground has ended 依据已终止",
        "contested": "! contested 存在异议",
    }
    return words.get(word, word)


def _history(found: Dossier) -> list[Sequence[object]]:
    steps = {
        (step.index, step.id, entry.record.family): (step, entry.record)
        for entry in found.entries
        for step in entry.record.steps
    }
    return [
        (
            step.on,
            step.type,
            step.source,
            _did(step.act, step.void, step.detail.get("without_effect", "")),
            " ".join(FAMILIES.get(record.family, (record.family,))),
            step.id,
        )
        for _, (step, record) in sorted(steps.items(), key=lambda item: item[0])
    ]


def _did(act: str, void: str, without: object) -> str:
    if void:
        return f"{act}; taken back by {void}"
    return act or f"no effect 未生效: {said(without)}".rstrip(": ")


def _texts(values: Iterable[object]) -> str:
    return "\n".join(str(value) for value in values)


def _value(found: Dossier) -> dict[str, Any]:
    return {
        "subject": found.subject,
        "name": found.name,
        "as_of": found.on.isoformat(),
        "in_force": [_entry_value(entry) for entry in found.current],
        "ended": [_entry_value(entry) for entry in found.past],
        "restrictions": [
            {
                "executor": r.executor,
                "measure": r.measure,
                "grounds": [g.detail["ground"] for g in r.grounds],
            }
            for r in found.restrictions
        ],
        "inspections": [asdict(one) for one in found.inspections],
        "due": [duty_value(duty) for duty in found.duties],
    }


def _entry_value(entry: Entry) -> dict[str, Any]:
    record = asdict(entry.record)
    title_en, title_zh = FAMILIES.get(entry.record.family, (entry.record.family,) * 2)
    return {
        **record,
        "title_en": title_en,
        "title_zh": title_zh,
        "standing": entry.standing,
        "basis": entry.basis.id if entry.basis else None,
        "articles": list(entry.articles),
        "doubts": list(entry.doubts),
    }
