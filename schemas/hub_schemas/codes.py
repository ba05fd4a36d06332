"""Code lists, each code with its Chinese and English text.

A list is closed (an enumeration of the schema) or a registry (it grows; a code that is
not here is accepted and shown as it is). Which of the two is said where it is used.
Credit grades are in none of them: a grade means something only within its scheme, and
an insurer's risk level A is the worst where a grade A is the best.
"""

from hub_schemas.coded import Coded
from hub_schemas.insurance_codes import *  # noqa: F403 one place to look codes up
from hub_schemas.message_codes import *  # noqa: F403
from hub_schemas.standing_codes import *  # noqa: F403


class EnterpriseStatus(Coded):
    """Registration status."""

    ACTIVE = "active", "存续", "active"
    SUSPENDED = "suspended", "歇业", "suspended"
    DEREGISTERED = "deregistered", "注销", "deregistered"
    REVOKED = "revoked", "吊销", "licence revoked"


class Sector(Coded):
    """Sectors where liability insurance is compulsory. Source: 应急〔2025〕27, DOMAIN 4.1."""

    MINE = "mine", "矿山", "mines"
    HAZARDOUS_CHEMICALS = "hazardous_chemicals", "危险化学品", "hazardous chemicals"
    FIREWORKS = "fireworks", "烟花爆竹", "fireworks"
    TRANSPORT = "transport", "交通运输", "transport"
    CONSTRUCTION = "construction", "建筑施工", "construction"
    CIVIL_EXPLOSIVES = "civil_explosives", "民用爆炸物品", "civil explosives"
    METAL_SMELTING = "metal_smelting", "金属冶炼", "metal smelting"
    FISHERY = "fishery", "渔业生产", "fishery"
    OTHER = "other", "其他", "other, not compulsory"


class AccidentClass(Coded):
    """Classes of Decree 493, Article 3. Source: DOMAIN 6.1."""

    GENERAL = "general", "一般事故", "general accident"
    LARGER = "larger", "较大事故", "larger accident"
    MAJOR = "major", "重大事故", "major accident"
    PARTICULARLY_MAJOR = "particularly_major", "特别重大事故", "particularly major accident"


class ReportStage(Coded):
    """Stage of an accident report."""

    INITIAL = "initial", "初报", "initial"
    SUPPLEMENT = "supplement", "续报", "supplement"
    FINAL = "final", "终报", "final"


class SupervisionLevel(Coded):
    """Who supervises a listed hazard."""

    NATIONAL = "national", "国家级", "national"
    PROVINCE = "province", "省级", "province"
    CITY = "city", "市级", "city"
    COUNTY = "county", "县级", "county"


class HazardCategory(Coded):
    """What a hazard is about."""

    EQUIPMENT = "equipment", "设备设施", "equipment and facilities"
    FIRE = "fire", "消防", "fire protection"
    ELECTRICAL = "electrical", "电气", "electrical"
    CHEMICAL_PROCESS = "chemical_process", "化工工艺", "chemical process"
    CONFINED_SPACE = "confined_space", "有限空间", "confined space"
    VENTILATION = "ventilation", "通风与瓦斯", "ventilation and gas"
    MANAGEMENT = "management", "安全管理", "management"
    OTHER = "other", "其他", "other"


class DelistingReason(Coded):
    """Why a hazard is no longer listed."""

    RECTIFIED = "rectified", "整改验收合格", "rectified and accepted"
    CLOSED = "closed", "已关闭", "site closed"
    LISTED_IN_ERROR = "listed_in_error", "误列", "listed in error"


class Procedure(Coded):
    """Procedure of a penalty decision. Source: DOMAIN 2.5."""

    SIMPLE = "simple", "简易程序", "simple procedure"
    ORDINARY = "ordinary", "普通程序", "ordinary procedure"


class PenaltyKind(Coded):
    """Kinds of administrative penalty."""

    WARNING = "warning", "警告", "warning"
    CRITICISM = "criticism", "通报批评", "public criticism"
    FINE = "fine", "罚款", "fine"
    CONFISCATION = "confiscation", "没收违法所得", "confiscation of income"
    SUSPENSION = "suspension", "责令停产停业", "suspension of business"
    LICENCE_SUSPENDED = "licence_suspended", "暂扣许可证件", "licence suspended"
    LICENCE_REVOKED = "licence_revoked", "吊销许可证件", "licence revoked"
    CLOSURE = "closure", "责令关闭", "closure"
    BAN = "ban", "限制从业", "occupational or industry ban"
    DEBARMENT = "debarment", "取消参与资格", "debarment"


