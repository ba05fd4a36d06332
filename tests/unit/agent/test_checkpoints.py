"""The agent follows one ledger: forks, rollbacks and growth that is not proved stop it."""

from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import select

from hub.agent.tables import contradictions, receipts, statements
from hub.ledger.checkpoint import decode_checkpoint
from hub.message.delivery import decode_statement
from hub.message.jws import read_jws
from hub.message.receipt import Result, Status, decode_receipt
from hub.message.request import Verb
from hub.trust.note import read_note, verify_cosignature, witness_name
from tests.unit.agent.conftest import Bench
from tests.unit.agent.fake_hub import HUBID, US
from tests.unit.agent.world import drafts


def stored(bench: Bench) -> list[int]:
    return [row["number"] for row in bench.inbox()]


def newest(bench: Bench) -> int:
    return bench.agent.session.newest_size()


def says(bench: Bench, frame: bytes) -> None:
    # The list is looked up after the frame is made: making it may take a step.
    bench.hub.frames.append(frame)


def delivered(bench: Bench, count: int = 1, **changes: Any) -> bytes:
    messages = [bench.hub.message(bench.hub.last + place + 1) for place in range(count)]
    return bench.hub.deliveries(*messages, **changes)


def kept(bench: Bench, table: Any) -> list[Any]:
    with bench.store.reading() as rows:
        return list(rows.execute(select(table)))


def admitted(bench: Bench, count: int = 1, prefix: str = "k") -> list[Result]:
    bench.agent.enqueue(drafts(count, prefix=prefix), bench.hub.now)
    bench.steps(1)
    return [bench.hub.answer(sent) for sent in bench.sent()]


# -- what is proved is taken, and kept ------------------------------------------------------------


def test_deliveries_and_receipts_move_the_newest_checkpoint_on(bench: Bench) -> None:
    bench.opened()
    says(bench, delivered(bench, 2))
    bench.steps(1)
    assert stored(bench) == [1, 2]
    assert newest(bench) == 1
    says(bench, bench.hub.receipt(*admitted(bench, 3)))
    bench.steps(1)
    assert newest(bench) >= 4
    assert bench.alarms() == []
    assert Verb.CONSISTENCY not in bench.hub.requests


def test_receipts_and_statements_are_kept_as_they_came(bench: Bench) -> None:
    bench.opened()
    says(bench, delivered(bench, 2))
    receipt = bench.hub.receipt(*admitted(bench))
    says(bench, receipt)
    bench.steps(1)
    ((last, first, text),) = kept(bench, statements)
    assert (first, last) == (1, 2)
    assert decode_statement(read_jws(text).payload).last == 2
    row = bench.outbox()[0]
    assert {r.position: r.text for r in kept(bench, receipts)}[row["receipt"]] == receipt
    assert decode_receipt(read_jws(receipt).payload).results[0].index == row["ledger_index"]


def test_a_refusal_that_used_its_number_is_proved_too(bench: Bench) -> None:
    bench.opened()
    bench.agent.enqueue(drafts(1), bench.hub.now)
    bench.steps(1)
    (sent,) = bench.sent()
    code = "contract.body_invalid"
    refused = bench.hub.answer(sent, Status.REFUSED, code=code, uses_number=True, again="never")
    says(bench, bench.hub.receipt(replace(refused, code="case.ended")))
    bench.steps(1)
    assert bench.outbox()[0]["state"] == "sealed"
    assert bench.alarms() == ["agent.frame_refused"]
    says(bench, bench.hub.receipt(refused))
    bench.steps(1)
    assert bench.outbox()[0]["state"] == "refused"
    assert bench.outbox()[0]["receipt"] is not None


