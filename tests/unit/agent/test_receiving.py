"""Deliveries: what is believed, stored, asked for again, and what stops the agent."""

from typing import Any

import orjson
import pytest

from hub.message.delivery import SNAPSHOT
from hub.message.envelope import Part, read_envelope, write_envelope
from hub.message.receipt import Status
from hub.message.refusal import Again
from hub.message.request import Verb
from hub.trust.keys import PrivateKeySigner
from tests.unit.agent.conftest import Bench
from tests.unit.agent.fake_hub import OTHER, US, signed_of


def numbers(bench: Bench) -> list[int]:
    return [row["number"] for row in bench.inbox()]


def outcomes(bench: Bench) -> list[tuple[str, str | None]]:
    return [(row["state"], row["outcome"]) for row in bench.inbox()]


def test_deliveries_are_stored_handled_and_acknowledged(bench: Bench) -> None:
    bench.opened()
    bench.hub.frames.append(bench.hub.deliveries(bench.hub.message(1), bench.hub.message(2)))
    bench.steps(2)
    assert outcomes(bench) == [("applied", "noted")] * 2
    assert [row["acknowledged"] for row in bench.inbox()] == [1, 1]
    bench.sent()
    bench.steps(2)
    assert bench.agent.pending().none


def test_an_acknowledgement_fenced_twice_is_signed_anew_without_an_alarm(bench: Bench) -> None:
    bench.opened()
    bench.hub.frames.append(bench.hub.deliveries(bench.hub.message(1)))
    bench.steps(2)
    (old,) = bench.hub.submitted
    bench.start()
    bench.opened()
    fenced = bench.hub.answer(
        old, Status.REFUSED, code="order.generation_fenced", again=Again.RESIGN, uses_number=False
    )
    for _ in range(2):
        bench.hub.frames.append(bench.hub.receipt(fenced))
        bench.steps(3)
    assert bench.alarms() == []
    assert bench.hub.submitted[-1] != old
    del bench.hub.submitted[:-1]  # a hub admits nothing of an old generation
    bench.sent()
    bench.steps(2)
    assert bench.agent.pending().none


def acknowledgements_in(submitted: list[bytes]) -> list[int]:
    return [orjson.loads(signed_of(one).payload)["sequence"] for one in submitted]


def test_an_acknowledgement_gap_closes_without_waiting(bench: Bench) -> None:
    bench.opened()
    for sequence in (1, 2, 3):
        bench.hub.frames.append(bench.hub.deliveries(bench.hub.message(sequence)))
        bench.steps(2, seconds=0.5)
    first, *later = bench.hub.submitted
    assert acknowledgements_in([first, *later]) == [1, 2, 3]

    bench.hub.submitted = []
    gap = {"code": "order.ack_gap", "again": Again.LATER, "uses_number": False}
    answers = (bench.hub.answer(one, Status.REFUSED, **gap) for one in later)
    bench.hub.frames.append(bench.hub.receipt(*answers))
    bench.steps(1)
    assert bench.hub.submitted == [first]

    bench.hub.frames.append(bench.hub.receipt(bench.hub.answer(first)))
    bench.steps(1)
    assert bench.hub.submitted == [first, *later]


def test_missing_numbers_are_pulled_and_nothing_is_stored_before_they_come(bench: Bench) -> None:
    bench.opened()
    missed = bench.hub.deliveries(bench.hub.message(1))
    late = bench.hub.deliveries(bench.hub.message(2))
    bench.hub.frames.append(late)
    bench.steps(2)
    assert numbers(bench) == []
    assert bench.hub.requests[-1] is Verb.PULL
    bench.hub.frames += [missed, late]
    bench.steps(2)
    assert numbers(bench) == [1, 2]


def test_a_head_above_the_last_number_is_pulled_after(bench: Bench) -> None:
    bench.opened()
    frame = bench.hub.deliveries(bench.hub.message(1))
    bench.hub.frames.append(bench.hub.head())
    bench.steps(2)
    assert bench.hub.requests[-1] is Verb.PULL
    bench.hub.frames.append(frame)
    bench.steps(2)
    assert numbers(bench) == [1]


