"""Owns which records are watched, by which clock, for whom: one row a duty.

Source: DOMAIN 2.3, 2.8, 3.4, 4.4, 6.2, 6.4 by way of the clocks' own articles.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

END: Final = "end"
START: Final = "start"


@dataclass(frozen=True, slots=True)
class Watch:
    """One duty that a record may bring.

    Attributes:
        what: The duty, a word with a title in `TITLES`.
        clock: Id of its clock.
        starts: The acts that start it; any that moved the record where it names none.
        met: The acts that meet it.
        given: Members in which the messages themselves set the last day.
        starts_at: The day of the act, or the record's own last day.
        only_if: Acts without which there is nothing to do.
        after_end: It exists only once the record's last day is over.
        binding_only: It binds those only who must execute.
        free: Whoever is free to decide is reminded of it, never escalated.
    """

    what: str
    clock: str
    starts: tuple[str, ...] = ()
    met: tuple[str, ...] = ()
    given: str = ""
    starts_at: str = START
    only_if: tuple[str, ...] = ()
    after_end: bool = False
    binding_only: bool = False
    free: bool = False


LIFT: Final = Watch("lift", "listing.stop")
REEXAMINE: Final = Watch("reexamine", "listing.reexamine")

_LISTED: Final = ("listed", "published", "restored", "removal_requested", "removal_accepted")
_ENDED: Final = ("removed", "expired", "revoked", "withdrawn")
_APPLIED: Final = ("awaited", "partly", "in_force", "noted", "refused")
_RUNNING: Final = ("ordered", "listed", "extension_requested")

_ROWS: Final[tuple[tuple[str, tuple[str, ...], Watch], ...]] = (
    (
        "listing",
        ("listed", "restored", "removal_requested", "removal_accepted"),
        Watch("publish", "listing.publish", ("decided", "restored"), ("published",)),
    ),
    (
        "listing",
        ("removal_requested",),
        Watch(
            "accept_request",
            "listing.accept",
            ("removal_requested",),
            ("removal_accepted", "removal_refused"),
        ),
    ),
    (
        "listing",
        ("removal_accepted",),
        Watch(
            "decide_request",
            "listing.decide",
            ("removal_accepted",),
            ("removal_refused",),
            given="decide_by",
        ),
    ),
    ("listing", _LISTED, Watch("remove", "listing.expiry", starts_at=END)),
    (
        "listing",
        _ENDED,
        Watch(
            "stop_publication",
            "listing.stop",
            _ENDED,
            ("unpublished",),
            only_if=("published",),
        ),
    ),
    (
        "measure",
        ("awaited", "partly"),
        Watch("report", "punishment.report", ("ordered",), given="report_by", free=True),
    ),
    (
        "measure",
        ("refused",),
        Watch("report", "punishment.report", ("ordered",), given="report_by", binding_only=True),
    ),
    (
        "measure",
        ("lift_awaited",),
        Watch("confirm_lift", "punishment.confirm", ("lifted", "withdrawn"), given="confirm_by"),
    ),
    (
        "measure",
        _APPLIED,
        Watch("confirm_end", "punishment.confirm", starts_at=END, after_end=True),
    ),
    (
        "penalty",
        ("in_force",),
        Watch("publish", "penalty.expose", ("decided",), ("published",)),
    ),
    (
        "penalty",
        ("withdrawn",),
        Watch(
            "stop_publication",
            "penalty.withdraw",
            ("withdrawn",),
            ("unpublished",),
            only_if=("published",),
        ),
    ),
    (
        "hazard",
        ("reported",),
        Watch("order_rectification", "hazard.order", ("reported",), ("ordered", "listed")),
    ),
    ("hazard", _RUNNING, Watch("accept_rectification", "hazard.deadline", starts_at=END)),
    (
        "hazard",
        ("extension_requested",),
        Watch(
            "decide_extension",
            "hazard.decide_extension",
            ("extension_requested",),
            ("extended", "extension_refused"),
        ),
    ),
    ("hazard", ("accepted",), Watch("delist", "hazard.delist", ("accepted",), only_if=("listed",))),
    (
        "accident",
        ("reported",),
        Watch("conclude_inquiry", "accident.inquiry", ("reported",), ("concluded",)),
    ),
    (
        "accident",
        ("concluded",),
        Watch("review", "accident.review", ("concluded",), ("reviewed",)),
    ),
    (
        "dispute",
        ("raised",),
        Watch("flag", "dispute.flag", ("raised",), ("flagged",), given="flag_by"),
    ),
    (
        "dispute",
        ("raised", "flagged"),
        Watch("decide_dispute", "dispute.decide", ("raised",), given="decide_by answer_by"),
    ),
    (
        "licence",
        ("in_force", "suspended"),
        Watch("extend_licence", "licence.extension", starts_at=END),
    ),
    (
        "claim",
        ("opened",),
        Watch("assess_claim", "claim.assess", ("opened",), ("settled", "refused")),
    ),
    (
        "approval",
        ("asked",),
        Watch("answer", "approval.answer", ("asked",), given="answer_by"),
    ),
    ("case", ("asked",), Watch("answer", "case.answer", ("asked",), given="answer_by")),
    (
        "production",
        ("resumption_requested",),
        Watch("examine_request", "production.resume", ("resumption_requested",)),
    ),
)

TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "publish": ("publish", "公示"),
    "accept_request": ("accept the request for early removal or refuse it", "决定是否受理移出申请"),
    "decide_request": ("decide on early removal", "作出移出决定"),
    "remove": ("remove: the term ends", "期满移出"),
    "stop_publication": ("stop the publication", "停止公示"),
    "report": ("report what was done with a measure", "反馈惩戒措施执行情况"),
    "confirm_lift": ("confirm that a measure is lifted", "确认解除措施"),
    "confirm_end": ("confirm that a measure has ended with its term", "确认措施到期终止"),
    "lift": ("lift the order: its listing has ended", "列入已终止,解除联合惩戒"),
    "reexamine": ("examine again: what it rests on has fallen", "依据已失效,重新审查"),
    "order_rectification": ("order the rectification", "下达整改指令"),
    "accept_rectification": ("accept the rectification or say that it is overdue", "整改到期验收"),
    "decide_extension": ("decide on more time", "延期审批"),
    "delist": ("delist the hazard", "隐患摘牌"),
    "conclude_inquiry": ("hand in the report of the inquiry", "提交事故调查报告"),
    "review": ("review what the inquiry demanded", "开展整改落实情况评估"),
    "flag": ("mark the objection", "异议标注"),
    "decide_dispute": ("decide the objection", "异议处理"),
    "extend_licence": ("have the licence extended", "办理许可证延期"),
    "assess_claim": ("assess the claim", "核定赔案"),
    "answer": ("answer", "答复"),
    "examine_request": ("examine whether production may resume", "复产验收"),
}
"""What is owed, in words: English and Chinese."""


def _by_state() -> Mapping[tuple[str, str], tuple[Watch, ...]]:
    found: dict[tuple[str, str], list[Watch]] = defaultdict(list)
    for family, states, watch in _ROWS:
        for state in states:
            found[family, state].append(watch)
    return {name: tuple(watches) for name, watches in found.items()}


WATCHES: Final = _by_state()
"""The duties to look for, by family and state."""
