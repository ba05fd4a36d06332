"""Claims under liability policies, with the days that the law's clocks count by.

No injured person is named: casualties are counted.
"""

from datetime import date

from hub_schemas import codes
from hub_schemas.body import (
    code,
    count,
    day,
    division_code,
    element,
    flag,
    line,
    message_id,
    nested,
    paragraphs,
    registry,
    several,
)
from hub_schemas.elements import LegalBasis, Money
from hub_schemas.registry import body
from hub_schemas.rules import When

_MANY = 1_000_000


@body("claim.opened/1.0")
class ClaimOpened:
    """Somebody claims under a policy. Source: Insurance Law, Articles 23 to 25; DOMAIN 4.4."""

    policy_id: str = message_id("保单消息", "The policy.bound message")
    subject_name: str = line("被保险人名称", "Name of the insured as printed", 300)
    division: str = division_code()
    policy_reference: str = line("保单号", "Policy number", 120)
    claim_reference: str = line("赔案号", "Number of the claim", 120)
    occurred_on: date = day("出险日期", "Day of the accident")
    requested_on: date = day("索赔请求日期", "Claim received on")
    proof_complete_on: date | None = day("索赔材料齐全日期", "Proof complete on", default=None)
    complex_case: bool = flag("是否情形复杂", "The case is complex")
    accident_id: str | None = message_id("所涉事故", "The accident.reported", default=None)
    accident_class: codes.AccidentClass | None = code(
        "事故等级", "Class, Decree 493", codes.AccidentClass, default=None
    )
    deaths: int | None = count("死亡人数", "Deaths", largest=_MANY, default=None)
    serious_injuries: int | None = count(
        "重伤人数", "Serious injuries", largest=_MANY, default=None
    )
    third_parties: int | None = count(
        "受害第三者人数", "Third parties", largest=_MANY, default=None
    )
    claimed: Money | None = nested("索赔金额", "Amount claimed", Money, default=None)
    summary: str | None = paragraphs("出险经过", "What happened", 4000, default=None)


@element()
class Payment:
    """One payment; an advance covers what is sure while the rest is being assessed."""

    kind: str = registry("赔付项目", "What it is for", codes.PaymentKind)
    payee: str = registry("收款方", "Who was paid", codes.Payee)
    amount: Money = nested("金额", "Amount", Money)
    paid_on: date = day("支付日期", "Paid on")


@body(
    "claim.settled/1.0",
    rules=(
        When("result", ("paid", "partly_paid"), requires=("agreed_on", "payments")),
        When("result", ("refused",), requires=("refused_on", "reason")),
        When("result", ("partly_paid",), requires=("reason",)),
    ),
)
class ClaimSettled:
    """A claim is closed, with every day that a clock counts by. Source: DOMAIN 4.4, 4.5."""

    claim_id: str = message_id("索赔消息", "The claim.opened message")
    division: str = division_code()
    claim_reference: str = line("赔案号", "Number of the claim", 120)
    result: codes.ClaimResult = code("处理结果", "Result", codes.ClaimResult)
    assessed_on: date = day("核定日期", "Assessed on")
    agreed_on: date | None = day("达成赔付协议日期", "Agreed on", default=None)
    refused_on: date | None = day("发出拒赔通知日期", "Refusal sent on", default=None)
    reason: str | None = paragraphs("理由", "Reason", 4000, default=None)
    payments: tuple[Payment, ...] = several("赔付明细", "Payments", Payment, 100, default=())
    paid_total: Money = nested("赔付合计", "Paid altogether", Money)
    closed_on: date = day("结案日期", "Closed on")
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10, default=())
