"""Bad input gets its code, reaches its sender or the quarantine, and harms nobody."""

from datetime import timedelta
from typing import Any

import pytest

from hub.exchange.exchange import Exchange
from hub.exchange.model import Submission
from hub.exchange.registrar import with_changed, without_key
from hub.message.bundle import write_bundle
from hub.message.envelope import Part
from hub.message.receipt import Status
from hub.message.refusal import REFUSALS, Again
from hub.store.browse import Browser
from hub.trust.directory import RETIRED
from hub.trust.keys import PrivateKeySigner
from tests.bodies import accident
from tests.simulator import Simulator

EM, SAMR = "em-hebei", "samr-hebei"


def part(text: bytes) -> list[Part]:
    return [Part("main", bytes(16), text)]


def sign_raw(
    hub: Simulator, text: bytes, ref: str = "accident.reported/0.1", **given: object
) -> bytes:
    hub.sequences[EM, "uscc:R1"] += 1
    return hub.sign_parts(EM, ref, part(text), subject="uscc:R1", **given)


def test_a_body_wrong_in_three_fields_is_told_all_three(hub: Simulator) -> None:
    body = (
        b'{"subject_name": "", "occurred_on": "01/03/2026", "place": "x",'
        b' "summary": "x", "deaths": -1}'
    )
    (result,) = hub.submit(sign_raw(hub, body))
    assert result.code == "contract.body_invalid"
    assert {p.path for p in result.problems} == {
        "main/subject_name",
        "main/occurred_on",
        "main/deaths",
    }
    assert all(p.text_zh and p.text_en for p in result.problems)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(b'{"subject_name": "a\\u0000b"}', "contract.body_invalid", id="nul"),
        pytest.param(b'{"a": 1, "a": 2}', "contract.body_invalid", id="duplicate-member"),
        pytest.param(b'{"deaths": NaN}', "contract.body_invalid", id="nan"),
        pytest.param(b"\xff\xfe", "contract.body_invalid", id="not-utf8"),
    ],
)
def test_a_body_that_is_no_clean_json_is_refused(hub: Simulator, text: bytes, code: str) -> None:
    (result,) = hub.submit(sign_raw(hub, text))
    assert (result.code, result.uses_number) == (code, True)


def test_an_unknown_contract_uses_its_number_and_the_next_message_passes(hub: Simulator) -> None:
    unknown = sign_raw(hub, b"{}", "accident.reported/9.9")
    good = hub.sign(EM, accident(), subject="uscc:R1")
    results = hub.submit(unknown, good)
    assert [r.code for r in results] == ["contract.unknown", None]


def test_a_role_that_may_not_issue_and_a_region_it_does_not_cover(hub: Simulator) -> None:
    (bank,) = hub.submit(hub.sign("bank-one", accident()))
    (elsewhere,) = hub.submit(hub.sign(EM, accident(division="440100")))
    assert (bank.code, elsewhere.code) == ("contract.not_entitled", "contract.not_entitled")


def test_another_hubs_message_never_counts_here(hub: Simulator) -> None:
    (result,) = hub.submit(hub.sign(EM, accident(), hubid="other-hub"), sender=EM)
    assert (result.code, result.again) == ("trust.wrong_hub", Again.NEVER)


def test_a_retired_key_is_refused_and_the_same_number_may_be_signed_anew(hub: Simulator) -> None:
    envelope = hub.sign(EM, accident())
    kid = hub.players[EM].signer.kid
    hub.hub.registrar.publish(with_changed(EM, without_key(kid, RETIRED, hub.now)))
    (result,) = hub.submit(envelope, sender=EM)
    assert (result.code, result.again, result.uses_number) == (
        "trust.key_retired",
        Again.RESIGN,
        False,
    )


def test_an_unknown_participants_bytes_go_to_the_quarantine_and_its_neighbour_passes(
    hub: Simulator,
) -> None:
    stranger = hub.sign(EM, accident(), signer=PrivateKeySigner.generate(), subject="uscc:Q1")
    good = hub.sign(EM, accident())
    unknown = hub.admit(write_bundle([stranger]))
    assert hub.results(unknown.answers[0])[0].code == "trust.unknown_key"
    assert hub.submit(good)[0].status is Status.ADMITTED
    (row,) = Browser(hub.hub.store).quarantine(10)
    assert row["code"] == "trust.unknown_key"


def test_a_bundle_that_is_none_is_answered_to_its_sender(hub: Simulator) -> None:
    answered = hub.admit(b"SCB1\xff\xff", sender=EM)
    (result,) = hub.results(answered.answers[0])
    assert result.code == "message.bundle_malformed"
    assert [r.recipient for r in answered.receipts] == [EM]
    assert Browser(hub.hub.store).quarantine(10) == []


def test_more_than_may_wait_is_refused_for_now(
    hub: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.exchange.admission.MAX_HELD_PER_SOURCE_COUNT", 2)
    envelopes = [hub.sign(EM, accident()) for _ in range(4)]
    results = hub.submit(*envelopes[1:])
    assert [r.status for r in results] == [Status.HELD, Status.HELD, Status.REFUSED]
    assert (results[2].code, results[2].again) == ("order.held_full", Again.LATER)
    assert [r.status for r in hub.submit(envelopes[0])] == [Status.ADMITTED] * 3
    assert hub.submit(envelopes[3])[0].status is Status.ADMITTED


def test_what_a_defect_of_ours_stumbles_over_is_set_aside_and_its_neighbours_pass(
    hub: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    envelopes = [hub.sign(EM, accident(), subject=f"uscc:P{n}") for n in range(9)]
    check = Exchange._check

    def stumbling(self: Exchange, view: Any, units: list) -> list:
        if any(unit.envelope == envelopes[4] for unit in units):
            raise ZeroDivisionError
        return check(self, view, units)

    monkeypatch.setattr(Exchange, "_check", stumbling)
    results = hub.submit(*envelopes, sender=EM)
    assert [r.status for r in results].count(Status.ADMITTED) == 8
    assert (results[4].code, results[4].again) == ("hub.defect", Again.LATER)
    (row,) = Browser(hub.hub.store).quarantine(10)
    assert (row["code"], row["detail"]) == ("hub.defect", "ZeroDivisionError")


def test_an_expired_message_is_refused_for_good_and_one_fact_is_told_once(hub: Simulator) -> None:
    late = hub.sign(EM, accident(), expirytime=hub.now - timedelta(days=1))
    once = hub.sign(EM, accident(), draftkey="accident-7")
    twice = hub.sign(EM, accident(), draftkey="accident-7")
    results = hub.submit(late, once, twice)
    assert [r.code for r in results] == ["event.expired", None, "order.already_known"]


def test_every_code_of_a_refusal_tells_both_languages() -> None:
    assert all(rule.text_en and rule.text_zh for rule in REFUSALS.values())


def test_a_submission_of_several_is_answered_one_by_one(hub: Simulator) -> None:
    bundles = [write_bundle([hub.sign(EM, accident())]) for _ in range(3)]
    answered = hub.hub.exchange.admit([Submission(EM, bundle) for bundle in bundles])
    assert [len(hub.results(answer)) for answer in answered.answers] == [1, 1, 1]
