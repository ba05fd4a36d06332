"""Write the hostile envelopes of `envelopes/` and their index; with --check, compare only.

Each file is named by the reason why it must be refused; `index.json` says with which
code, at admission with the directory and the time of `actors`. Ed25519 signs the same
bytes the same way, so that the files are the same on every machine.

    python -m tests.vectors.regenerate [--check]
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from hub.errors import HubError
from hub.trust.verify import verify_message
from tests.vectors.actors import DIRECTORY, HUBID, NOW
from tests.vectors.hostile import cases

FOLDER = Path(__file__).parent / "envelopes"
INDEX = FOLDER / "index.json"


def code_of(raw: bytes) -> str:
    """Tell how an envelope is received: a refusal's code, or `accepted`."""
    try:
        verify_message(raw, DIRECTORY, HUBID, NOW)
    except HubError as error:
        return error.code
    return "accepted"


def files() -> Iterator[tuple[Path, bytes]]:
    """Give every file as it should be."""
    index = {}
    for reason, code, raw in cases():
        index[reason] = code
        yield FOLDER / f"{reason}.bin", raw
    text = json.dumps(index, indent=2, sort_keys=True) + "\n"
    yield INDEX, text.encode()


def differences() -> list[str]:
    """Name the files that are missing, different or left over."""
    expected = dict(files())
    wrong = [
        path.name
        for path, raw in expected.items()
        if not path.is_file() or path.read_bytes() != raw
    ]
    return wrong + [path.name for path in FOLDER.iterdir() if path not in expected]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="change nothing, exit 1 on a difference"
    )
    if parser.parse_args().check:
        wrong = differences()
        sys.stderr.writelines(f"differs: {name}\n" for name in wrong)
        return 1 if wrong else 0
    FOLDER.mkdir(exist_ok=True)
    for path, raw in files():
        path.write_bytes(raw)
    return 0


if __name__ == "__main__":
    sys.exit(main())
