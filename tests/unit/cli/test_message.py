"""`hub message show`: also what was refused, whatever its body is."""

import json
from pathlib import Path

from click.testing import CliRunner

from hub.cli.main import main
from hub.message.envelope import Part
from tests.simulator import Simulator


def test_a_refused_message_is_shown_with_its_reasons_though_its_body_is_no_json(tmp_path: Path):
    hub = Simulator(tmp_path / "hub")
    part = Part("main", bytes(16), b'{"name": "\xe5\xbc\xa0\xe4\xb8\x89", ')
    hub.sequences["em-hebei", "uscc:P1"] = 1
    envelope = hub.sign_parts(
        "em-hebei", "accident.reported/0.1", [part], subject="uscc:P1", sequence=1
    )
    (result,) = hub.submit(envelope)
    hub.close()

    command = ["message", "show", str(result.id), "--json", "--home", str(tmp_path / "hub")]
    told = CliRunner().invoke(main, command)

    assert told.exit_code == 0, told.stderr
    shown = json.loads(told.stdout)
    assert (shown["code"], shown["problems"][0]["rule"]) == (
        "contract.body_invalid",
        "json_malformed",
    )
    assert "张三" not in told.stdout
