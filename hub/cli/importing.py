"""`hub import`: rows of real files become signed messages through the participant's agent."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hub.cli.console import CHECK_FAILED, TRY_AGAIN, home_option, json_option, show_json, show_table
from hub.message.identifiers import PARTICIPANT, check

if TYPE_CHECKING:
    from hub.agent.home import AgentHome
    from hub.agent.mapping.rejects import Rejects
    from hub.agent.mapping.run import Counts, Importing
    from hub.agent.mapping.sending import Sent
    from hub.agent.store import Store

_FILE = click.Path(path_type=Path, dir_okay=False)
_TOLD_EVERY_ROWS = 10_000


@dataclass
class _Report:
    """What is told at the end."""

    participant: str
    dry_run: bool
    counts: "dict[str, Counts]" = field(default_factory=dict)
    rejects: dict[str, Path] = field(default_factory=dict)
    sent: "Sent | None" = None


@click.command("import")
@click.argument("mapping_file", metavar="MAPPING.toml", type=_FILE)
@click.argument("files", metavar="FILE...", type=_FILE, nargs=-1, required=True)
@click.option("--as", "participant", required=True, help="Who states these facts.")
@click.option("--dry-run", is_flag=True, help="Check every row, send nothing.")
@click.option("--rejects", type=_FILE, help="Where refused rows go; default FILE.rejects.csv.")
@json_option
@home_option
def import_(  # noqa: PLR0913, PLR0917 - one parameter an option
    mapping_file: Path,
    files: tuple[Path, ...],
    participant: str,
    dry_run: bool,
    rejects: Path | None,
    as_json: bool,
    home: Path,
) -> None:
    """Turn the rows of FILE... into signed messages, as MAPPING.toml says.

    Rows that cannot be used are refused alone and listed in a rejects file. Run it again
    and what is known already is not sent again. Exit codes: 0 done, 1 a dry run refused
    rows, 2 the mapping or a header is wrong, 75 the hub is away and the agent will send.
    """
    from hub.agent.mapping import Stating, read_mapping
    from hub.agent.mapping.input_file import InputFile
    from hub.agent.mapping.run import Importing
    from hub.bootstrap import read_catalogue

    check(PARTICIPANT, participant, "participant")
    mapping = read_mapping(_bytes(mapping_file), mapping_file.name)
    inputs = [InputFile(path) for path in files]
    report = _Report(participant, dry_run)
    with ExitStack() as stack:
        agent, store, outlet = stack.enter_context(_outlet(home, participant, dry_run))
        importing = Importing(mapping, Stating(participant, read_catalogue(), _now()), outlet)
        books = _books(stack, files, rejects)
        for one in inputs:
            name = str(one.path)
            with _progress(one.path.name, one.size_bytes, as_json) as tell:
                report.counts[name] = importing.run(one, books[name], tell)
        if agent is not None and store is not None and not dry_run:
            report.sent = _send(agent, store, importing, books, as_json)
        report.rejects = {name: book.path for name, book in books.items() if book.finish()}
    _tell(report, importing, as_json)


def _bytes(path: Path) -> bytes:
    from hub.agent.mapping import MappingError

    try:
        return path.read_bytes()
    except OSError as error:
        raise MappingError("mapping.unreadable", f"cannot read {path}: {error.strerror}") from error


@contextmanager
def _outlet(
    home: Path, participant: str, dry_run: bool
) -> "Iterator[tuple[AgentHome | None, Store | None, Any]]":
    """Open the agent's outbox; a dry run does without where there is no agent."""
    from hub.agent.drafting import Drafting
    from hub.agent.home import SETTINGS, AgentHome
    from hub.agent.mapping.outlet import OutboxOutlet, Rehearsal
    from hub.bootstrap import read_catalogue
    from hub.config import load

    agent = AgentHome(load(home).agent_home(participant))
    if dry_run and not (agent.path / SETTINGS).exists():
        yield None, None, Rehearsal()
        return
    drafting = Drafting(agent.identity(), read_catalogue())
    store = agent.store()
    try:
        outbox = OutboxOutlet(store, drafting, _now)
        yield agent, store, Rehearsal(outbox, store) if dry_run else outbox
    finally:
        store.close()


def _now() -> datetime:
    return datetime.now(UTC)


