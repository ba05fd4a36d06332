"""How much that nobody signed is taken, and from whom it is said to be."""

from collections.abc import Sequence

import pytest
from flask.testing import FlaskClient

from hub.exchange.model import Answered, Submission
from hub.web.app import create_app
from hub.web.quota import ADDRESSES_COUNT, StrangerQuota, site_of


class Clock:
    """Time that stands until told otherwise."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


class Judge:
    """An exchange that finds a signature in what begins with `signed`."""

    def __init__(self) -> None:
        self.exchange = self
        self.count = 0

    def admit(self, submissions: Sequence[Submission]) -> Answered:
        self.count += 1
        signed = submissions[0].bundle.startswith(b"signed")
        return Answered((b"receipt",), (), (), frozenset() if signed else frozenset({0}))

    def answer(self, request: bytes) -> tuple[str, tuple[bytes, ...]]:
        return "em-hebei", ()

    def deliveries_after(
        self, participant: str, after: int, limit: int = 256, known: int = 0
    ) -> bytes | None:
        return None


def statuses(client: FlaskClient, body: bytes, count: int, **headers: str) -> list[int]:
    return [
        client.post("/v1/submissions", data=body, headers=headers).status_code for _ in range(count)
    ]


def test_garbage_is_taken_up_to_a_bound_and_then_again_with_time() -> None:
    clock, judge = Clock(), Judge()
    strangers = StrangerQuota(burst=3, per_s=0.5, clock=clock)
    client = create_app(judge, strangers=strangers).test_client()
    assert statuses(client, b"garbage", 5) == [200, 200, 200, 429, 429]
    answer = client.post("/v1/submissions", data=b"garbage")
    assert (answer.get_json()["code"], answer.headers["Retry-After"]) == ("quota.unsigned", "2")
    assert judge.count == 3
    clock.now += 2
    assert statuses(client, b"garbage", 2) == [200, 429]


def test_what_is_signed_is_never_counted() -> None:
    client = create_app(Judge(), strangers=StrangerQuota(burst=3)).test_client()
    assert set(statuses(client, b"signed", 50)) == {200}


def test_each_address_behind_a_proxy_of_ours_is_counted_alone() -> None:
    strangers = StrangerQuota(burst=1, clock=Clock(), proxies=("127.0.0.1",))
    client = create_app(Judge(), strangers=strangers).test_client()
    forged = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}
    assert statuses(client, b"garbage", 2, **forged) == [200, 429]
    assert statuses(client, b"garbage", 2, **{"X-Forwarded-For": "203.0.113.9"}) == [200, 429]


def test_a_strangers_word_for_its_address_is_not_taken() -> None:
    strangers = StrangerQuota(burst=1, clock=Clock())
    client = create_app(Judge(), strangers=strangers).test_client()
    said = [{"X-Forwarded-For": f"203.0.113.{n}"} for n in range(2)]
    assert [statuses(client, b"x", 1, **headers)[0] for headers in said] == [200, 429]


def test_only_so_many_addresses_are_remembered() -> None:
    strangers = StrangerQuota(burst=1, clock=Clock())
    for number in range(ADDRESSES_COUNT + 1):
        strangers.count(f"address {number}")
    assert strangers.wait_s("address 0") == 0
    assert strangers.wait_s("address 1") == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.1", "203.0.113.2", False),
        ("::ffff:203.0.113.1", "203.0.113.1", True),
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("fe80::1%eth0", "fe80::1", True),
        ("nonsense", "nonsense", True),
    ],
)
def test_who_is_counted_together(one: str, other: str, same: bool) -> None:
    assert (site_of(one) == site_of(other)) is same
