"""`hub bench`: how fast the hub is, measured where it stands, with the counts to prove the run."""

import cProfile
import pstats
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn

import click

from hub.cli.console import CHECK_FAILED, json_option, show_json

record_option = click.option(
    "--record", is_flag=True, help="Write the result to ops/bench in the source tree."
)


@click.group()
def bench() -> None:
    """Measure the hub. A run whose counts differ does not count and exits with 1."""


@bench.command()
@click.option("--messages", type=click.IntRange(64, 1_000_000), default=8192, show_default=True)
@click.option("--profile", is_flag=True, help="Show where the time goes; it slows the run down.")
@json_option
@record_option
def admission(messages: int, profile: bool, as_json: bool, record: bool) -> None:
    """Admit pre-signed bundles, embedded: one process, SQLite, three recipients."""
    from hub.cli.bench import report
    from hub.cli.bench.embedded import BUNDLE_COUNT, measure_admission
    from hub.cli.bench.figures import summary
    from hub.cli.bench.gate import BenchError
    from hub.cli.bench.machine import facts

    machine = facts()
    profiler = cProfile.Profile() if profile else None
    try:
        with report.progress("admission", messages) as progress:
            measured = measure_admission(messages, progress, profiler)
    except BenchError as error:
        _fail(error.differences)
    figures = {
        **summary([measured.turn]),
        "envelope_bytes": measured.bytes_each,
        "bundle": BUNDLE_COUNT,
    }
    if profiler is not None:
        pstats.Stats(profiler, stream=sys.stderr).sort_stats("tottime").print_stats(30)
    result = report.described("admission", figures, machine, datetime.now(UTC).date())
    _tell(result, report.show_admission, as_json=as_json, record=record)


@bench.command()
@click.option("--bus", required=True, metavar="URL", help="RabbitMQ, a virtual host without a hub.")
@click.option("--database", required=True, metavar="URL", help="PostgreSQL; may create databases.")
@click.option("--messages", type=click.IntRange(64, 1_000_000), default=8192, show_default=True)
@click.option("--rounds", type=click.IntRange(1, 50), default=3, show_default=True)
@click.option("--light-per-s", type=click.IntRange(1, 1000), default=50, show_default=True)
@click.option("--light-s", type=click.IntRange(1, 600), default=10, show_default=True)
@click.option("--with-clerk", is_flag=True, help="Let clerk and scheduler run beside, as in `up`.")
@json_option
@record_option
def relay(  # noqa: PLR0913, PLR0917 - one parameter for each option
    bus: str,
    database: str,
    messages: int,
    rounds: int,
    light_per_s: int,
    light_s: int,
    with_clerk: bool,
    as_json: bool,
    record: bool,
) -> None:
    """Relay through the services, and beside them the ordinary way and the floor.

    Every message goes to three recipients that only drain their inboxes. Needs both servers; in
    the source tree `python -m tests.servers --rabbitmq --postgres` starts them.
    """
    from hub.cli.bench import report
    from hub.cli.bench.comparison import Plan, measure_relay
    from hub.cli.bench.gate import BenchError
    from hub.cli.bench.machine import facts

    machine = facts()
    services = ("intake", "heads", *(("clerk", "scheduler") if with_clerk else ()))
    plan = Plan(
        messages=messages,
        rounds=rounds,
        light_per_s=light_per_s,
        light_s=light_s,
        services=services,
    )
    try:
        with report.progress("relay", plan.deliveries) as progress:
            measured = measure_relay(bus, database, plan, progress)
    except BenchError as error:
        _fail(error.differences)
    result = report.described("relay", measured.record(), machine, datetime.now(UTC).date())
    _tell(result, report.show_relay, as_json=as_json, record=record)


@bench.command()
@click.option(
    "--entries",
    "sizes",
    type=click.IntRange(1_000, 100_000_000),
    multiple=True,
    default=(10_000, 1_000_000, 10_000_000),
    show_default=True,
)
@click.option(
    "--stored-limit",
    type=click.IntRange(1_000),
    default=1_000_000,
    show_default=True,
    help="Larger ledgers are measured without a database: a million entries take 400 MB.",
)
@json_option
@record_option
def ledger(sizes: tuple[int, ...], stored_limit: int, as_json: bool, record: bool) -> None:
    """Append to ledgers of several sizes: an entry must cost the same in all of them."""
    from hub.cli.bench import report
    from hub.cli.bench.growing import measure_growth
    from hub.cli.bench.machine import facts

    machine, ordered = facts(), sorted(sizes)
    stored = [size for size in ordered if size <= stored_limit]
    with report.progress("ledger", ordered[-1] + max(stored, default=0)) as progress:
        points = measure_growth(ordered, stored_limit, progress)
    result = report.described("ledger", {"points": points}, machine, datetime.now(UTC).date())
    _tell(result, report.show_ledger, as_json=as_json, record=record)


def _tell(
    result: Mapping[str, Any],
    show: Callable[[Mapping[str, Any]], None],
    *,
    as_json: bool,
    record: bool,
) -> None:
    from hub.cli.bench import report

    if as_json:
        show_json(result)
    else:
        show(result)
    if record:
        path = report.write(result)
        click.echo(f"recorded in ops/bench/{path.name}", err=True)


def _fail(differences: tuple[str, ...]) -> NoReturn:
    click.echo("hub: the run does not count:", err=True)
    for line in differences:
        click.echo(f"  {line}", err=True)
    raise SystemExit(CHECK_FAILED)