class ListScheme(Coded):
    """Regimes of lists; "blacklist" means three different things. Source: DOMAIN 2, 11.1."""

    MEM_ORDER_11 = (
        "mem-order-11",
        "安全生产严重失信主体名单",
        "serious dishonesty list, MEM Order 11",
    )
    AJZJ_2017_49 = (
        "ajzj-2017-49",
        "联合惩戒名单(2017)",
        "joint-punishment list, 安监总办〔2017〕49",
    )
    AWB_2015_14 = "awb-2015-14", "生产经营单位黑名单(2015)", "blacklist, 安委办〔2015〕14"
    SAMR_ORDER_44 = (
        "samr-serious",
        "严重违法失信名单",
        "market regulation's serious violation list",
    )
    MDB_DEBARMENT = (
        "mdb-debarment",
        "多边开发银行制裁名单",
        "debarment list of a development bank",
    )


class GroundScheme(Coded):
    """Where a ground's code comes from."""

    MEM_ORDER_11 = "mem-order-11", "应急管理部令第11号", "MEM Order 11, Articles 6 and 7"
    AJZJ_2017_49 = "ajzj-2017-49", "安监总办〔2017〕49号", "安监总办〔2017〕49"
    AWB_2015_14 = "awb-2015-14", "安委办〔2015〕14号", "安委办〔2015〕14"
    PROHIBITED_PRACTICE = "prohibited-practice", "被禁止行为", "prohibited practice"


class Order11Ground(Coded):
    """The nine grounds of MEM Order 11. Source: DOMAIN 2.2 (B8 and B9 unverified)."""

    A1 = "A1", "发生特别重大、重大事故", "particularly major or major accident"
    A2 = "A2", "12个月内累计两起以上较大事故", "two or more larger accidents in 12 months"
    A3 = "A3", "情节特别严重、加倍罚款的事故", "accident fined two to five times"
    A4 = "A4", "瞒报、谎报事故", "accident concealed or falsely reported"
    A5 = "A5", "不立即组织抢救、擅离职守或逃匿", "no rescue, left post or fled; principal only"
    B6 = "B6", "无证或证照失效期间生产经营", "operating without licence in force"
    B7 = "B7", "机构出借资质、挂靠、出具虚假报告", "agency lent its name or reported falsely"
    B8 = "B8", "有能力履行而拒不履行处罚决定", "able to perform the penalty but refuses"
    B9 = "B9", "其他性质恶劣、情节严重的违法行为", "other vile and serious violation"


class ListedParty(Coded):
    """Who is listed; ground A5 lists a person only."""

    ENTITY = "entity", "单位", "the entity"
    PERSONS = "persons", "个人", "persons only"
    ENTITY_AND_PERSONS = "entity_and_persons", "单位及个人", "the entity and persons"


class OpenEnd(Coded):
    """Why a term has no end."""

    LIFE = "life", "终身", "for life, permanent"
    INDEFINITE = "indefinite", "无限期", "indefinite"
    ONGOING = "ongoing", "持续有效", "ongoing until decided otherwise"
    NOT_STATED = "not_stated", "未载明", "the source states no end"


class RemovalReason(Coded):
    """Why a listing ends. Source: DOMAIN 2.4."""

    EXPIRED = "expired", "期满移出", "term over"
    EARLY = "early", "提前移出", "early removal after repair"
    REVOKED = "revoked", "列入依据不成立", "annulled, was never valid"


class Measure(Coded):
    """Measures of joint punishment. Source: DOMAIN 2.6, 3.2."""

    PUBLISH = "publish", "公示", "publication"
    MORE_INSPECTIONS = "more_inspections", "增加检查频次", "more inspections"
    PAUSE_APPROVAL = "pause_approval", "暂停项目审批", "project approval paused"
    INDUSTRY_BAN = "industry_ban", "行业或职业禁入", "industry or occupational ban"
    NO_COMMITMENT_APPROVAL = (
        "no_commitment_approval",
        "不适用告知承诺制",
        "no approval by commitment",
    )
    NO_AWARDS = "no_awards", "取消评优评先资格", "no awards"
    LIMIT_PUBLIC_FUNDS = "limit_public_funds", "限制财政资金", "limits on government funds"
    LIMIT_BIDDING = "limit_bidding", "限制招投标", "limits on bidding"
    LICENCE_LIMITS = "licence_limits", "许可与认证限制", "limits on licences, certification"
    INTERVIEW = "interview", "约谈主要负责人", "interview of the principal"
    CREDIT_REFERENCE = "credit_reference", "贷款授信参考", "reference for loans, credit lines"
    CREDIT_RECORD = "credit_record", "纳入信用信息", "entry in the credit database"
    PREMIUM_INCREASE = "premium_increase", "上调保险费率", "higher insurance rate"


