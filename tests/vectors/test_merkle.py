"""Published inclusion and consistency proofs, happy and hostile."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from hub.errors import LedgerError
from hub.ledger.proof import verify_consistency, verify_inclusion

pytestmark = pytest.mark.needs_vectors

# Its roots have 12 bytes, which no SHA-256 tree has: our verifier insists on 32.
STRICTER = {"sizes are equal (one) and proof is empty"}


def _bytes(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def _accepts(case: dict[str, Any]) -> bool:
    proof = [_bytes(one) for one in case["proof"] or []]
    try:
        if "leafIdx" in case:
            leaf, root = _bytes(case["leafHash"]), _bytes(case["root"])
            verify_inclusion(leaf, case["leafIdx"], case["treeSize"], proof, root)
        else:
            roots = _bytes(case["root1"]), _bytes(case["root2"])
            verify_consistency(case["size1"], case["size2"], proof, *roots)
    except LedgerError:
        return False
    return True


@pytest.mark.parametrize("kind", ["inclusion", "consistency"])
def test_published_proofs_are_judged_as_published(vectors: Path, kind: str) -> None:
    paths = sorted((vectors / "merkle" / "testdata" / kind).rglob("*.json"))
    assert len(paths) > 50
    for path in paths:
        case = json.loads(path.read_text())
        expected = not case["wantErr"] and case["desc"] not in STRICTER
        assert _accepts(case) == expected, path
