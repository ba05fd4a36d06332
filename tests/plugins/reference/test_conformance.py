"""Every reference plugin passes the suite that every plugin must pass."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import hub_contracts
import hub_plugins
import hub_schemas
from hub.contracts import Catalogue, Contract
from hub.sdk import ENTRY_POINT_GROUP, Participant, PluginInfo
from hub.sdk.testing import PluginCase, check_plugin
from hub_schemas import (
    CreditGraded,
    EnterpriseRegistered,
    HazardDelisted,
    HazardListed,
    LegalBasis,
    MeasureLift,
    MeasureReport,
    MessageWithdrawn,
    Money,
    OrderedMeasure,
    PremiumQuoted,
    PunishmentLiftConfirmed,
    PunishmentLifted,
    PunishmentOrdered,
    PunishmentReported,
    Term,
)
from hub_schemas.codes import (
    Duty,
    EnterpriseStatus,
    ExecutorRole,
    LiftStatus,
    MeasureStatus,
    SupervisionLevel,
)
from tests import bodies
from tests.plugins.reference.network import PLUGINS

DAY = bodies.DAY
ID = "01900000-0000-7000-8000-0000000000ff"
DIVISION = "130102"
NAME = "Example Chemical Works"
EXECUTORS = ("market_regulation", "bank_credit", "liability_insurance", "industry_authority")


def measure(role: str, department: str, name: str) -> OrderedMeasure:
    duty = Duty.MUST_EXECUTE if role == "regulator" else Duty.ADVISORY
    return OrderedMeasure(
        measure_id=f"{department}-{name}",
        measure=name,
        executor_role=ExecutorRole[role.upper()],
        executor_department=department,
        duty=duty,
        term=Term(effective_from=DAY, effective_until=date(2029, 2, 28)),
        legal_basis=LegalBasis(title="Work Safety Law", article="78"),
    )


def order() -> PunishmentOrdered:
    return PunishmentOrdered(
        subject_name=NAME,
        division=DIVISION,
        listing_id=ID,
        ordered_on=DAY,
        measures=(
            measure("regulator", "market_regulation", "publish"),
            measure("regulator", "industry", "pause_approval"),
            measure("bank", "finance", "credit_reference"),
            measure("insurer", "insurance", "premium_increase"),
        ),
    )


BODIES: tuple[object, ...] = (
    EnterpriseRegistered(
        subject_name=NAME,
        division=DIVISION,
        status=EnterpriseStatus.ACTIVE,
        sector="hazardous_chemicals",
        headcount=200,
    ),
    bodies.accident(deaths=10),
    HazardListed(
        subject_name=NAME,
        division=DIVISION,
        hazard_reference="YH-1",
        category="fire",
        description="Exit blocked.",
        supervision_level=SupervisionLevel.COUNTY,
        listed_on=DAY,
        rectify_by=DAY,
        production_stopped=True,
        legal_basis=(LegalBasis(title="Work Safety Law", article="41"),),
    ),
    HazardDelisted(hazard_id=ID, division=DIVISION, delisted_on=DAY, reason="rectified"),
    bodies.penalty(),
    bodies.listing(ID),
    bodies.removal(ID),
    CreditGraded(
        division=DIVISION,
        scheme_id="liaocheng-2013",
        scheme_version="2013.1",
        grade="B",
        valid_from=DAY,
        evaluator="em-hebei",
    ),
    PremiumQuoted(
        division=DIVISION,
        tariff_id="t",
        tariff_version="1",
        base_premium=Money(amount_minor=1, currency="CNY"),
        multiplier=Decimal(1),
        premium=Money(amount_minor=1, currency="CNY"),
        quoted_on=DAY,
        valid_until=DAY,
    ),
    order(),
    PunishmentReported(
        order_id=ID,
        division=DIVISION,
        reported_on=DAY,
        measures=(MeasureReport(measure_id="m", status=MeasureStatus.EXECUTED),),
    ),
    PunishmentLifted(order_id=ID, division=DIVISION, lifted_on=DAY, reason="listing_removed"),
    PunishmentLiftConfirmed(
        lift_id=ID,
        division=DIVISION,
        confirmed_on=DAY,
        measures=(MeasureLift(measure_id="m", status=LiftStatus.LIFTED),),
    ),
    MessageWithdrawn(
        withdrawn_id=ID, withdrawn_type="accident.reported", decided_on=DAY, reason="duplicate"
    ),
)

FAMILIES = frozenset(
    f"{name.split('/')[0]}/{name.split('/')[1].split('.')[0]}"
    for name in hub_contracts.files()
    if name.endswith("/contract.toml")
)


@pytest.mark.parametrize(("participant", "plugin"), PLUGINS.items(), ids=[p.id for p in PLUGINS])
def test_a_reference_plugin_conforms(participant: Participant, plugin: object) -> None:
    assert check_plugin(plugin, BODIES, FAMILIES) == ()


@pytest.mark.parametrize(("participant", "plugin"), PLUGINS.items(), ids=[p.id for p in PLUGINS])
def test_what_a_plugin_issues_its_participant_may_issue(
    participant: Participant, plugin: object
) -> None:
    catalogue = hub_contracts_catalogue()
    info: PluginInfo = PluginCase(plugin).calls.describe()
    for family in info.issues:
        contract = catalogue[family]
        assert contract.may_issue(participant, DIVISION), family


def hub_contracts_catalogue() -> Mapping[str, Contract]:
    found = Catalogue.from_files(hub_contracts.files())
    return {f"{c.ref.split('/')[0]}/{c.ref.split('/')[1].split('.')[0]}": c for c in found}


def test_every_plugin_enters_by_its_entry_point() -> None:
    found = {entry.name: entry.load() for entry in entry_points(group=ENTRY_POINT_GROUP)}
    named = {PluginCase(plugin).calls.describe().name: plugin for plugin in PLUGINS.values()}
    assert found == named


@pytest.mark.parametrize(("participant", "plugin"), PLUGINS.items(), ids=[p.id for p in PLUGINS])
def test_a_state_stays_bounded(participant: Participant, plugin: object) -> None:
    case = PluginCase(plugin, participant)
    case.deliver(BODIES[0])
    sizes = []
    for _ in range(60):
        for body in BODIES[1:]:
            if hub_schemas.ref_of(body) != "message.withdrawn/0.1":
                case.deliver(body)
        sizes.append(max(len(json.dumps(state)) for state in case.states.values()))
    assert sizes[-1] <= sizes[54] + 200
    assert sizes[-1] < 100_000


@pytest.mark.parametrize("module", ["table.py"])
def test_what_several_plugins_need_is_the_same_in_each(module: str) -> None:
    folder = Path(hub_plugins.__file__ or "").parent
    texts = {path.read_text() for path in folder.glob(f"*/{module}")}
    assert len(texts) == 1
