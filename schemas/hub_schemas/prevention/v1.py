"""The ledger of accident prevention: services rendered, and money received and spent."""

from datetime import date

from hub_schemas import codes
from hub_schemas.body import (
    code,
    code_list,
    count,
    day,
    division_code,
    element,
    flag,
    line,
    message_id,
    messages,
    nested,
    paragraphs,
    registry,
)
from hub_schemas.elements import LegalBasis, Money
from hub_schemas.registry import body
from hub_schemas.rules import ExactlyOne, When

_BP = 10_000
_MANY = 1_000_000


@element()
class PreventionService:
    """A service as AQ 9010 wants it recorded; staff are counted, not named.

    Source: AQ 9010-2019 (secondary source), DOMAIN 4.2.
    """

    items: tuple[str, ...] = code_list("服务项目", "Items", codes.PreventionItem, 9)
    notified_on: date | None = day("事先告知日期", "Visit announced on", default=None)
    started_on: date = day("服务开始日期", "First day")
    ended_on: date = day("服务结束日期", "Last day")
    place: str = line("服务地点", "Place", 600)
    agency: str = line("服务机构", "Who rendered it", 300)
    staff_count: int = count("服务人员数", "Staff", largest=_MANY)
    qualified_count: int | None = count(
        "持证人员数", "Qualified staff among them", largest=_MANY, default=None
    )
    process: str = paragraphs("服务过程", "What was done", 4000)
    hazards_found: int = count("发现隐患数", "Hazards found", largest=_MANY)
    major_hazards_found: int = count("其中重大隐患数", "Major ones among them", largest=_MANY)
    written_notice: bool = flag("是否书面告知隐患", "Hazards were told in writing")
    hazard_ids: tuple[str, ...] = messages("隐患消息", "Messages about the hazards", 50, default=())
    follow_up: str | None = paragraphs("跟踪情况", "Follow-up", 2000, default=None)
    confirmed_on: date | None = day("双方确认日期", "Confirmed by both on", default=None)
    quality: str | None = registry(
        "服务评价", "How good it was", codes.ServiceQuality, default=None
    )


@element()
class ShareRule:
    """The share of the premium that a rule wants for prevention: a floor, a ceiling or both.

    It is a floor in one place and a ceiling in another; the rule is part of the record.
    """

    at_least_bp: int | None = count("下限(万分比)", "At least", largest=_BP, default=None)
    at_most_bp: int | None = count("上限(万分比)", "At most", largest=_BP, default=None)
    basis: LegalBasis = nested("依据", "Rule", LegalBasis)


@element()
class PreventionMoney:
    """Money as booked, never as planned."""

    amount: Money = nested("金额", "Amount", Money)
    booked_on: date = day("入账日期", "Booked on")
    reference: str | None = line("凭证号", "Number of the voucher", 120, default=None)
    items: tuple[str, ...] = code_list(
        "支出项目", "Items it was spent on", codes.PreventionItem, 9, default=()
    )
    payee: str | None = line("收款单位", "Who was paid", 300, default=None)
    premium_to_date: Money | None = nested(
        "本保单年度累计实收保费", "Premium received in the policy year", Money, default=None
    )
    spent_to_date: Money | None = nested(
        "本保单年度累计预防支出", "Spent on prevention in the policy year", Money, default=None
    )
    share_rule: ShareRule | None = nested("占比规则", "Rule of the share", ShareRule, default=None)


@element(rules=(When("stage", ("answered",), requires=("answered_on",)),))
class ServiceComplaint:
    """A complaint of the insured about a service. Source: AQ 9010-2019 (secondary source)."""

    reference: str = line("投诉编号", "Number", 120)
    received_on: date = day("受理日期", "Received on")
    stage: codes.ComplaintStage = code("处理阶段", "Stage", codes.ComplaintStage)
    about: str = paragraphs("投诉内容", "What it is about", 2000)
    answered_on: date | None = day("答复日期", "Answered on", default=None)
    answer: str | None = paragraphs("答复内容", "Answer", 2000, default=None)


@body(
    "prevention.recorded/1.0",
    rules=(
        ExactlyOne(("service", "money", "complaint")),
        When("entry", ("service",), requires=("service",)),
        When("entry", ("premium_received", "expenditure"), requires=("money",)),
        When("entry", ("complaint",), requires=("complaint",)),
    ),
)
class PreventionRecorded:
    """One entry of the prevention ledger of a policy. Source: DOMAIN 4.2."""

    policy_id: str = message_id("保单消息", "The policy.bound message")
    division: str = division_code()
    policy_reference: str = line("保单号", "Policy number", 120)
    entry_reference: str = line("台账编号", "Number of the entry", 120)
    entry: codes.PreventionEntry = code("记录类型", "Kind of entry", codes.PreventionEntry)
    policy_year_from: date = day("保单年度起始日", "First day of the policy year")
    service: PreventionService | None = nested(
        "预防服务", "Service", PreventionService, default=None
    )
    money: PreventionMoney | None = nested("预防费用", "Money", PreventionMoney, default=None)
    complaint: ServiceComplaint | None = nested(
        "服务投诉", "Complaint", ServiceComplaint, default=None
    )
