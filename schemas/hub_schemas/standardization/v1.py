"""Work-safety standardization of enterprises, level 1 to 3."""

from datetime import date
from decimal import Decimal

from hub_schemas import codes
from hub_schemas.body import (
    code,
    day,
    decimal,
    division_code,
    line,
    message_id,
    paragraphs,
    registry,
)
from hub_schemas.registry import body
from hub_schemas.rules import When


@body(
    "standardization.graded/1.0",
    rules=(
        When(
            "status",
            ("granted", "renewed"),
            requires=("valid_until", "certificate_reference"),
            limits={"level": ("level_1", "level_2", "level_3")},
        ),
        When("status", ("suspended", "revoked"), requires=("reason",)),
    ),
)
class StandardizationGraded:
    """An enterprise reached, kept or lost a standardization level."""

    subject_name: str = line("单位名称", "Name of the enterprise as printed", 300)
    division: str = division_code()
    sector: str = registry("行业领域", "Sector", codes.Sector)
    status: codes.StandardizationStatus = code(
        "定级状态", "What happened", codes.StandardizationStatus
    )
    level: codes.StandardizationLevel = code("标准化等级", "Level", codes.StandardizationLevel)
    site: str | None = line("定级单元", "Site or unit graded", 300, default=None)
    score: Decimal | None = decimal("评审得分", "Score", default=None)
    certificate_reference: str | None = line(
        "证书编号", "Number of the certificate", 120, default=None
    )
    graded_by: str = line("定级部门", "Graded by", 200)
    reviewed_by: str | None = line("评审单位", "Who reviewed it", 200, default=None)
    graded_on: date = day("公告日期", "Announced on")
    valid_until: date | None = day("有效期至", "Valid until, inclusive", default=None)
    reason: str | None = paragraphs("原因", "Reason", 2000, default=None)
    previous_id: str | None = message_id(
        "原定级消息", "The grading that this one replaces or ends", default=None
    )
