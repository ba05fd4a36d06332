"""The layers hold, and the tool that says so would notice a breach."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.needs import ROOT

SHELVES = ("hub", "schemas", "contracts", "plugins")
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
RUFF = Path(sys.executable).with_name("ruff")

BREACHES = {
    "a lower layer imports a higher one": (
        "hub/message/planted.py", "import hub.exchange", "Layers of hub",
    ),
    "two engines know each other": (
        "hub/ledger/planted.py", "import hub.trust", "Layers of hub",
    ),
    "a new folder is in no layer": (
        "hub/planted/__init__.py", "", "Layers of hub",
    ),
    "the core reads a clock": (
        "hub/trust/planted.py", "import time", "From exchange down",
    ),
    "the core reaches a framework": (
        "hub/exchange/planted.py", "import sqlalchemy", "From exchange down",
    ),
    "the core reads files": (
        "hub/contracts/planted.py", "from pathlib import Path", "From exchange down",
    ),
    "a plugin reaches past the sdk": (
        "plugins/hub_plugins/planted.py", "import hub.store", "Plugins see the sdk",
    ),
    "schemas know the hub": (
        "schemas/hub_schemas/planted.py", "import hub.errors", "Schemas are a leaf",
    ),
    "contracts know the schemas": (
        "contracts/hub_contracts/planted.py", "import hub_schemas", "Contracts are a leaf",
    ),
}  # fmt: skip


def lint_imports(tree: Path) -> subprocess.CompletedProcess[str]:
    paths = f"import sys; sys.path[:0] = {[str(tree), *(str(tree / s) for s in SHELVES[1:])]!r}; "
    run = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"
    return subprocess.run(
        [sys.executable, "-c", paths + run], cwd=tree, capture_output=True, text=True, check=False
    )


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for shelf in SHELVES:
        shutil.copytree(
            ROOT / shelf, tmp_path / shelf, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_go_downwards_only() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("breach", BREACHES)
def test_a_planted_breach_is_caught(tree: Path, breach: str) -> None:
    path, line, contract = BREACHES[breach]
    (tree / path).parent.mkdir(exist_ok=True)
    (tree / path).write_text(f"{line}\n")
    done = lint_imports(tree)
    broken = [text for text in done.stdout.splitlines() if text.endswith("BROKEN")]
    assert [text for text in broken if text.startswith(contract)], done.stdout + done.stderr


def test_plugins_that_know_each_other_are_caught(tree: Path) -> None:
    for name, line in (("planted_one", "import hub_plugins.planted_two"), ("planted_two", "")):
        package = tree / "plugins/hub_plugins" / name
        package.mkdir()
        (package / "__init__.py").write_text(f"{line}\n")
    assert "Plugins do not know each other BROKEN" in lint_imports(tree).stdout


@pytest.mark.parametrize("shelf", ["schemas", "contracts", "plugins"])
def test_a_shelf_is_not_imported_as_a_package(shelf: str) -> None:
    done = subprocess.run(
        [RUFF, "check", "--select", "TID251", "--stdin-filename", "hub/planted.py", "-"],
        input=f"import {shelf}\n",
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "TID251" in done.stdout
