"""The facts of an agreed placement that the Placements Data Standard asks for."""

from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from placements.choices import ApprovalKind, ApprovalState, PlacementState, SigningSide
from placements.models import (
    AgreementSignature,
    ApprovalRequest,
    Placement,
    PlacementAgreement,
    PlacementRequest,
)
from placements.selectors.need import siblings_together
from placements.selectors.prices import weekly_at_start
from placements.standard_placed import Placed


def placed_of(request: PlacementRequest) -> Placed | None:
    """What the request's search ended in; None while the child has no placement from it."""
    answering = PlacementAgreement.objects.filter(
        offer__recipient__referral__request=request, child=request.child_id
    )
    # Another agreement may have followed it while the child stayed.
    placement = (
        Placement.objects.filter(Q(agreement__in=answering) | Q(earlier__in=answering))
        .exclude(state=PlacementState.CANCELLED)
        .select_related("setting__authority")
        .order_by("-pk")
        .first()
    )
    if placement is None:
        return None
    approvals = {
        approval.kind: approval
        for approval in ApprovalRequest.objects.filter(request=request, state=ApprovalState.APPROVED)
        .select_related("decided_by")
        .order_by("pk")
    }
    financial, care = approvals.get(ApprovalKind.FINANCIAL), approvals.get(ApprovalKind.CARE)
    signed = AgreementSignature.objects.filter(agreement__in=answering, side=SigningSide.AUTHORITY).first()
    priced_at = financial.decided_at if financial and financial.decided_at else placement.recorded_at
    area = placement.setting.authority
    return Placed(
        weekly_cost=weekly_at_start(placement) or Decimal(0),
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
