"""Which subjects a bank or insurer may be told about; nobody but the hub reads it."""

from datetime import date

from hub_schemas import codes
from hub_schemas.body import day, line, message_id, registry
from hub_schemas.registry import body
from hub_schemas.rules import When


@body("interest.registered/1.0", rules=(When("basis", ("policy",), requires=("reference",)),))
class InterestRegistered:
    """From now on and until a day the sender is told about the subject of this message.

    It is first told what is in force. A later interest of the same sender in the same subject
    takes the place of the earlier one.
    """

    basis: str = registry("关注依据", "Why it may be told", codes.InterestBasis)
    reference: str | None = line(
        "保单号或合同号", "Number of the policy or contract", 120, default=None
    )
    policy_id: str | None = message_id("保单消息", "The policy.bound message", default=None)
    authorisation: str | None = line(
        "授权书编号", "Number of the subject's authorisation", 120, default=None
    )
    purpose: str = line("使用目的", "What it is used for", 300)
    effective_from: date = day("生效日期", "In force from")
    effective_until: date = day("截止日期", "In force until, inclusive")


@body("interest.withdrawn/1.0")
class InterestWithdrawn:
    """The sender is told no more; endings of what it was sent still reach it."""

    interest_id: str = message_id("关注消息", "The interest.registered message")
    withdrawn_on: date = day("撤销日期", "Withdrawn on")
    reason: str = registry("撤销原因", "Reason", codes.InterestEnd)
