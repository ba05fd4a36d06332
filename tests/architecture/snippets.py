"""Read the commands a document promises, and compare what they print.

A fenced block is run when its first line says so:

    ```console tested
    $ hub contracts list
    ...
    listing.decided ...
    ```

In `console` blocks a line that begins with `$ ` is a command and the lines below it are what
it prints: none means it is not looked at, `...` stands for anything. A `sh` block is one
script. All blocks of a document run in order, and each must end with status 0.
"""

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

BLOCK = re.compile(r"^```(console|sh) tested\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Snippet:
    """One command and what it should print; `None` when the document does not say."""

    command: str
    expected: str | None


def snippets(document: str) -> Iterator[Snippet]:
    """Yield the tested snippets of a Markdown text, in order."""
    for kind, text in BLOCK.findall(document):
        if kind == "sh":
            yield Snippet(text, None)
        else:
            yield from _console(text)


def _console(text: str) -> Iterator[Snippet]:
    for piece in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, printed = piece.partition("\n")
        yield Snippet(command, printed.strip() or None)


def prints(expected: str, actual: str) -> bool:
    """Say whether the output is the expected one, `...` standing for anything."""
    pattern = r".*".join(re.escape(part) for part in expected.split("..."))
    return re.fullmatch(pattern, actual.strip(), re.DOTALL) is not None


def run(snippet: Snippet, cwd: Path, environment: Mapping[str, str]) -> str | None:
    """Run one snippet; return what is wrong, or `None`."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", snippet.command],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return f"$ {snippet.command}\nstatus {done.returncode}\n{done.stdout}{done.stderr}"
    if snippet.expected is not None and not prints(snippet.expected, done.stdout):
        return f"$ {snippet.command}\nprinted\n{done.stdout}\nnot\n{snippet.expected}"
    return None
