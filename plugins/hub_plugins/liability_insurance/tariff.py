"""The insurer's tariff: from class, staff and factors to a premium, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import prod

from hub.errors import PluginError
from hub_plugins.liability_insurance.table import cited, table
from hub_schemas.codes import TariffFactor

TABLE = "tariff"
FEN = 100
BP = 10_000
_HALF = Fraction(1, 2)
_MULTIPLIER_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Value:
    """The value of one factor and the message it rests on."""

    value: str
    evidence_id: str | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """The premium before factors, in fen, and what it covers, in units of 10 000 yuan."""

    premium_minor: int
    aggregate: int
    per_accident: int
    per_person: int


@dataclass(frozen=True, slots=True)
class Price:
    """A premium that explains itself: every factor with its multiplier and evidence."""

    base: Base
    factors: tuple[tuple[TariffFactor, Value, int], ...]
    multiplier: Fraction

    @property
    def premium_minor(self) -> int:
        """The premium in fen, rounded half up."""
        return _half_up(self.base.premium_minor * self.multiplier)

    @property
    def multiplier_decimal(self) -> Decimal:
        """The multiplier as it is sent, rounded half up to 12 digits."""
        digits = _half_up(self.multiplier * 10**_MULTIPLIER_DIGITS)
        return Decimal(digits).scaleb(-_MULTIPLIER_DIGITS).normalize()

    @property
    def text(self) -> str:
        named = ", ".join(f"{factor}={value.value}" for factor, value, _ in self.factors)
        yuan = Decimal(self.premium_minor) / FEN
        return f"{yuan:.2f} yuan, multiplier {self.multiplier_decimal:f}: {named} ({cited(TABLE)})"


def base(tariff_class: str, package: str, headcount: int) -> Base:
    """Look up the premium before factors.

    Raises:
        PluginError: plugin.tariff_gap, no such class or package.

    Source:
        DOMAIN 4.3; each begun 1000 staff over the last tier counts (assumption).
    """
    found = table(TABLE)
    by_tier: list[int] | None = found["base_yuan"].get(tariff_class, {}).get(package)
    if by_tier is None:
        raise _gap(f"class {tariff_class}, package {package}")
    tier, extra = _tier(headcount)
    yuan = by_tier[min(tier, len(by_tier) - 1)]
    aggregate, per_accident, per_person = found["limits_10k_yuan"][package][tier]
    if len(by_tier) > 1:
        yuan += extra * found["tiers"]["extra_yuan"][package]
        aggregate += extra * found["tiers"]["extra_aggregate_10k_yuan"]
    return Base(yuan * FEN, aggregate, per_accident, per_person)


def price(found: Base, values: Mapping[TariffFactor, Value]) -> Price:
    """Price one policy year.

    Args:
        values: The factors that are applied; one that is left out is not.

    Raises:
        PluginError: plugin.tariff_gap, a factor has no such value.

    Source:
        DOMAIN 4.3: the clamp covers the first five factors only.
    """
    applied = tuple(
        (factor, one, multiplier_bp(factor, one.value)) for factor, one in values.items()
    )
    clamped = set(table(TABLE)["clamped"])
    inner = _product(bp for factor, _, bp in applied if factor in clamped)
    outer = _product(bp for factor, _, bp in applied if factor not in clamped)
    low, high = (Fraction(bp, BP) for bp in table(TABLE)["clamp_bp"])
    return Price(found, applied, min(max(inner, low), high) * outer)


def multiplier_bp(factor: TariffFactor, value: str) -> int:
    """Look up one multiplier in basis points; PluginError plugin.tariff_gap when there is none."""
    bp: int | None = table(TABLE)["factors_bp"][factor].get(value)
    if bp is None:
        raise _gap(f"factor {factor}")
    return bp


def _product(multipliers_bp: Iterable[int]) -> Fraction:
    return prod((Fraction(bp, BP) for bp in multipliers_bp), start=Fraction(1))


def _half_up(amount: Fraction) -> int:
    return (amount + _HALF).__floor__()


def _tier(headcount: int) -> tuple[int, int]:
    """Tell the tier of a staff, and how many thousands it has begun beyond the last."""
    until: list[int] = table(TABLE)["tiers"]["staff_until"]
    tier = sum(headcount > last for last in until[:-1])
    over = max(0, headcount - until[-1])
    return tier, -(-over // table(TABLE)["tiers"]["extra_per_staff"])


def _gap(what: str) -> PluginError:
    return PluginError("plugin.tariff_gap", f"the tariff {cited(TABLE)} has no {what}")
