"""Mappings and rows the tests of this folder share."""

from datetime import UTC, datetime

import hub_contracts
from hub.agent.mapping import Mapped, Mapping, Stating, read_mapping, read_records
from hub.contracts import Catalogue

CATALOGUE = Catalogue.from_files(hub_contracts.files())
STATING = Stating("bureau", CATALOGUE, datetime(2026, 3, 1, 8, tzinfo=UTC))

ACCIDENTS = """
version = 1
[source]
columns = ["name", "code", "day", "place", "text"]
clean = ["collapse"]
[derived]
key = { digest = ["name", "day", "text"] }
[[message]]
name = "accident"
contract = "accident.reported/0.1"
subject = [{ scheme = "uscc", column = "code" }, { scheme = "name", columns = ["name"] }]
draftkey = { template = "list/{key}" }
[message.main]
subject_name = { column = "name" }
occurred_on = { column = "day", do = [{ date = ["%Y-%m-%d", "%d.%m.%Y"] }] }
place = { column = "place" }
summary = { column = "text" }
"""
HEADER = b"name,code,day,place,text\n"


def mapping(text: str = ACCIDENTS, *changes: tuple[str, str]) -> Mapping:
    """Read a mapping, some of its text replaced."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return read_mapping(text.encode(), "m.toml")


def mapped(how: Mapping, raw: bytes) -> list[Mapped]:
    """Map a file's bytes."""
    lines = raw.splitlines(keepends=True)
    return [how.map(record, STATING) for record in read_records(lines, how.source)]


def codes(row: Mapped) -> list[tuple[str, str]]:
    """What a row is refused for."""
    return [(problem.column, problem.code) for problem in row.problems]
