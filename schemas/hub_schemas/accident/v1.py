"""Accidents after the first report: what changed, what the inquiry found, what became of it."""

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
from hub_schemas.elements import LegalBasis, MeasureOfRepair, Money, Person
from hub_schemas.registry import body
from hub_schemas.rules import When

_MOST = 1_000_000


@body("accident.revised/1.0")
class AccidentRevised:
    """Numbers, loss or class of an accident changed; they replace what was reported before."""

    accident_id: str = message_id("事故报告消息", "The accident.reported message")
    division: str | None = division_code(default=None)
    revised_on: date = day("补报日期", "Revised on")
    reason: str = registry("补报原因", "Reason", codes.RevisionReason)
    deaths: int | None = count("死亡人数", "Deaths", largest=_MOST, default=None)
    serious_injuries: int | None = count(
        "重伤人数", "Serious injuries", largest=_MOST, default=None
    )
    missing: int | None = count("下落不明人数", "Missing persons", largest=_MOST, default=None)
    direct_loss: Money | None = nested("直接经济损失", "Direct loss", Money, default=None)
    accident_class: codes.AccidentClass | None = code(
        "变更后的事故等级", "Class after the change, Decree 493", codes.AccidentClass, default=None
    )
    investigation_level: codes.SupervisionLevel | None = code(
        "调查层级", "Level that investigates now", codes.SupervisionLevel, default=None
    )
    summary: str | None = paragraphs("新情况说明", "What is new", 4000, default=None)
    source_reference: str | None = line("来源编号", "Number in the source", 120, default=None)


@element()
class ResponsibleUnit:
    """The enterprise's part in the accident, as the inquiry found it."""

    responsibility: codes.Responsibility = code("责任", "Responsibility", codes.Responsibility)
    concealed: bool = flag("瞒报或者谎报", "Concealed or falsely reported")
    especially_serious: bool | None = flag(
        "情节特别严重", "Especially serious circumstances, Article 114", default=None
    )
    rescue_failed: bool | None = flag(
        "未立即组织抢救或者擅离职守、逃匿", "No rescue at once, left post or fled", default=None
    )


@body(
    "accident.concluded/1.0",
    rules=(When("nature", ("responsible",), requires=("unit",)),),
)
class AccidentConcluded:
    """The government approved the report of the inquiry."""

    accident_id: str = message_id("事故报告消息", "The accident.reported message")
    division: str | None = division_code(default=None)
    report_submitted_on: date = day("调查报告提交日期", "Report of the inquiry submitted on")
    approved_on: date = day("批复日期", "Approved on")
    approved_by: str = line("批复机关", "Approved by", 200)
    approval_reference: str | None = line("批复文号", "Number of the approval", 120, default=None)
    nature: codes.AccidentNature = code("事故性质", "Nature", codes.AccidentNature)
    accident_class: codes.AccidentClass = code("事故等级", "Class, Decree 493", codes.AccidentClass)
    deaths: int = count("死亡人数", "Deaths", largest=_MOST)
    serious_injuries: int = count("重伤人数", "Serious injuries", largest=_MOST)
    direct_loss: Money | None = nested("直接经济损失", "Direct loss", Money, default=None)
    causes: str = paragraphs("事故原因", "Causes", 4000)
    unit: ResponsibleUnit | None = nested(
        "单位责任认定", "What was found of the enterprise", ResponsibleUnit, default=None
    )
    measures: tuple[MeasureOfRepair, ...] = several(
        "防范和整改措施", "Measures to be taken", MeasureOfRepair, 60, default=()
    )
    report_url: str | None = line("公布地址", "Where the report is published", 300, default=None)
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10, default=())


@body("accident.concluded/1.0", part="personal")
class AccidentPersons:
    """The natural persons whom the inquiry found responsible."""

    persons: tuple[Person, ...] = several("责任人员", "Persons", Person, 50)


@element(
    rules=(When("result", ("partially", "not_implemented"), requires=("finding",)),),
)
class ReviewedMeasure:
    """One measure of the inquiry and what became of it."""

    text: str = line("整改措施", "Measure", 600)
    result: codes.ReviewResult = code("落实情况", "What became of it", codes.ReviewResult)
    finding: str | None = line("评估意见", "Finding", 600, default=None)


@body("accident.reviewed/1.0")
class AccidentReviewed:
    """The review, within a year, of what the inquiry demanded."""

    conclusion_id: str = message_id("事故批复消息", "The accident.concluded message")
    division: str | None = division_code(default=None)
    reviewed_on: date = day("评估日期", "Reviewed on")
    result: codes.ReviewResult = code("总体结论", "Overall result", codes.ReviewResult)
    measures: tuple[ReviewedMeasure, ...] = several("逐项评估", "Measures", ReviewedMeasure, 60)
    reviewers: str | None = line("评估组织单位", "Who reviewed", 300, default=None)
    follow_up: str | None = paragraphs("后续处理", "What follows", 2000, default=None)
    published_on: date | None = day("公开日期", "Result published on", default=None)
    report_url: str | None = line("公开地址", "Where it is published", 300, default=None)
