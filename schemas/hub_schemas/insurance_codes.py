"""Code lists of work-safety liability insurance and of who may be told about a subject."""

from hub_schemas.coded import Coded


class InsuredUnit(Coded):
    """What one policy covers; rules differ by province. Source: DOMAIN 4.3, 11.3."""

    ENTERPRISE = "enterprise", "企业", "the enterprise"
    LICENCE = "licence", "许可证", "one licence"
    PROJECT = "project", "工程项目", "one project"
    SITE = "site", "场所", "one site"


class CancellationReason(Coded):
    """Why cover ends; cancelling is forbidden but for the first two. Source: DOMAIN 4.1."""

    CLOSURE = "closure", "企业关闭", "the enterprise was closed"
    FULL_STOP = "full_stop", "全部停产", "production stopped altogether"
    EXPIRED = "expired", "保险期间届满", "term over"
    REPLACED = "replaced", "另行投保", "replaced by another policy"
    AVOIDED = "avoided", "保险人依法解除", "avoided by the insurer as the law allows"


class AdjustmentEffect(Coded):
    """When an adjusted premium takes effect. Source: DOMAIN 11.8."""

    RENEWAL = "renewal", "续保生效", "at the next renewal"
    ENDORSEMENT = "endorsement", "批改生效", "by endorsement during the term"


class AdjustmentCause(Coded):
    """What moved a premium. Source: DOMAIN 4.1, 4.3."""

    LISTED = "listed", "列入名单", "listed"
    DELISTED = "delisted", "移出名单", "removed from the list"
    STANDARDIZATION = "standardization", "标准化等级变化", "standardization"
    RISK_LEVEL = "risk_level", "风险等级变化", "risk level"
    HAZARD = "hazard", "隐患治理变化", "hazards"
    ACCIDENT = "accident", "发生事故", "accident"
    PENALTY = "penalty", "行政处罚", "penalty"
    CREDIT_GRADE = "credit_grade", "信用等级变化", "credit grade"
    EXPOSURE = "exposure", "人数或规模变化", "number of staff or size"
    PREVENTION = "prevention", "事故预防服务情况", "prevention service"
    TARIFF = "tariff", "费率表更新", "a new version of the tariff"


class PreventionEntry(Coded):
    """Entries of the prevention ledger. Source: DOMAIN 4.2."""

    SERVICE = "service", "预防服务", "service rendered"
    PREMIUM_RECEIVED = "premium_received", "实收保费", "premium received"
    EXPENDITURE = "expenditure", "预防费用支出", "prevention money spent"
    COMPLAINT = "complaint", "服务投诉", "complaint about a service"


class PreventionItem(Coded):
    """Items of prevention service, from memory of AQ 9010-2019. Source: DOMAIN 4.2."""

    TRAINING = "training", "安全宣传教育培训", "training"
    RISK_ASSESSMENT = "risk_assessment", "安全风险辨识评估", "risk assessment"
    HAZARD_CHECK = "hazard_check", "隐患排查", "hazard check"
    STANDARDIZATION = "standardization", "标准化建设", "standardization"
    EMERGENCY_PLAN = "emergency_plan", "应急预案编制", "emergency plan"
    DRILL = "drill", "应急演练", "drill"
    TECHNOLOGY = "technology", "安全科技推广应用", "safety technology"
    TESTING = "testing", "检测检验", "testing"
    OTHER = "other", "其他", "other"


class ServiceQuality(Coded):
    """How a year's prevention service is judged; a factor of the tariff. Source: DOMAIN 4.3."""

    GOOD = "good", "好", "good"
    FAIR = "fair", "一般", "fair"
    POOR = "poor", "差", "poor"


class ComplaintStage(Coded):
    """How far a complaint is. Source: AQ 9010-2019 (secondary source)."""

    OPEN = "open", "处理中", "open"
    EXTENDED = "extended", "延期处理", "extended"
    ANSWERED = "answered", "已答复", "answered"


class ClaimResult(Coded):
    """How a claim ends."""

    PAID = "paid", "全额赔付", "paid"
    PARTLY_PAID = "partly_paid", "部分赔付", "paid in part"
    REFUSED = "refused", "拒赔", "refused"
    WITHDRAWN = "withdrawn", "撤回索赔", "withdrawn by the claimant"


class PaymentKind(Coded):
    """What a payment is for. Source: DOMAIN 4.1, 4.4."""

    ADVANCE = "advance", "先行赔付", "advance of the sure amount"
    STAFF = "staff", "从业人员伤亡赔偿", "death or injury of staff"
    THIRD_PARTY = "third_party", "第三者赔偿", "third party injury or property"
    RESCUE = "rescue", "救援费用", "rescue"
    MEDICAL = "medical", "医疗费用", "medical"
    APPRAISAL = "appraisal", "事故鉴定费用", "appraisal"
    LITIGATION = "litigation", "法律费用", "litigation"


class Payee(Coded):
    """Who was paid; no person is named."""

    INSURED = "insured", "被保险人", "the insured"
    STAFF_OR_KIN = "staff_or_kin", "从业人员或其近亲属", "staff or their kin"
    THIRD_PARTY = "third_party", "受害第三者", "the injured third party"
    PROVIDER = "provider", "救援、医疗等机构", "a provider of services"


class InterestBasis(Coded):
    """Why a bank or insurer may be told about a subject."""

    POLICY = "policy", "保险合同", "an insurance policy in force"
    INSURANCE_APPLICATION = "insurance_application", "投保申请", "an application for cover"
    CREDIT_RELATION = "credit_relation", "信贷关系", "a loan or credit line"
    LOAN_APPLICATION = "loan_application", "信贷申请", "an application for a loan"
    GUARANTEE = "guarantee", "担保关系", "a guarantee"
    CREDIT_FILE = "credit_file", "征信档案", "a credit file kept by law"


class InterestEnd(Coded):
    """Why an interest is withdrawn."""

    RELATION_ENDED = "relation_ended", "业务关系终止", "the relation ended"
    APPLICATION_ENDED = "application_ended", "申请终结", "the application came to nothing"
    ENTERED_IN_ERROR = "entered_in_error", "登记错误", "entered in error"
    NO_LONGER_NEEDED = "no_longer_needed", "不再需要", "no longer needed"
