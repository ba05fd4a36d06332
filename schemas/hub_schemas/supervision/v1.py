"""The four graded actions of supervision: notice, interview, warning, exposure."""

from datetime import date

from hub_schemas import codes
from hub_schemas.body import (
    code,
    day,
    division_code,
    line,
    messages,
    nested,
    paragraphs,
    several,
)
from hub_schemas.elements import LegalBasis, MeasureOfRepair, Publication
from hub_schemas.registry import body
from hub_schemas.rules import When


@body(
    "supervision.notified/1.0",
    rules=(
        When("action", ("interview",), requires=("held_on", "interviewed_role")),
        When("action", ("exposure",), requires=("publication",)),
        When("addressee", ("enterprise",), requires=("subject_name",)),
    ),
)
class SupervisionNotified:
    """A notice, interview, warning or exposure, with what is demanded."""

    action: codes.SupervisoryAction = code("督导方式", "Action", codes.SupervisoryAction)
    addressee: codes.Addressee = code("对象类别", "Kind of addressee", codes.Addressee)
    addressee_name: str = line("对象名称", "Whom it is addressed to", 300)
    subject_name: str | None = line("所涉单位", "Enterprise concerned", 300, default=None)
    division: str = division_code()
    document_reference: str | None = line("文书编号", "Number of the document", 120, default=None)
    notified_on: date = day("发出日期", "Issued on")
    matter: str = paragraphs("事由", "Matter", 4000)
    demands: tuple[MeasureOfRepair, ...] = several(
        "整改要求", "What is demanded", MeasureOfRepair, 30, default=()
    )
    answer_by: date | None = day("反馈期限", "Answer expected by", default=None)
    held_on: date | None = day("约谈日期", "Interview held on", default=None)
    interviewed_role: str | None = line(
        "被约谈人职务", "Post of the person interviewed", 100, default=None
    )
    publication: Publication | None = nested(
        "曝光渠道", "Where it is exposed", Publication, default=None
    )
    evidence_ids: tuple[str, ...] = messages("依据消息", "Messages it rests on", 50, default=())
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10, default=())
