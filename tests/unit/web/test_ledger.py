"""The ledger over HTTP, read by participants and nobody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from hub.exchange.library import Library
from hub.ledger.entry import decode_entry, leaf_hash
from hub.ledger.tree import root
from hub.message.kinds import Kind
from hub.message.request import Request, Verb, encode_request
from hub.trust.keys import sign_text
from hub.trust.note import cosign, read_note, witness_name
from hub.web.app import create_app
from hub.web.ledger import add_ledger
from tests.bodies import accident
from tests.simulator import BANK, HUBID, Simulator

BANK_ID = BANK[0]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Simulator]:
    made = Simulator(tmp_path / "home")
    for batch in range(3):
        names = [f"uscc:W{batch}-{place}" for place in range(90)]
        made.submit(*(made.sign("em-hebei", accident(), subject=name) for name in names))
    yield made
    made.close()


@pytest.fixture
def client(hub: Simulator) -> FlaskClient:
    app = create_app(hub.hub)
    add_ledger(app, hub.hub.exchange, Library(hub.hub.store, 1))
    return app.test_client()


def allowed(hub: Simulator, verb: Verb = Verb.LEDGER) -> dict[str, str]:
    request = Request(hub.new_id(), BANK_ID, HUBID, hub.now, verb)
    text = sign_text(hub.players[BANK_ID].signer, Kind.REQUEST, encode_request(request))
    return {"Authorization": f"JWS {text.decode()}"}


def test_tiles_and_entries_make_the_checkpoints_root(hub: Simulator, client: FlaskClient) -> None:
    headers = allowed(hub)
    note = client.get("/v1/ledger/checkpoint", headers=headers).get_data()
    _, size, _, _ = read_note(note).text.decode().split("\n")
    over = int(size) - 256
    tile = client.get("/v1/ledger/tile/0/000", headers=headers)
    assert "immutable" in tile.headers["Cache-Control"]
    rest = client.get(f"/v1/ledger/tile/0/001.p/{over}", headers=headers)
    assert "Cache-Control" not in rest.headers
    raw = tile.get_data() + rest.get_data()
    leaves = [raw[at : at + 32] for at in range(0, len(raw), 32)]
    newest = hub.hub.store.checkpoint()
    assert newest is not None
    assert root(leaves) == newest.root
    bundle = client.get("/v1/ledger/tile/entries/000", headers=headers).get_data()
    length = int.from_bytes(bundle[:2], "big")
    assert leaf_hash(bundle[2 : 2 + length]) == leaves[0]
    assert decode_entry(bundle[2 : 2 + length]).hubid == HUBID
    upper = client.get("/v1/ledger/tile/1/000.p/1", headers=headers).get_data()
    assert upper == root(leaves[:256])


@pytest.mark.parametrize("path", ["tile/0/007", "tile/0/001", "tile/9/000", "tile/x/000"])
def test_what_is_not_there_is_not_found(hub: Simulator, client: FlaskClient, path: str) -> None:
    answer = client.get(f"/v1/ledger/{path}", headers=allowed(hub))
    assert answer.status_code == 404
    assert answer.get_json()["code"].startswith("ledger.tile_")


def test_only_a_participant_reads(hub: Simulator, client: FlaskClient) -> None:
    for path in ("checkpoint", "tile/0/000"):
        assert client.get(f"/v1/ledger/{path}").status_code == 401
        other = client.get(f"/v1/ledger/{path}", headers=allowed(hub, Verb.HEAD))
        assert other.status_code == 401


def test_a_witnessed_checkpoint_carries_its_witnesses(hub: Simulator, client: FlaskClient) -> None:
    missing = client.get("/v1/ledger/checkpoint?witnessed=1", headers=allowed(hub))
    assert missing.status_code == 404
    newest = hub.hub.store.checkpoint()
    assert newest is not None
    text = read_note(newest.text.encode()).text
    line = cosign(hub.players[BANK_ID].signer, witness_name(HUBID, BANK_ID), text, 5).decode()
    hub.ask(BANK_ID, Verb.COSIGN, size=newest.size, cosignature=line)
    hub.submit(hub.sign("em-hebei", accident()))
    answer = client.get("/v1/ledger/checkpoint?witnessed=1", headers=allowed(hub))
    assert answer.get_data(as_text=True) == newest.text + line
