"""Public commitments of enterprises and their breach: both are credit records."""

from datetime import date

from hub_schemas import codes, patterns
from hub_schemas.body import (
    code_list,
    day,
    division_code,
    element,
    line,
    message_id,
    messages,
    nested,
    paragraphs,
    registry,
    several,
    shaped,
)
from hub_schemas.elements import LegalBasis, Publication, Term
from hub_schemas.registry import body


@element()
class Promise:
    """One thing that is promised, with a key for a breach to name."""

    key: str = shaped("承诺项编号", "Key of the promise", patterns.KEY, 40)
    text: str = line("承诺内容", "What is promised", 600)
    due_on: date | None = day("完成期限", "Due on", default=None)


@element()
class BrokenPromise:
    """One promise that was not kept, and how."""

    key: str = shaped("承诺项编号", "Key of the promise", patterns.KEY, 40)
    text: str | None = line("违反情形", "How it was broken", 600, default=None)


@body("commitment.published/1.0")
class CommitmentPublished:
    """An enterprise committed itself in public; the authority that took it passes it on."""

    subject_name: str = line("承诺主体名称", "Name as printed", 300)
    division: str = division_code()
    kind: str = registry("承诺类型", "Kind", codes.CommitmentKind)
    promises: tuple[Promise, ...] = several("承诺事项", "Promises", Promise, 50)
    published_on: date = day("公开日期", "Published on")
    channels: tuple[Publication, ...] = several("公开渠道", "Channels", Publication, 10, default=())
    term: Term = nested("承诺期限", "Term", Term)
    matter: str | None = line("所涉事项", "Procedure it was made in", 300, default=None)
    related_id: str | None = message_id(
        "相关消息", "The message it was made for, e.g. an application", default=None
    )
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10, default=())


@body("commitment.breached/1.0")
class CommitmentBreached:
    """A commitment was broken: it ends, and a new one has to be published."""

    commitment_id: str = message_id("承诺消息", "The commitment.published message")
    division: str = division_code()
    found_on: date = day("认定日期", "Found on")
    broken: tuple[BrokenPromise, ...] = several("违反的承诺", "Broken promises", BrokenPromise, 50)
    facts: str = paragraphs("违反事实", "Facts", 4000)
    evidence_ids: tuple[str, ...] = messages("证据消息", "Messages it rests on", 20, default=())
    consequences: tuple[str, ...] = code_list(
        "后续处理", "What follows", codes.BreachConsequence, 10, default=()
    )
    decision_reference: str | None = line("文号", "Number of the decision", 120, default=None)
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10, default=())
