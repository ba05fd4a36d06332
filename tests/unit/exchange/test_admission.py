"""What becomes of a message at the hub, by the rules of admission."""

from datetime import datetime, timedelta

import pytest

from hub.exchange.check import Checker
from hub.exchange.model import Checked
from hub.message.envelope import read_envelope
from hub.message.event import Event, decode_event
from hub.message.head import decode_welcome
from hub.message.jws import read_jws
from hub.message.kinds import Kind
from hub.message.receipt import Status
from hub.message.refusal import Again
from hub.message.request import Verb
from hub.trust.verify import verify_hub_text
from tests.bodies import accident, listing, penalty, removal
from tests.simulator import SUBJECT, Simulator

EM, SAMR, BANK = "em-hebei", "samr-hebei", "bank-one"


def event_of(envelope: bytes) -> Event:
    return decode_event(read_jws(read_envelope(envelope).jws).payload)


def id_of(envelope: bytes) -> str:
    return event_of(envelope).id


def test_an_accident_reported_is_admitted_and_numbered_for_its_recipients(hub: Simulator) -> None:
    (result,) = hub.submit(hub.sign(EM, accident()))
    assert result.status is Status.ADMITTED
    (delivery,) = hub.deliveries(SAMR)
    assert (delivery.number, delivery.index) == (1, result.index)
    assert hub.deliveries(EM) == []


def test_the_same_bytes_again_get_the_same_answer_for_ever(hub: Simulator) -> None:
    envelope = hub.sign(EM, accident())
    first = hub.submit(envelope)
    hub.submit(hub.sign(EM, accident()))
    assert hub.submit(envelope, envelope) == first + first
    assert len(hub.deliveries(SAMR)) == 2


def test_one_id_with_another_content_is_a_security_event(hub: Simulator) -> None:
    envelope = hub.sign(EM, accident())
    hub.submit(envelope)
    other = hub.sign(EM, accident(deaths=3), id=id_of(envelope))
    (result,) = hub.submit(other)
    assert (result.code, result.uses_number) == ("order.id_reused", False)


def test_a_message_too_early_is_held_and_released_in_order(hub: Simulator) -> None:
    first, second, third = (hub.sign(EM, accident()) for _ in range(3))
    held = hub.submit(third, second)
    assert [r.status for r in held] == [Status.HELD, Status.HELD]
    assert [r.missing for r in held] == [(1, 2), (1, 1)]
    released = hub.submit(first)
    assert [r.status for r in released] == [Status.ADMITTED] * 3
    assert [r.id for r in released] == [id_of(first), id_of(second), id_of(third)]
    assert [id_of(d.envelope) for d in hub.deliveries(SAMR)] == [
        id_of(first),
        id_of(second),
        id_of(third),
    ]


def test_a_number_used_before_is_stale(hub: Simulator) -> None:
    hub.submit(hub.sign(EM, accident()))
    (result,) = hub.submit(hub.sign(EM, accident(), sequence=1))
    assert (result.code, result.again) == ("order.stale", Again.NEVER)


def test_an_older_generation_is_fenced(hub: Simulator) -> None:
    envelope = hub.sign(EM, accident())
    hub.open(EM)
    (result,) = hub.submit(envelope)
    assert (result.code, result.again, result.uses_number) == (
        "order.generation_fenced",
        Again.RESIGN,
        False,
    )


def test_a_message_from_the_future_may_come_again_later(hub: Simulator) -> None:
    envelope = hub.sign(EM, accident(), time=hub.now + timedelta(days=400 * 10))
    (result,) = hub.submit(envelope)
    assert (result.code, result.again) == ("event.from_future", Again.LATER)


def test_a_refusal_on_content_uses_its_number_so_that_the_next_one_passes(hub: Simulator) -> None:
    bad = hub.sign(SAMR, accident())
    good = hub.sign(EM, accident())
    assert hub.submit(good)[0].status is Status.ADMITTED
    results = hub.submit(bad)
    assert (results[0].status, results[0].uses_number) == (Status.REFUSED, True)
    assert results[0].index is not None
    assert hub.submit(bad) == results


