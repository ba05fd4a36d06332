"""Owns `hub message`: what the hub has admitted or refused, and where it went."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import orjson

import hub_contracts
from hub.bootstrap import open_hub
from hub.cli.console import home_option, json_option, show_json, show_table, shown_time
from hub.config import load
from hub.contracts.freezing import parts_of
from hub.contracts.lock import file_of
from hub.contracts.masks import masked
from hub.errors import ContractError
from hub.message.envelope import read_envelope
from hub.message.instant import format_time, from_microseconds
from hub.message.strict_json import parse_object
from hub.store.browse import Browser, MessageFile, MessageFilter


@click.group()
def message() -> None:
    """Look at messages."""


@message.command("list")
@click.option("--type", "type_", default="", help="Only this type, e.g. listing.decided.")
@click.option("--source", default="", help="Only of this participant.")
@click.option("--subject", default="", help="Only about this subject, e.g. uscc:91...")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@json_option
@home_option
def list_(  # noqa: PLR0913, PLR0917 - one argument for each option
    home: Path, type_: str, source: str, subject: str, limit: int, as_json: bool
) -> None:
    """List the newest messages, refused ones included."""
    hub = open_hub(load(home))
    lines = Browser(hub.store).messages(MessageFilter(type_, source, subject, limit))
    hub.close()
    if as_json:
        show_json([{**asdict(line), "at": _at(line.at_us)} for line in lines])
        return
    columns = ("index", "admitted at", "id", "source", "type", "subject", "no.", "status")
    show_table(
        f"{len(lines)} messages, newest first",
        columns,
        [
            (x.index, shown_time(x.at_us), x.id, x.source, x.type, x.subject, x.sequence, x.status)
            for x in lines
        ],
    )


@message.command()
@click.argument("message_id")
@json_option
@home_option
def show(home: Path, message_id: str, as_json: bool) -> None:
    """Show one message: who signed it, what it says, who was sent it and what came of it."""
    hub = open_hub(load(home))
    found = Browser(hub.store).message(message_id)
    hub.close()
    if not found:
        raise ContractError(
            "message.not_found", "no message of that id; see `hub message list`", id=message_id
        )
    for file in found:
        told = _told(file)
        if as_json:
            show_json(told)
        else:
            _show(told, file)


def _told(file: MessageFile) -> dict[str, Any]:
    row = dict(file.row)
    raw = row.pop("envelope")
    told = {name: value for name, value in row.items() if not name.endswith("_us")}
    told["index"] = told.pop("idx")
    told["admitted_at" if "contract" in row else "refused_at"] = _at(row["at_us"])
    if "contract" in row:
        schemas = parts_of(file_of(hub_contracts.files(), f"{row['contract']}/schema.json"))
        told["body"] = {
            part.name: masked(parse_object(part.content), schemas[part.name])
            for part in read_envelope(raw).parts
        }
        told["deliveries"] = [asdict(line) for line in file.deliveries]
    else:  # a refused body is not read: it may be anything
        told["problems"] = orjson.loads(row["problems"] or "[]")
    return told


def _show(told: dict[str, Any], file: MessageFile) -> None:
    lines = [
        (name, value.hex() if isinstance(value, bytes) else value)
        for name, value in told.items()
        if name not in {"body", "deliveries", "problems"}
    ]
    show_table(f"message {told['id']}", ("field", "value"), lines)
    if told.get("problems"):
        names = ("path", "rule", "value_class", "text_en", "text_zh")
        rows = [[problem[name] for name in names] for problem in told["problems"]]
        show_table("refused for", ("where", "rule", "found", "what is wrong", "原因"), rows)
    for part, body in told.get("body", {}).items():
        show_table(f"part {part}", ("field", "value"), list(body.items()))
    if file.deliveries:
        show_table(
            "sent to",
            ("recipient", "number", "delivered", "outcome", "reason"),
            [
                (x.recipient, x.number, "yes" if x.delivered else "not yet", x.outcome, x.reason)
                for x in file.deliveries
            ],
        )


def _at(at_us: int) -> str:
    return format_time(from_microseconds(at_us))
