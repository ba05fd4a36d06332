"""The client of `ops/clients` takes part with nothing of the hub's code."""

import ast
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hub.bootstrap import open_hub
from hub.cli.main import main as hub_command
from hub.config import WebConfig, load
from hub.web.app import create_app
from hub.web.server import listen, make_server

CLIENT = Path(__file__).parents[2] / "ops" / "clients" / "client.py"
SUBJECT = "uscc:91131102MA6947CC1R"
BODY = {"subject_name": "示例", "occurred_on": "2026-01-02", "place": "x", "summary": "y"}
WHO = ("--role", "regulator", "--department", "emergency_management", "--level", "national")


def client(*arguments: object) -> str:
    command = [sys.executable, str(CLIENT), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def hub(*arguments: object) -> None:
    hub_command.main([str(one) for one in arguments], standalone_mode=False)


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """A hub over HTTP with two foreign participants, `one` and `two`."""
    home = tmp_path / "hub"
    for name in ("one", "two"):
        (tmp_path / f"{name}.jwk").write_text(client("key", tmp_path / f"{name}.pem"))
        hub("participant", "add", name, *WHO, "--key", tmp_path / f"{name}.jwk", "--home", home)
    wired = open_hub(load(home))
    (tmp_path / "root.jwk").write_text(json.dumps(next(iter(wired.root_keys.values())).jwk))
    (tmp_path / "body.json").write_text(json.dumps(BODY))
    server = make_server(create_app(wired), WebConfig(port=0))
    port = listen(server)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    server.stop()
    thread.join(10)
    wired.close()


def test_a_client_of_another_make_sends_and_receives(url: str, tmp_path: Path):
    def exchange(name: str) -> dict[str, Any]:
        given = (tmp_path / "root.jwk", "accident.reported/0.1", SUBJECT, tmp_path / "body.json")
        told = client("exchange", tmp_path / f"{name}.pem", name, "embedded", url, *given)
        return dict(json.loads(told))

    first, second, third = exchange("one"), exchange("two"), exchange("one")
    statuses = [told["receipt"]["results"][0]["status"] for told in (first, second, third)]
    assert statuses == ["admitted"] * 3
    assert [told["delivered"] for told in (first, second, third)] == [[], [1], [1]]


def test_the_client_imports_nothing_of_ours():
    tree = ast.parse(CLIENT.read_text(encoding="utf-8"))
    froms = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = [
        one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names
    ]
    roots = {name.partition(".")[0] for name in [*froms, *names]}
    assert roots <= set(sys.stdlib_module_names) | {"cryptography"}
