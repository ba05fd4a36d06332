"""What the hub proves, checked against the leaves in the database, on both databases."""

from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from hub.errors import MessageError, TrustError
from hub.exchange.model import Submission
from hub.ledger.checkpoint import decode_checkpoint, origin_of
from hub.ledger.multiproof import verify_multiproof
from hub.ledger.proof import verify_consistency
from hub.ledger.tree import STORED_LEVELS, Frontier, root
from hub.message.bundle import write_bundle
from hub.message.delivery import check_statement, decode_statement, read_deliveries
from hub.message.kinds import Kind
from hub.message.receipt import Receipt, Status, decode_receipt
from hub.message.request import Verb
from hub.message.staple import Staple, decode_consistency
from hub.store import tables as t
from hub.trust.note import cosign, read_note, witness_name
from hub.trust.verify import verify_hub_note, verify_hub_text
from tests.bodies import accident, penalty
from tests.simulator import BANK, HUBID, INSURER, Simulator

EM, SAMR, BANK_ID = "em-hebei", "samr-hebei", BANK[0]


def leaves_of(hub: Simulator) -> list[bytes]:
    with hub.hub.store.reading() as connection:
        return list(
            connection.execute(sa.select(t.ledger.c.leaf).order_by(t.ledger.c.idx)).scalars()
        )


def receipt_of(hub: Simulator, text: bytes) -> Receipt:
    directory = hub.hub.exchange.current_directory()
    return decode_receipt(verify_hub_text(text, directory, Kind.RECEIPT))


def check_staple(hub: Simulator, staple: Staple, indices: Sequence[int]) -> int:
    """Require the proofs of a staple; gives the size of its checkpoint."""
    leaves, directory = leaves_of(hub), hub.hub.exchange.current_directory()
    text = verify_hub_note(staple.checkpoint.encode(), directory, origin_of(HUBID, 1))
    checkpoint = decode_checkpoint(text)
    assert checkpoint.root == root(leaves[: checkpoint.size])
    wanted = {index: leaves[index] for index in indices}
    verify_multiproof(wanted, checkpoint.size, staple.proof, checkpoint.root)
    old, new = root(leaves[: staple.previous]), checkpoint.root
    verify_consistency(staple.previous, checkpoint.size, staple.consistency, old, new)
    return checkpoint.size


def submitted(hub: Simulator, who: str, *envelopes: bytes) -> tuple[Receipt, int]:
    """Submit and require the receipt's proof; gives it and its checkpoint's size."""
    answered = hub.admit(write_bundle(list(envelopes)), sender=who)
    receipt = receipt_of(hub, answered.answers[0])
    assert receipt.staple is not None
    indices = [r.index for r in receipt.results if r.index is not None]
    return receipt, check_staple(hub, receipt.staple, sorted(set(indices)))


def test_a_receipt_proves_all_its_entries_under_one_checkpoint(hub: Simulator) -> None:
    receipt, size = submitted(hub, EM, *(hub.sign(EM, accident()) for _ in range(5)))
    assert [r.status for r in receipt.results] == [Status.ADMITTED] * 5
    assert size == len(leaves_of(hub))


def test_growth_is_stapled_from_what_the_sender_was_told_last(hub: Simulator) -> None:
    first, size = submitted(hub, EM, hub.sign(EM, accident()))
    submitted(hub, SAMR, hub.sign(SAMR, penalty()))
    second, _ = submitted(hub, EM, hub.sign(EM, accident()))
    assert first.staple is not None
    assert second.staple is not None
    assert second.staple.previous >= size  # what it was sent in between counts as told


def test_the_same_answer_again_is_proved_again(hub: Simulator) -> None:
    raw = hub.sign(EM, accident())
    first, _ = submitted(hub, EM, raw)
    for _ in range(300):
        hub.sign(EM, accident())
    submitted(hub, SAMR, *(hub.sign(SAMR, penalty()) for _ in range(20)))
    again, size = submitted(hub, EM, raw)
    assert again.results == first.results
    assert size == len(leaves_of(hub))


