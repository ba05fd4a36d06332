"""Objections and withdrawals reach the author and whoever was told; only the author decides."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hub_schemas import (
    DisputeDecided,
    DisputeRaised,
    HazardReported,
    PenaltyWithdrawn,
    RegulatorReceipt,
    WorkersReceipt,
    codes,
)
from tests.bodies import DAY, penalty
from tests.simulator import FIVE, Simulator

EM, BANK, UNION = "em-hebei", "bank-one", "union-sjz"
DEVELOPMENT = ("drc-hebei", "regulator", "development_reform", "13", "province")
CITY = ("em-tangshan", "regulator", "emergency_management", "1302", "city")
CONGRESS = (UNION, "union", "workers_congress", "1301", "city")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Simulator]:
    simulator = Simulator(tmp_path / "home", players=(*FIVE, DEVELOPMENT, CITY, CONGRESS))
    yield simulator
    simulator.close()


def types_at(hub: Simulator, who: str) -> list[str]:
    return [hub.event(delivery.envelope).type for delivery in hub.deliveries(who)]


def raised(disputed: str, **given: Any) -> DisputeRaised:
    return DisputeRaised(
        subject_name="Example Chemical Works",
        disputed_id=disputed,
        disputed_type="penalty.decided",
        ground="facts_wrong",
        statement="Another enterprise of the same name.",
        received_on=DAY,
        received_by="Credit centre",
        **given,
    )


def decided(dispute: str, disputed: str) -> DisputeDecided:
    return DisputeDecided(
        dispute_id=dispute,
        disputed_id=disputed,
        decided_on=DAY,
        result=codes.DisputeResult.REJECTED,
        remedy=codes.Remedy.NONE,
        reason="The document says the same.",
    )


def sent(hub: Simulator, who: str, body: object, **given: Any) -> str:
    envelope = hub.sign(who, body, **given)
    (result,) = hub.submit(envelope)
    assert result.status == "admitted", result
    return hub.event(envelope).id


def test_a_dispute_reaches_the_author_and_everyone_who_was_told(town: Simulator) -> None:
    disputed = sent(town, "em-tangshan", penalty(division="130202"))
    sent(town, "drc-hebei", raised(disputed), correlationid="dispute-1")
    assert "dispute.raised" in types_at(town, "em-tangshan")
    assert "dispute.raised" in types_at(town, BANK)
    assert "dispute.raised" not in types_at(town, UNION)


def test_only_the_author_of_the_disputed_message_decides(town: Simulator) -> None:
    disputed = sent(town, EM, penalty())
    dispute = sent(town, "drc-hebei", raised(disputed), correlationid="dispute-1")
    body = decided(dispute, disputed)
    (refused,) = town.submit(town.sign("samr-hebei", body, correlationid="dispute-1"))
    assert (refused.status, refused.code) == ("refused", "contract.cite_missing")
    sent(town, EM, body, correlationid="dispute-1")
    assert "dispute.decided" in types_at(town, "drc-hebei")
    assert "dispute.decided" in types_at(town, BANK)


def test_a_withdrawn_penalty_reaches_a_bank_that_was_told_of_it(town: Simulator) -> None:
    wrong = sent(town, EM, penalty())
    body = PenaltyWithdrawn(
        penalty_id=wrong,
        reason="annulled",
        explanation="The facts were not established.",
        decided_by="Provincial department",
        decided_on=DAY,
        withdrawn_on=DAY,
    )
    sent(town, EM, body)
    assert types_at(town, BANK) == ["penalty.decided", "penalty.withdrawn"]


def report(**given: Any) -> HazardReported:
    return HazardReported(
        subject_name="Example Chemical Works",
        division="130102",
        hazard_reference="H-1",
        category="fire",
        description="No fire water.",
        found_by="self_check",
        found_on=DAY,
        reported_on=DAY,
        regulator_receipt=RegulatorReceipt(received_on=DAY, received_by="Emergency management"),
        **given,
    )


def test_the_double_report_is_brought_to_the_workers_side(town: Simulator) -> None:
    first = report(workers_receipt_by=date(2026, 3, 9))
    reported = sent(town, EM, first, correlationid="hazard-1")
    receipt = WorkersReceipt(received_on=DAY, received_by=codes.CongressReceipt.CONGRESS)
    second = report(workers_receipt=receipt, supplements_id=reported)
    sent(town, EM, second, correlationid="hazard-1")
    assert types_at(town, UNION) == ["hazard.reported", "hazard.reported"]
    assert types_at(town, BANK) == []
