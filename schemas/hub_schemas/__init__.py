"""The authoring form of message bodies, newest version of each, as typed frozen values.

``load`` and ``dump`` are inverse: what one writes the other reads back equal. Neither
decides what may be sent; the frozen JSON Schema of the contract does.
"""

from hub_schemas.accident.v0 import AccidentReported
from hub_schemas.accident.v1 import (
    AccidentConcluded,
    AccidentPersons,
    AccidentReviewed,
    AccidentRevised,
    ResponsibleUnit,
    ReviewedMeasure,
)
from hub_schemas.approval.v1 import (
    AnswerReason,
    ApprovalAnswered,
    ApprovalPersons,
    ApprovalQueried,
)
from hub_schemas.ban.v1 import (
    BanImposed,
    BanLifted,
    BanPersons,
    BanScope,
    BanTerm,
)
from hub_schemas.case.v1 import (
    AnsweredPersons,
    CaseAnswered,
    CaseTransferred,
    Enclosure,
    TransferredPersons,
)
from hub_schemas.claim.v1 import (
    ClaimOpened,
    ClaimSettled,
    Payment,
)
from hub_schemas.closure.v1 import ClosureOrdered
from hub_schemas.commitment.v1 import (
    BrokenPromise,
    CommitmentBreached,
    CommitmentPublished,
    Promise,
)
from hub_schemas.cover import CoverLimits, Factor
from hub_schemas.credit.v0 import CreditGraded, GradeItem, VetoItem
from hub_schemas.dispute.v1 import DisputeDecided, DisputeFlagged, DisputePersons, DisputeRaised
from hub_schemas.duty.v1 import DutyEscalated, DutyOverdue, DutyReminded
from hub_schemas.elements import (
    Ground,
    LegalBasis,
    MeasureOfRepair,
    Money,
    Person,
    Publication,
    Term,
)
from hub_schemas.enterprise.v0 import EnterpriseRegistered
from hub_schemas.enterprise.v1 import (
    EnterpriseChanged,
    EnterpriseDeregistered,
    EnterprisePersons,
    RelatedEnterprise,
)
from hub_schemas.evaluation.v1 import Agency, AgencyFault, EvaluationPersons, EvaluationReported
from hub_schemas.hazard.v0 import HazardDelisted, HazardListed
from hub_schemas.hazard.v1 import (
    HazardAccepted,
    HazardExtended,
    HazardOrdered,
    HazardOverdue,
    HazardReported,
    RegulatorReceipt,
    WorkersReceipt,
)
from hub_schemas.hazard_source.v1 import HazardousMaterial, HazardSourceFiled
from hub_schemas.incentive.v1 import (
    ConditionMet,
    IncentiveGranted,
    IncentivePersons,
    IncentiveWithdrawn,
)
from hub_schemas.inspection.v1 import Finding, Frequency, InspectionConcluded, InspectionPlanned
from hub_schemas.interest.v1 import (
    InterestRegistered,
    InterestWithdrawn,
)
from hub_schemas.licence.v1 import (
    LicenceExpired,
    LicenceGranted,
    LicenceReinstated,
    LicenceRevoked,
    LicenceSuspended,
)
from hub_schemas.listing.v0 import (
    CrossListing,
    ListingDecided,
    ListingPersons,
    ListingRemoved,
)
from hub_schemas.listing.v1 import (
    ListingDefended,
    ListingDropped,
    ListingNotified,
    ListingPublished,
    ListingRestored,
    ListingRevoked,
    NotifiedPersons,
    RemovalAccepted,
    RemovalRefused,
    RemovalRequested,
    RepairCondition,
)
from hub_schemas.message.v0 import MessageWithdrawn
from hub_schemas.message.v1 import (
    Correction,
    MessageCorrected,
    MessagePersonalCorrected,
    PersonalCorrection,
)
from hub_schemas.participant.v1 import (
    ParticipantSucceeded,
)
from hub_schemas.penalty.v0 import Penalty, PenaltyDecided, PenaltyPersons
from hub_schemas.penalty.v1 import PenaltyPublished, PenaltyWithdrawn
from hub_schemas.policy.v1 import (
    PolicyBound,
    PolicyCancelled,
)
from hub_schemas.premium.v0 import PremiumQuoted
from hub_schemas.premium.v1 import (
    PremiumAdjusted,
)
from hub_schemas.prevention.v1 import (
    PreventionMoney,
    PreventionRecorded,
    PreventionService,
    ServiceComplaint,
    ShareRule,
)
from hub_schemas.production.v1 import ProductionResumed, ProductionStopped, ResumptionRequested
from hub_schemas.punishment.v0 import (
    MeasureLift,
    MeasureReport,
    OrderedMeasure,
    PunishmentLiftConfirmed,
    PunishmentLifted,
    PunishmentOrdered,
    PunishmentReported,
)
from hub_schemas.sequence.v1 import (
    SequenceVoided,
)
from hub_schemas.standardization.v1 import StandardizationGraded
from hub_schemas.supervision.v1 import SupervisionNotified
from hub_schemas.warning.v1 import WarningIssued
from hub_schemas.wire import BodyError, dump, json_schemas, load, part_name_of, ref_of

