"""Premiums that move with the facts, every factor with its evidence."""

from datetime import date
from decimal import Decimal

from hub_schemas import codes, patterns
from hub_schemas.body import (
    code_list,
    day,
    decimal,
    division_code,
    line,
    message_id,
    messages,
    nested,
    paragraphs,
    registry,
    several,
    shaped,
)
from hub_schemas.cover import Factor
from hub_schemas.elements import Money
from hub_schemas.registry import body


@body("premium.adjusted/1.0")
class PremiumAdjusted:
    """The premium of a policy changes; by default at renewal. Source: DOMAIN 4.3, 11.8."""

    policy_id: str = message_id("保单消息", "The policy.bound message")
    division: str = division_code()
    policy_reference: str = line("保单号", "Policy number", 120)
    adjusted_on: date = day("调整日期", "Adjusted on")
    effect: str = registry("生效方式", "When it takes effect", codes.AdjustmentEffect)
    effective_from: date = day("生效日期", "In force from")
    causes: tuple[str, ...] = code_list("调整原因", "Causes", codes.AdjustmentCause, 12)
    evidence_ids: tuple[str, ...] = messages("证据消息", "Messages it rests on", 100, default=())
    tariff_id: str = shaped("费率表", "Tariff", patterns.KEY, 60)
    tariff_version: str = shaped("费率表版本", "Version of the tariff", patterns.KEY, 40)
    base_premium: Money = nested("基准保费", "Premium before factors", Money)
    factors: tuple[Factor, ...] = several("费率因子", "Factors applied", Factor, 30)
    multiplier: Decimal = decimal("综合系数", "All factors together, after the clamp")
    before: Money = nested("调整前保费", "Premium before the adjustment", Money)
    after: Money = nested("调整后保费", "Premium after the adjustment", Money)
    quote_id: str | None = message_id("报价消息", "The premium.quoted message", default=None)
    explanation: str | None = paragraphs("说明", "Explanation", 2000, default=None)