class ExecutorRole(Coded):
    """Kinds of participant that carry out a measure."""

    REGULATOR = "regulator", "监管部门", "regulator"
    BANK = "bank", "银行", "bank"
    CREDIT_BUREAU = "credit_bureau", "征信机构", "credit bureau"
    INSURER = "insurer", "保险机构", "insurer"


class Department(Coded):
    """Departments of participants; ten of them are named in S4:71. Source: DOMAIN 1, 3.1."""

    EMERGENCY_MANAGEMENT = "emergency_management", "应急管理", "emergency management"
    MARKET_REGULATION = "market_regulation", "市场监管", "market regulation"
    INDUSTRY = "industry", "行业主管", "industry authority"
    DEVELOPMENT_REFORM = "development_reform", "发展改革", "development and reform"
    NATURAL_RESOURCES = "natural_resources", "自然资源", "natural resources"
    HOUSING_CONSTRUCTION = "housing_construction", "住房城乡建设", "housing and construction"
    HUMAN_RESOURCES = "human_resources", "人力资源社会保障", "human resources"
    ECOLOGY = "ecology", "生态环境", "ecology and environment"
    TRANSPORT = "transport", "交通运输", "transport"
    POWER = "power", "电力", "power"
    SECURITIES = "securities", "证券监管", "securities regulation"
    FINANCE_MINISTRY = "finance_ministry", "财政", "public finance"
    TAX = "tax", "税务", "tax"
    CUSTOMS = "customs", "海关", "customs"
    STATE_ASSETS = "state_assets", "国有资产监管", "state assets"
    SCIENCE = "science", "科技", "science and technology"
    POLICE = "police", "公安", "police"
    PROCURATORATE = "procuratorate", "检察", "procuratorate"
    DISCIPLINE = "discipline", "纪检监察", "discipline and supervision"
    WORKERS_CONGRESS = "workers_congress", "工会(职工代表大会)", "union, workers' congress"
    FINANCE = "finance", "金融", "finance"
    INSURANCE = "insurance", "保险", "insurance"


class Duty(Coded):
    """What the recipient owes; no financial institution may be forced. Source: DOMAIN 0.7."""

    MUST_EXECUTE = "must_execute", "应当执行", "must execute"
    ADVISORY = "advisory", "供参考", "advisory"
    INFORM = "inform", "告知", "for information"


class MeasureStatus(Coded):
    """What an executor did with a measure. Source: DOMAIN 3.4."""

    EXECUTED = "executed", "已执行", "executed"
    PARTIALLY = "partially", "部分执行", "partially executed"
    NOT_APPLICABLE = "not_applicable", "不适用", "not applicable"
    CONSIDERED = "considered", "已参考", "considered"
    REFUSED = "refused", "不予执行", "refused"


class LiftReason(Coded):
    """Why a punishment order ends."""

    LISTING_REMOVED = "listing_removed", "名单移出", "the listing was removed"
    TERM_ENDED = "term_ended", "期限届满", "term over"
    ORDER_REVOKED = "order_revoked", "惩戒撤销", "the order was revoked"


class LiftStatus(Coded):
    """What an executor did on a lifting."""

    LIFTED = "lifted", "已解除", "lifted"
    WAS_NOT_APPLIED = "was_not_applied", "此前未执行", "had not been applied"


class PersonRole(Coded):
    """What a natural person is to the enterprise. Source: DOMAIN 3.1."""

    LEGAL_REPRESENTATIVE = "legal_representative", "法定代表人", "legal representative"
    PRINCIPAL = "principal", "主要负责人", "principal"
    SAFETY_HEAD = "safety_head", "安全负责人", "person in charge of safety"
    DIRECTLY_RESPONSIBLE = "directly_responsible", "直接责任人", "directly responsible person"
    OTHER = "other", "其他责任人", "other responsible person"


