"""Objects that the bodies of liability insurance share."""

from hub_schemas import codes, patterns
from hub_schemas.body import count, element, message_id, nested, registry, shaped
from hub_schemas.elements import Money

_BP = 10_000


@element()
class Factor:
    """One factor of the tariff as it was applied."""

    factor: str = registry("费率因子", "Factor", codes.TariffFactor)
    value: str = shaped("取值", "Value of the factor, e.g. level_2", patterns.KEY, 60)
    multiplier_bp: int = count(
        "系数(万分比)", "Multiplier in basis points; 10000 is 1", largest=100 * _BP
    )
    evidence_id: str | None = message_id("证据消息", "Message it rests on", default=None)


@element()
class CoverLimits:
    """The most that is paid."""

    aggregate: Money = nested("累计责任限额", "Aggregate", Money)
    per_accident: Money = nested("每次事故责任限额", "Per accident", Money)
    per_person: Money = nested("每人责任限额", "Per person", Money)
