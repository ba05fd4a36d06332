"""Freezes contracts: writes their JSON Schema and lock, and refuses to change a frozen one."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from hub.contracts.compatibility import Breaks, part_changes
from hub.contracts.lock import LOCK, contract_digest, read_lock, refs, write_lock
from hub.errors import ReleaseError

Schemas = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""JSON Schema by ref and part, generated from the authoring form."""
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def schema_document(ref: str, parts: Mapping[str, object]) -> bytes:
    """Write the JSON Schema document of a contract: one schema a part, under `$defs`."""
    document = {"$schema": _DIALECT, "$id": f"contract:{ref}", "$defs": dict(sorted(parts.items()))}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def frozen(files: Mapping[str, bytes], schemas: Schemas, *, trial: bool) -> dict[str, bytes]:
    """Freeze every contract that has a `contract.toml`.

    Args:
        files: The contract files as they are.
        schemas: What the schemas should say.
        trial: Let frozen trial versions (`0.x`) change.

    Returns:
        The files to write, by name: schemas and the lock.

    Raises:
        ReleaseError: `release.frozen_changed`, `release.schema_missing`,
            `release.minor_incompatible`.
    """
    locked = read_lock(files.get(LOCK, b""))
    written = {f"{ref}/schema.json": _document(ref, files, schemas) for ref in refs(files)}
    complete = {**files, **written}
    digests = {ref: contract_digest(complete, ref) for ref in refs(files)}
    for ref, digest in locked.items():
        if digests.get(ref) != digest and not (trial and is_trial(ref)):
            raise ReleaseError(
                "release.frozen_changed",
                f"{ref} is frozen and would change; make a new version"
                " (a 0.x one may be frozen again with --trial)",
                contract=ref,
            )
    _refuse_incompatible_minors(complete)
    return {**written, LOCK: write_lock(digests)}


def differences(files: Mapping[str, bytes], schemas: Schemas) -> Iterator[str]:
    """Name every contract whose frozen files are not what freezing would write now."""
    locked, known = read_lock(files.get(LOCK, b"")), refs(files)
    for ref in sorted({*locked, *schemas} - set(known)):
        yield f"{ref}: locked or written, but without contract.toml"
    for ref in known:
        if files.get(f"{ref}/schema.json") != _document(ref, files, schemas):
            yield f"{ref}: schema.json is not what the authoring form says"
        elif locked.get(ref) != contract_digest(files, ref):
            yield f"{ref}: contract.toml or schema.json differs from the lock"


def parts_of(document: bytes) -> dict[str, Any]:
    """Return the schemas of a schema document by part."""
    found: dict[str, Any] = json.loads(document)["$defs"]
    return found


def is_trial(ref: str) -> bool:
    """Say whether a contract version makes no promise yet."""
    return ref.partition("/")[2].startswith("0.")


def _document(ref: str, files: Mapping[str, bytes], schemas: Schemas) -> bytes:
    """Return the generated document; an older frozen version keeps its own."""
    if ref in schemas:
        return schema_document(ref, schemas[ref])
    if ref in read_lock(files.get(LOCK, b"")) and f"{ref}/schema.json" in files:
        return files[f"{ref}/schema.json"]
    raise ReleaseError(
        "release.schema_missing", f"{ref} has no authoring form in hub_schemas", contract=ref
    )


def _refuse_incompatible_minors(files: Mapping[str, bytes]) -> None:
    by_major: dict[str, list[tuple[int, str]]] = {}
    for ref in refs(files):
        major, _, minor = ref.rpartition(".")
        if not is_trial(ref):
            by_major.setdefault(major, []).append((int(minor), ref))
    for versions in by_major.values():
        ordered = [ref for _, ref in sorted(versions)]
        for position, new in enumerate(ordered):
            for old in ordered[:position]:
                _refuse_incompatible(files, old, new)


def _refuse_incompatible(files: Mapping[str, bytes], old: str, new: str) -> None:
    before, after = (parts_of(files[f"{ref}/schema.json"]) for ref in (old, new))
    for change in part_changes(before, after):
        if change.breaks is not Breaks.NOTHING:
            raise ReleaseError(
                "release.minor_incompatible",
                f"{new} breaks {old} at {change.path} ({change.what}, {change.breaks});"
                " make it a new major version",
                contract=new,
            )
