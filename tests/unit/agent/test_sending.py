"""Drafts, numbers, signatures and receipts."""

import time
from dataclasses import replace

import pytest

from hub.agent.outbox import OutboxState
from hub.message.receipt import Status
from hub.message.refusal import Again
from hub.sdk import Draft
from tests.unit.agent.conftest import Bench
from tests.unit.agent.fake_hub import SUBJECT, event_of, signed_of
from tests.unit.agent.sample_plugins import registered
from tests.unit.agent.world import drafts

OTHER_SUBJECT = "uscc:91130200MA0ABCDE2Y"


def refused(bench: Bench, envelope: bytes, code: str, again: Again, *, used: bool) -> None:
    answer = bench.hub.answer(envelope, Status.REFUSED, code=code, again=again, uses_number=used)
    bench.hub.frames.append(bench.hub.receipt(answer))


def states(bench: Bench) -> list[str]:
    return [row["state"] for row in bench.outbox()]


def test_a_draft_that_breaks_its_contract_is_refused_at_once_with_every_problem(
    bench: Bench,
) -> None:
    wrong = registered("")
    result = bench.agent.enqueue([*drafts(1), Draft(SUBJECT, wrong)], bench.hub.now)
    assert len(result.accepted) == 1
    assert [one.position for one in result.refused] == [1]
    assert result.refused[0].code == "contract.body_invalid"
    assert result.refused[0].problems


@pytest.mark.parametrize("subject", ["x", "uscc:", "uscc:a b", "uscc:é", "USCC:1"])
def test_a_misspelled_subject_is_refused_at_once(bench: Bench, subject: str) -> None:
    result = bench.agent.enqueue([Draft(subject, registered())], bench.hub.now)
    assert [one.code for one in result.refused] == ["message.identifier_malformed"]


def test_the_same_fact_under_the_same_key_is_known(bench: Bench) -> None:
    assert len(bench.agent.enqueue(drafts(3), bench.hub.now).accepted) == 3
    again = bench.agent.enqueue([*drafts(3), *drafts(1, prefix="new")], bench.hub.now)
    assert (len(again.accepted), again.known_count, again.refused) == (1, 3, ())


def test_another_fact_under_a_known_key_is_an_error_that_names_both(bench: Bench) -> None:
    first = bench.agent.enqueue(drafts(1), bench.hub.now).accepted[0]
    other = Draft(SUBJECT, registered("Other"), draftkey="k-0")
    refusal = bench.agent.enqueue([other], bench.hub.now).refused[0]
    assert refusal.code == "agent.draftkey_conflict"
    assert first in refusal.text


def test_numbers_run_per_subject_and_are_signed_with_the_generation(bench: Bench) -> None:
    bench.opened()
    bench.agent.enqueue([*drafts(3), *drafts(2, OTHER_SUBJECT, "o")], bench.hub.now)
    bench.steps(1)
    events = [event_of(one) for one in bench.sent()]
    assert [(e.subject, e.sequence) for e in events] == [
        (SUBJECT, 1),
        (SUBJECT, 2),
        (SUBJECT, 3),
        (OTHER_SUBJECT, 1),
        (OTHER_SUBJECT, 2),
    ]
    assert {e.generation for e in events} == {bench.hub.generation}


def test_nothing_is_numbered_before_the_hub_gave_a_generation(bench: Bench) -> None:
    bench.hub.answers = False
    bench.agent.enqueue(drafts(2), bench.hub.now)
    bench.steps()
    assert states(bench) == ["draft", "draft"]
    assert bench.hub.submitted == []


def test_no_more_than_a_window_is_under_way(bench: Bench) -> None:
    bench.opened()
    bench.agent.enqueue(drafts(1_200), bench.hub.now)
    bench.steps(3)
    assert len(bench.sent()) == 1_024
    bench.agent.enqueue([], bench.hub.now)
    assert states(bench).count("draft") == 1_200 - 1_024


def test_unanswered_bytes_are_sent_again_as_they_were(bench: Bench) -> None:
    bench.opened()
    bench.agent.enqueue(drafts(2), bench.hub.now)
    bench.steps(1)
    first = bench.sent()
    bench.steps(3)
    assert bench.sent() == []
    bench.steps(1, seconds=6)
    assert bench.sent() == first