class IdKind(Coded):
    """Kinds of identity document."""

    RESIDENT_ID = "resident_id", "居民身份证", "resident identity card"
    PASSPORT = "passport", "护照", "passport"
    OTHER = "other", "其他证件", "other document"


class GradeScheme(Coded):
    """Grading schemes; grades of two schemes are never compared. Source: DOMAIN 5."""

    LIAOCHENG_2013 = "liaocheng-2013", "聊城2013", "Liaocheng 2013, 100 points, ten levels"
    RONGCHENG_2025 = "rongcheng-2025", "荣成2025", "Rongcheng 2025, A to D"
    HENGYANG = "hengyang", "衡阳", "Hengyang, A to D by conditions"
    HEBEI_PUBLIC_CREDIT = "hebei-public-credit", "河北公共信用", "Hebei public credit, nine levels"


class TariffFactor(Coded):
    """Factors of a liability tariff. Source: DOMAIN 4.3."""

    LISTED = "listed", "联合惩戒名单", "on a joint-punishment list"
    STANDARDISATION = "standardisation", "安全生产标准化", "standardisation level"
    RISK_LEVEL = "risk_level", "风险等级", "risk level, A is the worst"
    HAZARD_CONTROL = "hazard_control", "隐患排查治理", "hazard control"
    ACCIDENTS = "accidents", "上年度事故", "accidents last year"
    TWO_KEY = "two_key", "两重点一重大", "key process, key substance, major source"
    PENALTIES = "penalties", "上年度行政处罚", "penalties last year"
    LOCATION = "location", "区位", "location"
    PREVENTION = "prevention", "事故预防服务", "prevention service last year"
    CREDIT_GRADE = "credit_grade", "安全信用等级", "safety credit grade"


class WithdrawalReason(Coded):
    """Why a message is withdrawn."""

    ANNULLED = "annulled", "被依法撤销", "annulled by court or review"
    ENTERED_IN_ERROR = "entered_in_error", "录入错误", "entered in error"
    DUPLICATE = "duplicate", "重复", "duplicate"
    SUPERSEDED = "superseded", "被新决定替代", "superseded by a new decision"
    CHANGED = "changed", "被依法变更", "changed by court, review or its author"
    UNLAWFUL = "unlawful", "被确认违法或者无效", "declared unlawful or void"


class RevisionReason(Coded):
    """Why an accident report is revised. Source: Decree 493, Article 13."""

    CASUALTIES = "casualties", "伤亡人数变化", "the number of casualties changed"
    LOSS = "loss", "直接经济损失变化", "the direct loss changed"
    RECLASSIFIED = "reclassified", "事故等级变化", "the class changed"
    NEW_FACTS = "new_facts", "出现新情况", "new facts"


class AccidentNature(Coded):
    """What an inquiry found an accident to be."""

    RESPONSIBLE = "responsible", "责任事故", "someone is responsible"
    NOT_RESPONSIBLE = "not_responsible", "非责任事故", "nobody is responsible"


class Responsibility(Coded):
    """The enterprise's share in an accident."""

    MAIN = "main", "主要责任", "main responsibility"
    SECONDARY = "secondary", "次要责任", "secondary responsibility"
    NONE = "none", "无责任", "no responsibility"


class ReviewResult(Coded):
    """What a review found of measures that had to be taken."""

    IMPLEMENTED = "implemented", "已落实", "implemented"
    PARTIALLY = "partially", "部分落实", "partly implemented"
    NOT_IMPLEMENTED = "not_implemented", "未落实", "not implemented"


class HazardSourceLevel(Coded):
    """Levels of major hazard sources; level 1 is the gravest. Source: from memory."""

    LEVEL_1 = "level_1", "一级", "level 1"
    LEVEL_2 = "level_2", "二级", "level 2"
    LEVEL_3 = "level_3", "三级", "level 3"
    LEVEL_4 = "level_4", "四级", "level 4"


class HazardFoundBy(Coded):
    """Who found a hazard."""

    SELF_CHECK = "self_check", "企业自查", "the enterprise itself"
    INSPECTION = "inspection", "执法检查", "an inspection"
    TIP = "tip", "举报", "a tip"
    AGENCY = "agency", "技术服务机构", "a service agency"
    INSURER = "insurer", "保险机构", "an insurer's prevention service"


