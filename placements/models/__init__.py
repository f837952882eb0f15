from placements.models.agreement import AgreementFee, AgreementSignature, PlacementAgreement
from placements.models.approval import ApprovalRequest
from placements.models.child import Child, ChildIdentity, IdentityRelease, LegalStatusPeriod
from placements.models.funding import JointFunding
from placements.models.offer import Offer, OfferFee, OfferScore
from placements.models.placement import Placement
from placements.models.referral import Referral, ReferralRecipient, ReferralTarget
from placements.models.request import PlacementRequest, SourcingStep
from placements.models.review import AlertReceipt, ChildReview, SharedCount

__all__ = [
    "AgreementFee",
    "AgreementSignature",
    "AlertReceipt",
    "ApprovalRequest",
    "Child",
    "ChildIdentity",
    "ChildReview",
    "IdentityRelease",
    "JointFunding",
    "LegalStatusPeriod",
    "Offer",
    "OfferFee",
    "OfferScore",
    "Placement",
    "PlacementAgreement",
    "PlacementRequest",
    "Referral",
    "ReferralRecipient",
    "ReferralTarget",
    "SharedCount",
    "SourcingStep",
]
