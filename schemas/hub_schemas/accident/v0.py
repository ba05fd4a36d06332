"""Accidents as reported."""

from datetime import date, datetime

from hub_schemas import codes
from hub_schemas.body import (
    code,
    count,
    day,
    division_code,
    line,
    message_id,
    moment,
    nested,
    paragraphs,
    registry,
)
from hub_schemas.elements import Money
from hub_schemas.registry import body


@body("accident.reported/0.1")
class AccidentReported:
    """An accident at an enterprise; what is not known yet is left out."""

    subject_name: str = line("事故发生单位", "Name of the enterprise as printed", 300)
    division: str | None = division_code(default=None)
    occurred_on: date = day("发生日期", "Day of the accident")
    occurred_at: datetime | None = moment("发生时间", "Time of the accident", default=None)
    place: str = line("发生地点", "Place", 600)
    summary: str = paragraphs("简要经过", "What happened", 4000)
    deaths: int | None = count("死亡人数", "Deaths", largest=1_000_000, default=None)
    serious_injuries: int | None = count(
        "重伤人数", "Serious injuries", largest=1_000_000, default=None
    )
    missing: int | None = count("下落不明人数", "Missing persons", largest=1_000_000, default=None)
    direct_loss: Money | None = nested("直接经济损失", "Direct loss", Money, default=None)
    accident_class: codes.AccidentClass | None = code(
        "事故等级", "Class, Decree 493", codes.AccidentClass, default=None
    )
    class_as_printed: str | None = line(
        "原文等级", "Class as the source prints it", 80, default=None
    )
    stage: str | None = registry("报告阶段", "Stage", codes.ReportStage, default=None)
    supplements_id: str | None = message_id(
        "所续报的消息", "Earlier report that this one supplements", default=None
    )
    source_reference: str | None = line(
        "来源编号", "Number in the source, e.g. of the inspection", 120, default=None
    )
