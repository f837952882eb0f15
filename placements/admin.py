"""What auditors and administrators may read of this room, in their own council."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from placements.models import (
    AgreementFee,
    AgreementSignature,
    ApprovalRequest,
    Child,
    IdentityRelease,
    Offer,
    OfferFee,
    OfferScore,
    Placement,
    PlacementAgreement,
    PlacementRequest,
    Referral,
    ReferralRecipient,
    SourcingStep,
)

admin.site.register(
    [
        AgreementFee,
        AgreementSignature,
        ApprovalRequest,
        Child,
        IdentityRelease,
        Offer,
        OfferFee,
        OfferScore,
        Placement,
        PlacementAgreement,
        PlacementRequest,
        Referral,
        ReferralRecipient,
        SourcingStep,
    ],
    ReadOnlyAdmin,
)
