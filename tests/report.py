"""Tell at the end of a run what was not run, why, and what to do; fail it under CI.

A test is left out only through a marker of `tests.needs`. A skip of any other kind fails
the run: it would be a gap that nobody sees.
"""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from tests.needs import NEEDS

NOT_RUN = "NOT RUN: "


class Report:
    """Counts the outcomes of one pytest run."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.outcomes: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self.silent: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            self._note_skip(report)
        elif report.when == "call" or report.failed:
            self.outcomes[report.outcome] += 1

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.outcomes["failed"] += 1
        elif report.skipped:
            self.silent.append(report.nodeid)

    def _note_skip(self, report: pytest.TestReport) -> None:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        marker = reason.removeprefix("Skipped: ").removeprefix(NOT_RUN)
        if any(need.marker == marker for need in NEEDS):
            self.left_out[marker] += 1
        else:
            self.silent.append(f"{report.nodeid}: {reason}")

    @property
    def gaps_fail(self) -> bool:
        """Whether what was left out fails this run."""
        needed = any(self.left_out[need.marker] for need in NEEDS if need.fails_ci)
        return bool(self.silent) or (needed and bool(os.environ.get("CI")))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.gaps_fail and session.exitstatus in (pytest.ExitCode.OK, None):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        target = os.environ.get("HUB_TEST_REPORT")
        if target:
            facts = {"outcomes": self.outcomes, "left_out": self.left_out, "silent": self.silent}
            Path(target).write_text(json.dumps(facts))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        seed = self.config.getoption("hypothesis_seed")
        terminalreporter.write_line(f"drawn examples repeat with --hypothesis-seed={seed}")
        for need in NEEDS:
            count = self.left_out[need.marker]
            if count:
                terminalreporter.write_line(f"NOT RUN {need.marker}, tests: {count}. {need.remedy}")
        for line in self.silent:
            terminalreporter.write_line(f"SKIPPED WITHOUT A NEED, which fails the run: {line}")
