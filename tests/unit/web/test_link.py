"""The HTTPS link over a real exchange: what goes in, what comes out, what is refused."""

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from hub.errors import LedgerError, TransportError
from hub.exchange.model import Answered, Outgoing, Submission
from hub.message.bundle import write_bundle
from hub.message.delivery import read_deliveries
from hub.message.identifiers import uuid7
from hub.message.kinds import Kind
from hub.message.limits import MAX_BUNDLE_BYTES
from hub.message.receipt import Status
from hub.message.request import Request, Verb, encode_request
from hub.trust.keys import sign_text
from hub.web.app import create_app
from hub.web.health import Health
from hub.web.polls import Polls
from tests.bodies import accident
from tests.simulator import HUBID, Simulator

EM, SAMR = "em-hebei", "samr-hebei"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Simulator]:
    simulator = Simulator(tmp_path)
    yield simulator
    simulator.close()


@pytest.fixture
def client(hub: Simulator) -> FlaskClient:
    return create_app(hub.hub).test_client()


def request_text(hub: Simulator, who: str, verb: Verb, after: int | None = None) -> bytes:
    request = Request(uuid7(0, bytes(10)), who, HUBID, hub.now, verb, after=after)
    return sign_text(hub.players[who].signer, Kind.REQUEST, encode_request(request))


def pull(hub: Simulator, who: str, after: int) -> dict[str, str]:
    return {"Authorization": "JWS " + request_text(hub, who, Verb.PULL, after).decode()}


def test_a_bundle_is_answered_with_its_receipt(hub: Simulator, client: FlaskClient) -> None:
    answer = client.post("/v1/submissions", data=write_bundle([hub.sign(EM, accident())]))
    assert (answer.status_code, answer.content_type) == (200, "application/jose")
    assert [result.status for result in hub.results(answer.data)] == [Status.ADMITTED]


def test_a_request_is_answered_with_framed_answers(hub: Simulator, client: FlaskClient) -> None:
    answer = client.post("/v1/requests", data=request_text(hub, EM, Verb.DIRECTORY))
    length = int.from_bytes(answer.data[:4], "big")
    assert answer.content_type == "application/vnd.safety-credit.frames"
    assert answer.data[4:] == hub.hub.store.directory_text()
    assert len(answer.data) == 4 + length


def test_deliveries_are_pulled_by_number(hub: Simulator, client: FlaskClient) -> None:
    hub.submit(hub.sign(EM, accident()), hub.sign(EM, accident()))
    answer = client.get("/v1/deliveries?after=1", headers=pull(hub, SAMR, 1))
    _, deliveries = read_deliveries(answer.data)
    assert [item.number for item in deliveries] == [2]
    assert client.get("/v1/deliveries?after=2", headers=pull(hub, SAMR, 2)).status_code == 204


def test_a_poll_is_woken_by_what_is_admitted_here(hub: Simulator) -> None:
    app = create_app(hub.hub, polls=Polls(2, look_s=60))
    headers = pull(hub, SAMR, 0)
    answers: list[int] = []

    def poll() -> None:
        answers.append(
            app.test_client().get("/v1/deliveries?after=0&wait=20", headers=headers).status_code
        )

    waiting = threading.Thread(target=poll)
    began = time.monotonic()
    waiting.start()
    app.test_client().post("/v1/submissions", data=write_bundle([hub.sign(EM, accident())]))
    waiting.join(15)
    assert answers == [200]
    assert time.monotonic() - began < 15


def test_a_poll_sees_what_another_process_admitted(hub: Simulator) -> None:
    app = create_app(hub.hub, polls=Polls(2, look_s=0.05))
    headers = pull(hub, SAMR, 0)
    envelope = hub.sign(EM, accident())
    threading.Thread(target=hub.submit, args=(envelope,)).start()
    answer = app.test_client().get("/v1/deliveries?after=0&wait=20", headers=headers)
    assert answer.status_code == 200


def test_too_many_polls_are_told_when_to_come_back(hub: Simulator) -> None:
    polls = Polls(1)
    client = create_app(hub.hub, polls=polls).test_client()
    with polls.place(EM) as taken:
        assert taken is not None
        answer = client.get("/v1/deliveries?after=0&wait=1", headers=pull(hub, SAMR, 0))
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    again = client.get("/v1/deliveries?after=0", headers=pull(hub, SAMR, 0))
    assert again.status_code == 204


def test_one_participant_cannot_take_all_places() -> None:
    polls = Polls(3)
    with polls.place(EM) as first, polls.place(EM) as second, polls.place(EM) as third:
        with polls.place(SAMR) as others:
            assert others is not None
        assert [place.ended for place in (first, second, third) if place] == [True, False, False]