class HazardMeasure(Coded):
    """What an order demands until a hazard is gone. Source: Work Safety Law, Article 65."""

    RECTIFY = "rectify", "限期整改", "rectify by a day"
    WITHDRAW_WORKERS = "withdraw_workers", "撤出作业人员", "withdraw the workers"
    STOP_PRODUCTION = "stop_production", "暂时停产停业", "stop production for the time being"
    STOP_EQUIPMENT = "stop_equipment", "停止使用相关设施设备", "stop using the equipment"
    GUARD = "guard", "专人值守监控", "guard and monitor the place"


class Decision(Coded):
    """A decision about an application."""

    GRANTED = "granted", "同意", "granted"
    REFUSED = "refused", "不同意", "refused"


class AcceptanceResult(Coded):
    """What an acceptance found."""

    PASSED = "passed", "验收合格", "passed"
    FAILED = "failed", "验收不合格", "failed"


class Escalation(Coded):
    """What follows when a hazard is overdue. Source: DOMAIN 6.4."""

    REMINDER = "reminder", "督办提醒", "reminder"
    COUNTY_GOVERNMENT_LETTER = "county_government_letter", "发函县级政府", "letter to the county"
    INSPECTION_OFFICE = "inspection_office", "移交督查机构", "handed to the inspection office"
    PERFORMANCE_ASSESSMENT = "performance_assessment", "纳入考核", "entered in the assessment"
    PRODUCTION_STOP = "production_stop", "责令停产", "production stopped"
    CLOSURE_PROPOSED = "closure_proposed", "提请关闭", "closure proposed"
    PENALTY = "penalty", "行政处罚", "penalty"


class StopScope(Coded):
    """How much of an enterprise stands still."""

    WHOLE = "whole", "全部停产停业", "the whole enterprise"
    PART = "part", "局部停产停业", "a part of it"
    EQUIPMENT = "equipment", "停止使用设施设备", "certain equipment"


class StopReason(Coded):
    """Why production is stopped."""

    MAJOR_HAZARD = "major_hazard", "重大事故隐患", "major hazard"
    ACCIDENT = "accident", "发生事故", "accident"
    PENALTY = "penalty", "责令停产停业处罚", "penalty"
    NO_LICENCE = "no_licence", "无证或者证照失效", "no licence in force"
    NOT_INSURED = "not_insured", "未投保安全生产责任保险", "not insured"
    OTHER = "other", "其他", "other"


class StopAid(Coded):
    """How others help to enforce a stop. Source: Work Safety Law, Article 70."""

    POWER_CUT = "power_cut", "停止供电", "no power supply"
    NO_EXPLOSIVES = "no_explosives", "停止供应民用爆炸物品", "no civil explosives"
    LICENCE_WITHHELD = "licence_withheld", "暂扣证照", "licences withheld"


class ClosureGround(Coded):
    """Cases of Article 113 of the Work Safety Law, and others."""

    REPEATED_PENALTIES = (
        "repeated_penalties",
        "存在重大事故隐患,一百八十日内三次或者一年内四次受罚",
        "major hazard and three penalties in 180 days or four in a year",
    )
    UNFIT_AFTER_STOP = (
        "unfit_after_stop",
        "停产停业整顿后仍不具备安全生产条件",
        "still unfit after a stop",
    )
    UNFIT_WITH_MAJOR_ACCIDENT = (
        "unfit_with_major_accident",
        "不具备安全生产条件,导致重大、特别重大事故",
        "unfit, and a major or particularly major accident followed",
    )
    STOP_REFUSED = (
        "stop_refused",
        "拒不执行停产停业整顿决定",
        "refuses to carry out a stop",
    )
    ILLEGAL_MINE = "illegal_mine", "非法煤矿", "illegal coal mine"
    OTHER = "other", "其他法定情形", "other case in law"


class PublicationChannel(Coded):
    """Where something is published. Source: DOMAIN 2.3."""

    CREDIT_PLATFORM = "credit_platform", "信用中国及地方信用平台", "public credit platform"
    ENTERPRISE_PUBLICITY = (
        "enterprise_publicity",
        "国家企业信用信息公示系统",
        "enterprise credit information publicity system",
    )
    DEPARTMENT_SITE = "department_site", "部门网站", "the department's site"
    MEDIA = "media", "主要媒体", "major media"


class PublicationStatus(Coded):
    """Whether a channel shows something."""

    PUBLISHED = "published", "已公示", "published"
    STOPPED = "stopped", "已停止公示", "no longer published"


