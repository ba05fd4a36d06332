"""Code lists, each code with its Chinese and English text.

A list is closed (an enumeration of the schema) or a registry (it grows; a code that is
not here is accepted and shown as it is). Which of the two is said where it is used.
Credit grades are in none of them: a grade means something only within its scheme, and
an insurer's risk level A is the worst where a grade A is the best.
"""

import re
from enum import StrEnum
from typing import Self


class Coded(StrEnum):
    """A code and its texts."""

    zh: str
    en: str

    def __new__(cls, value: str, zh: str, en: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = zh
        member.en = en
        return member

    @classmethod
    def registry_name(cls) -> str:
        """Return the list's name on the wire, e.g. ``ground_scheme``."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


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
    """Departments of executors."""

    EMERGENCY_MANAGEMENT = "emergency_management", "应急管理", "emergency management"
    MARKET_REGULATION = "market_regulation", "市场监管", "market regulation"
    INDUSTRY = "industry", "行业主管", "industry authority"
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
