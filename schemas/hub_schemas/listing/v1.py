"""A listing's life around its decision: notice, defence, publication, repair, its undoing."""

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
    nested,
    paragraphs,
    registry,
    several,
)
from hub_schemas.elements import Ground, LegalBasis, Person, Publication, Term
from hub_schemas.registry import body
from hub_schemas.rules import When


@body("listing.notified/1.0")
class ListingNotified:
    """The party is told, before any decision, that it shall be listed and what it may do."""

    subject_name: str = line("主体名称", "Name as printed", 300)
    division: str = division_code()
    list_scheme: str = registry("名单类别", "Regime of the list", codes.ListScheme)
    listed_party: str = registry("拟列入对象", "Who shall be listed", codes.ListedParty)
    grounds: tuple[Ground, ...] = several("拟列入事由", "Grounds", Ground, 9)
    penalty_id: str = message_id(
        "所依据的处罚", "The penalty.decided of the same authority about the same subject"
    )
    notice_reference: str | None = line("告知书文号", "Number of the notice", 120, default=None)
    served_on: date = day("送达日期", "Served on")
    facts: str = paragraphs("事实和理由", "Facts and reasons", 4000)
    term: Term = nested("拟定管理期限", "Term intended", Term)
    measures: tuple[str, ...] = code_list("拟采取的措施", "Measures", codes.Measure, 20, default=())
    defence_by: date = day("陈述申辩期限", "Defence until, inclusive")
    hearing_available: bool = flag("是否可以要求听证", "Whether a hearing may be asked for")
    hearing_request_by: date | None = day(
        "要求听证期限", "Hearing may be asked for until, inclusive", default=None
    )
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10)


@body("listing.notified/1.0", part="personal")
class NotifiedPersons:
    """The natural persons who shall be listed."""

    persons: tuple[Person, ...] = several("拟列入人员", "Persons", Person, 50)


@body("listing.defended/1.0")
class ListingDefended:
    """What the party says against the listing, as the authority that took it received it."""

    notice_id: str = message_id("告知消息", "The listing.notified message")
    division: str | None = division_code(default=None)
    received_on: date = day("收到日期", "Received on")
    received_by: str = line("收到单位", "Received by", 200)
    statement: str = paragraphs("陈述申辩意见", "What the party says", 4000)
    evidence: str | None = paragraphs("证据目录", "Evidence handed in", 2000, default=None)
    hearing_requested: bool = flag("是否要求听证", "Whether a hearing is asked for")
    hearing_on: date | None = day("听证日期", "Hearing on", default=None)


@body("listing.dropped/1.0")
class ListingDropped:
    """The authority does not list the party after all."""

    notice_id: str = message_id("告知消息", "The listing.notified message")
    division: str | None = division_code(default=None)
    dropped_on: date = day("决定日期", "Dropped on")
    reason: str = registry("不予列入原因", "Reason", codes.DropReason)
    explanation: str = paragraphs("理由", "Explanation", 2000)
    decision_reference: str | None = line("文书编号", "Number of the document", 120, default=None)


@body(
    "listing.published/1.0",
    rules=(
        When("status", ("published",), requires=("published_on",)),
        When("status", ("stopped",), requires=("stopped_on", "reason")),
    ),
)
class ListingPublished:
    """A channel's receipt: it shows the listing, or no longer shows it."""

    listing_id: str = message_id("列入消息", "The listing.decided message")
    ending_id: str | None = message_id(
        "移出或者撤销消息", "The message for which it stopped", default=None
    )
    division: str | None = division_code(default=None)
    status: codes.PublicationStatus = code("公示状态", "Status", codes.PublicationStatus)
    publications: tuple[Publication, ...] = several("公示渠道", "Channels", Publication, 10)
    recorded_on: date | None = day("录入信用系统日期", "Entered in the system on", default=None)
    published_on: date | None = day("公示日期", "Published on", default=None)
    stopped_on: date | None = day("停止公示日期", "Stopped on", default=None)
    reason: str | None = paragraphs("停止公示原因", "Why it stopped", 2000, default=None)


