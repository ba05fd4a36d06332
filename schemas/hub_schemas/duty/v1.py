"""What the hub says about duties: reminded, overdue, escalated. It alerts; it decides nothing."""

from datetime import date

from hub_schemas import patterns
from hub_schemas.body import (
    count,
    day,
    division_code,
    element,
    flag,
    line,
    message_id,
    nested,
    shaped,
)
from hub_schemas.elements import LegalBasis
from hub_schemas.registry import body


@element()
class Duty:
    """What somebody owes in a case, by which clock."""

    participant: str = shaped("承办单位", "Who owes it", patterns.PARTICIPANT, 48)
    division: str | None = division_code(default=None)
    duty: str = shaped("事项", "What is owed", patterns.KEY, 40)
    duty_text: str = line("事项说明", "The same in words", 200)
    case_family: str = shaped("案件类别", "Family of the case", patterns.KEY, 40)
    case_key: str = line("案件编号", "The record in the case", 300)
    cause_id: str = message_id("起算消息", "The message that started the clock")
    clock: str = shaped("时限编号", "Clock", patterns.KEY, 60)
    clock_number: int = count("时限", "Number", largest=1000)
    clock_unit: str = shaped("时限单位", "Unit", patterns.KEY, 20)
    legal_basis: LegalBasis = nested("依据", "Rule and article", LegalBasis)
    basis_verified: bool = flag("依据是否核实", "Somebody has read the article")
    started_on: date = day("起算日期", "Started on")
    due_on: date = day("截止日期", "Last day")
    provisional: bool = flag("是否暂定", "Holidays in between are not announced yet")


@body("duty.reminded/1.0")
class DutyReminded(Duty):
    """A duty is due within days."""


@body("duty.overdue/1.0")
class DutyOverdue(Duty):
    """A duty was not done by its last day."""


@body("duty.escalated/1.0")
class DutyEscalated(Duty):
    """A duty long overdue is told to those above."""
