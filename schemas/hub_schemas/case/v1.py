"""Cases handed to criminal justice and to discipline bodies, and their answers."""

from datetime import date

from hub_schemas import codes, patterns
from hub_schemas.body import (
    code,
    day,
    division_code,
    element,
    line,
    message_id,
    paragraphs,
    registry,
    several,
    shaped,
)
from hub_schemas.elements import LegalBasis, Person
from hub_schemas.registry import body
from hub_schemas.rules import When


@element()
class Enclosure:
    """One paper or object handed over; its content does not travel on the hub."""

    title: str = line("材料名称", "Title", 300)
    sha256: str | None = shaped(
        "文件摘要", "SHA-256 of the file, hexadecimal", patterns.KEY, 64, default=None
    )


@body(
    "case.transferred/1.0",
    rules=(When("kind", ("criminal",), requires=("suspected_offence", "approved_on")),),
)
class CaseTransferred:
    """A case or a clue was handed over to police, procuratorate or discipline body."""

    subject_name: str = line("涉案单位", "Enterprise concerned, as printed", 300)
    division: str = division_code()
    kind: codes.TransferKind = code("移送类型", "Kind", codes.TransferKind)
    recipient_department: str = registry("接收机关", "Handed to", codes.Department)
    recipient_name: str = line("接收机关名称", "Name of that body", 200)
    transfer_reference: str = line("移送书编号", "Number of the transfer", 120)
    proposed_on: date | None = day("提出移送报告日期", "Proposed on", default=None)
    approved_on: date | None = day("批准移送日期", "Approved on", default=None)
    transferred_on: date = day("移送日期", "Handed over on")
    suspected_offence: str | None = line("涉嫌罪名", "Suspected offence", 200, default=None)
    facts: str = paragraphs("基本案情", "Facts", 4000)
    enclosures: tuple[Enclosure, ...] = several(
        "移送材料", "What is enclosed", Enclosure, 60, default=()
    )
    accident_id: str | None = message_id("所涉事故", "The accident.reported", default=None)
    penalty_id: str | None = message_id("所涉处罚", "The penalty.decided", default=None)
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10)


@body("case.transferred/1.0", part="personal")
class TransferredPersons:
    """The natural persons concerned."""

    persons: tuple[Person, ...] = several("涉案人员", "Persons", Person, 50)


@body(
    "case.answered/1.0",
    rules=(
        When("answer", ("filed",), requires=("file_reference",)),
        When("answer", ("not_filed",), requires=("reason",)),
        When("answer", ("forwarded",), requires=("forwarded_to",)),
    ),
)
class CaseAnswered:
    """The body that received a case says what it did with it."""

    transfer_id: str = message_id("移送消息", "The case.transferred message")
    division: str | None = division_code(default=None)
    answered_on: date = day("答复日期", "Answered on")
    answer: codes.TransferAnswer = code("处理结果", "Answer", codes.TransferAnswer)
    file_reference: str | None = line("立案文号", "Number of the case opened", 120, default=None)
    reason: str | None = paragraphs("理由", "Reason", 2000, default=None)
    forwarded_to: str | None = line("转送机关", "Forwarded to", 200, default=None)
    outcome: str | None = paragraphs("办理结果", "What came of it", 2000, default=None)
    materials_returned: str | None = line("退回材料", "What is handed back", 300, default=None)


@body("case.answered/1.0", part="personal")
class AnsweredPersons:
    """The natural persons whom the answer names."""

    persons: tuple[Person, ...] = several("涉案人员", "Persons", Person, 50)
