"""Bans of persons from posts, industries and occupations; persons stay in the personal part."""

from datetime import date

from hub_schemas import codes, patterns
from hub_schemas.body import (
    code,
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
from hub_schemas.elements import LegalBasis, Person
from hub_schemas.registry import body
from hub_schemas.rules import ExactlyOne, When


@element(
    rules=(When("reach", ("industry", "industry_and_occupation"), requires=("industry_name",)),)
)
class BanScope:
    """Where the persons may not serve."""

    reach: codes.BanReach = code("禁入范围", "How far it reaches", codes.BanReach)
    industry_name: str | None = line("行业名称", "Industry in words", 200, default=None)
    industry: str | None = shaped(
        "行业代码", "Industry, GB/T 4754", patterns.INDUSTRY, 5, default=None
    )
    post: str | None = line("禁任职务", "Post, e.g. principal", 200, default=None)


@element(
    rules=(
        ExactlyOne(("years", "open_ended")),
        When("starts_with", ("sanction", "decision"), requires=("starts_on",)),
    )
)
class BanTerm:
    """How long, from when.

    Where the sentence starts the clock and is not served yet, `starts_on` is absent: the ban
    holds, its end is not known. The same authority then sends the ban again in the same case.
    Source: Work Safety Law, Article 94.
    """

    starts_with: codes.BanStart = code("起算依据", "What starts the clock", codes.BanStart)
    starts_on: date | None = day("起算日期", "First day of the clock", default=None)
    years: int | None = count("年限", "Years", smallest=1, largest=99, default=None)
    open_ended: codes.OpenEnd | None = code(
        "无截止日期的原因", "Why there is no end", codes.OpenEnd, default=None
    )
    ends_on: date | None = day("截止日期", "Last day, inclusive", default=None)


@body("ban.imposed/1.0")
class BanImposed:
    """Persons may not hold certain posts. The subject is the enterprise where they failed."""

    subject_name: str = line("所涉单位名称", "Name of the enterprise as printed", 300)
    division: str = division_code()
    scope: BanScope = nested("禁入范围", "Scope", BanScope)
    term: BanTerm = nested("期限", "Term", BanTerm)
    ground: str = registry("禁入事由", "Ground", codes.BanGround)
    person_count: int = count("人数", "Number of persons", smallest=1, largest=50)
    decided_on: date = day("决定日期", "Decided on")
    decision_reference: str = line("文号", "Number of the decision or judgment", 120)
    decided_by: str = line("决定机关", "Who decided", 200)
    penalty_id: str | None = message_id("所涉处罚", "The penalty.decided", default=None)
    accident_id: str | None = message_id("所涉事故", "The accident.reported", default=None)
    closure_id: str | None = message_id("所涉关闭决定", "The closure.ordered", default=None)
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10)
    note: str | None = paragraphs("说明", "Note", 2000, default=None)


@body("ban.imposed/1.0", part="personal")
class BanPersons:
    """The persons who are banned."""

    persons: tuple[Person, ...] = several("被禁入人员", "Persons", Person, 50)


@body("ban.lifted/1.0")
class BanLifted:
    """A ban is over or was never good; everyone who was sent it is told."""

    ban_id: str = message_id("禁入消息", "The ban.imposed message")
    division: str = division_code()
    lifted_on: date = day("解除日期", "Lifted on")
    reason: str = registry("解除原因", "Reason", codes.BanEnd)
    decision_reference: str | None = line("文号", "Number of the decision", 120, default=None)
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10, default=())
    note: str | None = paragraphs("说明", "Note", 2000, default=None)
