"""`hub import` as a user runs it: through an agent, to an embedded hub, on real files."""

import csv
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hub.agent.home import AgentHome
from hub.cli.main import main
from tests.needs import ROOT, data_path

SAMPLE = ROOT / "ops" / "sample"
MAPPINGS = SAMPLE / "mappings"
Import = Callable[..., dict[str, Any]]


def hub(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    place = tmp_path / "home"
    made = hub(
        "participant", "add", "agency", "--role", "regulator", "--department", "industry",
        "--region", "", "--level", "national", "--home", place,
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    return place


@pytest.fixture
def importing(home: Path, tmp_path: Path) -> Import:
    """Import and give the JSON report."""

    def run(mapping: Path, *files: Path, exit_code: int = 0, more: tuple[str, ...] = ()) -> Any:
        rejects = tmp_path / "rejects.csv"
        done = hub(
            "import", mapping, *files, "--as", "agency", "--home", home, "--json",
            "--rejects", rejects, *more,
        )  # fmt: skip
        assert done.exit_code == exit_code, done.output
        return json.loads(done.stdout)

    return run


def rejects(tmp_path: Path) -> list[dict[str, str]]:
    with (tmp_path / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def numbers(report: dict[str, Any]) -> tuple[int, ...]:
    (one,) = report["files"]
    return tuple(one[name] for name in ("rows", "accepted", "known", "refused"))


def outbox(home: Path) -> list[tuple[Any, ...]]:
    rows = sqlite3.connect(home / "agents" / "agency" / "agent.db")
    try:
        return rows.execute("select draftkey, state from outbox order by position").fetchall()
    finally:
        rows.close()


SAMPLE_REFUSED = [
    (7, "import.no_date"),
    (8, "contract.body_invalid"),
    (9, "import.not_in_vocabulary"),
    (10, "import.too_precise"),
    (12, "import.key_conflict"),
    (13, "import.quoting"),
    (16, "import.cell_count"),
]


def test_the_sample_comes_through_to_the_hub(importing: Import, tmp_path: Path, home: Path):
    report = importing(SAMPLE / "penalties.toml", SAMPLE / "penalties.csv")
    assert numbers(report) == (13, 5, 1, 7)
    assert report["sent"]["admitted"] == 5
    assert [(int(row["line"]), row["code"]) for row in rejects(tmp_path)] == SAMPLE_REFUSED
    assert {state for _, state in outbox(home)} == {"admitted"}


def test_rejects_tell_no_value(importing: Import, tmp_path: Path):
    importing(SAMPLE / "penalties.toml", SAMPLE / "penalties.csv")
    told = (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig")
    assert "样例" not in told


def test_a_second_import_has_nothing_new(importing: Import, home: Path):
    importing(SAMPLE / "penalties.toml", SAMPLE / "penalties.csv")
    before = outbox(home)
    report = importing(SAMPLE / "penalties.toml", SAMPLE / "penalties.csv")
    assert numbers(report) == (13, 0, 6, 7)
    assert outbox(home) == before


def test_a_dry_run_keeps_nothing_and_fails_when_rows_are_refused(importing: Import, home: Path):
    sample = (SAMPLE / "penalties.toml", SAMPLE / "penalties.csv")
    report = importing(*sample, exit_code=1, more=("--dry-run",))
    assert numbers(report) == (13, 5, 1, 7)
    assert outbox(home) == []
    importing(*sample)
    assert numbers(importing(*sample, exit_code=1, more=("--dry-run",))) == (13, 0, 6, 7)


def test_a_dry_run_needs_no_agent(tmp_path: Path):
    done = hub(
        "import", SAMPLE / "penalties.toml", SAMPLE / "penalties.csv", "--as", "nobody-yet",
        "--dry-run", "--home", tmp_path / "none", "--rejects", tmp_path / "r.csv",
    )  # fmt: skip
    assert done.exit_code == 1
    assert "refused rows" in done.output


def test_an_import_without_refusals_removes_the_old_rejects(importing: Import, tmp_path: Path):
    importing(SAMPLE / "penalties.toml", SAMPLE / "penalties.csv")
    lines = (SAMPLE / "penalties.csv").read_bytes().splitlines(keepends=True)
    good = tmp_path / "good.csv"
    good.write_bytes(b"".join(lines[:2]))
    report = importing(SAMPLE / "penalties.toml", good)
    assert report["files"][0]["rejects"] is None
    assert sorted(path.name for path in tmp_path.glob("*rejects*")) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "import.file_unreadable"),
        (b"", "import.file_empty"),
        (b"a,b\n1,2\n", "import.columns"),
    ],
)
def test_a_file_that_does_not_fit_stops_with_wrong_input(
    tmp_path: Path, home: Path, content: bytes | None, code: str
):
    file = tmp_path / "file.csv"
    if content is not None:
        file.write_bytes(content)
    done = hub("import", SAMPLE / "penalties.toml", file, "--as", "agency", "--home", home)
    assert done.exit_code == 2
    assert code in done.output


@pytest.mark.needs_data
@pytest.mark.timeout(180)
def test_the_exclusion_list_comes_through_once(importing: Import, tmp_path: Path, home: Path):
    real = (MAPPINGS / "exclusions_ebrd.toml", data_path() / "exclusions_ebrd.csv")
    report = importing(*real)
    assert numbers(report) == (1064, 2108, 0, 10)
    assert report["sent"] | {"away": ""} == {
        "admitted": 2108, "refused": 0, "waiting": 0, "away": "", "elsewhere": False,
    }  # fmt: skip
    assert {row["code"] for row in rejects(tmp_path)} == {"import.rule"}
    assert numbers(importing(*real)) == (1064, 0, 2108, 10)
    assert len(outbox(home)) == 2108


@pytest.mark.needs_data
def test_the_accident_notices_come_through_once(importing: Import, tmp_path: Path):
    real = (MAPPINGS / "accidents_osha.toml", data_path() / "accidents_osha.csv")
    report = importing(*real)
    assert numbers(report) == (444, 441, 0, 3)
    assert report["sent"]["admitted"] == 441
    assert {(int(row["line"]), row["column"]) for row in rejects(tmp_path)} == {
        (237, "employer"), (444, "date"), (445, "date"), (445, "employer"),
    }  # fmt: skip
    assert numbers(importing(*real)) == (444, 0, 441, 3)


@pytest.mark.needs_data
@pytest.mark.timeout(180)
def test_a_killed_import_goes_on_and_never_leaves_half_a_row(importing: Import, home: Path):
    real = (MAPPINGS / "exclusions_ebrd.toml", data_path() / "exclusions_ebrd.csv")
    _import_and_kill(home, *real)
    keys = [key for key, _ in outbox(home)]
    rows = {key.rpartition("/")[2] for key in keys}
    assert 0 < len(keys) < 2108
    assert len(keys) == 2 * len(rows)
    rest = importing(*real)
    assert numbers(rest) == (1064, 2108 - len(keys), len(keys), 10)
    assert {state for _, state in outbox(home)} == {"admitted"}


def _import_and_kill(home: Path, mapping: Path, file: Path) -> None:
    """Kill the command as soon as it has stored something."""
    command = (
        "import", mapping, file, "--as", "agency", "--home", home,
        "--rejects", home / "killed.csv",
    )  # fmt: skip
    script = "from hub.cli.main import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", script, *map(str, command)],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ),
    ) as running:  # fmt: skip
        deadline = time.monotonic() + 60
        database = home / "agents" / "agency" / "agent.db"
        while time.monotonic() < deadline and not (database.exists() and _stored(home)):
            time.sleep(0.01)
        running.send_signal(signal.SIGKILL)


