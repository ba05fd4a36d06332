"""Owns `hub subject`: the file on one enterprise."""

from dataclasses import asdict
from pathlib import Path

import click

from hub.bootstrap import open_hub
from hub.casework.record import Record
from hub.cli.console import home_option, json_option, show_json, show_table
from hub.config import load
from hub.errors import ContractError
from hub.message.identifiers import SUBJECT
from hub.store.browse import Browser

IN_FORCE = {
    "enterprise": "Registration 登记",
    "listing": "Listings 失信名单",
    "punishment": "Joint punishment 联合惩戒",
    "measure": "Measures by executor 惩戒措施",
    "penalty": "Penalties 行政处罚",
    "hazard": "Hazards 重大隐患",
    "accident": "Accidents 事故",
    "grade": "Credit grades 信用等级",
    "premium": "Premium quotes 保费报价",
}
"""The order in which a reader wants them."""


@click.group()
def subject() -> None:
    """Look at an enterprise."""


@subject.command()
@click.argument("subject_id")
@json_option
@home_option
def show(home: Path, subject_id: str, as_json: bool) -> None:
    """Show what is on file about SUBJECT_ID, e.g. uscc:91130100MA0ABCDE1X."""
    if SUBJECT.match(subject_id) is None:
        raise ContractError("subject.malformed", "give scheme:value, e.g. uscc:9113...")
    hub = open_hub(load(home))
    while hub.clerk.step():
        pass
    records = Browser(hub.store).subject(subject_id)
    hub.close()
    if as_json:
        show_json([asdict(record) for record in records])
        return
    if not records:
        raise ContractError("subject.not_found", "nothing is on file under that subject")
    _show(subject_id, records)


def _show(subject_id: str, records: list[Record]) -> None:
    name = next((r.detail["subject_name"] for r in records if "subject_name" in r.detail), "")
    click.echo(f"{subject_id}  {name}\n")
    for family, title in IN_FORCE.items():
        rows = [
            (record.state, record.since, record.until, record.source, _detail(record))
            for record in records
            if record.family == family
        ]
        if rows:
            show_table(title, ("state", "since", "until", "by", "detail"), rows)


def _detail(record: Record) -> str:
    hidden = {"subject_name", "message", "executors"}
    return "; ".join(f"{k}={v}" for k, v in record.detail.items() if k not in hidden)
