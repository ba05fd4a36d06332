"""Enterprises closed by a government."""

from datetime import date

from hub_schemas import codes
from hub_schemas.body import (
    code_list,
    day,
    division_code,
    line,
    message_id,
    messages,
    paragraphs,
    registry,
    several,
)
from hub_schemas.elements import LegalBasis
from hub_schemas.registry import body


@body("closure.ordered/1.0")
class ClosureOrdered:
    """A government decided to close an enterprise; licences are to be revoked."""

    subject_name: str = line("单位名称", "Name of the enterprise as printed", 300)
    division: str = division_code()
    ground: str = registry("关闭情形", "Ground", codes.ClosureGround)
    proposed_by: str = line("提请部门", "Proposed by", 200)
    proposed_on: date = day("提请日期", "Proposed on")
    decided_by: str = line("决定机关", "Government that decided", 200)
    decided_on: date = day("决定日期", "Decided on")
    decision_reference: str = line("决定文号", "Number of the decision", 120)
    close_by: date = day("关闭期限", "To be closed by")
    reason: str = paragraphs("理由", "Reason", 4000)
    aids: tuple[str, ...] = code_list(
        "协助措施", "How others help to enforce it", codes.StopAid, 5, default=()
    )
    penalty_ids: tuple[str, ...] = messages(
        "所依据的处罚", "The penalty.decided messages", 10, default=()
    )
    stop_id: str | None = message_id("停产消息", "The production.stopped message", default=None)
    accident_id: str | None = message_id("所涉事故", "The accident.reported", default=None)
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10)
