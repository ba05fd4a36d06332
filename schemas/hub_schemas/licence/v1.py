"""Licences from grant to end; the licensing authority speaks."""

from datetime import date

from hub_schemas import codes, patterns
from hub_schemas.body import (
    code,
    day,
    division_code,
    flag,
    line,
    message_id,
    nested,
    paragraphs,
    registry,
    several,
    shaped,
)
from hub_schemas.elements import LegalBasis, Term
from hub_schemas.registry import body
from hub_schemas.rules import When


@body("licence.granted/1.0", rules=(When("grant", ("renewed",), requires=("former_until",)),))
class LicenceGranted:
    """A licence was granted, renewed, changed or issued again; one licence is one case."""

    subject_name: str = line("被许可人名称", "Name as printed", 300)
    division: str = division_code()
    licence_kind: str = registry("许可类型", "Kind", codes.LicenceKind)
    licence_number: str = line("许可证编号", "Number", 120)
    grant: codes.LicenceGrant = code("颁发类型", "What the grant is", codes.LicenceGrant)
    granted_on: date = day("决定日期", "Decided on")
    term: Term = nested("有效期", "Term", Term)
    former_until: date | None = day(
        "延期前截止日期", "End of the term before the renewal", default=None
    )
    scope: str | None = paragraphs("许可范围", "What is licensed", 2000, default=None)
    site: str | None = line("许可地址", "Site", 600, default=None)
    industry: str | None = shaped(
        "行业代码", "Industry, GB/T 4754", patterns.INDUSTRY, 5, default=None
    )
    authority: str = line("许可机关", "Licensing authority", 200)
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10, default=())


@body("licence.suspended/1.0")
class LicenceSuspended:
    """A licence is temporarily withheld; until it is reinstated nobody may rely on it."""

    licence_id: str | None = message_id("许可消息", "The licence.granted message", default=None)
    subject_name: str = line("被许可人名称", "Name as printed", 300)
    division: str = division_code()
    licence_kind: str = registry("许可类型", "Kind", codes.LicenceKind)
    licence_number: str = line("许可证编号", "Number", 120)
    suspended_on: date = day("暂扣日期", "Decided on")
    term: Term = nested("暂扣期限", "Term", Term)
    reason: str = registry("暂扣原因", "Reason", codes.LicenceReason)
    conditions: str | None = paragraphs(
        "恢复条件", "Conditions of reinstatement", 2000, default=None
    )
    penalty_id: str | None = message_id("所涉处罚", "The penalty.decided", default=None)
    accident_id: str | None = message_id("所涉事故", "The accident.reported", default=None)
    hazard_id: str | None = message_id("所涉隐患", "The hazard.listed", default=None)
    decision_reference: str | None = line("文号", "Number of the decision", 120, default=None)
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10)


@body("licence.reinstated/1.0")
class LicenceReinstated:
    """A suspended licence is good again."""

    suspension_id: str = message_id("暂扣消息", "The licence.suspended message")
    division: str = division_code()
    licence_number: str = line("许可证编号", "Number", 120)
    reinstated_on: date = day("恢复日期", "Reinstated on")
    acceptance_reference: str | None = line(
        "验收文号", "Number of the acceptance", 120, default=None
    )
    decision_reference: str | None = line("文号", "Number of the decision", 120, default=None)
    note: str | None = paragraphs("说明", "Note", 2000, default=None)


@body("licence.revoked/1.0")
class LicenceRevoked:
    """A licence is taken away for good; who granted it speaks."""

    licence_id: str | None = message_id("许可消息", "The licence.granted message", default=None)
    subject_name: str = line("被许可人名称", "Name as printed", 300)
    division: str = division_code()
    licence_kind: str = registry("许可类型", "Kind", codes.LicenceKind)
    licence_number: str = line("许可证编号", "Number", 120)
    how: codes.LicenceEnd = code("终止方式", "How it ends", codes.LicenceEnd)
    revoked_on: date = day("决定日期", "Decided on")
    reason: str = registry("原因", "Reason", codes.LicenceReason)
    penalty_id: str | None = message_id("所涉处罚", "The penalty.decided", default=None)
    no_application_before: date | None = day(
        "不得申请截止日期", "No new application before", default=None
    )
    decision_reference: str | None = line("文号", "Number of the decision", 120, default=None)
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10)


@body("licence.expired/1.0")
class LicenceExpired:
    """A licence ran out; a renewal that is still being decided is said here."""

    licence_id: str | None = message_id("许可消息", "The licence.granted message", default=None)
    subject_name: str = line("被许可人名称", "Name as printed", 300)
    division: str = division_code()
    licence_kind: str = registry("许可类型", "Kind", codes.LicenceKind)
    licence_number: str = line("许可证编号", "Number", 120)
    expired_on: date = day("期满日期", "Last day of its term")
    renewal_applied: bool = flag("是否已申请延期", "Renewal was applied for")
    note: str | None = paragraphs("说明", "Note", 2000, default=None)
