"""The tariff to the cent, and the law that worse never pays less."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import PluginError
from hub.sdk.testing import PluginCase
from hub_plugins.liability_insurance.dossier import MOST_FACTS, Accident, Dossier
from hub_plugins.liability_insurance.plugin import LiabilityInsurance, considered
from hub_plugins.liability_insurance.quoting import prevention_share_bp
from hub_plugins.liability_insurance.table import table
from hub_plugins.liability_insurance.tariff import Value, base, multiplier_bp, price
from hub_plugins.liability_insurance.underwriting import factor_values
from hub_schemas import EnterpriseRegistered, PremiumQuoted
from hub_schemas.codes import EnterpriseStatus, MeasureStatus, TariffFactor
from tests.plugins.reference.test_conformance import measure

ON = date(2026, 6, 1)
ORDER = (
    TariffFactor.LISTED,
    TariffFactor.STANDARDISATION,
    TariffFactor.RISK_LEVEL,
    TariffFactor.HAZARD_CONTROL,
    TariffFactor.ACCIDENTS,
    TariffFactor.TWO_KEY,
    TariffFactor.PENALTIES,
    TariffFactor.LOCATION,
    TariffFactor.PREVENTION,
)


@pytest.mark.parametrize(
    ("values", "multiplier", "premium_minor"),
    [
        ("yes level_2 A not_fixed with_death yes 3 park poor", "2.574", 80_308_80),
        ("no level_1 C fixed none no 0 park good", "0.567", 17_690_40),
        ("no level_3 B fixed none no 1 park fair", "0.855", 26_676_00),
    ],
)
def test_the_tariffs_three_vectors(values: str, multiplier: str, premium_minor: int) -> None:
    factors = {f: Value(v) for f, v in zip(ORDER, values.split(), strict=True)}
    found = price(base("production", "basic", 300), factors)
    assert found.multiplier_decimal == Decimal(multiplier)
    assert found.premium_minor == premium_minor


def test_half_a_fen_is_rounded_up() -> None:
    found = price(base("petrol_station", "basic", 5), {TariffFactor.LISTED: Value("no")})
    assert found.premium_minor == 4_700_00
    odd = base("production", "basic", 1)
    factors = {
        TariffFactor.STANDARDISATION: Value("level_2"),
        TariffFactor.RISK_LEVEL: Value("none"),
        TariffFactor.HAZARD_CONTROL: Value("not_fixed"),
        TariffFactor.ACCIDENTS: Value("none"),
    }
    assert price(odd, factors).multiplier_decimal == Decimal("0.94263750")
    assert price(odd, factors).premium_minor == 14_705_15  # 14705.145


@pytest.mark.parametrize(
    ("headcount", "yuan", "aggregate"),
    [
        (1, 15_600, 300),
        (100, 15_600, 300),
        (101, 31_200, 600),
        (300, 31_200, 600),
        (301, 41_600, 1_500),
        (1_000, 41_600, 1_500),
        (1_001, 56_600, 3_000),
        (2_001, 71_600, 4_500),
    ],
)
def test_staff_decides_the_tier(headcount: int, yuan: int, aggregate: int) -> None:
    found = base("production", "basic", headcount)
    assert (found.premium_minor, found.aggregate) == (yuan * 100, aggregate)


def test_a_value_the_tariff_lacks_is_a_gap() -> None:
    with pytest.raises(PluginError, match=r"plugin\.tariff_gap"):
        multiplier_bp(TariffFactor.LISTED, "perhaps")
    with pytest.raises(PluginError, match=r"plugin\.tariff_gap"):
        base("spaceflight", "basic", 10)


BETTER_FIRST: dict[TariffFactor, tuple[str, ...]] = {
    TariffFactor.LISTED: ("no", "yes"),
    TariffFactor.STANDARDISATION: ("level_1", "level_2", "level_3", "none"),
    TariffFactor.RISK_LEVEL: ("D", "C", "B", "A"),
    TariffFactor.HAZARD_CONTROL: ("fixed", "not_fixed", "not_checked"),
    TariffFactor.ACCIDENTS: ("none", "no_death", "with_death"),
    TariffFactor.TWO_KEY: ("no", "yes"),
    TariffFactor.PENALTIES: (*(str(n) for n in range(11)), "11_or_more"),
    TariffFactor.LOCATION: ("park", "elsewhere"),
    TariffFactor.PREVENTION: ("good", "fair", "poor"),
    TariffFactor.CREDIT_GRADE: ("A", "B", "C", "D"),
}
profiles = st.fixed_dictionaries(
    {factor: st.sampled_from(values) for factor, values in BETTER_FIRST.items()}
)
bases = st.builds(
    base,
    st.sampled_from(sorted(table("tariff")["base_yuan"])),
    st.sampled_from(("basic", "upgraded", "best")),
    st.integers(1, 20_000),
)


@given(profiles, profiles, bases)
def test_worse_never_pays_less(
    one: dict[TariffFactor, str], other: dict[TariffFactor, str], found: object
) -> None:
    def premium(profile: dict[TariffFactor, str]) -> int:
        assert hasattr(found, "premium_minor")
        return price(found, {f: Value(v) for f, v in profile.items()}).premium_minor  # type: ignore[arg-type]

    def worse_of(factor: TariffFactor) -> str:
        return max(one[factor], other[factor], key=BETTER_FIRST[factor].index)

    worst = {factor: worse_of(factor) for factor in one}
    assert premium(worst) >= max(premium(one), premium(other))


@given(st.integers(1, 5_000), st.integers(0, 5_000))
def test_more_staff_never_pays_less(headcount: int, more: int) -> None:
    fewer = base("use_other", "upgraded", headcount)
    assert base("use_other", "upgraded", headcount + more).premium_minor >= fewer.premium_minor


def values(dossier: Dossier) -> dict[TariffFactor, Value]:
    return factor_values(dossier, {}, ON)


def accident(number: int, day: str, deaths: int) -> Accident:
    return Accident(f"a{number}", f"a{number}", day, deaths)


@pytest.mark.parametrize(
    ("dossier", "factor", "expected"),
    [
        (Dossier(), TariffFactor.LISTED, Value("no")),
        (Dossier(listings=("l1", "l2")), TariffFactor.LISTED, Value("yes", "l2")),
        (Dossier(), TariffFactor.ACCIDENTS, Value("new")),
        (Dossier(registered_on="2025-06-02"), TariffFactor.ACCIDENTS, Value("new")),
        (Dossier(registered_on="2025-06-01"), TariffFactor.ACCIDENTS, Value("none")),
        (Dossier(registered_on="2024-02-29"), TariffFactor.PENALTIES, Value("0")),
        (
            Dossier(accidents=(accident(1, "2026-01-01", 1), accident(2, "2026-02-01", 0))),
            TariffFactor.ACCIDENTS,
            Value("with_death", "a1"),
        ),
        (
            Dossier(accidents=(accident(1, "2025-06-01", 1), accident(2, "2026-02-01", 0))),
            TariffFactor.ACCIDENTS,
            Value("no_death", "a2"),
        ),
        (Dossier(hazards={"h1": "rectified"}), TariffFactor.HAZARD_CONTROL, Value("fixed", "h1")),
        (Dossier(hazards={"h1": "closed"}), TariffFactor.HAZARD_CONTROL, Value("new")),
        (
            Dossier(hazards={"h1": "", "h2": "rectified"}),
            TariffFactor.HAZARD_CONTROL,
            Value("not_fixed", "h1"),
        ),
        (Dossier(penalties={"p1": "2026-05-01"}), TariffFactor.PENALTIES, Value("1", "p1")),
        (
            Dossier(penalties={f"p{n}": "2026-05-01" for n in range(12)}),
            TariffFactor.PENALTIES,
            Value("11_or_more", "p11"),
        ),
        (Dossier(grade="B", grade_id="g"), TariffFactor.CREDIT_GRADE, Value("B", "g")),
        (Dossier(grade="7", grade_id="g"), TariffFactor.CREDIT_GRADE, Value("new")),
    ],
)
def test_a_dossier_is_valued_with_its_evidence(
    dossier: Dossier, factor: TariffFactor, expected: Value
) -> None:
    assert values(dossier)[factor] == expected


def test_a_dossier_survives_its_state_and_stays_bounded() -> None:
    dossier = Dossier(
        division="130102",
        accidents=(accident(1, "2026-01-01", 1),),
        hazards={f"h{n}": "" for n in range(MOST_FACTS + 5)},
        listings=("l",),
    )
    state = dossier.into({"orders": {}})
    assert state["orders"] == {}
    assert len(Dossier.of(state).hazards) == MOST_FACTS
    assert Dossier.of(state).into({"orders": {}}) == state


@pytest.mark.parametrize(
    ("division", "share_bp"), [("130102", 1_500), ("320206", 2_000), ("320102", None)]
)
def test_the_prevention_share_is_the_regions(division: str, share_bp: int | None) -> None:
    assert prevention_share_bp(division) == share_bp


def registered(**given: object) -> EnterpriseRegistered:
    members = {
        "subject_name": "Example",
        "division": "130102",
        "status": EnterpriseStatus.ACTIVE,
        "sector": "hazardous_chemicals",
        "headcount": 80,
        **given,
    }
    return EnterpriseRegistered(**members)  # type: ignore[arg-type]


def test_the_insurers_own_file_enters_the_quote() -> None:
    own = {"class": "storage", "package": "best", "standardisation": "level_1"}
    case = PluginCase(LiabilityInsurance(lambda _subject: own))
    [draft] = case.deliver(registered()).drafts
    assert isinstance(draft.body, PremiumQuoted)
    assert draft.body.base_premium.amount_minor == 14_600_00
    assert draft.body.premium.amount_minor == 13_140_00


@pytest.mark.parametrize(
    "given_",
    [{"sector": "mine"}, {"headcount": None}, {"status": EnterpriseStatus.DEREGISTERED}],
    ids=str,
)
def test_what_the_tariff_does_not_cover_gets_no_quote(given_: dict[str, object]) -> None:
    handled = PluginCase(LiabilityInsurance()).deliver(registered(**given_))
    assert handled.drafts == ()
    assert "no quote" in handled.reason


def test_an_insurer_considers_and_is_never_bound() -> None:
    assert considered(measure("insurer", "insurance", "premium_increase")).status == (
        MeasureStatus.CONSIDERED
    )
    assert considered(measure("insurer", "insurance", "interview")).status == (
        MeasureStatus.NOT_APPLICABLE
    )