def test_receiving_twice_equals_receiving_once(bench: Bench) -> None:
    bench.opened()
    frame = bench.hub.deliveries(bench.hub.message(1), bench.hub.message(2))
    bench.hub.frames += [frame, frame]
    bench.steps(2)
    bench.hub.frames.append(frame)
    bench.steps(2)
    assert outcomes(bench) == [("applied", "noted")] * 2
    assert bench.alarms() == []


def test_a_frame_that_overlaps_brings_only_what_is_new(bench: Bench) -> None:
    bench.opened()
    first, second = bench.hub.message(1), bench.hub.message(2)
    bench.hub.frames.append(bench.hub.deliveries(first))
    bench.steps(2)
    fake = bench.hub
    fake.last, fake.running = 0, bytes(32)
    fake.frames.append(fake.deliveries(first, second))
    bench.steps(2)
    assert numbers(bench) == [1, 2]


def test_another_message_under_a_known_number_stops_the_agent(bench: Bench) -> None:
    bench.opened()
    bench.hub.frames.append(bench.hub.deliveries(bench.hub.message(1)))
    bench.steps(2)
    bench.hub.last, bench.hub.running = 0, bytes(32)
    bench.hub.frames.append(bench.hub.deliveries(bench.hub.message(1)))
    assert bench.steps(1).stopped == "agent.delivery_changed"
    assert "agent.delivery_changed" in bench.alarms()
    assert bench.steps(1).stopped == "agent.delivery_changed"


@pytest.mark.parametrize(
    ("change", "code"),
    [({"running": bytes(31) + b"\1"}, "agent.fork"), ({"epoch": 2}, "agent.epoch_changed")],
)
def test_a_head_that_tells_another_history_stops_the_agent(
    bench: Bench, change: dict[str, Any], code: str
) -> None:
    bench.opened()
    bench.hub.frames.append(bench.hub.deliveries(bench.hub.message(1)))
    bench.steps(2)
    bench.hub.frames.append(bench.hub.head(**change))
    assert bench.steps(1).stopped == code


def test_an_old_head_that_agrees_is_no_contradiction(bench: Bench) -> None:
    bench.opened()
    bench.hub.frames.append(bench.hub.deliveries(bench.hub.message(1)))
    old = bench.hub.head()
    bench.hub.frames.append(bench.hub.deliveries(bench.hub.message(2)))
    bench.steps(1)
    bench.hub.frames.append(old)
    assert not bench.steps(2).stopped


def test_another_history_before_a_delivery_stops_the_agent(bench: Bench) -> None:
    bench.opened()
    bench.hub.frames.append(bench.hub.deliveries(bench.hub.message(1)))
    bench.steps(2)
    bench.hub.running = bytes(31) + b"\7"
    bench.hub.frames.append(bench.hub.deliveries(bench.hub.message(2)))
    assert bench.steps(1).stopped == "agent.fork"


def test_a_statement_for_somebody_else_is_dropped(bench: Bench) -> None:
    bench.opened()
    bench.hub.frames.append(bench.hub.deliveries(bench.hub.message(1), recipient=OTHER))
    bench.steps(1)
    assert numbers(bench) == []
    assert bench.alarms() == ["agent.frame_refused"]


def test_a_statement_that_does_not_cover_its_deliveries_is_dropped(bench: Bench) -> None:
    bench.opened()
    bench.hub.frames.append(bench.hub.deliveries(bench.hub.message(1), after=bytes(32)))
    bench.steps(1)
    assert numbers(bench) == []
    assert bench.alarms() == ["agent.frame_refused"]


def altered(envelope: bytes) -> bytes:
    read = read_envelope(envelope)
    changed = [Part(one.name, one.salt, one.content + b" ") for one in read.parts]
    return write_envelope(read.jws, changed)