def test_a_listing_must_cite_the_same_authoritys_penalty(hub: Simulator) -> None:
    fine = hub.sign(EM, penalty())
    listed = hub.sign(EM, listing(id_of(fine)), correlationid="listing-1")
    (unfounded,) = hub.submit(
        hub.sign(EM, listing(hub.new_id()), correlationid="l-2", subject="uscc:1X")
    )
    assert (unfounded.code, unfounded.uses_number) == ("contract.cite_missing", True)
    assert [r.status for r in hub.submit(fine, listed)] == [Status.ADMITTED] * 2


def test_only_the_lister_removes_and_a_removed_listing_stays_removed(hub: Simulator) -> None:
    fine = hub.sign(EM, penalty())
    listed = hub.sign(EM, listing(id_of(fine)), correlationid="listing-1")
    hub.submit(fine, listed)
    (foreign,) = hub.submit(hub.sign(SAMR, removal(id_of(listed)), correlationid="listing-1"))
    assert foreign.code in {"contract.cite_missing", "case.not_beginner"}
    removed = hub.sign(EM, removal(id_of(listed)), correlationid="listing-1")
    again = hub.sign(EM, listing(id_of(fine)), correlationid="listing-1")
    results = hub.submit(removed, again)
    assert [r.code for r in results] == [None, "case.ended"]


def test_the_removal_goes_to_everyone_who_was_sent_the_listing(hub: Simulator) -> None:
    fine = hub.sign(EM, penalty())
    listed = hub.sign(EM, listing(id_of(fine)), correlationid="listing-1")
    removed = hub.sign(EM, removal(id_of(listed)), correlationid="listing-1")
    hub.submit(fine, listed, removed)
    for who in (SAMR, BANK, "insurer-one"):
        types = [
            decode_event(read_jws(read_envelope(d.envelope).jws).payload).type
            for d in hub.deliveries(who)
        ]
        assert types[-2:] == ["listing.decided", "listing.removed"]


def test_one_bad_envelope_harms_no_neighbour(hub: Simulator) -> None:
    good, other = hub.sign(EM, accident()), hub.sign(EM, accident())
    broken = bytearray(hub.sign(EM, accident(), sequence=9, subject="uscc:X1"))
    broken[200] ^= 1
    results = hub.submit(good, bytes(broken), b"not an envelope", other)
    assert [r.status for r in results] == [
        Status.ADMITTED,
        Status.REFUSED,
        Status.REFUSED,
        Status.ADMITTED,
    ]
    assert results[2].position == 2


def test_the_clerk_keeps_the_file_on_the_enterprise(hub: Simulator) -> None:
    fine = hub.sign(EM, penalty())
    listed = hub.sign(EM, listing(id_of(fine)), correlationid="listing-1")
    hub.submit(fine, listed)
    assert hub.hub.clerk.step() == 2
    assert hub.hub.clerk.step() == 0
    with hub.hub.store.clerk() as tx:
        record = tx.records({("listing", "listing-1")})["listing", "listing-1"]
    assert (record.state, record.subject, record.since) == ("listed", SUBJECT, "2026-03-01")


def test_an_agent_whose_database_is_lost_is_told_where_its_numbering_stands(hub: Simulator) -> None:
    hub.submit(hub.sign(EM, accident()), hub.sign(EM, accident()))
    (frame,) = hub.ask(EM, Verb.OPEN)
    directory = hub.hub.exchange.current_directory()
    welcome = decode_welcome(verify_hub_text(frame, directory, Kind.WELCOME))
    assert welcome.streams == {SUBJECT: 2}


def test_what_goes_on_waiting_is_not_verified_again_and_again(
    hub: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *rest = (hub.sign(EM, accident()) for _ in range(12))
    hub.submit(*rest[1:])
    checked: list[bytes] = []
    check = Checker.check

    def counting(self: Checker, raw: bytes, at: datetime, *, held: bool = False) -> Checked:
        if held:
            checked.append(raw)
        return check(self, raw, at, held=held)

    monkeypatch.setattr(Checker, "check", counting)
    hub.submit(first)
    assert checked == []
    hub.submit(rest[0])
    assert checked == rest[1:]
