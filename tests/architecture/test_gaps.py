"""A test that cannot run here is named, and fails a run that had to be whole."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.needs import ROOT

NEEDS_BROWSER = "import pytest\n\n@pytest.mark.needs_chromium\ndef test_it(): pass\n"
NEEDS_VECTORS = "def test_it(vectors): pass\n"
SKIPS = "import pytest\n\ndef test_it(): pytest.skip('not today')\n"


def run(folder: Path, test: str, **environment: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_planted.py").write_text(test)
    bare = {key: value for key, value in os.environ.items() if not key.startswith(("CI", "HUB_"))}
    nothing = {"PATH": str(folder), "HUB_VECTORS": str(folder / "absent")}
    config = ("-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder))
    plugins = ("-p", "tests.conftest", "-p", "no:cacheprovider")
    return subprocess.run(
        [sys.executable, "-m", "pytest", *config, *plugins, str(folder / "test_planted.py")],
        cwd=ROOT,
        env=bare | nothing | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_missing_server_is_said_with_its_remedy(tmp_path: Path) -> None:
    done = run(tmp_path, NEEDS_BROWSER)
    assert "NOT RUN needs_chromium, tests: 1. apt-get install chromium" in done.stdout
    assert done.returncode == 0


def test_a_missing_server_fails_ci(tmp_path: Path) -> None:
    assert run(tmp_path, NEEDS_BROWSER, CI="true").returncode == 1


def test_missing_published_files_are_said_and_fail_nothing(tmp_path: Path) -> None:
    done = run(tmp_path, NEEDS_VECTORS, CI="true")
    assert "NOT RUN needs_vectors, tests: 1. set HUB_VECTORS" in done.stdout
    assert done.returncode == 0


@pytest.mark.parametrize("environment", [{}, {"CI": "true"}])
def test_a_skip_without_a_need_fails_the_run(tmp_path: Path, environment: dict[str, str]) -> None:
    done = run(tmp_path, SKIPS, **environment)
    assert "SKIPPED WITHOUT A NEED" in done.stdout
    assert done.returncode == 1
