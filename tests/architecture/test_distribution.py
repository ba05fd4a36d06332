"""What is built and what is locked is what we say."""

import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.needs import ROOT

PACKAGES = {
    "hub": ROOT / "hub",
    "hub_schemas": ROOT / "schemas/hub_schemas",
    "hub_contracts": ROOT / "contracts/hub_contracts",
    "hub_plugins": ROOT / "plugins/hub_plugins",
}
PLACE = re.compile(r"://|^\s*--(index|extra|find)", re.MULTILINE)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return archive.namelist()


def test_the_wheel_installs_exactly_four_packages(wheel: list[str]) -> None:
    tops = {name.split("/")[0] for name in wheel}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_the_wheel_holds_every_file_of_the_packages(wheel: list[str]) -> None:
    missing = set(shipped_files()) - set(wheel)
    assert missing == set()


def shipped_files() -> Iterator[str]:
    for name, folder in PACKAGES.items():
        for path in folder.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield f"{name}/{path.relative_to(folder)}"


def project() -> dict[str, object]:
    facts: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return facts


def requirement_lines() -> list[str]:
    """The lines of pyproject.toml that ask for a package."""
    text = (ROOT / "pyproject.toml").read_text()
    pattern = r'^    "[a-z][\w.\-]*(?:\[\w+\])?[<>=]=[^"]*",.*$'
    return re.findall(pattern, text, re.MULTILINE)


def test_every_dependency_says_why_it_is_here() -> None:
    lines = requirement_lines()
    assert len(lines) > 20
    assert [line for line in lines if not re.search(r'",\s+# \S+', line)] == []


def test_every_dependency_is_locked_with_hashes_and_no_place() -> None:
    lock = (ROOT / "ops/requirements.lock").read_text()
    wanted = {re.split(r"[\[<>=]", line.strip().lstrip('"'))[0] for line in requirement_lines()}
    locked = dict(
        re.findall(r"^([a-z0-9][\w.\-]*)==(.*(?:\n    --hash=sha256:.*)+)", lock, re.MULTILINE)
    )
    assert wanted <= set(locked)
    assert len(locked) == len(re.findall(r"^[a-z0-9]", lock, re.MULTILINE))
    assert not PLACE.search(lock)


def test_the_lock_answers_to_the_project() -> None:
    """A range that changed without ops/lock shows as a pin outside it."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_each_reference_plugin_has_its_entry_point() -> None:
    facts = project()["project"]
    assert isinstance(facts, dict)
    points = facts["entry-points"]["safety_credit_hub.plugins"]
    folders = {path.parent.name for path in Path(PACKAGES["hub_plugins"]).glob("*/plugin.py")}
    assert folders <= set(points)
    assert points == {name: f"hub_plugins.{name}.plugin:plugin" for name in points}
