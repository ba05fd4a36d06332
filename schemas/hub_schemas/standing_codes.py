"""Code lists about what an enterprise is and may do: registration, licences, bans, promises."""

from hub_schemas.coded import Coded


class EnterpriseChange(Coded):
    """What changed in a registration; one fact may be several. Source: DOMAIN 11.4, 11.5."""

    RENAMED = "renamed", "名称变更", "renamed"
    RE_REGISTERED = "re_registered", "重新登记换码", "registered anew under another code"
    MOVED_IN = "moved_in", "迁入", "moved here from another registrar"
    MOVED_OUT = "moved_out", "迁出", "moved to another registrar"
    ADDRESS = "address", "住所变更", "address"
    REPRESENTATIVE = "representative", "法定代表人变更", "legal representative"
    STATUS = "status", "登记状态变更", "status"
    INDUSTRY = "industry", "经营范围或行业变更", "scope of business or industry"
    CAPITAL = "capital", "注册资本变更", "registered capital"
    HEADCOUNT = "headcount", "从业人数变更", "number of staff"
    ABSORBED_ANOTHER = "absorbed_another", "吸收合并其他主体", "absorbed another"
    MERGED_INTO_NEW = "merged_into_new", "新设合并", "formed by a merger"
    SPLIT = "split", "分立", "split"
    BRANCH_OPENED = "branch_opened", "设立分支机构", "branch opened"
    BRANCH_CLOSED = "branch_closed", "注销分支机构", "branch closed"


class EnterpriseRelation(Coded):
    """What another subject is to this one; a branch has a code of its own."""

    PREDECESSOR = "predecessor", "前身", "what it was before"
    SUCCESSOR = "successor", "承继主体", "who takes over rights and duties"
    ABSORBED = "absorbed", "被吸收主体", "absorbed by it"
    SPLIT_OFF = "split_off", "分立主体", "split off from it"
    PARENT = "parent", "隶属企业", "legal person it is a branch of"
    BRANCH = "branch", "分支机构", "branch of it"


class DeregistrationKind(Coded):
    """How an enterprise ceased to be registered."""

    CANCELLED = "cancelled", "注销登记", "deregistered on application"
    MERGED = "merged", "因合并注销", "deregistered by merger"
    SPLIT = "split", "因分立注销", "deregistered by a split"
    BANKRUPT = "bankrupt", "破产终结注销", "bankruptcy concluded"
    REVOKED = "revoked", "吊销营业执照", "business licence revoked, not yet liquidated"
    ANNULLED = "annulled", "撤销登记", "registration annulled"
    CLOSED = "closed", "依法关闭", "closed by order"


class LicenceKind(Coded):
    """Licences that an enterprise holds; the list grows."""

    WORK_SAFETY = "work_safety", "安全生产许可证", "work-safety licence"
    HAZCHEM_OPERATION = "hazchem_operation", "危险化学品经营许可证", "hazardous chemicals trade"
    HAZCHEM_USE = "hazchem_use", "危险化学品安全使用许可证", "hazardous chemicals use"
    FIREWORKS_OPERATION = "fireworks_operation", "烟花爆竹经营许可证", "fireworks trade"
    CIVIL_EXPLOSIVES = "civil_explosives", "民用爆炸物品许可证", "civil explosives"
    MINING_RIGHT = "mining_right", "采矿许可证", "mining right"
    DANGEROUS_TRANSPORT = (
        "dangerous_transport",
        "危险货物道路运输许可证",
        "road transport of dangerous goods",
    )
    CONSTRUCTION = "construction", "建筑业企业资质", "construction qualification"
    SAFETY_AGENCY = (
        "safety_agency",
        "安全评价检测检验机构资质",
        "qualification of a safety service agency",
    )
    BUSINESS = "business", "营业执照", "business licence"
    OTHER = "other", "其他许可", "other licence"


class LicenceGrant(Coded):
    """What a grant is; the case begins with the first that the hub hears of."""

    FIRST = "first", "首次颁发", "first grant"
    RENEWED = "renewed", "延期", "renewed"
    CHANGED = "changed", "变更", "changed"
    REISSUED = "reissued", "补发", "issued again"


