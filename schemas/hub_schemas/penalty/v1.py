"""What happens to a penalty decision in public: shown, and taken back."""

from datetime import date

from hub_schemas import codes
from hub_schemas.body import (
    code,
    day,
    division_code,
    line,
    message_id,
    nested,
    paragraphs,
    registry,
    several,
)
from hub_schemas.elements import LegalBasis, Publication
from hub_schemas.registry import body
from hub_schemas.rules import When


@body(
    "penalty.published/1.0",
    rules=(
        When("status", ("published",), requires=("published_on",)),
        When("status", ("stopped",), requires=("stopped_on", "reason")),
    ),
)
class PenaltyPublished:
    """A channel shows a penalty, or no longer shows it."""

    penalty_id: str = message_id("处罚决定消息", "The penalty.decided message")
    division: str | None = division_code(default=None)
    status: codes.PublicationStatus = code("公示状态", "Status", codes.PublicationStatus)
    publications: tuple[Publication, ...] = several("公示渠道", "Channels", Publication, 10)
    published_on: date | None = day("公示日期", "Published on", default=None)
    publish_until: date | None = day("公示截止日期", "Published until, inclusive", default=None)
    stopped_on: date | None = day("停止公示日期", "Stopped on", default=None)
    reason: str | None = paragraphs("停止公示原因", "Why it stopped", 2000, default=None)


@body("penalty.withdrawn/1.0")
class PenaltyWithdrawn:
    """A penalty was changed, annulled or declared unlawful; what was published is taken back."""

    penalty_id: str = message_id("处罚决定消息", "The penalty.decided message")
    division: str | None = division_code(default=None)
    reason: str = registry("撤回原因", "Reason", codes.WithdrawalReason)
    explanation: str = paragraphs("理由说明", "Explanation", 2000)
    decided_by: str = line("作出机关", "Who annulled or changed it", 200)
    decision_reference: str | None = line("文书编号", "Number of the document", 120, default=None)
    decided_on: date = day("作出日期", "Annulled or changed on")
    withdrawn_on: date = day("撤回日期", "Withdrawn on")
    replaced_by: str | None = message_id(
        "新的处罚决定消息", "The penalty.decided that takes its place", default=None
    )
    remedy: codes.Remedy | None = code("公示信息处理", "What is done", codes.Remedy, default=None)
    apology: str | None = line("消除影响方式", "How the harm is undone", 300, default=None)
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10, default=())
    publication: Publication | None = nested(
        "撤回公告", "Where the withdrawal is published", Publication, default=None
    )
