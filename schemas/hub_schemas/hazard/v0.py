"""Major hazards under listed supervision."""

from datetime import date

from hub_schemas import codes
from hub_schemas.body import (
    code,
    day,
    division_code,
    flag,
    line,
    message_id,
    paragraphs,
    registry,
    several,
)
from hub_schemas.elements import LegalBasis
from hub_schemas.registry import body


@body("hazard.listed/0.1")
class HazardListed:
    """A major hazard is put under listed supervision with a deadline."""

    subject_name: str = line("主体名称", "Name of the enterprise as printed", 300)
    division: str = division_code()
    hazard_reference: str = line("隐患编号", "Number of the hazard", 120)
    category: str = registry("隐患类别", "Category", codes.HazardCategory)
    description: str = paragraphs("隐患描述", "Description", 4000)
    place: str | None = line("隐患部位", "Place", 600, default=None)
    supervision_level: codes.SupervisionLevel = code(
        "督办级别", "Level of supervision", codes.SupervisionLevel
    )
    found_on: date | None = day("发现日期", "Found on", default=None)
    listed_on: date = day("挂牌日期", "Listed on")
    rectify_by: date = day("整改期限", "To be rectified by")
    production_stopped: bool = flag("是否停产", "Production stopped while listed")
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10)


@body("hazard.delisted/0.1")
class HazardDelisted:
    """A listed hazard is released from supervision."""

    hazard_id: str = message_id("挂牌消息", "The hazard.listed message")
    division: str | None = division_code(default=None)
    delisted_on: date = day("摘牌日期", "Delisted on")
    reason: str = registry("摘牌原因", "Reason", codes.DelistingReason)
    acceptance_reference: str | None = line(
        "验收文号", "Number of the acceptance", 120, default=None
    )
    note: str | None = paragraphs("说明", "Note", 2000, default=None)