__all__ = [
    "AccidentConcluded",
    "AccidentPersons",
    "AccidentReported",
    "AccidentReviewed",
    "AccidentRevised",
    "Agency",
    "AgencyFault",
    "AnswerReason",
    "AnsweredPersons",
    "ApprovalAnswered",
    "ApprovalPersons",
    "ApprovalQueried",
    "BanImposed",
    "BanLifted",
    "BanPersons",
    "BanScope",
    "BanTerm",
    "BodyError",
    "BrokenPromise",
    "CaseAnswered",
    "CaseTransferred",
    "ClaimOpened",
    "ClaimSettled",
    "ClosureOrdered",
    "CommitmentBreached",
    "CommitmentPublished",
    "ConditionMet",
    "Correction",
    "CoverLimits",
    "CreditGraded",
    "CrossListing",
    "DisputeDecided",
    "DisputeFlagged",
    "DisputePersons",
    "DisputeRaised",
    "DutyEscalated",
    "DutyOverdue",
    "DutyReminded",
    "Enclosure",
    "EnterpriseChanged",
    "EnterpriseDeregistered",
    "EnterprisePersons",
    "EnterpriseRegistered",
    "EvaluationPersons",
    "EvaluationReported",
    "Factor",
    "Finding",
    "Frequency",
    "GradeItem",
    "Ground",
    "HazardAccepted",
    "HazardDelisted",
    "HazardExtended",
    "HazardListed",
    "HazardOrdered",
    "HazardOverdue",
    "HazardReported",
    "HazardSourceFiled",
    "HazardousMaterial",
    "IncentiveGranted",
    "IncentivePersons",
    "IncentiveWithdrawn",
    "InspectionConcluded",
    "InspectionPlanned",
    "InterestRegistered",
    "InterestWithdrawn",
    "LegalBasis",
    "LicenceExpired",
    "LicenceGranted",
    "LicenceReinstated",
    "LicenceRevoked",
    "LicenceSuspended",
    "ListingDecided",
    "ListingDefended",
    "ListingDropped",
    "ListingNotified",
    "ListingPersons",
    "ListingPublished",
    "ListingRemoved",
    "ListingRestored",
    "ListingRevoked",
    "MeasureLift",
    "MeasureOfRepair",
    "MeasureReport",
    "MessageCorrected",
    "MessagePersonalCorrected",
    "MessageWithdrawn",
    "Money",
    "NotifiedPersons",
    "OrderedMeasure",
    "ParticipantSucceeded",
    "Payment",
    "Penalty",
    "PenaltyDecided",
    "PenaltyPersons",
    "PenaltyPublished",
    "PenaltyWithdrawn",
    "Person",
    "PersonalCorrection",
    "PolicyBound",
    "PolicyCancelled",
    "PremiumAdjusted",
    "PremiumQuoted",
    "PreventionMoney",
    "PreventionRecorded",
    "PreventionService",
    "ProductionResumed",
    "ProductionStopped",
    "Promise",
    "Publication",
    "PunishmentLiftConfirmed",
    "PunishmentLifted",
    "PunishmentOrdered",
    "PunishmentReported",
    "RegulatorReceipt",
    "RelatedEnterprise",
    "RemovalAccepted",
    "RemovalRefused",
    "RemovalRequested",
    "RepairCondition",
    "ResponsibleUnit",
    "ResumptionRequested",
    "ReviewedMeasure",
    "SequenceVoided",
    "ServiceComplaint",
    "ShareRule",
    "StandardizationGraded",
    "SupervisionNotified",
    "Term",
    "TransferredPersons",
    "VetoItem",
    "WarningIssued",
    "WorkersReceipt",
    "dump",
    "json_schemas",
    "load",
    "part_name_of",
    "ref_of",
]