def test_held_numbers_that_the_hub_misses_are_sent_at_once(bench: Bench) -> None:
    bench.opened()
    bench.agent.enqueue(drafts(3), bench.hub.now)
    bench.steps(1)
    one, _two, three = bench.sent()
    held = bench.hub.answer(three, Status.HELD, missing=(1, 2))
    bench.hub.frames.append(bench.hub.receipt(bench.hub.answer(one), held))
    bench.steps(1)
    assert [event_of(sent).sequence for sent in bench.sent()] == [2]
    assert states(bench) == ["admitted", "sealed", "held"]


def test_refused_later_means_the_same_bytes_later(bench: Bench) -> None:
    bench.opened()
    bench.agent.enqueue(drafts(1), bench.hub.now)
    bench.steps(1)
    (sent,) = bench.sent()
    refused(bench, sent, "order.quota", Again.LATER, used=False)
    bench.steps(2)
    assert bench.sent() == []
    bench.steps(1, seconds=20)
    assert bench.sent() == [sent]


def test_fenced_means_the_same_id_and_number_signed_anew(bench: Bench) -> None:
    bench.opened()
    bench.agent.enqueue(drafts(1), bench.hub.now)
    bench.steps(1)
    (old,) = bench.sent()
    bench.start()
    bench.opened()
    assert bench.sent() == [old]
    refused(bench, old, "order.generation_fenced", Again.RESIGN, used=False)
    bench.steps(2)
    (new,) = bench.sent()
    before, after = event_of(old), event_of(new)
    assert (after.id, after.sequence) == (before.id, before.sequence)
    assert (before.generation, after.generation) == (1, 2)


def test_a_new_run_does_not_wait_for_what_an_earlier_one_waited_for(bench: Bench) -> None:
    bench.opened()
    bench.agent.enqueue(drafts(1), bench.hub.now)
    bench.steps(1)
    (old,) = bench.sent()
    bench.steps(60, seconds=1)
    assert set(bench.sent()) == {old}
    bench.start()
    bench.opened()
    assert bench.sent() == [old]


def test_a_key_that_may_not_sign_that_day_means_stated_now(bench: Bench) -> None:
    bench.opened()
    bench.agent.enqueue(drafts(1), bench.hub.now)
    bench.steps(1)
    (old,) = bench.sent()
    refused(bench, old, "trust.key_not_yet_valid", Again.RESIGN, used=False)
    bench.steps(1)
    bench.steps(2, seconds=60)
    new = event_of(bench.sent()[-1])
    assert new.id == event_of(old).id
    assert new.time > event_of(old).time


def test_refused_for_good_with_its_number_is_final_and_harms_no_neighbour(bench: Bench) -> None:
    bench.opened()
    bench.agent.enqueue(drafts(3), bench.hub.now)
    bench.steps(1)
    one, two, three = bench.sent()
    refused(bench, two, "contract.not_entitled", Again.NEVER, used=True)
    bench.hub.frames.append(bench.hub.receipt(bench.hub.answer(one), bench.hub.answer(three)))
    bench.steps(1)
    assert states(bench) == ["admitted", "refused", "admitted"]
    bench.agent.enqueue(drafts(1, prefix="next"), bench.hub.now)
    bench.steps(1)
    assert [event_of(sent).sequence for sent in bench.sent()] == [4]


def test_a_free_number_goes_to_the_next_draft_of_the_stream(bench: Bench) -> None:
    bench.opened()
    bench.agent.enqueue([*drafts(3), *drafts(1, OTHER_SUBJECT, "o")], bench.hub.now)
    bench.steps(1)
    one, two, three, other = bench.sent()
    refused(bench, two, "order.id_reused", Again.NEVER, used=False)
    held = bench.hub.answer(three, Status.HELD, missing=(2, 2))
    bench.hub.frames.append(bench.hub.receipt(bench.hub.answer(one), held, bench.hub.answer(other)))
    bench.steps(1)
    assert bench.sent() == []
    assert bench.alarms() == ["agent.number_free", "order.id_reused"]
    bench.agent.enqueue(drafts(2, prefix="next"), bench.hub.now)
    bench.steps(1)
    assert [event_of(sent).sequence for sent in bench.sent()] == [2, 4]
    assert [row["sequence"] for row in bench.outbox()] == [1, None, 3, 1, 2, 4]


