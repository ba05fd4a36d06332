"""Quotes of work-safety liability insurance, every factor with its evidence."""

from datetime import date
from decimal import Decimal

from hub_schemas import codes, patterns
from hub_schemas.body import (
    count,
    day,
    decimal,
    division_code,
    line,
    nested,
    registry,
    several,
    shaped,
)
from hub_schemas.cover import CoverLimits, Factor
from hub_schemas.elements import Money
from hub_schemas.registry import body

_BP = 10_000


@body("premium.quoted/0.1")
class PremiumQuoted:
    """An insurer's price for one policy year. Source: DOMAIN 4.3, 4.5."""

    division: str | None = division_code(default=None)
    policy_reference: str | None = line("保单号", "Policy number", 120, default=None)
    sector: str | None = registry("行业领域", "Sector", codes.Sector, default=None)
    headcount: int | None = count("投保人数", "Insured staff", largest=10_000_000, default=None)
    tariff_id: str = shaped("费率表", "Tariff", patterns.KEY, 60)
    tariff_version: str = shaped("费率表版本", "Version of the tariff", patterns.KEY, 40)
    base_premium: Money = nested("基准保费", "Premium before factors", Money)
    factors: tuple[Factor, ...] = several("费率因子", "Factors applied", Factor, 30, default=())
    multiplier: Decimal = decimal("综合系数", "All factors together, after the clamp")
    premium: Money = nested("保费", "Premium", Money)
    limits: CoverLimits | None = nested("责任限额", "Limits", CoverLimits, default=None)
    prevention_share_bp: int | None = count(
        "事故预防费占比(万分比)",
        "Share for prevention services in basis points",
        largest=_BP,
        default=None,
    )
    quoted_on: date = day("报价日期", "Quoted on")
    valid_until: date = day("报价有效期", "Quote valid until, inclusive")
