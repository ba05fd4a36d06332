"""Safety credit grades; a grade means something only within its scheme."""

from datetime import date
from decimal import Decimal

from hub_schemas import codes, patterns
from hub_schemas.body import (
    day,
    decimal,
    division_code,
    element,
    line,
    message_id,
    messages,
    registry,
    several,
    shaped,
)
from hub_schemas.registry import body


@element()
class GradeItem:
    """One thing that counted for or against the grade."""

    code: str = shaped("指标代码", "Code of the item in the scheme", patterns.KEY, 40)
    text: str | None = line("指标说明", "Text", 300, default=None)
    points: Decimal | None = decimal("分值", "Points, negative if deducted", default=None)
    evidence_id: str | None = message_id("证据消息", "Message it rests on", default=None)


@element()
class VetoItem:
    """One thing that alone decides the grade."""

    code: str = shaped("否决项代码", "Code of the veto in the scheme", patterns.KEY, 40)
    text: str | None = line("否决项说明", "Text", 300, default=None)
    evidence_id: str | None = message_id("证据消息", "Message it rests on", default=None)


@body("credit.graded/0.1")
class CreditGraded:
    """A grade by a scheme, with what it rests on. Source: DOMAIN 5."""

    division: str | None = division_code(default=None)
    scheme_id: str = registry("评价体系", "Grading scheme", codes.GradeScheme)
    scheme_version: str = shaped("评价体系版本", "Version of the scheme", patterns.KEY, 40)
    grade: str = shaped("信用等级", "Grade, A is the best", patterns.GRADE, 18)
    level: str | None = shaped(
        "信用级别", "Level within the grade, e.g. B+", patterns.GRADE, 18, default=None
    )
    score: Decimal | None = decimal("得分", "Score", default=None)
    items: tuple[GradeItem, ...] = several("指标明细", "Items", GradeItem, 100, default=())
    veto_items: tuple[VetoItem, ...] = several("否决项", "Veto items", VetoItem, 20, default=())
    valid_from: date = day("有效期起", "Valid from")
    valid_until: date | None = day("有效期止", "Valid until, inclusive", default=None)
    evaluator: str = line("评价机构", "Evaluator", 200)
    evidence_ids: tuple[str, ...] = messages(
        "证据消息", "Messages the grade rests on", 100, default=()
    )
