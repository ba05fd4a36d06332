"""What is frozen stays; what is no contract is refused when the catalogue is made."""

import copy
import json

import pytest

import hub_contracts
import hub_schemas
from hub.contracts import Catalogue
from hub.contracts.freezing import differences, frozen, is_trial
from hub.contracts.lock import LOCK, contract_digest, read_lock, refs, write_lock
from hub.errors import ContractError, ReleaseError

FILES = hub_contracts.files()
SCHEMAS = hub_schemas.json_schemas()
REF = "listing.removed/0.1"
TOML = f"{REF}/contract.toml"


def relocked(files: dict[str, bytes]) -> dict[str, bytes]:
    return {**files, LOCK: write_lock({ref: contract_digest(files, ref) for ref in refs(files)})}


def changed_toml(old: str, new: str) -> dict[str, bytes]:
    text = FILES[TOML].decode()
    assert old in text
    return relocked({**FILES, TOML: text.replace(old, new).encode()})


def test_what_is_shipped_is_what_freezing_writes() -> None:
    assert list(differences(FILES, SCHEMAS)) == []
    for name, content in frozen(FILES, SCHEMAS, trial=False).items():
        assert FILES[name] == content, name


def test_the_catalogue_has_the_fourteen_trial_contracts() -> None:
    trial = [contract.ref for contract in Catalogue.from_files(FILES) if is_trial(contract.ref)]
    assert len(trial) == 14
    assert REF in Catalogue.from_files(FILES)


def test_an_unknown_contract_is_the_senders_fault() -> None:
    with pytest.raises(ContractError) as caught:
        Catalogue.from_files(FILES).get("listing.removed/9.9")
    assert caught.value.code == "contract.unknown"


@pytest.mark.parametrize("name", [TOML, f"{REF}/schema.json"])
def test_one_altered_byte_in_a_frozen_file_is_found(name: str) -> None:
    files = {**FILES, name: FILES[name] + b"\n"}
    assert any(REF in line for line in differences(files, SCHEMAS))
    with pytest.raises(ReleaseError) as caught:
        Catalogue.from_files(files)
    assert caught.value.code == "release.lock_differs"


@pytest.mark.parametrize("name", [TOML, f"{REF}/schema.json", LOCK])
def test_a_missing_file_is_refused(name: str) -> None:
    files = {key: content for key, content in FILES.items() if key != name}
    with pytest.raises(ReleaseError):
        Catalogue.from_files(files)


def test_an_unlocked_contract_and_an_empty_catalogue_are_refused() -> None:
    locked = read_lock(FILES[LOCK])
    del locked[REF]
    with pytest.raises(ReleaseError):
        Catalogue.from_files({**FILES, LOCK: write_lock(locked)})
    with pytest.raises(ReleaseError) as caught:
        Catalogue.from_files({LOCK: b""})
    assert caught.value.code == "release.empty"


def test_one_more_example_changes_no_digest() -> None:
    files = {**FILES, f"{REF}/examples/good_more.json": b"{}"}
    assert contract_digest(files, REF) == contract_digest(FILES, REF)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title_zh", "titel_zh"),
        ('act = "ends"', 'act = "stops"'),
        ('scope = "region"', 'scope = "regoin"'),
        ('departments = ["finance"]', ""),
        ('parts = ["main"]', 'parts = ["mian"]'),
        ('parts = ["main"]', "parts = []"),
        ("same_source = true", 'same_source = "true"'),
        ("[parts.main]", "[parts.main]\nsecret = true"),
        ('duty = "must_execute"', 'duty = "must_execute"\nrolle = "bank"'),
        ("[[issuers]]", "[[issuers"),
        ("[parts.main]", "[parts.other]"),
    ],
)
def test_a_typing_error_in_a_contract_is_refused(old: str, new: str) -> None:
    with pytest.raises(ReleaseError) as caught:
        Catalogue.from_files(changed_toml(old, new))
    assert caught.value.code == "release.contract_malformed"


def test_an_empty_column_admits_nobody() -> None:
    files = changed_toml('departments = ["finance"]', "departments = []")
    removed = Catalogue.from_files(files).get(REF)
    assert not any(row.departments == frozenset({"finance"}) for row in removed.recipients)
    assert any(row.departments == frozenset() for row in removed.recipients)


@pytest.mark.parametrize(
    "lock", [b"nonsense\n", b"a.b/0.1 sha256:zz\n", b"a.b/0.1 sha256:" + b"g" * 64]
)
def test_a_malformed_lock_is_refused(lock: bytes) -> None:
    with pytest.raises(ReleaseError) as caught:
        read_lock(lock)
    assert caught.value.code == "release.lock_malformed"


def test_a_trial_version_changes_only_when_that_is_said() -> None:
    schemas = copy.deepcopy(SCHEMAS)
    schemas[REF]["main"]["properties"]["note"]["maxLength"] = 1  # type: ignore[index]
    with pytest.raises(ReleaseError) as caught:
        frozen(FILES, schemas, trial=False)
    assert caught.value.code == "release.frozen_changed"
    assert frozen(FILES, schemas, trial=True)[LOCK] != FILES[LOCK]


def test_a_released_version_never_changes_and_never_goes() -> None:
    released = as_version("1.0")
    schemas = {**SCHEMAS, "listing.removed/1.0": SCHEMAS[REF]}
    assert read_lock(frozen(released, schemas, trial=True)[LOCK]) == read_lock(released[LOCK])
    altered = {**released, "listing.removed/1.0/contract.toml": FILES[TOML] + b"#\n"}
    gone = {name: content for name, content in released.items() if "/1.0/" not in name}
    for files in (altered, gone):
        with pytest.raises(ReleaseError) as caught:
            frozen(files, schemas, trial=True)
        assert caught.value.code == "release.frozen_changed"


def test_an_incompatible_minor_is_refused_and_a_compatible_one_is_not() -> None:
    released = as_version("1.0")
    files = {**released, "listing.removed/1.1/contract.toml": FILES[TOML]}
    parts = copy.deepcopy(SCHEMAS[REF])
    del parts["main"]["properties"]["note"]  # type: ignore[attr-defined]
    schemas = {**SCHEMAS, "listing.removed/1.0": SCHEMAS[REF], "listing.removed/1.1": parts}
    assert "listing.removed/1.1 " in frozen(files, schemas, trial=False)[LOCK].decode()
    parts["main"]["required"].append("decision_reference")  # type: ignore[attr-defined]
    with pytest.raises(ReleaseError) as caught:
        frozen(files, schemas, trial=False)
    assert caught.value.code == "release.minor_incompatible"


def test_a_contract_without_authoring_form_cannot_be_frozen() -> None:
    files = {**FILES, "some.thing/0.1/contract.toml": FILES[TOML]}
    with pytest.raises(ReleaseError) as caught:
        frozen(files, SCHEMAS, trial=True)
    assert caught.value.code == "release.schema_missing"


def test_a_schema_document_says_what_it_is() -> None:
    document = json.loads(FILES[f"{REF}/schema.json"])
    assert document["$id"] == f"contract:{REF}"
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def as_version(version: str) -> dict[str, bytes]:
    folder = f"listing.removed/{version}"
    extra = frozen({f"{folder}/contract.toml": FILES[TOML]}, {folder: SCHEMAS[REF]}, trial=False)
    files = {**FILES, f"{folder}/contract.toml": FILES[TOML], **extra}
    return {**files, LOCK: FILES[LOCK] + extra[LOCK]}
