from placements.models.agreement import AgreementFee, AgreementSignature, PlacementAgreement
from placements.models.approval import ApprovalRequest
from placements.models.child import Child, ChildIdentity, IdentityRelease, LegalStatusPeriod
from placements.models.competition import BlindMark, DirectAward, DirectAwardCandidate, Scoring
from placements.models.living import Absence, ClockEvidence, PlacementNotice
from placements.models.offer import Offer, OfferFee, OfferScore
from placements.models.placement import Continuation, Placement
from placements.models.plan import Goal, GoalScore, PlacementPlan, StepPlan
from placements.models.referral import Referral, ReferralRecipient, ReferralTarget
from placements.models.request import PlacementRequest, SourcingStep
from placements.models.review import AlertReceipt, ChildReview, SharedCount
from placements.models.variation import AgreementVariation, VariationFee

__all__ = [
    "Absence",
    "AgreementFee",
    "AgreementSignature",
    "AgreementVariation",
    "AlertReceipt",
    "ApprovalRequest",
    "BlindMark",
    "Child",
    "ChildIdentity",
    "ChildReview",
    "ClockEvidence",
    "Continuation",
    "DirectAward",
    "DirectAwardCandidate",
    "Goal",
    "GoalScore",
    "IdentityRelease",
    "LegalStatusPeriod",
    "Offer",
    "OfferFee",
    "OfferScore",
    "Placement",
    "PlacementAgreement",
    "PlacementNotice",
    "PlacementPlan",
    "PlacementRequest",
    "Referral",
    "ReferralRecipient",
    "ReferralTarget",
    "Scoring",
    "SharedCount",
    "SourcingStep",
    "StepPlan",
    "VariationFee",
]
