"""Administrative penalties as decided."""

from datetime import date

from hub_schemas import codes
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
)
from hub_schemas.elements import LegalBasis, Money, Person, Term
from hub_schemas.registry import body
from hub_schemas.rules import When


@element(rules=(When("kind", ("fine", "confiscation"), requires=("amount",)),))
class Penalty:
    """One penalty of a decision."""

    kind: str = registry("处罚种类", "Kind", codes.PenaltyKind)
    amount: Money | None = nested("金额", "Amount", Money, default=None)
    licence: str | None = line("许可证件", "Licence concerned", 200, default=None)
    term: Term | None = nested("期限", "Term", Term, default=None)


@body("penalty.decided/0.1")
class PenaltyDecided:
    """An authority decided a penalty."""

    subject_name: str = line("当事人名称", "Name of the party as printed", 300)
    division: str | None = division_code(default=None)
    decision_reference: str | None = line("决定书文号", "Number of the decision", 120, default=None)
    decided_on: date = day("决定日期", "Decided on")
    procedure: codes.Procedure | None = code("程序", "Procedure", codes.Procedure, default=None)
    conduct: str = paragraphs("违法事实", "Conduct found", 4000)
    penalties: tuple[Penalty, ...] = several("处罚内容", "Penalties", Penalty, 20)
    legal_basis: tuple[LegalBasis, ...] = several(
        "处罚依据", "Legal basis", LegalBasis, 10, default=()
    )
    accident_id: str | None = message_id("所涉事故", "The accident.reported", default=None)
    hazard_id: str | None = message_id("所涉隐患", "The hazard.listed", default=None)
    publish_until: date | None = day("公示截止日期", "Published until", default=None)
    source_reference: str | None = line("来源编号", "Number in the source", 120, default=None)


@body("penalty.decided/0.1", part="personal")
class PenaltyPersons:
    """The natural persons the decision names."""

    persons: tuple[Person, ...] = several("相关人员", "Persons", Person, 50)
