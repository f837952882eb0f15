"""What auditors and administrators may read of this room, in their own council."""

from typing import Any

from django.contrib import admin
from django.http import HttpResponse
from django.utils import timezone

from core.admin import ReadOnlyAdmin
from core.http import ActorRequest
from core.viewlog import note_view
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
        IdentityRelease,
        Offer,
        OfferFee,
        OfferScore,
        Placement,
        PlacementAgreement,
        Referral,
        ReferralRecipient,
        SourcingStep,
    ],
    ReadOnlyAdmin,
)


@admin.register(Child, PlacementRequest)
class CaseAdmin(ReadOnlyAdmin):
    """A child's detailed profile: opening one is logged like any other page's look."""

    def change_view(self, request: ActorRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        case = self.get_object(request, object_id)
        if case is not None:
            note_view(
                request.actor,
                authority_id=case.authority_id,
                subject=case.reference,
                level=2,
                page=request.path,
                at=timezone.now(),
            )
        return super().change_view(request, object_id, *args, **kwargs)