def bad_envelopes(bench: Bench) -> dict[str, bytes]:
    message = bench.hub.message
    return {
        "trust.unknown_key": message(9, signer=PrivateKeySigner.generate()),
        "trust.source_mismatch": message(9, source=US),
        "trust.wrong_hub": message(9, hubid="other-hub"),
        "message.part_changed": altered(message(9)),
        "contract.body_invalid": message(9, body={"subject_name": ""}),
        "order.stale": message(1),
    }


@pytest.mark.parametrize(
    "code",
    [
        "trust.unknown_key",
        "trust.source_mismatch",
        "trust.wrong_hub",
        "message.part_changed",
        "contract.body_invalid",
        "order.stale",
    ],
)
def test_what_cannot_be_believed_is_rejected_and_harms_no_neighbour(
    bench: Bench, code: str
) -> None:
    bench.opened()
    bad = bad_envelopes(bench)[code]
    good = bench.hub.message(1), bench.hub.message(2)
    bench.hub.frames.append(bench.hub.deliveries(good[0], bad, good[1]))
    bench.steps(2)
    assert outcomes(bench) == [("applied", "noted"), ("rejected", "rejected"), ("applied", "noted")]
    assert bench.inbox()[1]["reason"] == code
    assert bench.alarms() == ["agent.delivery_rejected"]


def test_a_snapshot_item_is_exempt_from_the_increasing_check(bench: Bench) -> None:
    bench.opened()
    bench.hub.frames.append(bench.hub.deliveries(bench.hub.message(5)))
    bench.hub.frames.append(bench.hub.deliveries(bench.hub.message(3), flags=SNAPSHOT))
    bench.hub.frames.append(bench.hub.deliveries(bench.hub.message(6)))
    bench.steps(2)
    assert outcomes(bench) == [("applied", "noted")] * 3


def test_a_newer_directory_is_asked_for_before_anything_is_judged(bench: Bench) -> None:
    bench.opened()
    bench.hub.signers[OTHER] = PrivateKeySigner.generate()
    bench.hub.version = 2
    frame = bench.hub.deliveries(bench.hub.message(1))
    bench.hub.frames.append(frame)
    bench.steps(1)
    assert numbers(bench) == []
    bench.steps(2)
    assert bench.hub.requests.count(Verb.DIRECTORY) == 2
    bench.hub.frames.append(frame)
    bench.steps(2)
    assert outcomes(bench) == [("applied", "noted")]


def test_a_directory_not_signed_by_the_pinned_root_is_refused(bench: Bench) -> None:
    honest, bench.hub.root = bench.hub.root, PrivateKeySigner.generate()
    bench.steps(2)
    assert bench.agent.session.standing.directory is None
    bench.hub.root = honest
    bench.steps(3, seconds=2)
    assert bench.agent.session.standing.directory is not None


def test_an_unknown_key_of_the_hub_makes_it_ask_for_the_directory(bench: Bench) -> None:
    bench.opened()
    bench.hub.key = PrivateKeySigner.generate()
    bench.hub.version = 2
    bench.hub.frames.append(bench.hub.head())
    bench.steps(2, seconds=2)
    assert bench.agent.session.standing.directory is not None
    bench.steps(1)
    assert bench.agent.session.standing.directory.version == 2


def test_two_agents_of_one_participant_do_not_go_on_silently(bench: Bench) -> None:
    from hub.message.receipt import Status  # noqa: PLC0415
    from hub.message.refusal import Again  # noqa: PLC0415
    from tests.unit.agent.world import drafts  # noqa: PLC0415

    bench.opened()
    bench.agent.enqueue(drafts(1), bench.hub.now)
    stopped = ""
    for _ in range(6):
        bench.steps(1)
        for one in bench.sent():
            fenced = bench.hub.answer(
                one,
                Status.REFUSED,
                code="order.generation_fenced",
                again=Again.RESIGN,
                uses_number=False,
            )
            bench.hub.frames.append(bench.hub.receipt(fenced))
        stopped = stopped or bench.steps(1).stopped
    assert stopped == "agent.fenced"
    assert bench.hub.generation == 2