def test_what_is_not_in_the_ledger_has_no_proof(hub: Simulator) -> None:
    hub.sequences[EM, "uscc:91130100MA0ABCDE1X"] = 4
    answered = hub.admit(write_bundle([hub.sign(EM, accident())]), sender=EM)
    receipt = receipt_of(hub, answered.answers[0])
    assert [r.status for r in receipt.results] == [Status.HELD]
    assert receipt.staple is None


def test_a_refusal_that_used_its_number_is_proved(hub: Simulator) -> None:
    twice = [hub.sign(EM, accident(), draftkey="same") for _ in range(2)]
    receipt, _ = submitted(hub, EM, *twice)
    assert [r.status for r in receipt.results] == [Status.ADMITTED, Status.REFUSED]
    assert receipt.results[1].index is not None
    assert receipt.results[1].directory is not None


def test_every_frame_ends_where_the_ledger_has_the_head(hub: Simulator) -> None:
    bundles = [
        write_bundle([hub.sign(EM, accident(), subject=f"uscc:S{b}-{n}") for n in range(200)])
        for b in range(3)
    ]
    answered = hub.hub.exchange.admit([Submission(EM, bundle) for bundle in bundles])
    recipient = answered.pushes[0].recipient
    frames = [push.frame for push in answered.pushes if push.recipient == recipient]
    assert [len(read_deliveries(frame)[1]) for frame in frames] == [256, 256, 88]
    assert [one.number for one in hub.deliveries(recipient)] == list(range(1, 601))
    with hub.hub.store.reading() as connection:
        h = t.head_entries.c
        query = sa.select(h.last).where(h.recipient == recipient).order_by(h.last)
        assert list(connection.execute(query).scalars()) == [256, 512, 600]


