"""Objects that several bodies share."""

from datetime import date

from hub_schemas import codes, patterns
from hub_schemas.body import code, count, day, element, line, registry, shaped
from hub_schemas.rules import ExactlyOne, When

_ORDER_11 = tuple(ground.value for ground in codes.Order11Ground)


@element()
class Money:
    """An amount in minor units (fen for CNY); never a float."""

    amount_minor: int = count("金额(最小货币单位)", "Amount in minor units")
    currency: str = shaped("币种", "Currency, ISO 4217", patterns.CURRENCY, 3)


@element()
class LegalBasis:
    """The rule a decision rests on."""

    title: str = line("法律文件名称", "Title of the law or rule", 200)
    article: str | None = line("条款", "Article", 80, default=None)


@element(rules=(ExactlyOne(("effective_until", "open_ended")),))
class Term:
    """From a day until a day, or open-ended with the reason; both days are included."""

    effective_from: date = day("生效日期", "In force from")
    effective_until: date | None = day("截止日期", "In force until, inclusive", default=None)
    open_ended: codes.OpenEnd | None = code(
        "无截止日期的原因", "Why there is no end", codes.OpenEnd, default=None
    )


@element()
class Person:
    """A natural person; the identity number is never sent in clear."""

    name: str = line("姓名", "Name", 100, mask="name")
    role: str = registry("身份", "Role", codes.PersonRole)
    id_kind: str | None = registry("证件类型", "Kind of document", codes.IdKind, default=None)
    id_masked: str | None = shaped(
        "证件号码(脱敏)",
        "Identity number, masked",
        patterns.MASKED_ID,
        32,
        default=None,
        mask="id_number",
    )
    id_token: str | None = shaped(
        "证件号码令牌",
        "Keyed SHA-256 of the identity number",
        patterns.KEYED_DIGEST,
        43,
        default=None,
        mask="token",
    )


@element()
class Publication:
    """Where and since when something is shown to the public."""

    channel: str = registry("公示渠道", "Channel", codes.PublicationChannel)
    url: str | None = line("公示地址", "Address of the page", 300, default=None)


@element()
class MeasureOfRepair:
    """Something that has to be put right, by when and by whom."""

    text: str = line("整改措施", "What has to be done", 600)
    due_on: date | None = day("完成期限", "Due on", default=None)
    in_charge: str | None = line("责任部门或岗位", "Office or post in charge", 200, default=None)


@element(rules=(When("scheme", ("mem-order-11",), limits={"code": _ORDER_11}),))
class Ground:
    """Why a subject is listed, in the words of a scheme."""

    scheme: str = registry("事由体系", "Scheme of the ground", codes.GroundScheme)
    code: str = shaped("事由代码", "Code within the scheme", patterns.KEY, 40)
    text: str | None = line("事由原文", "Ground as printed", 300, default=None)