def test_a_newer_poll_of_a_participant_ends_its_oldest_with_nothing(hub: Simulator) -> None:
    polls = Polls(9, look_s=60)
    app = create_app(hub.hub, polls=polls)
    headers = pull(hub, SAMR, 0)
    answers: list[int] = []
    taken = threading.Event()

    def poll() -> None:
        answer = app.test_client().get("/v1/deliveries?after=0&wait=25", headers=headers)
        answers.append(answer.status_code)

    waiting = threading.Thread(target=poll)
    began = time.monotonic()
    waiting.start()
    while not polls.waiting_count and time.monotonic() < began + 15:
        taken.wait(0.01)
    with polls.place(SAMR), polls.place(SAMR):
        waiting.join(15)
    assert answers == [204]
    assert time.monotonic() - began < 15


@pytest.mark.parametrize(
    ("query", "after", "verb"), [("?after=5", 4, Verb.PULL), ("?after=0", None, Verb.OPEN)]
)
def test_a_signed_request_serves_for_what_it_asks_only(
    hub: Simulator, client: FlaskClient, query: str, after: int | None, verb: Verb
) -> None:
    before = hub.hub.store.session(SAMR)
    text = request_text(hub, SAMR, verb, after)
    headers = {"Authorization": "JWS " + text.decode()}
    answer = client.get("/v1/deliveries" + query, headers=headers)
    assert (answer.status_code, answer.get_json()["code"]) == (401, "trust.other_request")
    assert hub.hub.store.session(SAMR) == before


@pytest.mark.parametrize("given", ["", "Bearer x", "JWS ", "JWS a.b.c", "JWS \xe9"])
def test_nobody_gets_deliveries_without_a_signature(client: FlaskClient, given: str) -> None:
    answer = client.get("/v1/deliveries?after=0", headers={"Authorization": given})
    assert answer.status_code in (400, 401)
    assert answer.content_type == "application/problem+json"


def test_a_body_too_large_is_refused(client: FlaskClient) -> None:
    answer = client.post("/v1/submissions", data=bytes(MAX_BUNDLE_BYTES + 1))
    assert (answer.status_code, answer.get_json()["code"]) == (413, "message.too_large")


@pytest.mark.parametrize("path", ["/v1/submissions", "/nothing", "/v1/deliveries?after=-1"])
def test_every_error_is_a_problem_document(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.content_type == "application/problem+json"
    assert {"type", "title", "status", "code"} <= set(answer.get_json())
    assert answer.get_json()["status"] == answer.status_code >= 400


class Failing:
    """An exchange that fails."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.exchange = self

    def admit(self, submissions: Sequence[Submission]) -> Answered:
        raise self.error

    def answer(self, request: bytes) -> tuple[str, tuple[bytes, ...]]:
        raise self.error

    def deliveries_after(
        self, participant: str, after: int, limit: int = 256, known: int = 0
    ) -> bytes | None:
        raise self.error


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (TransportError("database.away", "the database is away"), 503, "database.away"),
        (LedgerError("ledger.tampered", "the ledger contradicts itself"), 500, "ledger.tampered"),
        (ValueError("Zhang San, 13800138000"), 500, "hub.defect"),
    ],
)
def test_whose_fault_decides_the_status_and_content_is_never_shown(
    error: Exception, status: int, code: str
) -> None:
    answer = create_app(Failing(error)).test_client().post("/v1/submissions", data=b"x")
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert "Zhang" not in answer.text
    assert ("Retry-After" in answer.headers) == (status == 503)


def test_pushes_go_to_the_bus_and_receipts_to_the_caller(hub: Simulator) -> None:
    pushed: list[Outgoing] = []

    def push(frames: Iterable[Outgoing]) -> None:
        pushed.extend(frames)

    client = create_app(hub.hub, push=push).test_client()
    client.post("/v1/submissions", data=write_bundle([hub.sign(EM, accident())]))
    assert {item.recipient for item in pushed} >= {SAMR}
    assert all(item.frame.startswith(b"SCD1") for item in pushed)


def test_health_is_bad_as_soon_as_one_thing_is() -> None:
    def away() -> dict[str, object]:
        raise TransportError("database.away", "the database is away")

    health = Health({"database": away, "clerk": lambda: {"position": 7}}, keep_s=0)
    app = create_app(Failing(ValueError()), health=health)
    answer = app.test_client().get("/v1/health")
    assert answer.status_code == 503
    assert answer.get_json() == {
        "status": "failing",
        "checks": {
            "database": {"ok": False, "code": "database.away"},
            "clerk": {"ok": True, "position": 7},
        },
    }
