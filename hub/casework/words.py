"""Owns the words for states, in Chinese and English, and how values are read aloud."""

from collections.abc import Mapping
from typing import Any, Final

STATES: Final[Mapping[str, tuple[str, str]]] = {
    "": ("not begun", "未开始"),
    "accepted": ("accepted", "验收合格"),
    "answered": ("answered", "已答复"),
    "asked": ("asked", "待答复"),
    "awaited": ("ordered, no report yet", "待反馈"),
    "breached": ("breached", "违背承诺"),
    "cancelled": ("cancelled", "已解除"),
    "closed": ("closed", "已结案"),
    "concluded": ("concluded", "已结束"),
    "decided": ("decided", "已处理"),
    "delisted": ("delisted", "已摘牌"),
    "dropped": ("dropped", "不予列入"),
    "ended": ("ended with its term", "到期终止"),
    "escalated": ("escalated", "已升级督办"),
    "expired": ("expired and removed", "期满移出"),
    "extension_requested": ("extension asked for", "申请延期"),
    "flagged": ("flagged", "已标注"),
    "in_force": ("in force", "有效"),
    "lift_awaited": ("to be lifted, not confirmed", "待确认解除"),
    "lifted": ("lifted", "已解除"),
    "lifting": ("being lifted", "解除中"),
    "listed": ("listed", "已列入"),
    "noted": ("noted, nothing applied", "已知悉"),
    "notified": ("notified", "已告知"),
    "opened": ("opened", "已报案"),
    "ordered": ("ordered", "已下达"),
    "overdue": ("overdue", "逾期"),
    "partly": ("partly executed", "部分执行"),
    "planned": ("planned", "已计划"),
    "published": ("published", "已公示"),
    "raised": ("raised", "已提出"),
    "recorded": ("on file", "已记录"),
    "refused": ("refused", "拒绝"),
    "removal_accepted": ("removal under examination", "移出申请已受理"),
    "removal_requested": ("removal asked for", "申请移出"),
    "removed": ("removed early", "提前移出"),
    "reported": ("reported", "已报告"),
    "restored": ("restored", "恢复列入"),
    "resumed": ("resumed", "已复产"),
    "resumption_requested": ("resumption asked for", "申请复产"),
    "reviewed": ("reviewed", "已评估"),
    "revoked": ("revoked", "已撤销"),
    "settled": ("settled", "已结案"),
    "stopped": ("stopped", "停产停业"),
    "suspended": ("suspended", "暂扣"),
    "withdrawn": ("withdrawn", "已撤回"),
    "active": ("active", "存续"),
    "deregistered": ("deregistered", "注销"),
}
"""English, then Chinese. A grade or a level speaks for itself."""


def state_words(state: str) -> str:
    """Say a state in both languages."""
    return " ".join(STATES.get(state, (state,)))


def said(value: Any) -> str:  # noqa: ANN401 - JSON
    """Read a value aloud: money with its decimals, nested values in order, lists in a row."""
    match value:
        case {"amount_minor": int(amount), "currency": str(currency)}:
            return f"{amount // 100:,}.{amount % 100:02d} {currency}"
        case Mapping():
            return ", ".join(f"{name} {said(one)}" for name, one in value.items())
        case list() | tuple():
            return ", ".join(said(one) for one in value)
        case bool():
            return "yes 是" if value else "no 否"
        case _:
            return str(value)