class StandardizationLevel(Coded):
    """Levels of work-safety standardization; level 1 is the best."""

    LEVEL_1 = "level_1", "一级", "level 1"
    LEVEL_2 = "level_2", "二级", "level 2"
    LEVEL_3 = "level_3", "三级", "level 3"
    NONE = "none", "未达标", "none"


class StandardizationStatus(Coded):
    """What happened to a standardization grade."""

    GRANTED = "granted", "评定公告", "granted"
    RENEWED = "renewed", "复评换证", "renewed"
    SUSPENDED = "suspended", "暂停", "suspended"
    REVOKED = "revoked", "撤销", "revoked"


class EvaluationKind(Coded):
    """Services of agencies. Source: Work Safety Law, Article 72."""

    EVALUATION = "evaluation", "安全评价", "safety evaluation"
    CERTIFICATION = "certification", "安全认证", "certification"
    TESTING = "testing", "安全检测", "testing"
    INSPECTION = "inspection", "安全检验", "inspection"


class EvaluationResult(Coded):
    """What an agency concluded."""

    CONFORMS = "conforms", "符合", "conforms"
    CONDITIONALLY = "conditionally", "整改后符合", "conforms once mended"
    DOES_NOT_CONFORM = "does_not_conform", "不符合", "does not conform"


class AgencyMisconduct(Coded):
    """What an agency did wrong. Source: Work Safety Law, Articles 72 and 92."""

    QUALIFICATION_LENT = "qualification_lent", "租借资质", "lent its qualification"
    AFFILIATION = "affiliation", "挂靠", "let others work in its name"
    FALSE_REPORT = "false_report", "出具虚假报告", "issued a false report"
    INACCURATE_REPORT = "inaccurate_report", "出具失实报告", "issued an inaccurate report"


class DropReason(Coded):
    """Why a notified listing is not decided."""

    DEFENCE_ACCEPTED = "defence_accepted", "陈述申辩成立", "the defence was accepted"
    FACTS_NOT_ESTABLISHED = "facts_not_established", "事实不成立", "facts not established"
    NOT_SERIOUS = "not_serious", "未达到严重失信情形", "not serious enough"
    PENALTY_ANNULLED = "penalty_annulled", "处罚决定被撤销", "the penalty was annulled"


class RepairCondition(Coded):
    """Conditions of early removal. Source: DOMAIN 2.3, conditions from memory."""

    TWELVE_MONTHS = "twelve_months", "列入满十二个月", "listed for twelve months"
    PENALTY_PERFORMED = "penalty_performed", "履行处罚决定义务", "the penalty is performed"
    CONSEQUENCES_REMOVED = "consequences_removed", "消除危害后果", "the consequences are removed"
    NO_NEW_DISHONESTY = "no_new_dishonesty", "未再发生严重失信", "no new serious dishonesty"
    NO_RUNNING_BAN = "no_running_ban", "无正在执行的禁入", "no ban is running"
    OTHER = "other", "其他条件", "other"


class RemovalStage(Coded):
    """Where an application for early removal was refused."""

    ACCEPTANCE = "acceptance", "不予受理", "not accepted"
    DECISION = "decision", "不予移出", "accepted, then refused"


class RevocationReason(Coded):
    """Why a listing was never valid. Source: DOMAIN 2.3."""

    PENALTY_ANNULLED = "penalty_annulled", "处罚决定被撤销", "the penalty was annulled"
    FACTS_WRONG = "facts_wrong", "认定事实错误", "the facts were wrong"
    WRONG_SUBJECT = "wrong_subject", "主体错误", "the wrong subject"
    RECONSIDERATION = "reconsideration", "行政复议决定", "administrative reconsideration"
    JUDGMENT = "judgment", "法院判决", "judgment of a court"


class RestorationReason(Coded):
    """Why an early removal is undone. Source: DOMAIN 2.3."""

    FALSE_STATEMENT = "false_statement", "提供虚假材料", "false statement or documents"
    CONCEALMENT = "concealment", "隐瞒真实情况", "facts concealed"
    COMMITMENT_BROKEN = "commitment_broken", "违反信用承诺", "a commitment was broken"


class DisputeGround(Coded):
    """What an objection is about."""

    FACTS_WRONG = "facts_wrong", "信息内容有误", "the content is wrong"
    INCOMPLETE = "incomplete", "信息遗漏", "something is missing"
    WRONG_SUBJECT = "wrong_subject", "主体错误", "it is about someone else"
    EXPIRED = "expired", "超过公示或者保存期限", "kept or published too long"
    REPAIRED = "repaired", "已完成信用修复", "repaired already"
    NOT_DISCLOSABLE = "not_disclosable", "依法不应公开", "must not be disclosed"


