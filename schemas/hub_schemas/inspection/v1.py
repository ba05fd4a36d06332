"""Inspections as planned, within the ceilings, and what they found."""

from datetime import date

from hub_schemas import codes, patterns
from hub_schemas.body import (
    code,
    count,
    day,
    division_code,
    element,
    flag,
    line,
    message_id,
    messages,
    nested,
    paragraphs,
    registry,
    several,
    shaped,
)
from hub_schemas.elements import LegalBasis, MeasureOfRepair
from hub_schemas.registry import body
from hub_schemas.rules import When


@element()
class Frequency:
    """How often an enterprise may and shall be inspected in a year, and why."""

    planned: int = count("年度计划次数", "Inspections planned in the year", largest=366)
    ceiling: int | None = count("年度上限次数", "Ceiling of the year", largest=366, default=None)
    held: int | None = count("本年已实施次数", "Held so far in the year", largest=366, default=None)
    scheme_id: str | None = registry("分级依据", "Grading scheme", codes.GradeScheme, default=None)
    grade: str | None = shaped("信用等级", "Grade in that scheme", patterns.GRADE, 18, default=None)
    evidence_ids: tuple[str, ...] = messages(
        "依据消息", "Messages the frequency rests on", 20, default=()
    )


@body("inspection.planned/1.0")
class InspectionPlanned:
    """An inspection is planned; for authorities only, so that others need not come too."""

    subject_name: str = line("单位名称", "Name of the enterprise as printed", 300)
    division: str = division_code()
    plan_reference: str = line("计划编号", "Number of the plan", 120)
    kind: str = registry("检查类型", "Kind", codes.InspectionKind)
    from_on: date = day("计划开始日期", "Not before")
    until_on: date = day("计划截止日期", "Not after")
    scope: str = paragraphs("检查内容", "What is inspected", 2000)
    frequency: Frequency | None = nested("检查频次", "Frequency", Frequency, default=None)
    joint_with: str | None = line("联合检查部门", "Held jointly with", 300, default=None)
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10, default=())


@element(rules=(When("weight", ("major",), requires=("basis",)),))
class Finding:
    """One thing an inspection found."""

    text: str = line("问题隐患", "What was found", 600)
    weight: codes.FindingWeight = code("程度", "Weight", codes.FindingWeight)
    basis: str | None = line("判定依据", "Provision it breaks", 300, default=None)
    rectify_by: date | None = day("整改期限", "To be rectified by", default=None)


@body(
    "inspection.concluded/1.0",
    rules=(
        When("result", ("problems", "major_hazard"), requires=("findings",)),
        When("result", ("not_held", "refused"), requires=("note",)),
    ),
)
class InspectionConcluded:
    """What an inspection found, or why it was not held."""

    plan_id: str | None = message_id("检查计划消息", "The inspection.planned", default=None)
    division: str | None = division_code(default=None)
    inspected_on: date = day("检查日期", "Inspected on")
    kind: str = registry("检查类型", "Kind", codes.InspectionKind)
    result: codes.InspectionResult = code("检查结果", "Result", codes.InspectionResult)
    findings: tuple[Finding, ...] = several("发现问题", "Findings", Finding, 100, default=())
    counts: bool = flag("是否计入年度频次", "Whether it counts towards the ceiling")
    record_reference: str | None = line("检查记录编号", "Number of the record", 120, default=None)
    measures: tuple[MeasureOfRepair, ...] = several(
        "整改要求", "What has to be done", MeasureOfRepair, 60, default=()
    )
    follow_up_by: date | None = day("复查日期", "Follow-up by", default=None)
    refused_by_owner: bool | None = flag(
        "单位负责人拒绝签字", "The enterprise refused to sign", default=None
    )
    note: str | None = paragraphs("说明", "Note", 2000, default=None)
