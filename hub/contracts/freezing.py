"""Freezes contracts: writes their JSON Schema and lock, and refuses to change a frozen one."""

import json
from collections.abc import Mapping
from typing import Final

from hub.contracts.lock import LOCK, contract_digest, read_lock, refs, write_lock
from hub.errors import ReleaseError

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def schema_document(ref: str, parts: Mapping[str, object]) -> bytes:
    """Write the JSON Schema document of a contract: one schema a part, under `$defs`."""
    document = {"$schema": _DIALECT, "$id": f"contract:{ref}", "$defs": dict(sorted(parts.items()))}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def frozen(
    files: Mapping[str, bytes], schemas: Mapping[str, Mapping[str, object]], *, trial: bool
) -> dict[str, bytes]:
    """Freeze every contract that has a `contract.toml`.

    Args:
        files: The contract files as they are.
        schemas: JSON Schema by ref and part, generated from the authoring form.
        trial: Let frozen trial versions (`0.x`) change.

    Returns:
        The files to write, by name: schemas and the lock.

    Raises:
        ReleaseError: `release.frozen_changed`, `release.schema_missing`.
    """
    locked = read_lock(files.get(LOCK, b""))
    written = {f"{ref}/schema.json": _document(ref, schemas) for ref in refs(files)}
    complete = {**files, **written}
    digests = {ref: contract_digest(complete, ref) for ref in refs(files)}
    for ref, digest in locked.items():
        if digests.get(ref) != digest and not (trial and ref.split("/")[1].startswith("0.")):
            raise ReleaseError(
                "release.frozen_changed",
                f"{ref} is frozen and would change; make a new version"
                " (a 0.x one may be frozen again with --trial)",
                contract=ref,
            )
    return {**written, LOCK: write_lock(digests)}


def differences(
    files: Mapping[str, bytes], schemas: Mapping[str, Mapping[str, object]]
) -> list[str]:
    """Name every contract whose frozen files are not what freezing would write now."""
    locked = read_lock(files.get(LOCK, b""))
    found = [
        f"{ref}: locked, but there is no such contract" for ref in locked if ref not in refs(files)
    ]
    for ref in refs(files):
        if files.get(f"{ref}/schema.json") != _document(ref, schemas):
            found.append(f"{ref}: schema.json is not what the authoring form says")
        elif locked.get(ref) != contract_digest(files, ref):
            found.append(f"{ref}: contract.toml or schema.json differs from the lock")
    return found + [
        f"{ref}: written, but without contract.toml" for ref in schemas if ref not in refs(files)
    ]


def _document(ref: str, schemas: Mapping[str, Mapping[str, object]]) -> bytes:
    try:
        return schema_document(ref, schemas[ref])
    except KeyError:
        raise ReleaseError(
            "release.schema_missing", f"{ref} has no authoring form in hub_schemas", contract=ref
        ) from None
