"""Messages about messages."""

from datetime import date

from hub_schemas import codes, patterns
from hub_schemas.body import (
    day,
    element,
    line,
    message_id,
    paragraphs,
    registry,
    several,
    shaped,
)
from hub_schemas.elements import LegalBasis
from hub_schemas.registry import body


@element()
class Correction:
    """One member as it should read.

    Attributes:
        value: The new value as JSON text; absent where the member goes. Applied to the body
            of the corrected message, the result must pass that message's contract.
    """

    path: str = shaped("更正字段", "Place in main, as a JSON pointer", patterns.POINTER, 200)
    value: str | None = paragraphs("更正后的值", "New value as JSON text", 8000, default=None)
    explanation: str | None = line("说明", "Explanation", 600, default=None)


@element()
class PersonalCorrection:
    """One member of the personal part as it should read."""

    path: str = shaped("更正字段", "Place in personal, as a JSON pointer", patterns.POINTER, 200)
    value: str | None = line(
        "更正后的值", "New value as JSON text", 600, default=None, mask="token"
    )


@body("message.corrected/1.0")
class MessageCorrected:
    """The issuer corrects members of an earlier message; whoever was sent it is told.

    What a message is about - subject, case, what it cites - is never corrected: withdraw it
    and send another. Corrections of one message apply in the order of their numbers.
    """

    corrects: str = message_id("被更正的消息", "The message corrected")
    corrects_type: str = shaped(
        "被更正的消息类型", "Type of the message corrected", patterns.MESSAGE_TYPE, 81
    )
    decided_on: date = day("决定日期", "Decided on")
    reason: str = registry("更正原因", "Reason", codes.CorrectionReason)
    corrections: tuple[Correction, ...] = several("更正内容", "Corrections", Correction, 50)
    decision_reference: str | None = line("文号", "Number of the decision", 120, default=None)
    dispute_id: str | None = message_id("所涉异议", "The dispute.decided message", default=None)
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10, default=())


@body("message.corrected/1.0", part="personal")
class MessagePersonalCorrected:
    """Corrections of the personal part."""

    corrections: tuple[PersonalCorrection, ...] = several(
        "更正内容", "Corrections", PersonalCorrection, 50
    )
