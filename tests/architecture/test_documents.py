"""What the documents tell a reader to type works, and prints what they say."""

import os
import sys
from pathlib import Path

import pytest

from tests.architecture.snippets import Snippet, prints, run, snippets
from tests.needs import ROOT

PLACES = ("README.md", "*/README.md", "ops/docs/**/*.md", "ops/runbooks/**/*.md")
DOCUMENTS = sorted({path.relative_to(ROOT) for place in PLACES for path in ROOT.glob(place)})


@pytest.mark.timeout(600)
@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_a_documents_snippets_run(document: Path, tmp_path: Path) -> None:
    programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = os.environ | {"PATH": programs, "HUB_HOME": str(tmp_path / "hub-home")}
    for snippet in snippets((ROOT / document).read_text()):
        assert (wrong := run(snippet, ROOT, environment)) is None, wrong


def test_commands_and_their_output_are_told_apart() -> None:
    text = "```console tested\n$ echo one\none\n$ true\n```\n\n```console\n$ false\n```\n"
    assert list(snippets(text)) == [Snippet("echo one", "one"), Snippet("true", None)]


def test_dots_stand_for_anything() -> None:
    assert prints("one ... three", "one two\nthree ... three")
    assert not prints("one ... three", "one two")


@pytest.mark.parametrize(("command", "expected"), [("false", None), ("echo two", "one")])
def test_a_snippet_that_lies_is_noticed(tmp_path: Path, command: str, expected: str | None) -> None:
    assert run(Snippet(command, expected), tmp_path, os.environ) is not None
