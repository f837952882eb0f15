"""The facts of an agreed placement that the Placements Data Standard asks for."""

from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from placements.choices import ApprovalKind, ApprovalState, PlacementState, SigningSide
from placements.models import (
    AgreementFee,
    AgreementSignature,
    ApprovalRequest,
    Placement,
    PlacementRequest,
)
from placements.selectors.need import siblings_together
from placements.standard_placed import Placed


def placed_of(request: PlacementRequest) -> Placed | None:
    """What the request's search ended in; None while the child has no placement from it."""
    placement = (
        Placement.objects.filter(
            agreement__offer__recipient__referral__request=request, child=request.child_id
        )
        .exclude(state=PlacementState.CANCELLED)
        .select_related("setting__authority")
        .order_by("-pk")
        .first()
    )
    if placement is None:
        return None
    fees = AgreementFee.objects.filter(agreement=placement.agreement_id)
    weekly = fees.in_force_on(placement.starts_on).aggregate(total=Sum("weekly_rate"))["total"]
    approvals = {
        approval.kind: approval
        for approval in ApprovalRequest.objects.filter(request=request, state=ApprovalState.APPROVED)
        .select_related("decided_by")
        .order_by("pk")
    }
    financial, care = approvals.get(ApprovalKind.FINANCIAL), approvals.get(ApprovalKind.CARE)
    signed = AgreementSignature.objects.filter(
        agreement=placement.agreement_id, side=SigningSide.AUTHORITY
    ).first()
    priced_at = financial.decided_at if financial and financial.decided_at else placement.recorded_at
    area = placement.setting.authority
    return Placed(
        weekly_cost=weekly or Decimal(0),
        location=area.name if area else "Not known",
        is_within_radius=placement.distance_miles is not None
        and placement.distance_miles <= request.radius_miles,
        keeps_school=not (care and care.changes_school),
        urn=placement.setting.urn,
        siblings_together=len(siblings_together(request)),
        placement_type=placement.placement_type,
        referral_officer=request.raised_by.name,
        referred_on=timezone.localdate(request.raised_at),
        placement_officer=signed.signed_by if signed else "Not signed",
        placed_on=timezone.localdate(placement.recorded_at),
        cost_officer=financial.decided_by.name if financial and financial.decided_by else "",
        cost_on=timezone.localdate(priced_at),
    )
