"""Production stopped, asked to be resumed, resumed."""

from datetime import date

from hub_schemas import codes
from hub_schemas.body import (
    code,
    code_list,
    day,
    division_code,
    line,
    message_id,
    nested,
    paragraphs,
    registry,
    several,
)
from hub_schemas.elements import LegalBasis, MeasureOfRepair, Term
from hub_schemas.registry import body
from hub_schemas.rules import When


@body(
    "production.stopped/1.0",
    rules=(When("scope", ("part", "equipment"), requires=("stopped_parts",)),),
)
class ProductionStopped:
    """An authority stops production; it may not resume without consent."""

    subject_name: str = line("单位名称", "Name of the enterprise as printed", 300)
    division: str = division_code()
    order_reference: str = line("决定文号", "Number of the order", 120)
    ordered_on: date = day("决定日期", "Ordered on")
    reason: str = registry("停产原因", "Reason", codes.StopReason)
    scope: codes.StopScope = code("停产范围", "Scope", codes.StopScope)
    stopped_parts: str | None = line("停产部位或设备", "What stands still", 600, default=None)
    term: Term = nested("停产期限", "Term", Term)
    demands: str = paragraphs("复产条件", "What must be done before it resumes", 4000)
    hazard_id: str | None = message_id(
        "所涉隐患", "The hazard.ordered or hazard.listed message", default=None
    )
    accident_id: str | None = message_id("所涉事故", "The accident.reported", default=None)
    penalty_id: str | None = message_id("所依据的处罚", "The penalty.decided", default=None)
    aids: tuple[str, ...] = code_list(
        "协助措施", "How others help to enforce it", codes.StopAid, 5, default=()
    )
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10)


@body("production.resumption_requested/1.0")
class ResumptionRequested:
    """The enterprise asks to resume; the authority that took the request says so."""

    stop_id: str = message_id("停产消息", "The production.stopped message")
    division: str | None = division_code(default=None)
    requested_on: date = day("申请日期", "Requested on")
    received_by: str = line("受理部门", "Department that received it", 200)
    scope: codes.StopScope = code("申请复产范围", "What shall resume", codes.StopScope)
    work_done: tuple[MeasureOfRepair, ...] = several(
        "整改完成情况", "Measures carried out", MeasureOfRepair, 60
    )
    acceptance_id: str | None = message_id(
        "隐患验收消息", "The hazard.accepted message", default=None
    )
    plan: str | None = paragraphs("复产方案", "Plan of resumption", 4000, default=None)


@body("production.resumed/1.0")
class ProductionResumed:
    """Consent to resume after examination; the aids to enforcement end with it."""

    stop_id: str = message_id("停产消息", "The production.stopped message")
    request_id: str | None = message_id(
        "复产申请消息", "The production.resumption_requested message", default=None
    )
    division: str | None = division_code(default=None)
    examined_on: date = day("审查验收日期", "Examined on")
    resumed_on: date = day("同意恢复生产日期", "May resume from")
    approved_by: str = line("审批单位", "Approved by", 300)
    approval_reference: str | None = line("审批文号", "Number of the approval", 120, default=None)
    conditions: str | None = paragraphs("附带条件", "Conditions", 2000, default=None)