@element(rules=(When("condition", ("other",), requires=("text",)),))
class RepairCondition:
    """One condition of early removal and how it is met."""

    condition: str = registry("修复条件", "Condition", codes.RepairCondition)
    met: bool = flag("是否满足", "Whether it is met")
    met_on: date | None = day("满足日期", "Met on", default=None)
    text: str | None = line("说明及证明材料", "Explanation and proof", 600, default=None)


@body("listing.removal_requested/1.0")
class RemovalRequested:
    """The listed party asks to be removed early; its authority hands the request in."""

    listing_id: str = message_id("列入消息", "The listing.decided message")
    division: str | None = division_code(default=None)
    requested_on: date = day("申请日期", "Requested on")
    received_on: date = day("收到日期", "Received on")
    received_by: str = line("收到单位", "Received by", 200)
    conditions: tuple[RepairCondition, ...] = several(
        "条件满足情况", "Conditions", RepairCondition, 10
    )
    ban_running: bool = flag("是否处于行业或者职业禁入期", "Whether a ban is running")
    commitment: str | None = paragraphs("信用承诺", "Commitment", 2000, default=None)


@body("listing.removal_accepted/1.0")
class RemovalAccepted:
    """The request is complete and will be decided."""

    listing_id: str = message_id("列入消息", "The listing.decided message")
    request_id: str = message_id("移出申请消息", "The listing.removal_requested message")
    division: str | None = division_code(default=None)
    accepted_on: date = day("受理日期", "Accepted on")
    decide_by: date = day("决定期限", "To be decided by")
    acceptance_reference: str | None = line(
        "受理通知书编号", "Number of the acceptance", 120, default=None
    )


@body("listing.removal_refused/1.0")
class RemovalRefused:
    """The request is not accepted, or refused after examination; reasons are owed."""

    listing_id: str = message_id("列入消息", "The listing.decided message")
    request_id: str = message_id("移出申请消息", "The listing.removal_requested message")
    division: str | None = division_code(default=None)
    stage: codes.RemovalStage = code("环节", "Stage", codes.RemovalStage)
    refused_on: date = day("决定日期", "Refused on")
    reason: str = paragraphs("理由", "Reason", 2000)
    unmet: tuple[str, ...] = code_list(
        "未满足的条件", "Conditions not met", codes.RepairCondition, 10, default=()
    )
    decision_reference: str | None = line("决定书文号", "Number of the decision", 120, default=None)
    again_from: date | None = day("可再次申请日期", "May ask again from", default=None)
    remedies: str | None = line("救济途径", "Remedies", 300, default=None)


@body("listing.restored/1.0")
class ListingRestored:
    """An early removal was obtained by fraud: it is undone and the term begins anew."""

    listing_id: str = message_id("列入消息", "The listing.decided message")
    removal_id: str = message_id("移出消息", "The listing.removed that is undone")
    division: str | None = division_code(default=None)
    restored_on: date = day("恢复列入日期", "Restored on")
    reason: str = registry("恢复原因", "Reason", codes.RestorationReason)
    finding: str = paragraphs("认定事实", "What was found", 4000)
    term: Term = nested("重新起算的管理期限", "Term, counted anew", Term)
    decision_reference: str = line("决定书文号", "Number of the decision", 120)
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10)


@body("listing.revoked/1.0")
class ListingRevoked:
    """The listing was never valid; everything that rests on it ends at once."""

    listing_id: str = message_id("列入消息", "The listing.decided message")
    division: str | None = division_code(default=None)
    revoked_on: date = day("撤销日期", "Revoked on")
    reason: str = registry("撤销原因", "Reason", codes.RevocationReason)
    explanation: str = paragraphs("理由", "Explanation", 4000)
    decided_by: str = line("作出撤销决定的机关", "Who decided that it is void", 200)
    decision_reference: str | None = line("决定书文号", "Number of the decision", 120, default=None)
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10, default=())