def _books(stack: ExitStack, files: tuple[Path, ...], given: Path | None) -> "dict[str, Rejects]":
    """Make the rejects file of every input: one for all when it is named."""
    from hub.agent.mapping.rejects import Rejects, default_path

    shared = stack.enter_context(Rejects(given)) if given else None
    return {str(path): shared or stack.enter_context(Rejects(default_path(path))) for path in files}


def _send(
    agent: "AgentHome",
    store: "Store",
    importing: "Importing",
    books: "dict[str, Rejects]",
    as_json: bool,
) -> "Sent":
    from hub.agent.mapping.sending import Sent, answers, refused_by_hub, send

    ids = list(importing.places)
    with _progress("sending", len(ids), as_json) as tell:
        away, elsewhere = send(agent, _now, lambda left: tell(max(0, len(ids) - left), None))
    for id_, problems in refused_by_hub(store, ids):
        place = importing.places[id_]
        importing.note(problems)
        books[place.file].add(Path(place.file).name, place.line, place.record, problems)
    found = answers(store, ids)
    admitted, refused = found.get("admitted", 0), found.get("refused", 0)
    waiting = len(ids) - admitted - refused
    return Sent(admitted, refused, waiting, away if waiting else "", elsewhere)


@contextmanager
def _progress(
    what: str, total: int, as_json: bool
) -> "Iterator[Callable[[int, Counts | None], None]]":
    """Show a bar on a terminal, else a line now and then; nothing for machines."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    console = Console(stderr=True)
    if as_json or not console.is_terminal:
        yield _lines(what, silent=as_json)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, TextColumn("{task.fields[told]}"), console=console) as bar:
        task = bar.add_task(what, total=max(total, 1), told="")

        def tell(done: int, counts: "Counts | None") -> None:
            told = f"{counts.rows} rows, {counts.refused} refused" if counts else ""
            bar.update(task, completed=done, told=told)

        yield tell
        bar.update(task, completed=max(total, 1))


def _lines(what: str, *, silent: bool) -> "Callable[[int, Counts | None], None]":
    told = [0]

    def tell(_done: int, counts: "Counts | None") -> None:
        if counts is not None and not silent and counts.rows - told[0] >= _TOLD_EVERY_ROWS:
            told[0] = counts.rows
            click.echo(f"{what}: {counts.rows} rows, {counts.refused} refused", err=True)

    return tell


def _tell(report: _Report, importing: "Importing", as_json: bool) -> None:
    from hub.agent.mapping.run import plain_reasons

    reasons = plain_reasons(importing.reasons)
    if as_json:
        show_json(_plain(report, reasons))
    else:
        _show(report, reasons)
    if report.dry_run and any(one.refused for one in report.counts.values()):
        raise SystemExit(CHECK_FAILED)
    if report.sent is not None and report.sent.away:
        raise SystemExit(TRY_AGAIN)


def _plain(report: _Report, reasons: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "participant": report.participant,
        "dry_run": report.dry_run,
        "files": [
            {"file": name, **counts.plain(), "rejects": report.rejects.get(name)}
            for name, counts in report.counts.items()
        ],
        "sent": None if report.sent is None else asdict(report.sent),
        "reasons": reasons,
    }


def _show(report: _Report, reasons: list[dict[str, Any]]) -> None:
    rows = [
        (Path(name).name, one.rows, one.accepted, one.known, one.refused)
        for name, one in report.counts.items()
    ]
    title = f"{'checked for' if report.dry_run else 'imported as'} {report.participant}"
    columns = ("file", "rows", "messages accepted", "already known", "rows refused")
    show_table(title, columns, rows)
    for one in reasons:
        where = f" in {one['column']}" if one["column"] else ""
        click.echo(f"{one['rows']} x {one['code']}{where}: {one['reason']}")
    for name, counts in report.counts.items():
        if counts.warnings:
            click.echo(f"{name}: rows taken with a warning: {counts.warnings}")
        if counts.silent:
            click.echo(f"{name}: rows that say nothing by this mapping: {counts.silent}")
    for path in sorted(set(report.rejects.values())):
        click.echo(f"refused rows: {path}")
    if report.sent is not None:
        click.echo(_sent(report.sent))


def _sent(sent: "Sent") -> str:
    told = f"at the hub: {sent.admitted} admitted, {sent.refused} refused, {sent.waiting} waiting"
    if sent.elsewhere:
        return f"{told}; the running agent sends them"
    return f"{told}; {sent.away}; run it again, or hub agent run" if sent.away else told
