"""Messages about messages."""

from datetime import date

from hub_schemas import codes, patterns
from hub_schemas.body import day, line, message_id, paragraphs, registry, several, shaped
from hub_schemas.elements import LegalBasis
from hub_schemas.registry import body


@body("message.withdrawn/0.1")
class MessageWithdrawn:
    """The issuer takes an earlier message back; whoever was sent it is told."""

    withdrawn_id: str = message_id("被撤回的消息", "The message withdrawn")
    withdrawn_type: str = shaped(
        "被撤回的消息类型", "Type of the message withdrawn", patterns.MESSAGE_TYPE, 81
    )
    decided_on: date = day("决定日期", "Decided on")
    reason: str = registry("撤回原因", "Reason", codes.WithdrawalReason)
    decision_reference: str | None = line("文号", "Number of the decision", 120, default=None)
    explanation: str | None = paragraphs("说明", "Explanation", 2000, default=None)
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10, default=())
