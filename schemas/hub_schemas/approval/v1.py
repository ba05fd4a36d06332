"""May this enterprise ...? The asked authority answers with reasons; the asking one decides."""

from datetime import date

from hub_schemas import codes
from hub_schemas.body import (
    code,
    code_list,
    day,
    division_code,
    element,
    flag,
    line,
    message_id,
    paragraphs,
    registry,
    several,
)
from hub_schemas.elements import LegalBasis, Person
from hub_schemas.registry import body
from hub_schemas.rules import When


@body("approval.queried/1.0")
class ApprovalQueried:
    """An authority that has to approve something asks what stands against it. S4:71, S2:20."""

    subject_name: str = line("申请单位名称", "Name as printed", 300)
    division: str = division_code()
    matter: str = registry("审批事项", "What is to be approved", codes.ApprovalMatter)
    matter_reference: str | None = line("受理编号", "Number of the application", 120, default=None)
    description: str = paragraphs("事项说明", "Description", 4000)
    asked_on: date = day("查询日期", "Asked on")
    departments: tuple[str, ...] = code_list(
        "被征询部门", "Departments that are asked", codes.Department, 22, default=()
    )
    answer_by: date | None = day("答复期限", "Answer wanted by", default=None)
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10, default=())


@body("approval.queried/1.0", part="personal")
class ApprovalPersons:
    """The persons whose fitness for a post is asked about."""

    persons: tuple[Person, ...] = several("拟任人员", "Persons", Person, 20)


@element()
class AnswerReason:
    """What stands against an approval, and until when."""

    text: str = line("理由", "Reason", 600)
    measure: str | None = registry("限制措施", "Measure", codes.Measure, default=None)
    evidence_id: str | None = message_id(
        "证据消息", "The listing, order, ban or hazard", default=None
    )
    until: date | None = day("限制截止日期", "Until, inclusive", default=None)


@body(
    "approval.answered/1.0",
    rules=(
        When("answer", ("may_not", "with_conditions"), requires=("reasons",)),
        When("answer", ("with_conditions",), requires=("conditions",)),
    ),
)
class ApprovalAnswered:
    """The answer, with a reason for every restriction."""

    query_id: str = message_id("查询消息", "The approval.queried message")
    division: str = division_code()
    answer: codes.ApprovalAnswer = code("答复意见", "Answer", codes.ApprovalAnswer)
    answered_on: date = day("答复日期", "Answered on")
    reasons: tuple[AnswerReason, ...] = several("理由", "Reasons", AnswerReason, 50, default=())
    conditions: str | None = paragraphs("附加条件", "Conditions", 2000, default=None)
    veto: bool = flag("是否一票否决", "It is a one-vote veto")
    valid_until: date | None = day("意见有效期", "Answer holds until, inclusive", default=None)
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10, default=())
