"""Objections to what was said on the hub: raised, flagged, decided."""

from datetime import date

from hub_schemas import codes, patterns
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
    shaped,
)
from hub_schemas.elements import LegalBasis, Person
from hub_schemas.registry import body
from hub_schemas.rules import When


@body("dispute.raised/1.0")
class DisputeRaised:
    """The subject objects to a message; whoever received the objection says so."""

    subject_name: str = line("异议人名称", "Name of the subject as printed", 300)
    division: str | None = division_code(default=None)
    disputed_id: str = message_id("异议信息消息", "The message objected to")
    disputed_type: str = shaped("异议信息类型", "Type of that message", patterns.MESSAGE_TYPE, 81)
    ground: str = registry("异议类型", "Ground", codes.DisputeGround)
    statement: str = paragraphs("异议内容", "What the subject says", 4000)
    evidence: str | None = paragraphs("证据目录", "Evidence handed in", 2000, default=None)
    received_on: date = day("收到日期", "Received on")
    received_by: str = line("收到单位", "Received by", 200)
    forwarded_on: date | None = day("转送日期", "Forwarded on", default=None)


@body("dispute.raised/1.0", part="personal")
class DisputePersons:
    """The natural person who objects, where it is one."""

    persons: tuple[Person, ...] = several("异议人", "Persons", Person, 10)


@body("dispute.flagged/1.0")
class DisputeFlagged:
    """A holder of the disputed information marks it as disputed."""

    dispute_id: str = message_id("异议消息", "The dispute.raised message")
    disputed_id: str = message_id("异议信息消息", "The message objected to")
    division: str | None = division_code(default=None)
    flagged_on: date = day("标注日期", "Flagged on")
    use_paused: bool = flag("是否暂停使用", "Whether its use is paused meanwhile")
    note: str | None = paragraphs("说明", "Note", 2000, default=None)


@body(
    "dispute.decided/1.0",
    rules=(
        When(
            "result",
            ("upheld", "partly_upheld"),
            requires=("remedied_on",),
            limits={"remedy": ("corrected", "withdrawn", "marked")},
        ),
        When("result", ("rejected",), limits={"remedy": ("none",)}),
        When("result", ("undecidable",), limits={"remedy": ("marked",)}),
    ),
)
class DisputeDecided:
    """The author of the disputed message decides about the objection, with reasons."""

    dispute_id: str = message_id("异议消息", "The dispute.raised message")
    disputed_id: str = message_id("异议信息消息", "The message objected to")
    division: str | None = division_code(default=None)
    decided_on: date = day("处理日期", "Decided on")
    result: codes.DisputeResult = code("处理结果", "Result", codes.DisputeResult)
    remedy: codes.Remedy = code("处理措施", "What is done", codes.Remedy)
    reason: str = paragraphs("理由", "Reason", 4000)
    remedied_on: date | None = day("更正或者撤回日期", "Remedied on", default=None)
    correcting_id: str | None = message_id(
        "更正或者撤回消息", "The message that corrects or withdraws", default=None
    )
    answered_on: date | None = day("书面答复日期", "Answered in writing on", default=None)
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10, default=())
