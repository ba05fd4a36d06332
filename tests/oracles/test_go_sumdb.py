"""Go's checksum-database library, which knows nothing of us, accepts what the hub exports."""

import json
import os
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hub.cli.main import main
from hub.ledger.checkpoint import origin_of
from hub.ledger.proof_file import read_proof_file
from hub.trust.note import verifier_key
from tests.bodies import accident
from tests.needs import GO_MODULES, GO_PACKAGES
from tests.simulator import HUBID, Simulator

pytestmark = [pytest.mark.needs_go, pytest.mark.timeout(900)]

SOURCE = Path(__file__).parent / "go" / "main.go"
EM = "em-hebei"
Checker = Callable[[dict[str, Any]], tuple[int, str]]


@pytest.fixture(scope="session")
def go(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    """The checker, compiled; Go is installed by apt where it is missing and may be."""
    if shutil.which("go") is None or not GO_MODULES.is_dir():
        command = ["apt-get", "install", "-y", "--no-install-recommends", *GO_PACKAGES]
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update"], env=quiet, capture_output=True, check=False)
        done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    folder = tmp_path_factory.mktemp("go")
    program = folder / "check"
    environment = os.environ | {
        "GOPATH": str(GO_MODULES.parents[4]),
        "GO111MODULE": "off",
        "GOCACHE": str(folder / "cache"),
    }
    command = ["go", "build", "-o", str(program), str(SOURCE)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

    def check(asked: dict[str, Any]) -> tuple[int, str]:
        told = subprocess.run(
            [str(program)], input=json.dumps(asked), capture_output=True, text=True, check=False
        )
        return told.returncode, told.stdout.strip()

    return check


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    made = Simulator(tmp_path_factory.mktemp("hub") / "home")
    for batch in range(3):
        names = [f"uscc:G{batch}-{place}" for place in range(120)]
        made.submit(*(made.sign(EM, accident(), subject=name) for name in names))
    yield made
    made.close()


def spelled(hashes: Any) -> list[str]:
    return [b64encode(one).decode() for one in hashes]


@pytest.fixture(scope="session")
def asked(hub: Simulator, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Everything exported by commands: one proof, an older checkpoint, all tiles."""
    folder = tmp_path_factory.mktemp("export") / "ledger"
    home = ["--home", str(hub.hub.config.home)]
    exported = CliRunner().invoke(main, ["ledger", "export", str(folder), *home])
    assert exported.exit_code == 0, exported.output
    proved = CliRunner().invoke(main, ["ledger", "prove", "300", *home])
    proof = read_proof_file(proved.stdout)
    newest = hub.hub.store.checkpoint()
    assert newest is not None
    older = hub.hub.store.checkpoint(min(size for size in sizes(hub) if size > 100))
    assert older is not None
    growth = hub.hub.exchange._prover.consistency(older.size, newest.size)
    key = hub.hub.exchange.current_directory().hub_keys[0].public
    return {
        "Key": verifier_key(origin_of(HUBID, 1), key),
        "Checkpoint": proof.checkpoint,
        "Entry": b64encode(proof.extra).decode(),
        "Index": proof.index,
        "Path": spelled(proof.path),
        "Older": older.text,
        "Consistency": spelled(growth),
        "Tiles": str(folder),
    }


def sizes(hub: Simulator) -> list[int]:
    with hub.hub.store.reading() as connection:
        found = connection.exec_driver_sql("SELECT size FROM checkpoints")
        return [row[0] for row in found]


def test_go_accepts_checkpoint_proof_growth_and_tiles(go: Checker, asked: dict[str, Any]) -> None:
    assert go(asked) == (0, "ok")


def changed_hash(text: str) -> str:
    return ("B" if text[0] == "A" else "A") + text[1:]


@pytest.mark.parametrize("what", ["Checkpoint", "Older", "Entry", "Index", "Path", "Consistency"])
def test_go_refuses_what_was_changed(go: Checker, asked: dict[str, Any], what: str) -> None:
    changed = dict(asked)
    match what:
        case "Index":
            changed[what] += 1
        case "Path" | "Consistency":
            changed[what] = [changed_hash(asked[what][0]), *asked[what][1:]]
        case "Entry":
            changed[what] = changed_hash(asked[what])
        case _:
            lines = asked[what].split("\n")
            lines[1] = str(int(lines[1]) + 1)
            changed[what] = "\n".join(lines)
    status, told = go(changed)
    assert (status, told == "ok") == (1, False)


def test_go_refuses_a_changed_tile(go: Checker, asked: dict[str, Any], tmp_path: Path) -> None:
    shutil.copytree(asked["Tiles"], tmp_path / "ledger")
    path = tmp_path / "ledger" / "tile" / "0" / "001"
    partial = sorted((path.parent).glob("001.p/*"))
    target = path if path.is_file() else partial[0]
    raw = bytearray(target.read_bytes())
    raw[44 * 32] ^= 1
    target.write_bytes(bytes(raw))
    status, _ = go({**asked, "Tiles": str(tmp_path / "ledger")})
    assert status == 1
