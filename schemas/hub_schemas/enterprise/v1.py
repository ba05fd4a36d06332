"""What becomes of an enterprise: renamed, merged, moved, with branches, deregistered."""

from datetime import date

from hub_schemas import codes, patterns
from hub_schemas.body import (
    code,
    code_list,
    count,
    day,
    division_code,
    element,
    line,
    message_id,
    nested,
    paragraphs,
    registry,
    several,
    shaped,
)
from hub_schemas.elements import LegalBasis, Money, Person
from hub_schemas.registry import body


@element()
class RelatedEnterprise:
    """Another subject and what it is to this one, for as long as it is."""

    subject: str = shaped("相关主体标识", "Subject", patterns.SUBJECT, 112)
    subject_name: str | None = line("相关主体名称", "Name as printed", 300, default=None)
    relation: str = registry("关系", "Relation", codes.EnterpriseRelation)
    since: date | None = day("起始日期", "Since", default=None)
    until: date | None = day("终止日期", "Until, inclusive", default=None)


@body("enterprise.changed/1.0")
class EnterpriseChanged:
    """A registration changed. The members say what holds from now on; absent is unchanged.

    A new code is a new subject: the message is about the old one and names the new as its
    successor. What rests on a branch never passes to its parent by itself.
    Source: DOMAIN 11.4, 11.5.
    """

    subject_name: str = line("变更后名称", "Name as printed, after the change", 300)
    former_name: str | None = line("变更前名称", "Name before the change", 300, default=None)
    division: str = division_code()
    former_division: str | None = shaped(
        "变更前行政区划代码", "Division before the change", patterns.DIVISION, 6, default=None
    )
    changes: tuple[str, ...] = code_list("变更事项", "What changed", codes.EnterpriseChange, 15)
    changed_on: date = day("变更日期", "Changed on")
    address: str | None = line("住所", "Registered address", 600, default=None)
    status: codes.EnterpriseStatus | None = code(
        "登记状态", "Status", codes.EnterpriseStatus, default=None
    )
    industry: str | None = shaped(
        "行业代码", "Industry, GB/T 4754", patterns.INDUSTRY, 5, default=None
    )
    sector: str | None = registry(
        "安责险行业领域", "Sector of compulsory insurance", codes.Sector, default=None
    )
    headcount: int | None = count("从业人数", "Staff", largest=10_000_000, default=None)
    registered_capital: Money | None = nested("注册资本", "Registered capital", Money, default=None)
    related: tuple[RelatedEnterprise, ...] = several(
        "相关主体", "Related subjects", RelatedEnterprise, 200, default=()
    )
    registration_authority: str | None = line(
        "登记机关", "Registration authority", 200, default=None
    )
    registration_id: str | None = message_id(
        "登记消息", "The enterprise.registered message", default=None
    )
    note: str | None = paragraphs("说明", "Note", 2000, default=None)


@body("enterprise.changed/1.0", part="personal")
class EnterprisePersons:
    """The persons who hold a registered post from now on."""

    persons: tuple[Person, ...] = several("登记人员", "Persons", Person, 50)


@body("enterprise.deregistered/1.0")
class EnterpriseDeregistered:
    """An enterprise ceased to be registered; listings and bans of it do not end by this."""

    subject_name: str = line("主体名称", "Name as printed", 300)
    division: str = division_code()
    kind: str = registry("注销方式", "How it ended", codes.DeregistrationKind)
    deregistered_on: date = day("注销日期", "Deregistered on")
    successors: tuple[RelatedEnterprise, ...] = several(
        "承继主体", "Who takes over rights and duties", RelatedEnterprise, 50, default=()
    )
    liquidated_on: date | None = day("清算完结日期", "Liquidated on", default=None)
    decision_reference: str | None = line("文号", "Number of the decision", 120, default=None)
    registration_authority: str | None = line(
        "登记机关", "Registration authority", 200, default=None
    )
    registration_id: str | None = message_id(
        "登记消息", "The enterprise.registered message", default=None
    )
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10, default=())
    note: str | None = paragraphs("说明", "Note", 2000, default=None)
