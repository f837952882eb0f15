from placements.models.agreement import AgreementFee, AgreementSignature, PlacementAgreement
from placements.models.approval import ApprovalRequest
from placements.models.child import Child, ChildIdentity, IdentityRelease, LegalStatusPeriod
from placements.models.claim import Reservation, VacancyClaim
from placements.models.competition import BlindMark, DirectAward, DirectAwardCandidate, Scoring
from placements.models.correspondence import MessageAttachment, ReferralMessage, SharedAnswer
from placements.models.detail import DetailedProfile, DetailRelease, TermsAcceptance
from placements.models.escalation import Escalation
from placements.models.exit import ExitPlan
from placements.models.funding import JointFunding
from placements.models.living import Absence, ClockEvidence, PlacementNotice
from placements.models.need import AvoidedArea, DolOrder, RequestSibling
from placements.models.offer import Offer, OfferFee, OfferScore
from placements.models.placement import Continuation, Placement
from placements.models.plan import Goal, GoalScore, PlacementPlan, StepPlan
from placements.models.price import SharedPrice
from placements.models.referral import Referral, ReferralRecipient, ReferralTarget
from placements.models.request import PlacementRequest, SourcingStep
from placements.models.review import AlertReceipt, ChildReview, SharedAreaCount, SharedCount
from placements.models.searching import Chase, MatchJudgement, PlannedWave, SearchRecord
from placements.models.uplift import UpliftLine, UpliftRun
from placements.models.variation import AgreementVariation, VariationFee

__all__ = [
    "Absence",
    "AgreementFee",
    "AgreementSignature",
    "AgreementVariation",
    "AlertReceipt",
    "ApprovalRequest",
    "AvoidedArea",
    "BlindMark",
    "Chase",
    "Child",
    "ChildIdentity",
    "ChildReview",
    "ClockEvidence",
    "Continuation",
    "DetailRelease",
    "DetailedProfile",
    "DirectAward",
    "DirectAwardCandidate",
    "DolOrder",
    "Escalation",
    "ExitPlan",
    "Goal",
    "GoalScore",
    "IdentityRelease",
    "JointFunding",
    "LegalStatusPeriod",
    "MatchJudgement",
    "MessageAttachment",
    "Offer",
    "OfferFee",
    "OfferScore",
    "Placement",
    "PlacementAgreement",
    "PlacementNotice",
    "PlacementPlan",
    "PlacementRequest",
    "PlannedWave",
    "Referral",
    "ReferralMessage",
    "ReferralRecipient",
    "ReferralTarget",
    "RequestSibling",
    "Reservation",
    "Scoring",
    "SearchRecord",
    "SharedAnswer",
    "SharedAreaCount",
    "SharedCount",
    "SharedPrice",
    "SourcingStep",
    "StepPlan",
    "TermsAcceptance",
    "UpliftLine",
    "UpliftRun",
    "VacancyClaim",
    "VariationFee",
]
