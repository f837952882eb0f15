from placements.models.agreement import AgreementFee, AgreementSignature, PlacementAgreement
from placements.models.approval import ApprovalRequest
from placements.models.child import Child, ChildIdentity, IdentityRelease, LegalStatusPeriod
from placements.models.claim import Reservation, VacancyClaim
from placements.models.correspondence import MessageAttachment, ReferralMessage, SharedAnswer
from placements.models.exit import ExitPlan
from placements.models.funding import JointFunding
from placements.models.need import AvoidedArea, DolOrder, RequestSibling
from placements.models.offer import Offer, OfferFee, OfferScore
from placements.models.placement import Placement
from placements.models.referral import Referral, ReferralRecipient, ReferralTarget
from placements.models.request import PlacementRequest, SourcingStep
from placements.models.review import AlertReceipt, ChildReview, SharedAreaCount, SharedCount
from placements.models.searching import Chase, MatchJudgement, PlannedWave, SearchRecord
from placements.models.uplift import UpliftLine, UpliftRun

__all__ = [
    "AgreementFee",
    "AgreementSignature",
    "AlertReceipt",
    "ApprovalRequest",
    "AvoidedArea",
    "Chase",
    "Child",
    "ChildIdentity",
    "ChildReview",
    "DolOrder",
    "ExitPlan",
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
    "PlacementRequest",
    "PlannedWave",
    "Referral",
    "ReferralMessage",
    "ReferralRecipient",
    "ReferralTarget",
    "RequestSibling",
    "Reservation",
    "SearchRecord",
    "SharedAnswer",
    "SharedAreaCount",
    "SharedCount",
    "SourcingStep",
    "UpliftLine",
    "UpliftRun",
    "VacancyClaim",
]
