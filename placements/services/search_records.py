"""What a search leaves behind when it ends: wanted, got, and why the rest of the market could not help."""

from collections import Counter
from datetime import datetime
from decimal import Decimal

from django.db.models import Avg, Sum
from django.utils import timezone

from placements.choices import RecipientState
from placements.models import (
    AgreementFee,
    Offer,
    Placement,
    PlacementRequest,
    ReferralRecipient,
    SearchRecord,
    SourcingStep,
)
from placements.selectors.prices import weekly_at_start
from placements.workflows import LIVING

CENT = Decimal("0.01")


def record_search(
    request: PlacementRequest, *, placement: Placement | None = None, at: datetime
) -> SearchRecord:
    """Keep the record in the transaction that ends the search; without a placement nothing was got."""
    recipients = list(
        ReferralRecipient.objects.filter(referral__request=request).values_list(
            "state", "decline_reason", "read_at"
        )
    )
    not_fit: Counter[str] = Counter()
    for left_out in SourcingStep.objects.filter(request=request).values_list("left_out", flat=True):
        not_fit.update(left_out)
    return SearchRecord.objects.create(
        authority_id=request.authority_id,
        request=request,
        ended_at=at,
        ended_as=request.state,
        wanted_type=request.placement_type,
        wanted_needs=request.needs,
        wanted_miles=request.radius_miles,
        asked=len(recipients),
        unread=sum(read_at is None and not reason for _, reason, read_at in recipients),
        no_reply=sum(state == RecipientState.NO_REPLY for state, _, _ in recipients),
        offers=Offer.objects.filter(recipient__referral__request=request).count(),
        declines=dict(Counter(reason for _, reason, _ in recipients if reason)),
        not_fit=dict(not_fit),
        **_got(request, placement, at),
    )


def _got(request: PlacementRequest, placement: Placement | None, at: datetime) -> dict[str, object]:
    if placement is None:
        return {}
    weekly = weekly_at_start(placement)
    usual = _usual(request, placement, at)
    return {
        "got_route": placement.route,
        "got_miles": placement.distance_miles,
        "got_out_of_area": placement.area_authority_id != request.authority_id,
        "got_weekly": weekly,
        "extra_weekly": None if usual is None or weekly is None else weekly - usual,
    }


def _usual(request: PlacementRequest, placement: Placement, at: datetime) -> Decimal | None:
    """The mean of what the council pays a week now for the kind wanted, inside its own area."""
    like = Placement.objects.filter(
        authority_id=request.authority_id,
        area_authority_id=request.authority_id,
        placement_type=request.placement_type,
        state__in=LIVING,
    ).exclude(pk=placement.pk)
    in_force = AgreementFee.objects.in_force_on(timezone.localdate(at)).filter(
        agreement__in=like.values("agreement")
    )
    totals = in_force.order_by().values("agreement").annotate(weekly=Sum("weekly_rate"))
    mean = totals.aggregate(mean=Avg("weekly"))["mean"]
    return None if mean is None else Decimal(mean).quantize(CENT)
