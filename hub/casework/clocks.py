# ruff: noqa: E501 - a row of the table is a line
"""Owns the master table of clocks: number, unit and article of every duty the hub watches.

One row each: id, number (negative: so long ahead), unit, rule, article, mark, titles. An id that
ends in a division prefix holds there only. Mark `V`: the article was read; `M`: it was not, and the
number is a parameter. Article `S...` is a line of a policy document, `*` an analogy.

Source: DOMAIN 10.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from hub.casework.clock import Clock, Unit

RULES: Final[Mapping[str, str]] = {
    "decree-493": "生产安全事故报告和调查处理条例",
    "shandong-safety": "山东省安全生产条例",
    "three-year-action": "三年行动方案",
    "work-safety-law": "安全生产法",
    "samr-order-45": "市场监督管理行政处罚信息公示规定",
    "penalty-law": "行政处罚法",
    "mem-order-11": "安全生产严重失信主体名单管理办法",
    "ndrc-order-36": "信用修复管理办法",
    "assumption": "assumption",
    "shanghai-credit": "上海市社会信用条例",
    "credit-bureaus": "征信业管理条例",
    "shandong-credit": "山东省社会信用条例",
    "zhejiang-credit": "浙江省公共信用信息管理条例",
    "qingdao-hazards": "青岛市重大事故隐患挂牌督办办法",
    "insurance-law": "保险法",
    "aq-9010-2019": "AQ 9010-2019",
    "licences": "安全生产许可证条例",
    "decree-310": "行政执法机关移送涉嫌犯罪案件的规定",
    "decree-446": "关于预防煤矿生产安全事故的特别规定",
    "cybersecurity-law": "网络安全法",
    "network-data": "网络数据安全管理条例",
}
"""The rules by the names the table uses."""

_TABLE: Final = """
accident.county                1 hour        decree-493        9       V  Reported to the county authority 报告县级部门
accident.upward                2 hour        decree-493        11      V  Reported one level up 逐级上报
accident.upward.37            30 minute      shandong-safety   -       V  City or county reports to the province 市县报省
accident.change               30 day         decree-493        13      V  Casualties may change the class 伤亡变化补报
accident.change_road_fire      7 day         decree-493        13      V  The same, road traffic and fire 道路交通、火灾伤亡变化补报
accident.inquiry              60 day         decree-493        29      V  Report of the inquiry 提交事故调查报告
accident.inquiry_extension    60 day         decree-493        29      V  Longest extension of the inquiry 调查期限延长
accident.approval             15 day         decree-493        32      V  Report approved 批复
accident.approval_grave       30 day         decree-493        32      V  Report on a particularly major accident approved 特别重大事故批复
accident.review                1 year        three-year-action S0:69   V  Review of the measures demanded 整改措施落实情况评估
penalty.expose                 7 working_day work-safety-law   78      V  Penalty exposed 处罚公开曝光
penalty.publish               20 working_day samr-order-45     9       V  Penalty published, same province 处罚信息公示
penalty.push                  10 working_day samr-order-45     10      V  Penalty pushed to another province 跨省推送
penalty.receive               10 working_day samr-order-45     10      V  Published by the receiving authority 接收地公示
penalty.withdraw               3 working_day samr-order-45     11      V  Annulled penalty withdrawn 撤销后撤回公示
listing.hearing                5 working_day penalty-law       64,85   V  Hearing asked for 申请听证
listing.hearing_notice        -7 working_day penalty-law       64,85   V  Hearing announced before it is held 听证通知
listing.delivery               7 working_day penalty-law       61,85   V  Decision delivered to an absent party 送达决定书
listing.record                 3 working_day mem-order-11      11      M  Entered in the credit information system 录入信用信息系统
listing.publish               20 working_day mem-order-11      11      M  Listing published 列入信息公示
listing.term                   3 year        mem-order-11      -       M  Term of a listing 管理期限
listing.early_removal         12 month       mem-order-11      -       M  Early removal may be asked for 可申请提前移出
listing.accept                 5 working_day mem-order-11      19      M  Request accepted or not 决定是否受理
listing.decide                20 working_day mem-order-11      20      M  Early removal decided 作出移出决定
listing.system                 3 working_day mem-order-11      14      M  System updated after a removal 移出后更新系统
listing.stop                  10 working_day mem-order-11      14      M  Publication stopped, measures lifted 停止公示、解除措施
listing.reexamine              3 working_day samr-order-45     11*     M  Re-examined after its basis fell 依据变化后复核
listing.expiry                 0 day         mem-order-11      -       M  Removed by the lister when the term ends 期满移出
repair.minor                   3 month       ndrc-order-36     -       M  Longest publication, minor 轻微失信公示期
repair.serious_least           1 year        ndrc-order-36     -       M  Shortest publication, serious 严重失信最短公示期
repair.serious_most            3 year        ndrc-order-36     -       M  Longest publication, serious 严重失信最长公示期
dispute.flag                   3 working_day assumption        -       M  Objection marked on the record 异议标注
dispute.flag.31                1 working_day shanghai-credit   36      V  Objection marked on the record 异议标注
dispute.decide                20 day         credit-bureaus    25      V  Objection decided 异议处理
dispute.decide.37              3 working_day shandong-credit   39      V  Objection decided 异议处理
dispute.decide.33              5 working_day zhejiang-credit   31      V  Objection decided 异议处理
dispute.decide.31              5 working_day shanghai-credit   36      V  Objection decided 异议处理
hazard.file                    3 working_day assumption        -       M  Hazard filed 隐患备案
hazard.order.3702                   5 working_day qingdao-hazards   -       M  Rectification ordered and published 下达督办指令并公布
hazard.deadline                0 day         work-safety-law   41      V  Rectified by the day ordered 整改到期
hazard.rectify                 1 year        qingdao-hazards   -       M  Longest time to rectify 整改期限
hazard.ask_extension         -20 working_day qingdao-hazards   -       M  Extension asked for before the deadline 申请延期
hazard.decide_extension       10 working_day qingdao-hazards   -       M  Extension decided 延期审批
hazard.delist                  5 working_day qingdao-hazards   -       M  Delisted and published once accepted 摘牌并公布
punishment.report             10 working_day assumption        -       M  Executor reports on its measures 反馈执行情况
punishment.confirm            10 working_day mem-order-11      14      M  Executor confirms the lifting 确认解除措施
claim.assess                  30 day         insurance-law     23      V  Claim assessed 核定
claim.pay                     10 day         insurance-law     23      V  Claim paid after agreement 赔付
claim.refuse                   3 day         insurance-law     24      V  Refusal told after assessment 拒赔通知
claim.advance                 60 day         insurance-law     25      V  What is certain is paid ahead 先予支付
complaint.answer              10 working_day aq-9010-2019      -       M  Complaint about a service answered 投诉答复
complaint.answer_hard         30 working_day aq-9010-2019      -       M  The same, complicated 复杂投诉答复
licence.extension             -3 month       licences          9       V  Extension asked for before expiry 申请延期
licence.term                   3 year        licences          9       V  Term of a licence 许可证有效期
ban.term                       5 year        work-safety-law   94      V  Ban from posts 任职限制
approval.answer               10 working_day assumption        -       M  Query before an approval answered 审批征询答复
case.answer                    3 day         decree-310        8       M  Transferred case filed or not 决定是否立案
production.resume             60 day         decree-446        11      M  Request to resume examined 复产验收
log.network                    6 month       cybersecurity-law 21      V  Network logs kept 网络日志留存
log.personal                   3 year        network-data      12      V  Log of personal data given kept 个人信息提供记录保存
record.personal_negative       5 year        credit-bureaus    16      V  A person's negative record deleted 个人不良信息删除
"""


def _rows() -> Iterator[Clock]:
    for line in _TABLE.strip().splitlines():
        name, number, unit, rule, article, mark, *titles = line.split()
        region = name.rpartition(".")[2]
        yield Clock(
            id=name,
            number=abs(int(number)),
            unit=Unit(unit),
            basis=RULES[rule],
            article="" if article == "-" else article,
            verified=mark == "V",
            title_en=" ".join(titles[:-1]),
            title_zh=titles[-1],
            region=region if region.isdigit() else "",
            ahead=number.startswith("-"),
        )


CLOCKS: Final[Mapping[str, Clock]] = {clock.id: clock for clock in _rows()}
"""By id; a region's own rule has the id of the general one and its division prefix."""


def clock_for(clock_id: str, division: str) -> Clock | None:
    """Find the clock for a place: the region's own, else the general one.

    Args:
        clock_id: The general id.
        division: Division code; empty where nobody told.

    Returns:
        ``None`` where only other regions have such a clock.
    """
    found = (clock for clock in CLOCKS.values() if _bare(clock) == clock_id)
    holding = [clock for clock in found if division.startswith(clock.region)]
    return max(holding, key=lambda clock: len(clock.region), default=None)


def _bare(clock: Clock) -> str:
    return clock.id.removesuffix(f".{clock.region}") if clock.region else clock.id
