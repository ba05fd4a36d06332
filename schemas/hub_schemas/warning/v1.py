"""Early warnings between departments."""

from datetime import date, datetime

from hub_schemas import codes
from hub_schemas.body import (
    code,
    day,
    division_code,
    line,
    message_id,
    messages,
    moment,
    paragraphs,
    registry,
)
from hub_schemas.registry import body


@body("warning.issued/1.0")
class WarningIssued:
    """Something is about to go wrong at an enterprise or in a region."""

    subject_name: str = line("预警对象", "Enterprise or region, as printed", 300)
    division: str = division_code()
    warning_reference: str | None = line("预警编号", "Number of the warning", 120, default=None)
    kind: str = registry("预警类型", "Kind", codes.WarningKind)
    level: codes.WarningLevel = code("预警级别", "Level", codes.WarningLevel)
    issued_at: datetime = moment("发布时间", "Issued at")
    valid_until: date = day("有效期至", "Valid until, inclusive")
    situation: str = paragraphs("风险情况", "What is seen", 4000)
    advice: str = paragraphs("防范建议", "What should be done", 2000)
    evidence_ids: tuple[str, ...] = messages("依据消息", "Messages it rests on", 50, default=())
    replaces_id: str | None = message_id(
        "所更新的预警", "The warning it replaces or calls off", default=None
    )
