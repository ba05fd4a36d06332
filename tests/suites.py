"""Run the suites one after another and say what came of each: `python -m tests.suites`.

Each suite is one pytest run, so that one that patches the world for eventlet or kills its
servers cannot disturb another. The last line is for machines: `N passed, N failed`.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.needs import NEEDS, ROOT

FIRST = ("unit", "property", "vectors", "servers", "stores", "bus", "plugins", "faults", "browser")
LAST = "architecture"
NO_TESTS = 5  # pytest's exit status when nothing matched


@dataclass
class Outcome:
    """What came of one suite."""

    name: str
    status: int
    seconds: float
    outcomes: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    silent: list[str] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        return self.status not in (0, NO_TESTS)

    def __str__(self) -> str:
        """Give one line for people."""
        counts = f"{self.outcomes['passed']:5} passed {self.outcomes['failed']:3} failed"
        if not_run := self.left_out.total():
            counts += f" {not_run:3} NOT RUN"
        words = "FAILED" if self.failed else "ok"
        return f"{self.name:13} {words:6} {self.seconds / 60:5.2f} min {counts}"


def suites() -> list[str]:
    """Name the folders that hold tests, in the order they are run."""
    tests = ROOT / "tests"
    found = {path.name for path in tests.iterdir() if any(path.rglob("test_*.py"))}
    middle = sorted(found - {*FIRST, LAST})
    return [name for name in (*FIRST, *middle, LAST) if name in found]


def run(name: str, arguments: Sequence[str]) -> Outcome:
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "--quiet", *arguments],
            cwd=ROOT,
            env=os.environ | {"HUB_TEST_REPORT": str(report)},
            stdin=subprocess.DEVNULL,
            check=False,
        )
        facts = json.loads(report.read_text()) if report.exists() else {}
    return Outcome(
        name,
        done.returncode,
        time.monotonic() - begin,
        Counter(facts.get("outcomes", {})),
        Counter(facts.get("left_out", {})),
        facts.get("silent", []),
    )


def chosen(arguments: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Pair each suite to run with its arguments; paths among them replace the suites."""
    if any((ROOT / argument.partition("::")[0]).exists() for argument in arguments):
        yield "chosen", list(arguments)
        return
    for name in suites():
        yield name, [*arguments, f"tests/{name}"]


def summarise(done: Sequence[Outcome]) -> None:
    print("\n== suites ==")
    for outcome in done:
        print(outcome)
    left_out = sum((outcome.left_out for outcome in done), Counter[str]())
    for need in NEEDS:
        if count := left_out[need.marker]:
            where = ", ".join(o.name for o in done if o.left_out[need.marker])
            print(f"NOT RUN {need.marker}, tests: {count}, in {where}. {need.remedy}")
        elif not need.is_here():
            print(f"not here {need.marker}: no test asked for it")
    minutes = sum(outcome.seconds for outcome in done) / 60
    print(f"all suites: {minutes:.2f} min")


def main(arguments: Sequence[str]) -> int:
    done = []
    for name, for_pytest in chosen(arguments):
        print(f"\n== {name} ==", flush=True)
        done.append(run(name, for_pytest))
    summarise(done)
    outcomes = sum((outcome.outcomes for outcome in done), Counter[str]())
    # A suite that died, or left out what CI insists on, has no failing test of its own.
    without_test = sum(outcome.failed and not outcome.outcomes["failed"] for outcome in done)
    print(f"{outcomes['passed']} passed, {outcomes['failed'] + without_test} failed")
    return 1 if any(outcome.failed for outcome in done) or not outcomes["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
