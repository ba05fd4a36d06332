"""Whatever goes wrong, a command ends with one line and a code that says whose fault it is."""

import errno

import click
import pytest
from click.testing import CliRunner

from hub.cli import main as module
from hub.cli.main import main


def ended_by(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    @click.command()
    def fails() -> None:
        raise error

    monkeypatch.setitem(module.COMMANDS, "fails", f"{__name__}:FAILS")
    monkeypatch.setitem(globals(), "FAILS", fails)
    result = CliRunner().invoke(main, ["fails"])
    return result.exit_code, result.stderr


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (KeyboardInterrupt(), 130, "hub: interrupted; what was done stays done"),
        (
            OSError(errno.EACCES, "Permission denied", "a"),
            2,
            "hub: system.refused: a: Permission denied",
        ),
        (OSError(errno.ENOSPC, "No space left", "a"), 75, "hub: system.refused: a: No space left"),
    ],
)
def test_an_end_has_one_line_and_a_code(
    error: BaseException, code: int, line: str, monkeypatch: pytest.MonkeyPatch
):
    assert ended_by(error, monkeypatch) == (code, f"{line}\n")


def test_our_bug_is_said_without_what_it_stumbled_over(monkeypatch: pytest.MonkeyPatch):
    code, text = ended_by(KeyError("张三"), monkeypatch)
    assert code == 70
    assert text.startswith("hub: hub.defect: KeyError; our bug")
    assert "张三" not in text