class DisputeResult(Coded):
    """What came of an objection."""

    UPHELD = "upheld", "异议成立", "upheld"
    PARTLY_UPHELD = "partly_upheld", "部分成立", "partly upheld"
    REJECTED = "rejected", "异议不成立", "rejected"
    UNDECIDABLE = "undecidable", "无法核实,予以记载", "could not be verified, noted"


class Remedy(Coded):
    """What is done when an objection is upheld."""

    CORRECTED = "corrected", "更正", "corrected"
    WITHDRAWN = "withdrawn", "撤回", "withdrawn"
    MARKED = "marked", "标注", "marked"
    NONE = "none", "不作处理", "nothing"


class InspectionKind(Coded):
    """Kinds of inspection."""

    PLANNED = "planned", "计划检查", "by the annual plan"
    UNANNOUNCED = "unannounced", "暗查暗访", "unannounced"
    SPECIAL = "special", "专项检查", "special campaign"
    FOLLOW_UP = "follow_up", "复查", "follow-up"
    TIP = "tip", "举报核查", "after a tip"


class InspectionResult(Coded):
    """What an inspection found."""

    CONFORMS = "conforms", "未发现问题", "nothing found"
    PROBLEMS = "problems", "发现一般问题隐患", "problems found"
    MAJOR_HAZARD = "major_hazard", "发现重大事故隐患", "major hazard found"
    REFUSED = "refused", "拒绝、阻碍检查", "inspection refused"
    NOT_HELD = "not_held", "未实施", "not held"


class FindingWeight(Coded):
    """How grave a finding is."""

    ORDINARY = "ordinary", "一般隐患", "ordinary"
    MAJOR = "major", "重大隐患", "major"


class WarningLevel(Coded):
    """Levels of early warning, red is the gravest."""

    BLUE = "blue", "蓝色", "blue"
    YELLOW = "yellow", "黄色", "yellow"
    ORANGE = "orange", "橙色", "orange"
    RED = "red", "红色", "red"


class WarningKind(Coded):
    """What an early warning is about."""

    MONITORING = "monitoring", "监测数据异常", "readings out of range"
    ACCIDENT_TREND = "accident_trend", "事故多发趋势", "accidents on the rise"
    HAZARD_OVERDUE = "hazard_overdue", "隐患逾期", "hazards overdue"
    WEATHER = "weather", "极端天气", "weather"
    CREDIT = "credit", "信用风险", "credit risk"
    LICENCE = "licence", "许可证临期", "a licence is about to end"
    OTHER = "other", "其他", "other"


class SupervisoryAction(Coded):
    """The four graded actions. Source: three-year action plan (S0:75)."""

    NOTICE = "notice", "通报", "notice"
    INTERVIEW = "interview", "约谈", "interview"
    WARNING = "warning", "警示", "warning"
    EXPOSURE = "exposure", "曝光", "exposure"


class Addressee(Coded):
    """Whom a supervisory action is addressed to."""

    ENTERPRISE = "enterprise", "生产经营单位", "an enterprise"
    DEPARTMENT = "department", "部门", "a department"
    GOVERNMENT = "government", "下级人民政府", "a government below"


class TransferKind(Coded):
    """What a case is transferred for."""

    CRIMINAL = "criminal", "涉嫌犯罪案件移送", "suspected crime"
    DUTY_CRIME = "duty_crime", "职务犯罪线索移送", "clue of a crime in office"
    DISCIPLINE = "discipline", "违纪违法问题移送", "breach of discipline"
    PUBLIC_INTEREST = "public_interest", "公益诉讼线索移送", "public interest litigation"


class TransferAnswer(Coded):
    """What came of a transfer. Source: State Council Decree 310, Articles 7 and 8."""

    FILED = "filed", "立案", "case opened"
    NOT_FILED = "not_filed", "不予立案", "no case opened"
    FORWARDED = "forwarded", "转送有管辖权的机关", "forwarded to the competent body"
    CONCLUDED = "concluded", "已办结", "concluded"


class CongressReceipt(Coded):
    """Where the workers' side received a report."""

    CONGRESS = "congress", "职工代表大会", "workers' congress"
    ASSEMBLY = "assembly", "职工大会", "assembly of all workers"
