"""Major hazards from the double report to acceptance: the steps around listed supervision."""

from datetime import date

from hub_schemas import codes
from hub_schemas.body import (
    code,
    code_list,
    day,
    division_code,
    element,
    line,
    message_id,
    nested,
    paragraphs,
    registry,
    several,
)
from hub_schemas.elements import LegalBasis, MeasureOfRepair
from hub_schemas.registry import body
from hub_schemas.rules import ExactlyOne, When


@element()
class RegulatorReceipt:
    """The first of the two receipts of a double report."""

    received_on: date = day("接收日期", "Received on")
    received_by: str = line("接收部门", "Department that received it", 200)
    reference: str | None = line("回执编号", "Number of the receipt", 120, default=None)


@element()
class WorkersReceipt:
    """The second of the two receipts of a double report."""

    received_on: date = day("报告日期", "Reported on")
    received_by: codes.CongressReceipt = code(
        "接收会议", "Which meeting received it", codes.CongressReceipt
    )
    union_name: str | None = line("工会名称", "Union of the enterprise", 200, default=None)
    reference: str | None = line("会议记录编号", "Number of the minutes", 120, default=None)


@body(
    "hazard.reported/1.0",
    rules=(ExactlyOne(("workers_receipt", "workers_receipt_by")),),
)
class HazardReported:
    """A major hazard was reported twice: to the regulator and to the workers' congress.

    Where the congress has not met yet, the day by which it is told stands instead of its
    receipt; a second report of the same case then brings the receipt.
    """

    subject_name: str = line("单位名称", "Name of the enterprise as printed", 300)
    division: str = division_code()
    hazard_reference: str = line("隐患编号", "Number of the hazard", 120)
    category: str = registry("隐患类别", "Category", codes.HazardCategory)
    description: str = paragraphs("隐患描述", "Description", 4000)
    place: str | None = line("隐患部位", "Place", 600, default=None)
    found_by: str = registry("发现方式", "Found by", codes.HazardFoundBy)
    found_on: date = day("发现日期", "Found on")
    reported_on: date = day("报告日期", "Reported on")
    interim_measures: str | None = paragraphs(
        "临时防范措施", "Measures until it is gone", 2000, default=None
    )
    plan: tuple[MeasureOfRepair, ...] = several(
        "整改方案", "Plan of rectification", MeasureOfRepair, 60, default=()
    )
    regulator_receipt: RegulatorReceipt = nested(
        "监管部门回执", "Receipt of the regulator", RegulatorReceipt
    )
    workers_receipt: WorkersReceipt | None = nested(
        "职工(代表)大会回执", "Receipt of the workers' congress", WorkersReceipt, default=None
    )
    workers_receipt_by: date | None = day(
        "向职工(代表)大会报告的最迟日期", "Congress will be told by", default=None
    )
    supplements_id: str | None = message_id(
        "所补充的报告", "Earlier report that this one supplements", default=None
    )


@body("hazard.ordered/1.0")
class HazardOrdered:
    """The regulator orders a major hazard to be rectified by a day."""

    subject_name: str = line("单位名称", "Name of the enterprise as printed", 300)
    report_id: str | None = message_id("隐患报告消息", "The hazard.reported message", default=None)
    division: str | None = division_code(default=None)
    hazard_reference: str = line("隐患编号", "Number of the hazard", 120)
    order_reference: str = line("指令文号", "Number of the order", 120)
    ordered_on: date = day("指令日期", "Ordered on")
    rectify_by: date = day("整改期限", "To be rectified by")
    demands: str = paragraphs("整改要求", "What has to be done", 4000)
    measures: tuple[str, ...] = code_list("措施", "Measures ordered", codes.HazardMeasure, 10)
    supervised_by: str | None = line("督办单位", "Who supervises", 200, default=None)
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10)


@body(
    "hazard.extended/1.0",
    rules=(
        When("decision", ("granted",), requires=("rectify_by", "interim_measures")),
        When("decision", ("refused",), requires=("reason",)),
    ),
)
class HazardExtended:
    """The regulator decided about more time for a hazard."""

    order_id: str | None = message_id("整改指令消息", "The hazard.ordered message", default=None)
    listing_id: str | None = message_id("挂牌消息", "The hazard.listed message", default=None)
    division: str | None = division_code(default=None)
    hazard_reference: str = line("隐患编号", "Number of the hazard", 120)
    requested_on: date = day("申请日期", "Requested on")
    decided_on: date = day("决定日期", "Decided on")
    decision: codes.Decision = code("决定", "Decision", codes.Decision)
    previous_deadline: date = day("原整改期限", "Deadline so far")
    rectify_by: date | None = day("延长后的整改期限", "New deadline", default=None)
    reason: str | None = paragraphs("理由", "Reason", 2000, default=None)
    interim_measures: str | None = paragraphs(
        "延期期间的防范措施", "Measures until then", 2000, default=None
    )
    decision_reference: str | None = line("决定文号", "Number of the decision", 120, default=None)


@body(
    "hazard.accepted/1.0",
    rules=(When("result", ("failed",), requires=("problems", "next_deadline")),),
)
class HazardAccepted:
    """The rectification of a hazard was examined on the spot."""

    order_id: str | None = message_id("整改指令消息", "The hazard.ordered message", default=None)
    listing_id: str | None = message_id("挂牌消息", "The hazard.listed message", default=None)
    division: str | None = division_code(default=None)
    hazard_reference: str = line("隐患编号", "Number of the hazard", 120)
    requested_on: date | None = day("申请验收日期", "Acceptance requested on", default=None)
    accepted_on: date = day("验收日期", "Examined on")
    result: codes.AcceptanceResult = code("验收结论", "Result", codes.AcceptanceResult)
    acceptance_reference: str | None = line(
        "验收文号", "Number of the acceptance", 120, default=None
    )
    accepted_by: str = line("验收组织单位", "Who examined", 300)
    problems: str | None = paragraphs("存在问题", "What is still wrong", 2000, default=None)
    next_deadline: date | None = day("再次整改期限", "New deadline", default=None)
    may_resume: codes.Decision | None = code(
        "恢复生产意见", "Whether production may resume", codes.Decision, default=None
    )


@body("hazard.overdue/1.0")
class HazardOverdue:
    """A hazard was not rectified in time; what follows is stated."""

    order_id: str | None = message_id("整改指令消息", "The hazard.ordered message", default=None)
    listing_id: str | None = message_id("挂牌消息", "The hazard.listed message", default=None)
    division: str | None = division_code(default=None)
    hazard_reference: str = line("隐患编号", "Number of the hazard", 120)
    deadline: date = day("整改期限", "Deadline that passed")
    stated_on: date = day("认定日期", "Stated on")
    state_of_work: str | None = paragraphs("整改进展", "State of the work", 2000, default=None)
    steps: tuple[str, ...] = code_list("后续措施", "What follows", codes.Escalation, 10)
    addressee: str | None = line("督办对象", "Whom it is addressed to", 200, default=None)
    answer_by: date | None = day("答复期限", "Answer expected by", default=None)
    note: str | None = paragraphs("说明", "Note", 2000, default=None)
