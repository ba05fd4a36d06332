"""What becomes of participants of the hub."""

from datetime import date

from hub_schemas import codes, patterns
from hub_schemas.body import code_list, day, line, paragraphs, registry, several, shaped
from hub_schemas.elements import LegalBasis
from hub_schemas.registry import body


@body("participant.succeeded/1.0")
class ParticipantSucceeded:
    """One participant takes over what another began: to withdraw, correct and end it.

    Signed by either of the two; it takes effect when the directory names the successor,
    which two persons of the hub approve. The subject is the predecessor.
    """

    predecessor: str = shaped("原参与单位", "Who is followed", patterns.PARTICIPANT, 48)
    successor: str = shaped("承继单位", "Who follows", patterns.PARTICIPANT, 48)
    reason: str = registry("承继原因", "Reason", codes.SuccessionReason)
    effective_from: date = day("生效日期", "In force from")
    departments: tuple[str, ...] = code_list(
        "承继职能", "Duties taken over; absent is all", codes.Department, 22, default=()
    )
    decision_reference: str = line("文号", "Number of the decision", 120)
    decided_by: str = line("决定机关", "Who decided", 200)
    approved_by: str = line("本单位核准岗位", "Post that approved it", 200)
    also_approved_by: str = line("本单位复核岗位", "Second post that approved it", 200)
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10)
    note: str | None = paragraphs("说明", "Note", 2000, default=None)