class LicenceReason(Coded):
    """Why a licence is suspended or taken away."""

    UNFIT = "unfit", "不再具备安全生产条件", "no longer meets the conditions"
    ACCIDENT = "accident", "发生生产安全事故", "accident"
    HAZARD_OVERDUE = "hazard_overdue", "重大事故隐患逾期未整改", "major hazard overdue"
    PENALTY = "penalty", "行政处罚", "penalty"
    LISTED = "listed", "列入严重失信主体名单", "on the serious dishonesty list"
    FRAUD = "fraud", "以欺骗、贿赂等手段取得", "obtained by fraud or bribery"
    GRANTED_UNLAWFULLY = "granted_unlawfully", "违法准予许可", "granted unlawfully"
    CLOSURE = "closure", "关闭或者终止", "closed or given up"
    OTHER = "other", "其他", "other"


class LicenceEnd(Coded):
    """How a licence is taken away."""

    REVOKED = "revoked", "吊销", "revoked as a penalty"
    ANNULLED = "annulled", "撤销", "annulled, was granted wrongly"
    CANCELLED = "cancelled", "注销", "cancelled"


class BanReach(Coded):
    """How far a ban reaches. Source: Work Safety Law, Articles 92, 94, 113; DOMAIN 6.3."""

    ANY_UNIT = "any_unit", "任何生产经营单位", "any production or business unit"
    INDUSTRY = "industry", "本行业生产经营单位", "units of one industry"
    INDUSTRY_AND_OCCUPATION = (
        "industry_and_occupation",
        "相应行业和职业",
        "one industry and occupation",
    )
    SAFETY_SERVICES = "safety_services", "安全评价等技术服务", "safety services"


class BanGround(Coded):
    """Why a person is banned. Source: DOMAIN 6.3."""

    CONVICTED = "convicted", "因未履职受刑事处罚", "punished criminally for neglect of duty"
    DISMISSED = "dismissed", "因未履职受撤职处分", "dismissed for neglect of duty"
    MAJOR_ACCIDENT = (
        "major_accident",
        "对重大、特别重大事故负有责任",
        "responsible for a major or particularly major accident",
    )
    CLOSURE = "closure", "单位被依法关闭", "the unit was closed"
    AGENCY_FALSE_REPORT = (
        "agency_false_report",
        "机构出具虚假报告等",
        "agency lent its name or reported falsely",
    )
    AGENCY_MAJOR_ACCIDENT = (
        "agency_major_accident",
        "煤矿安全服务机构导致重大以上事故",
        "head of a coal safety agency, major accident",
    )
    LARGER_ACCIDENT_LOCAL = (
        "larger_accident_local",
        "对较大事故负主要责任(地方规定)",
        "main responsibility for a larger accident, local rule",
    )
    OTHER = "other", "其他", "other"


class BanStart(Coded):
    """What starts the clock of a ban. Source: Work Safety Law, Article 94; DOMAIN 6.3."""

    SENTENCE_SERVED = "sentence_served", "刑罚执行完毕之日", "the sentence was served"
    SANCTION = "sanction", "受处分之日", "the sanction"
    DECISION = "decision", "决定作出之日", "the decision"


class BanEnd(Coded):
    """Why a ban is lifted."""

    TERM_OVER = "term_over", "期限届满", "term over"
    ANNULLED = "annulled", "决定被撤销", "the decision was annulled"
    JUDGMENT_REVERSED = "judgment_reversed", "裁判被改判", "the judgment was reversed"
    WRONG_PERSON = "wrong_person", "对象错误", "the wrong person"


class IncentiveScheme(Coded):
    """Regimes of red lists. Source: DOMAIN 3.6, 5."""

    AJZJ_2017_133 = "ajzj-2017-133", "安全生产守信联合激励对象", "red list, 安监总办〔2017〕133"
    QUANZHOU = "quanzhou", "泉州守信激励", "Quanzhou, level 2 suffices"
    HENGYANG = "hengyang", "衡阳红名单", "Hengyang red list"


