"""Code lists of messages about messages and participants."""

from hub_schemas.coded import Coded


class CorrectionReason(Coded):
    """Why a message is corrected."""

    CLERICAL = "clerical", "笔误", "clerical error"
    SYSTEM = "system", "系统差错", "error of a system"
    CHANGED = "changed", "依法变更", "changed by law, review or judgment"
    DISPUTE_UPHELD = "dispute_upheld", "异议成立", "an objection was upheld"
    COMPLETED = "completed", "补充完善", "something came to be known"


class VoidReason(Coded):
    """Why numbers were lost."""

    AGENT_RESTORED = "agent_restored", "代理恢复备份", "the agent was restored from a backup"
    AGENT_LOST = "agent_lost", "代理数据丢失", "the agent's data were lost"
    DRAFT_ABANDONED = "draft_abandoned", "消息放弃发送", "the message is given up"


class SuccessionReason(Coded):
    """Why one participant follows another."""

    MERGED = "merged", "机构合并", "merged"
    SPLIT = "split", "机构分设", "split"
    DUTIES_MOVED = "duties_moved", "职能划转", "its duties were moved"
    RENAMED = "renamed", "机构更名", "renamed"
    ABOLISHED = "abolished", "机构撤销", "abolished"
    BUSINESS_TRANSFERRED = "business_transferred", "业务转让", "its business was transferred"
