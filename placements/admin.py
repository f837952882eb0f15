"""What auditors and administrators may read of this room, in their own council."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from core.actor import current_actor
from core.admin import ReadOnlyAdmin
from core.viewlog import note_view
from placements.models import (
    AgreementFee,
    AgreementSignature,
    ApprovalRequest,
    Child,
    ExitPlan,
    IdentityRelease,
    JointFunding,
    Offer,
    OfferFee,
    OfferScore,
    Placement,
    PlacementAgreement,
    PlacementRequest,
    Referral,
    ReferralRecipient,
    SourcingStep,
    UpliftLine,
    UpliftRun,
)

admin.site.register(
    [
        AgreementFee,
        AgreementSignature,
        ApprovalRequest,
        ExitPlan,
        IdentityRelease,
        JointFunding,
        Offer,
        OfferFee,
        OfferScore,
        Placement,
        PlacementAgreement,
        Referral,
        ReferralRecipient,
        SourcingStep,
        UpliftLine,
        UpliftRun,
    ],
    ReadOnlyAdmin,
)


@admin.register(Child, PlacementRequest)
class CaseAdmin(ReadOnlyAdmin):
    """A child's detailed profile: opening one is logged like any other page's look."""

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        case = self.get_object(request, object_id)
        actor = current_actor()
        if case is not None and actor is not None:
            note_view(
                actor,
                authority_id=case.authority_id,
                subject=case.reference,
                level=2,
                page=request.path,
                at=timezone.now(),
            )
        return super().change_view(request, object_id, *args, **kwargs)
