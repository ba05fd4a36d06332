"""The red list: incentives for those who keep their word, and their end."""

from datetime import date

from hub_schemas import codes
from hub_schemas.body import (
    code_list,
    day,
    division_code,
    element,
    line,
    message_id,
    nested,
    paragraphs,
    registry,
    several,
)
from hub_schemas.elements import LegalBasis, Person, Term
from hub_schemas.registry import body


@element()
class ConditionMet:
    """A condition of the scheme and what shows that it is met."""

    condition: str = registry("条件", "Condition", codes.IncentiveCondition)
    text: str | None = line("说明", "What shows it", 600, default=None)
    evidence_id: str | None = message_id("证据消息", "Message it rests on", default=None)


@body("incentive.granted/1.0")
class IncentiveGranted:
    """A subject was put on a red list. The national scheme asks for six conditions at once.

    Source: DOMAIN 3.6.
    """

    subject_name: str = line("主体名称", "Name as printed", 300)
    division: str = division_code()
    scheme: str = registry("激励体系", "Regime of the red list", codes.IncentiveScheme)
    conditions: tuple[ConditionMet, ...] = several(
        "符合的条件", "Conditions that are met", ConditionMet, 20
    )
    decision_reference: str | None = line("文号", "Number of the decision", 120, default=None)
    decided_on: date = day("认定日期", "Decided on")
    term: Term = nested("有效期", "Term", Term)
    measures: tuple[str, ...] = code_list(
        "激励措施", "Incentives", codes.IncentiveMeasure, 20, default=()
    )
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10)
    note: str | None = paragraphs("说明", "Note", 2000, default=None)


@body("incentive.granted/1.0", part="personal")
class IncentivePersons:
    """The principal and the safety head whose record was looked at."""

    persons: tuple[Person, ...] = several("相关人员", "Persons", Person, 10)


@body("incentive.withdrawn/1.0")
class IncentiveWithdrawn:
    """A subject is on the red list no longer; who granted withdraws."""

    incentive_id: str = message_id("激励消息", "The incentive.granted message")
    division: str = division_code()
    withdrawn_on: date = day("取消日期", "Withdrawn on")
    reason: str = registry("取消原因", "Reason", codes.IncentiveEnd)
    evidence_id: str | None = message_id(
        "所依据的消息", "The message it rests on, e.g. a penalty", default=None
    )
    decision_reference: str | None = line("文号", "Number of the decision", 120, default=None)
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10, default=())
    note: str | None = paragraphs("说明", "Note", 2000, default=None)