def test_a_message_the_hub_could_not_verify_is_signed_anew_some_times(bench: Bench) -> None:
    bench.opened()
    bench.agent.enqueue(drafts(1), bench.hub.now)
    for _ in range(4):
        bench.steps(1, seconds=200)
        (sent,) = bench.sent()
        answer = bench.hub.answer(
            sent, Status.REFUSED, code="message.part_changed", again=Again.NEVER, uses_number=False
        )
        unverified = replace(answer, id=None, position=0)
        bench.hub.frames.append(bench.hub.receipt(unverified))
        bench.steps(1)
    assert states(bench) == ["refused"]


def test_what_is_held_and_then_admitted_in_one_receipt_is_admitted(bench: Bench) -> None:
    bench.opened()
    bench.agent.enqueue(drafts(2), bench.hub.now)
    bench.steps(1)
    one, two = bench.sent()
    held = bench.hub.answer(two, Status.HELD, missing=(1, 1))
    admitted = [bench.hub.answer(sent) for sent in (one, two)]
    bench.hub.frames.append(bench.hub.receipt(held, *admitted))
    bench.steps(1)
    assert states(bench) == ["admitted", "admitted"]


def test_a_stale_number_is_not_used_again_and_alarms(bench: Bench) -> None:
    bench.opened()
    bench.agent.enqueue(drafts(1), bench.hub.now)
    bench.steps(1)
    refused(bench, bench.sent()[0], "order.stale", Again.NEVER, used=False)
    bench.agent.enqueue(drafts(1, prefix="next"), bench.hub.now)
    bench.steps(2)
    assert [event_of(sent).sequence for sent in bench.sent()] == [2]
    assert "order.stale" in bench.alarms()


def test_a_receipt_for_other_bytes_settles_nothing(bench: Bench) -> None:
    bench.opened()
    bench.agent.enqueue(drafts(2), bench.hub.now)
    bench.steps(1)
    one, two = bench.sent()
    crossed = bench.hub.answer(one)
    bench.hub.frames.append(bench.hub.receipt(replace(crossed, digest=signed_of(two).digest)))
    bench.steps(1)
    assert states(bench) == ["sealed", "sealed"]
    assert bench.alarms() == ["agent.frame_refused"]


def test_a_receipt_not_signed_by_the_hub_settles_nothing(bench: Bench) -> None:
    bench.opened()
    bench.agent.enqueue(drafts(1), bench.hub.now)
    bench.steps(1)
    answer = bench.hub.answer(bench.sent()[0])
    honest, bench.hub.key = bench.hub.key, bench.hub.signers["market-hebei"]
    bench.hub.frames.append(bench.hub.receipt(answer))
    bench.hub.key = honest
    bench.hub.frames.append(bench.hub.receipt(answer, recipient="market-hebei"))
    bench.hub.frames.append(b"garbage")
    bench.steps(2)
    assert states(bench) == ["sealed"]
    assert bench.alarms() == ["agent.frame_refused"] * 3


def test_a_final_answer_stays_final(bench: Bench) -> None:
    bench.opened()
    bench.agent.enqueue(drafts(1), bench.hub.now)
    bench.steps(1)
    (sent,) = bench.sent()
    bench.hub.frames.append(bench.hub.receipt(bench.hub.answer(sent)))
    refused(bench, sent, "order.generation_fenced", Again.RESIGN, used=False)
    bench.steps(2)
    assert states(bench) == [OutboxState.ADMITTED]


def test_a_link_that_is_away_costs_nothing_but_time(bench: Bench) -> None:
    bench.opened()
    bench.agent.enqueue(drafts(2), bench.hub.now)
    bench.hub.away = True
    assert bench.steps(1).link_away
    assert states(bench) == ["sealed", "sealed"]
    bench.hub.away = False
    bench.steps(2, seconds=2)
    assert len(bench.sent()) == 2


def test_an_agent_whose_link_is_away_does_not_spin(bench: Bench) -> None:
    bench.hub.away = True
    rounds = iter(range(6))
    began = time.monotonic()
    bench.agent.run(lambda: next(rounds) == 5, wait_s=0.02, clock=lambda: bench.hub.now)
    assert time.monotonic() - began >= 5 * 0.02
