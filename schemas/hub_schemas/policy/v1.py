"""Policies of work-safety liability insurance: bound and cancelled."""

from datetime import date

from hub_schemas import codes, patterns
from hub_schemas.body import (
    count,
    day,
    division_code,
    flag,
    line,
    message_id,
    nested,
    paragraphs,
    registry,
    shaped,
)
from hub_schemas.cover import CoverLimits
from hub_schemas.elements import Money, Term
from hub_schemas.registry import body
from hub_schemas.rules import When

_BP = 10_000


@body(
    "policy.bound/1.0",
    rules=(When("insured_unit", ("licence", "project", "site"), requires=("unit_reference",)),),
)
class PolicyBound:
    """Cover is in force for a term. Source: DOMAIN 4.1, 4.5."""

    subject_name: str = line("投保单位名称", "Name of the insured as printed", 300)
    division: str = division_code()
    policy_reference: str = line("保单号", "Policy number", 120)
    insurer: str = shaped("保险机构标识", "Insurer", patterns.SUBJECT, 112)
    sector: str = registry("行业领域", "Sector", codes.Sector)
    compulsory: bool = flag("是否强制投保", "Insurance is compulsory here")
    industry: str | None = shaped(
        "行业代码", "Industry, GB/T 4754", patterns.INDUSTRY, 5, default=None
    )
    insured_unit: str = registry("投保单元", "What the policy covers", codes.InsuredUnit)
    unit_reference: str | None = line(
        "许可证或项目编号", "Number of the licence, project or site", 120, default=None
    )
    headcount: int = count("投保人数", "Insured staff", largest=10_000_000)
    all_staff: bool = flag("是否覆盖全部从业人员", "All staff are covered by one standard")
    limits: CoverLimits = nested("责任限额", "Limits", CoverLimits)
    premium: Money = nested("保费", "Premium", Money)
    prevention_share_bp: int = count(
        "事故预防费占比(万分比)", "Share for prevention services in basis points", largest=_BP
    )
    commission_bp: int | None = count(
        "佣金占比(万分比)", "Commission in basis points", largest=_BP, default=None
    )
    bound_on: date = day("承保日期", "Bound on")
    term: Term = nested("保险期间", "Term", Term)
    renews: str | None = line("续保的原保单号", "Number of the policy it renews", 120, default=None)
    quote_id: str | None = message_id("报价消息", "The premium.quoted message", default=None)


@body(
    "policy.cancelled/1.0",
    rules=(When("reason", ("closure", "full_stop", "avoided"), requires=("proof",)),),
)
class PolicyCancelled:
    """Cover ends. Before its term only after closure or a full stop. Source: DOMAIN 4.1."""

    policy_id: str = message_id("保单消息", "The policy.bound message")
    division: str = division_code()
    policy_reference: str = line("保单号", "Policy number", 120)
    cancelled_on: date = day("终止日期", "Last day of cover")
    reason: str = registry("终止原因", "Reason", codes.CancellationReason)
    proof: str | None = line("证明材料", "What proves the reason", 600, default=None)
    evidence_id: str | None = message_id(
        "证据消息", "The message that proves it, e.g. closure.ordered", default=None
    )
    returned: Money | None = nested("退还保费", "Premium returned", Money, default=None)
    note: str | None = paragraphs("说明", "Note", 2000, default=None)