@pytest.mark.parametrize(
    "change",
    [
        {"index": 0},
        {"index": None},
        {"at": None},
        {"directory": 7},
        {"epoch": 2},
        {"id": None},
    ],
)
def test_a_receipt_whose_entry_is_another_settles_nothing(
    bench: Bench, change: dict[str, Any]
) -> None:
    bench.opened()
    says(bench, delivered(bench))
    bench.steps(1)
    (result,) = admitted(bench)
    honest = bench.hub.receipt(result)
    wrong = replace(result, **change)
    staple = bench.hub.ledger.staple([result.index or 0], tells=False)
    says(bench, bench.hub.receipt(wrong, staple=staple))
    bench.steps(1)
    assert bench.outbox()[0]["state"] == "sealed"
    assert bench.alarms() == ["agent.frame_refused"]
    says(bench, honest)
    bench.steps(2)
    assert bench.outbox()[0]["state"] == "admitted"


def test_a_receipt_without_a_proof_settles_nothing(bench: Bench) -> None:
    bench.opened()
    says(bench, bench.hub.receipt(*admitted(bench), staple=None))
    bench.steps(1)
    assert bench.outbox()[0]["state"] == "sealed"


def test_deliveries_whose_head_is_not_proved_reach_nobody(bench: Bench) -> None:
    bench.opened()
    place, staple = bench.hub.head_entry()
    for change in (
        {"head": place},
        {"staple": replace(staple, proof=(bytes(32),))},
        {"staple": replace(staple, checkpoint="nonsense")},
    ):
        bench.hub.last, bench.hub.running = 0, bytes(32)
        says(bench, delivered(bench, **change))
        bench.steps(1)
    assert stored(bench) == []
    assert set(bench.alarms()) == {"agent.frame_refused"}


def test_a_checkpoint_of_another_ledger_or_key_does_not_count(bench: Bench) -> None:
    bench.opened()
    honest = bench.hub.ledger.key
    bench.hub.ledger.key = bench.hub.signers["market-hebei"]
    says(bench, delivered(bench))
    bench.steps(1)
    bench.hub.ledger.key, bench.hub.ledger.hubid = honest, "other-hub"
    bench.hub.last, bench.hub.running = 0, bytes(32)
    says(bench, delivered(bench))
    bench.steps(1)
    assert stored(bench) == []
    assert newest(bench) == 0


# -- growth that is not stapled is asked for -------------------------------------------------------


def test_growth_from_what_the_agent_has_is_asked_for(bench: Bench) -> None:
    bench.opened()
    says(bench, delivered(bench))
    bench.steps(1)
    bench.hub.ledger.told = 0  # another process of the hub does not know what we were told
    says(bench, delivered(bench))
    bench.steps(1)
    assert stored(bench) == [1]
    bench.steps(1)
    assert bench.hub.requests[-1] is Verb.CONSISTENCY
    assert stored(bench) == [1, 2]
    assert newest(bench) == 2
    assert bench.alarms() == []


def test_frames_that_overtook_each_other_are_one_history(bench: Bench) -> None:
    bench.opened()
    frames = [delivered(bench) for _ in range(4)]
    bench.hub.frames += [frames[0], frames[2], frames[1], frames[3]]
    bench.steps(8)
    bench.hub.frames += frames
    bench.steps(8)
    assert stored(bench) == [1, 2, 3, 4]
    assert newest(bench) == 4
    assert bench.alarms() == []


def test_an_answer_to_another_question_is_not_taken(bench: Bench) -> None:
    bench.opened()
    says(bench, delivered(bench))
    bench.steps(1)
    bench.hub.answers = False
    bench.hub.ledger.told = 0
    says(bench, delivered(bench))
    bench.steps(2)
    other = bench.agent.session.identity.new_id(bench.hub.now)
    asked = bench.hub.asked[-1]
    says(bench, bench.hub.growth(asked, id=other))
    bench.steps(1)
    assert stored(bench) == [1]
    says(bench, bench.hub.growth(asked))
    bench.steps(1)
    assert stored(bench) == [1, 2]


# -- two ledgers -----------------------------------------------------------------------------------


