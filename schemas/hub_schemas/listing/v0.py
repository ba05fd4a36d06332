"""Decisions to list a subject and to remove it again; only the lister removes."""

from datetime import date

from hub_schemas import codes
from hub_schemas.body import (
    code,
    code_list,
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
from hub_schemas.elements import Ground, LegalBasis, Person, Term
from hub_schemas.registry import body


@element()
class CrossListing:
    """A list that follows another institution's decision."""

    originating_institution: str = line("原认定机构", "Who decided first", 200)
    notice_effective_on: date = day("本机构生效日期", "Effective at this institution on")


@body("listing.decided/0.1")
class ListingDecided:
    """A subject was put on a list by the authority that punished it."""

    subject_name: str = line("主体名称", "Name as printed", 300)
    subject_address: str | None = line("地址", "Address as printed", 600, default=None)
    nationality: str | None = line("国别", "Nationality as printed", 80, default=None)
    division: str | None = division_code(default=None)
    list_scheme: str = registry("名单类别", "Regime of the list", codes.ListScheme)
    listed_party: str = registry("列入对象", "Who is listed", codes.ListedParty)
    grounds: tuple[Ground, ...] = several("列入事由", "Grounds", Ground, 9)
    penalty_id: str = message_id(
        "所依据的处罚", "The penalty.decided of the same authority about the same subject"
    )
    decision_reference: str | None = line("决定书文号", "Number of the decision", 120, default=None)
    decided_on: date = day("决定日期", "Decided on")
    reason: str = paragraphs("列入理由", "Reason", 4000)
    term: Term = nested("管理期限", "Term", Term)
    legal_basis: tuple[LegalBasis, ...] = several(
        "列入依据", "Legal basis", LegalBasis, 10, default=()
    )
    measures: tuple[str, ...] = code_list(
        "管理措施", "Measures announced", codes.Measure, 20, default=()
    )
    repair_conditions: str | None = paragraphs(
        "信用修复条件", "Conditions of repair", 2000, default=None
    )
    cross_listing: CrossListing | None = nested(
        "跨机构列入", "Follows another institution", CrossListing, default=None
    )
    source_reference: str | None = line("来源编号", "Number in the source", 120, default=None)


@body("listing.decided/0.1", part="personal")
class ListingPersons:
    """The natural persons who are listed."""

    persons: tuple[Person, ...] = several("列入人员", "Persons", Person, 50)


@body("listing.removed/0.1")
class ListingRemoved:
    """A listing ends: term over, early removal, or never valid."""

    listing_id: str = message_id("列入消息", "The listing.decided message")
    division: str | None = division_code(default=None)
    removed_on: date = day("移出日期", "Removed on")
    reason: codes.RemovalReason = code("移出原因", "Reason", codes.RemovalReason)
    decision_reference: str | None = line("决定书文号", "Number of the decision", 120, default=None)
    legal_basis: tuple[LegalBasis, ...] = several(
        "移出依据", "Legal basis", LegalBasis, 10, default=()
    )
    note: str | None = paragraphs("说明", "Note", 2000, default=None)
