"""Reports of third-party agencies, and what they did wrong."""

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
from hub_schemas.elements import MeasureOfRepair, Person
from hub_schemas.registry import body
from hub_schemas.rules import When


@element()
class Agency:
    """A body that evaluates, certifies, tests or inspects."""

    name: str = line("机构名称", "Name of the agency", 300)
    agency_id: str = shaped(
        "机构统一社会信用代码", "Unified social credit code of the agency", patterns.KEY, 18
    )
    qualification: str | None = line("资质证书编号", "Number of its licence", 120, default=None)
    qualified_until: date | None = day("资质有效期", "Licence valid until", default=None)


@element()
class AgencyFault:
    """What a regulator found that the agency did wrong; ground B7 of MEM Order 11."""

    kind: codes.AgencyMisconduct = code("违法情形", "Kind", codes.AgencyMisconduct)
    finding: str = paragraphs("认定事实", "What was found", 2000)
    penalty_id: str | None = message_id("处罚决定消息", "The penalty.decided", default=None)


@body(
    "evaluation.reported/1.0",
    rules=(When("result", ("conditionally", "does_not_conform"), requires=("problems",)),),
)
class EvaluationReported:
    """A report of an agency was filed, or examined by the regulator it was filed with."""

    subject_name: str = line("被评价单位", "Name of the enterprise as printed", 300)
    division: str = division_code()
    agency: Agency = nested("技术服务机构", "Agency", Agency)
    kind: str = registry("服务类别", "Kind of service", codes.EvaluationKind)
    report_reference: str = line("报告编号", "Number of the report", 120)
    object_of: str = line("评价对象", "What was evaluated", 600)
    visited_on: date | None = day("现场勘验日期", "Visited on", default=None)
    issued_on: date = day("报告日期", "Report issued on")
    filed_on: date = day("备案日期", "Filed on")
    result: codes.EvaluationResult = code("结论", "Conclusion", codes.EvaluationResult)
    problems: tuple[MeasureOfRepair, ...] = several(
        "问题及整改建议", "Problems and what to do", MeasureOfRepair, 60, default=()
    )
    valid_until: date | None = day("有效期至", "Valid until, inclusive", default=None)
    report_url: str | None = line("公开地址", "Where the report is published", 300, default=None)
    fault: AgencyFault | None = nested(
        "机构违法认定", "What the agency did wrong", AgencyFault, default=None
    )
    corrects_id: str | None = message_id(
        "所更正的报告", "The earlier message about the same report", default=None
    )


@body("evaluation.reported/1.0", part="personal")
class EvaluationPersons:
    """The natural persons who signed the report."""

    persons: tuple[Person, ...] = several("签字人员", "Persons", Person, 20)