def test_large_envelopes_make_small_chunks(hub: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.exchange.writer.MAX_CHUNK_BYTES", 10_000)
    monkeypatch.setattr("hub.exchange.telling.MAX_CHUNK_BYTES", 10_000)
    bundle = write_bundle([hub.sign(EM, accident()) for _ in range(40)])
    answered = hub.admit(bundle)
    recipient = answered.pushes[0].recipient
    frames = [push.frame for push in answered.pushes if push.recipient == recipient]
    counts = [len(read_deliveries(frame)[1]) for frame in frames]
    assert sum(counts) == 40
    assert len(counts) > 1
    assert len(bundle) / len(counts) < 10_000
    assert [one.number for one in hub.deliveries(recipient)] == list(range(1, 41))


def test_a_pull_takes_whole_chunks_and_proves_growth_from_what_is_known(hub: Simulator) -> None:
    recipient = ""
    for _ in range(6):
        answered = hub.admit(write_bundle([hub.sign(EM, accident()) for _ in range(3)]))
        recipient = answered.pushes[0].recipient
    directory = hub.hub.exchange.current_directory()
    for limit, count in ((1, 3), (3, 3), (7, 6), (256, 18)):
        (frame,) = hub.ask(recipient, Verb.PULL, after=0, limit=limit, size=9)
        text, deliveries = read_deliveries(frame)
        statement = decode_statement(verify_hub_text(text, directory, Kind.DELIVERIES))
        check_statement(statement, deliveries)
        hub.check_head(statement)
        assert len(deliveries) == count
        assert statement.staple.previous == 9
        assert check_staple(hub, statement.staple, [statement.head.index]) == len(leaves_of(hub))
    (frame,) = hub.ask(recipient, Verb.PULL, after=2, size=10**9)
    statement = decode_statement(
        verify_hub_text(read_deliveries(frame)[0], directory, Kind.DELIVERIES)
    )
    assert (statement.first, statement.last, statement.staple.previous) == (3, 18, 0)


def test_the_stored_tree_is_that_of_the_leaves(hub: Simulator) -> None:
    for batch in range(6):
        names = [f"uscc:T{batch}-{n}" for n in range(130)]
        hub.submit(*(hub.sign(EM, accident(), subject=name) for name in names))
    leaves = leaves_of(hub)
    _, grown = Frontier().grown(leaves)
    with hub.hub.store.reading() as connection:
        nodes = [tuple(row) for row in connection.execute(sa.select(t.nodes))]
        points = connection.execute(sa.select(t.checkpoints).order_by(t.checkpoints.c.size)).all()
    assert sorted(nodes) == [n for n in sorted(grown) if n[0] and n[0] % STORED_LEVELS == 0]
    assert len(nodes) == len(leaves) // 256 > 1
    assert points[-1].size == len(leaves)
    for point in points:
        assert point.root == root(leaves[: point.size])
        assert decode_checkpoint(read_note(point.text.encode()).text).size == point.size


def test_growth_between_any_checkpoints_is_told(hub: Simulator) -> None:
    for _ in range(4):
        hub.submit(hub.sign(EM, accident()))
    leaves = leaves_of(hub)
    directory = hub.hub.exchange.current_directory()
    (text,) = hub.ask(BANK_ID, Verb.CONSISTENCY, from_size=3, to_size=9)
    said = decode_consistency(verify_hub_text(text, directory, Kind.CONSISTENCY))
    assert (said.from_size, said.to_size, said.recipient) == (3, 9, BANK_ID)
    verify_consistency(3, 9, said.proof, root(leaves[:3]), root(leaves[:9]))
    (text,) = hub.ask(BANK_ID, Verb.CONSISTENCY, from_size=3, to_size=10**6)
    said = decode_consistency(verify_hub_text(text, directory, Kind.CONSISTENCY))
    assert said.to_size == len(leaves)
    assert decode_checkpoint(read_note(said.checkpoint.encode()).text).size == len(leaves)


def test_a_witness_is_kept_with_the_checkpoint_it_signed(hub: Simulator) -> None:
    store = hub.hub.store
    newest = store.checkpoint()
    assert newest is not None
    text = read_note(newest.text.encode()).text

    def line(who: str, content: bytes = text) -> str:
        name = witness_name(HUBID, who)
        return cosign(hub.players[who].signer, name, content, 1_772_438_400).decode()

    assert hub.ask(BANK_ID, Verb.COSIGN, size=newest.size, cosignature=line(BANK_ID)) == ()
    assert store.cosignatures(newest.size) == {BANK_ID: line(BANK_ID)}
    hub.ask(BANK_ID, Verb.COSIGN, size=newest.size, cosignature=line(BANK_ID))
    hub.ask(INSURER[0], Verb.COSIGN, size=newest.size, cosignature=line(INSURER[0]))
    assert sorted(store.cosignatures(newest.size)) == [BANK_ID, INSURER[0]]


@pytest.mark.parametrize("wrong", ["other_witness", "other_text", "other_size", "none"])
def test_a_cosignature_that_is_not_one_is_refused(hub: Simulator, wrong: str) -> None:
    newest = hub.hub.store.checkpoint()
    assert newest is not None
    text = read_note(newest.text.encode()).text
    who = INSURER[0] if wrong == "other_witness" else BANK_ID
    content = b"origin\n9\nAAAA\n" if wrong == "other_text" else text
    line = cosign(hub.players[who].signer, witness_name(HUBID, who), content, 1).decode()
    size = 999 if wrong == "other_size" else newest.size
    given = None if wrong == "none" else line
    with pytest.raises((TrustError, MessageError)):
        hub.ask(BANK_ID, Verb.COSIGN, size=size, cosignature=given)
    assert hub.hub.store.cosignatures(newest.size) == {}


def test_an_admission_that_fails_is_not_remembered(
    hub: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.submit(hub.sign(EM, accident()))
    raw = hub.sign(EM, accident())
    exchange = hub.hub.exchange
    with monkeypatch.context() as patch:
        learned: list[object] = []
        patch.setattr(exchange._prover, "learn", learned.append)
        patch.setattr("hub.store.admission.upsert", lambda *_: 1 / 0)
        hub.admit(write_bundle([raw]))
        assert learned == []
    submitted(hub, EM, raw)
