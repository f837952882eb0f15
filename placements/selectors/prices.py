"""What comparable placements cost the council: the nearest likeness that enough of them share."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import DecimalField, F, OuterRef, Q, Subquery, Sum

from authorities.choices import SettingKey
from authorities.selectors.settings import setting_value
from placements.choices import PlacementState, Urgency
from placements.models import AgreementFee, Placement, PlacementRequest
from placements.prices import Spread, spread_of

LOOKS_BACK = timedelta(days=730)


def like_for_like(request: PlacementRequest, *, on: date) -> Spread | None:
    """Weekly totals at the start of the council's own placements of two years, as like this request as five
    allow: by type, notice and needs; by type and notice; by type. None where even those are too few.

    No other council's fee is in it: the wall shows none.
    """
    council = request.authority_id
    fewest = setting_value(council, SettingKey.SUPPRESS_UNDER, on=on)
    at_start = AgreementFee.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=OuterRef("starts_on")),
        agreement=OuterRef("agreement"),
        starts_on__lte=OuterRef("starts_on"),
    )
    total = at_start.order_by().values("agreement").annotate(total=Sum("weekly_rate")).values("total")
    placements = (
        Placement.objects.filter(
            authority=council, placement_type=request.placement_type, starts_on__gte=on - LOOKS_BACK
        )
        .exclude(state=PlacementState.CANCELLED)
        .annotate(
            weekly=Subquery(total, output_field=DecimalField(max_digits=12, decimal_places=2)),
            urgency=F("agreement__offer__recipient__referral__urgency"),
            needs=F("agreement__offer__recipient__referral__needs"),
        )
        .filter(weekly__gt=0)
    )
    rows = [
        (weekly, (urgency == Urgency.PLANNED) if urgency else None, frozenset(needs or ()))
        for weekly, urgency, needs in placements.values_list("weekly", "urgency", "needs")
    ]
    planned, wanted = request.urgency == Urgency.PLANNED, frozenset(request.needs)
    kind, notice = request.get_placement_type_display().lower(), "planned" if planned else "short-notice"
    same_notice = [row for row in rows if row[1] is planned]
    levels: list[tuple[str, list[Decimal]]] = [
        (
            f"{notice} placements in a {kind} with most of the same needs",
            [weekly for weekly, _, needs in same_notice if _alike(wanted, needs)],
        ),
        (f"{notice} placements in a {kind}", [weekly for weekly, _, _ in same_notice]),
        (f"placements in a {kind}", [weekly for weekly, _, _ in rows]),
    ]
    for likeness, prices in levels:
        spread = spread_of(likeness, prices, fewest=fewest)
        if spread is not None:
            return spread
    return None


def _alike(wanted: frozenset[str], needs: frozenset[str]) -> bool:
    """At least half of all needs named on either side are named on both."""
    either = wanted | needs
    return not either or 2 * len(wanted & needs) >= len(either)