class IncentiveCondition(Coded):
    """The six conditions of the national red list, all at once. Source: DOMAIN 3.6."""

    COMMITMENT_KEPT = "commitment_kept", "公开承诺并履行", "public commitment kept"
    NO_DISHONESTY = "no_dishonesty", "三年内无失信行为", "three years without dishonesty"
    NO_PENALTY = "no_penalty", "三年内未受行政处罚", "three years without penalty"
    NO_FATAL_ACCIDENT = (
        "no_fatal_accident",
        "三年内无死亡责任事故和新发职业病",
        "three years without fatal accident or new occupational disease",
    )
    STANDARDIZATION = "standardization", "标准化达到规定等级", "standardization level reached"
    ON_NO_OTHER_LIST = "on_no_other_list", "未列入其他失信名单", "on no other punishment list"


class IncentiveMeasure(Coded):
    """What a red list brings; from memory but for the number of six. Source: DOMAIN 3.6."""

    FAST_APPROVAL = "fast_approval", "绿色通道审批", "fast approval"
    FEWER_INSPECTIONS = "fewer_inspections", "减少检查频次", "fewer inspections"
    AWARDS_FIRST = "awards_first", "评优评先优先", "preferred for awards"
    FUNDS_FIRST = "funds_first", "财政资金支持优先", "preferred for public funds"
    BIDDING_CREDIT = "bidding_credit", "招投标信用加分", "credit in bidding"
    CREDIT_REFERENCE = "credit_reference", "融资授信参考", "reference for loans"
    PREMIUM_REFERENCE = "premium_reference", "保险费率参考", "reference for insurance rates"
    PUBLICITY = "publicity", "宣传推介", "publicity"


class IncentiveEnd(Coded):
    """Why an incentive is withdrawn."""

    EXPIRED = "expired", "期限届满", "term over"
    CONDITION_LOST = "condition_lost", "不再符合条件", "a condition no longer holds"
    NEW_DISHONESTY = "new_dishonesty", "出现失信行为", "new dishonesty"
    COMMITMENT_BREACHED = "commitment_breached", "违反承诺", "a commitment was breached"
    FRAUD = "fraud", "弄虚作假取得", "obtained by fraud"
    OWN_REQUEST = "own_request", "主动退出", "on its own request"


class CommitmentKind(Coded):
    """Promises that become credit records."""

    SAFETY = "safety", "安全生产承诺", "work-safety commitment"
    RED_LIST = "red_list", "守信激励公开承诺", "public commitment for the red list"
    APPROVAL = "approval", "告知承诺", "commitment in place of an approval document"
    REPAIR = "repair", "信用修复承诺", "commitment for credit repair"
    RECTIFICATION = "rectification", "整改承诺", "commitment to rectify"


class BreachConsequence(Coded):
    """What follows a breach; each is decided by a message of its own."""

    GRADE_RECOMPUTED = "grade_recomputed", "重新评定信用等级", "grade computed anew"
    INCENTIVE_WITHDRAWN = "incentive_withdrawn", "取消激励", "incentive withdrawn"
    APPROVAL_REVOKED = "approval_revoked", "撤销许可", "approval revoked"
    REMOVAL_UNDONE = "removal_undone", "恢复列入", "early removal undone"
    MORE_INSPECTIONS = "more_inspections", "加强检查", "more inspections"
    RECORDED = "recorded", "记入信用记录", "entered in the credit record"


class ApprovalMatter(Coded):
    """What somebody has to approve. Source: S4:71, S2:20."""

    NEW_PROJECT = "new_project", "新建项目核准", "new project"
    LAND = "land", "用地审批", "land"
    LICENCE = "licence", "行政许可", "licence"
    BIDDING = "bidding", "招标投标", "bidding"
    SECURITIES = "securities", "证券融资", "securities financing"
    PUBLIC_FUNDS = "public_funds", "财政资金", "public funds"
    AWARD = "award", "评优评先", "award"
    COMMITMENT_APPROVAL = "commitment_approval", "适用告知承诺制", "approval by commitment"
    POST = "post", "人员任职", "post of a person"
    RESUMPTION = "resumption", "复产复工", "resumption of production"
    OTHER = "other", "其他", "other"


class ApprovalAnswer(Coded):
    """What the asked authority says; the asking one decides."""

    MAY = "may", "无限制", "nothing stands against it"
    WITH_CONDITIONS = "with_conditions", "附条件", "may under conditions"
    MAY_NOT = "may_not", "不得批准", "may not"
    NOT_COMPETENT = "not_competent", "不属本部门职责", "not for us to say"