def _stored(home: Path) -> bool:
    try:
        return bool(outbox(home))
    except sqlite3.OperationalError:
        return False


def test_what_the_hub_refuses_is_in_the_rejects_with_its_row(tmp_path: Path):
    place = tmp_path / "home"
    hub(
        "participant", "add", "lender", "--role", "bank", "--department", "finance",
        "--region", "", "--level", "national", "--home", place,
    )  # fmt: skip
    done = hub(
        "import", SAMPLE / "penalties.toml", SAMPLE / "penalties.csv", "--as", "lender",
        "--home", place, "--json", "--rejects", tmp_path / "rejects.csv",
    )  # fmt: skip
    report = json.loads(done.stdout)
    assert (report["sent"]["admitted"], report["sent"]["refused"]) == (0, 5)
    told = {int(row["line"]): row["code"] for row in rejects(tmp_path)}
    assert told[2] == told[3] == "contract.not_entitled"


def test_a_running_agent_is_left_to_send(importing: Import, home: Path):
    with AgentHome(home / "agents" / "agency").lock():
        report = importing(SAMPLE / "penalties.toml", SAMPLE / "penalties.csv")
    assert report["sent"]["elsewhere"] is True
    assert report["sent"]["waiting"] == 5
    again = importing(SAMPLE / "penalties.toml", SAMPLE / "penalties.csv")
    assert numbers(again) == (13, 0, 6, 7)
    assert {state for _, state in outbox(home)} == {"admitted"}


def test_a_hub_that_is_away_leaves_the_messages_to_be_sent(importing: Import, home: Path):
    settings = home / "agents" / "agency" / "agent.toml"
    text = settings.read_text()
    settings.write_text(text.replace('link = ""', 'link = "http://127.0.0.1:9"'))
    report = importing(SAMPLE / "penalties.toml", SAMPLE / "penalties.csv", exit_code=75)
    assert report["sent"]["waiting"] == 5
    assert report["sent"]["away"]
    settings.write_text(text)
    importing(SAMPLE / "penalties.toml", SAMPLE / "penalties.csv")
    assert {state for _, state in outbox(home)} == {"admitted"}
