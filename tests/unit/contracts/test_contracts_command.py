"""`hub contracts` as people and machines call it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import hub_contracts
from hub.cli.contracts import contracts
from hub.contracts import Catalogue

CATALOGUE = Catalogue.from_files(hub_contracts.files())
COUNT = len(CATALOGUE)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(contracts, list(arguments))


def test_list_names_all_contracts() -> None:
    answer = run("list", "--json")
    assert answer.exit_code == 0
    assert len(json.loads(answer.output)) == COUNT
    assert "listing.decided/0.1" in run("list").output


def test_list_names_every_unverified_value_with_its_place() -> None:
    found = {
        (one["ref"], one["place"])
        for one in json.loads(run("list", "--unverified", "--json").output)
    }
    for contract in CATALOGUE:
        places = {f"legal_basis/{basis.id}": basis.verified for basis in contract.legal_basis}
        places |= {f"parts/{n}/retention": p.retention.verified for n, p in contract.parts.items()}
        places |= {f"limits/{one.id}/clock": one.clock.verified for one in contract.limits}
        places |= {"answer/clock": contract.answer.clock.verified} if contract.answer else {}
        doubtful = {place for place, verified in places.items() if not verified}
        assert {place for ref, place in found if ref == contract.ref} == doubtful
    assert f"{len(found)} values to verify" in run("list", "--unverified").output


def test_show_tells_members_tables_and_legal_basis() -> None:
    shown = run("show", "penalty.decided/0.1").output
    for expected in ("decided_on", "issuers", "recipients", "legal basis", "personal"):
        assert expected in shown
    machine = json.loads(run("show", "penalty.decided/0.1", "--json").output)
    assert set(machine["schemas"]) == {"main", "personal"}


def test_check_says_that_nothing_is_wrong() -> None:
    assert run("check").output == f"{COUNT} contracts, 0 wrong\n"
    assert json.loads(run("check", "--json").output) == {"contracts": COUNT, "wrong": []}


def test_check_names_what_is_wrong_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    files = hub_contracts.files()
    files["listing.removed/0.1/contract.toml"] += b"#\n"
    monkeypatch.setattr(hub_contracts, "files", lambda: files)
    answer = run("check")
    assert answer.exit_code == 1
    assert "listing.removed/0.1: contract.toml or schema.json differs" in answer.output


def test_freezing_what_is_frozen_writes_nothing(tmp_path: Path) -> None:
    assert json.loads(run("freeze", "--into", str(tmp_path), "--json").output) == {"written": []}
    assert not list(tmp_path.iterdir())


def test_diff_compares_with_the_authoring_form_or_another_version() -> None:
    assert run("diff", "listing.removed/0.1").output == "0 changes\n"
    answer = run("diff", "listing.removed/0.1", "hazard.delisted/0.1")
    assert answer.exit_code == 1
    assert "main/hazard_id: added (breaks backward)" in answer.output


def test_the_group_runs_by_itself_with_one_line_for_an_error() -> None:
    command = [sys.executable, "-m", "hub.cli.contracts", "show", "no.such/0.1"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1
    assert "contract.unknown" in answer.stderr