def stopped_by(bench: Bench, code: str) -> tuple[int, int]:
    """Require that the agent has stopped and kept both checkpoints; gives their sizes."""
    assert bench.steps(1).stopped == code
    assert code in bench.alarms()
    ((_, _, kept_code, ours, theirs),) = kept(bench, contradictions)
    assert kept_code == code
    both = [decode_checkpoint(read_note(note.encode()).text) for note in (ours, theirs)]
    text = next(one["text"] for one in bench.agent.status()["alarms"] if one["code"] == code)
    assert all(one.root.hex() in text for one in both)
    return both[0].size, both[1].size


def rewritten(bench: Bench) -> None:
    """Let the hub change what is long in its ledger."""
    bench.hub.ledger.leaves[0] = sha256(b"rewritten").digest()


def test_another_root_of_the_same_size_stops_the_agent(bench: Bench) -> None:
    bench.opened()
    says(bench, delivered(bench, 1))
    says(bench, delivered(bench, 1))
    bench.steps(1)
    rewritten(bench)
    bench.hub.ledger.leaves.pop()
    bench.hub.last, before = 1, bench.inbox()[0]["running"]
    bench.hub.running = before
    says(bench, bench.hub.deliveries(bench.hub.message(2)))
    bench.steps(1)
    assert stopped_by(bench, "agent.checkpoint_fork") == (2, 2)
    assert stored(bench) == [1, 2]


def test_growth_of_another_history_stops_the_agent(bench: Bench) -> None:
    bench.opened()
    says(bench, delivered(bench, 1))
    bench.steps(1)
    rewritten(bench)
    says(bench, delivered(bench, 1))
    bench.steps(1)
    assert stopped_by(bench, "agent.checkpoint_inconsistent") == (1, 2)
    assert stored(bench) == [1]


def test_growth_of_another_history_that_was_asked_for_stops_the_agent(bench: Bench) -> None:
    bench.opened()
    says(bench, delivered(bench, 1))
    bench.steps(1)
    rewritten(bench)
    bench.hub.ledger.told = 0
    says(bench, delivered(bench, 1))
    bench.steps(2)
    assert stopped_by(bench, "agent.checkpoint_inconsistent") == (1, 2)


def test_a_ledger_that_has_become_smaller_stops_the_agent(bench: Bench) -> None:
    bench.opened()
    says(bench, delivered(bench, 1))
    bench.hub.ledger.leaves += [bytes([other]) * 32 for other in range(5)]
    says(bench, delivered(bench, 1))
    bench.steps(1)
    assert newest(bench) == 7
    del bench.hub.ledger.leaves[3:]
    says(bench, bench.hub.receipt(*admitted(bench)))
    bench.steps(2)
    assert stopped_by(bench, "agent.checkpoint_rollback") == (7, 5)
    assert bench.outbox()[0]["state"] == "sealed"


def test_what_was_followed_is_remembered_after_a_crash(bench: Bench) -> None:
    bench.opened()
    says(bench, delivered(bench, 1))
    bench.steps(1)
    bench.start()
    bench.opened()
    rewritten(bench)
    says(bench, delivered(bench, 1))
    bench.steps(1)
    stopped_by(bench, "agent.checkpoint_inconsistent")


# -- witnesses -------------------------------------------------------------------------------------


def test_a_witness_cosigns_what_it_followed(bench: Bench) -> None:
    bench.opened()
    assert bench.hub.cosigned == []
    bench.agent.close()
    bench.witness = True
    bench.start()
    bench.opened()
    says(bench, delivered(bench, 1))
    bench.steps(3)
    (request,) = bench.hub.cosigned
    text = read_note(bench.hub.ledger.checkpoint(size=1).encode()).text
    assert request.size == 1
    assert request.cosignature is not None
    key = bench.hub.signers[US].public
    name = witness_name(HUBID, US)
    assert verify_cosignature(request.cosignature.encode(), name, text, key) > 0
