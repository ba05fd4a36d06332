"""Joint punishment: the order, the report on it, its lifting and the confirmation."""

from datetime import date

from hub_schemas import codes, patterns
from hub_schemas.body import (
    code,
    day,
    division_code,
    element,
    line,
    message_id,
    nested,
    paragraphs,
    registry,
    several,
    shaped,
)
from hub_schemas.elements import LegalBasis, Term
from hub_schemas.registry import body
from hub_schemas.rules import When

_MEASURE_ID = ("措施编号", "Key of the measure within the order")
_FREE = ("advisory", "inform")


@element(
    rules=(When("executor_role", ("bank", "credit_bureau", "insurer"), limits={"duty": _FREE}),)
)
class OrderedMeasure:
    """One measure for one kind of executor; only a regulator can be bound to execute."""

    measure_id: str = shaped(*_MEASURE_ID, patterns.KEY, 40)
    measure: str = registry("措施", "Measure", codes.Measure)
    executor_role: codes.ExecutorRole = code("执行主体", "Executor", codes.ExecutorRole)
    executor_department: str = registry("执行部门", "Department", codes.Department)
    duty: codes.Duty = code("执行要求", "Duty", codes.Duty)
    term: Term = nested("期限", "Term", Term)
    legal_basis: LegalBasis = nested("依据", "Legal basis", LegalBasis)
    text: str | None = line("措施说明", "Measure in words", 600, default=None)


@body("punishment.ordered/0.1")
class PunishmentOrdered:
    """Measures of joint punishment on the ground of one listing."""

    subject_name: str = line("主体名称", "Name as printed", 300)
    division: str | None = division_code(default=None)
    listing_id: str = message_id("所依据的列入", "The listing.decided message")
    order_reference: str | None = line("文号", "Number of the order", 120, default=None)
    ordered_on: date = day("发起日期", "Ordered on")
    measures: tuple[OrderedMeasure, ...] = several("惩戒措施", "Measures", OrderedMeasure, 60)
    report_by: date | None = day("反馈期限", "Report by", default=None)


@element(rules=(When("status", ("refused", "partially"), requires=("reason",)),))
class MeasureReport:
    """What became of one measure."""

    measure_id: str = shaped(*_MEASURE_ID, patterns.KEY, 40)
    status: codes.MeasureStatus = code("执行情况", "Status", codes.MeasureStatus)
    reason: str | None = line("原因", "Reason", 600, default=None)
    done_on: date | None = day("执行日期", "Done on", default=None)


@body("punishment.reported/0.1")
class PunishmentReported:
    """An executor says what it did with the measures it was given."""

    order_id: str = message_id("惩戒消息", "The punishment.ordered message")
    division: str | None = division_code(default=None)
    reported_on: date = day("反馈日期", "Reported on")
    measures: tuple[MeasureReport, ...] = several("措施反馈", "Measures", MeasureReport, 60)
    officer_role: str | None = line("经办岗位", "Role of the officer", 100, default=None)


@body("punishment.lifted/0.1")
class PunishmentLifted:
    """The whole order ends; everyone who was sent it lifts and confirms."""

    order_id: str = message_id("惩戒消息", "The punishment.ordered message")
    division: str | None = division_code(default=None)
    lifted_on: date = day("解除日期", "Lifted on")
    reason: str = registry("解除原因", "Reason", codes.LiftReason)
    removal_id: str | None = message_id("移出消息", "The listing.removed message", default=None)
    confirm_by: date | None = day("确认期限", "Confirm by", default=None)
    note: str | None = paragraphs("说明", "Note", 2000, default=None)


@element()
class MeasureLift:
    """What became of one measure on lifting."""

    measure_id: str = shaped(*_MEASURE_ID, patterns.KEY, 40)
    status: codes.LiftStatus = code("解除情况", "Status", codes.LiftStatus)
    lifted_on: date | None = day("解除日期", "Lifted on", default=None)


@body("punishment.lift_confirmed/0.1")
class PunishmentLiftConfirmed:
    """An executor confirms that it applies none of the measures any more."""

    lift_id: str = message_id("解除消息", "The punishment.lifted message")
    division: str | None = division_code(default=None)
    confirmed_on: date = day("确认日期", "Confirmed on")
    measures: tuple[MeasureLift, ...] = several("措施", "Measures", MeasureLift, 60)
