"""What comparable placements cost: the council's own, by the nearest likeness that enough of them share, and
what partners tell of theirs."""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import DecimalField, OuterRef, Q, Subquery, Sum

from authorities.choices import SettingKey
from authorities.selectors.settings import setting_value
from placements.choices import PlacementState, Urgency
from placements.models import AgreementFee, Placement, PlacementAgreement, PlacementRequest, SharedPrice
from placements.prices import Spread, spread_of
from placements.selectors.need import siblings_together

LOOKS_BACK = timedelta(days=730)


class Price(NamedTuple):
    """What one placement cost a week at its start, and what it was like; ``is_planned`` is None where no
    referral tells the notice."""

    weekly: Decimal
    is_planned: bool | None
    needs: frozenset[str]
    with_siblings: bool


def weekly_at_start(placement: Placement) -> Decimal | None:
    """£ a week of every component on the first night, also where another agreement has followed since."""
    under = Q(agreement__placement=placement) | Q(agreement__earlier_of=placement)
    fees = AgreementFee.objects.filter(under).in_force_on(placement.starts_on)
    return fees.aggregate(total=Sum("weekly_rate"))["total"]


def own_prices(authority_id: int, placement_type: str, *, on: date) -> list[Price]:
    """The council's placements of one type that began in the last two years; a new owner is no beginning."""
    at_start = AgreementFee.objects.filter(
        Q(agreement__placement=OuterRef("pk")) | Q(agreement__earlier_of=OuterRef("pk")),
        Q(ends_on=None) | Q(ends_on__gt=OuterRef("starts_on")),
        starts_on__lte=OuterRef("starts_on"),
    )
    total = at_start.order_by().values("authority").annotate(total=Sum("weekly_rate")).values("total")
    placements = (
        Placement.objects.filter(
            authority=authority_id,
            placement_type=placement_type,
            starts_on__gte=on - LOOKS_BACK,
            continues=None,
        )
        .exclude(state=PlacementState.CANCELLED)
        .annotate(
            weekly=Subquery(total, output_field=DecimalField(max_digits=12, decimal_places=2)),
            urgency=_of_referral("urgency"),
            needs=_of_referral("needs"),
            siblings=_of_referral("siblings"),
        )
        .filter(weekly__gt=0)
    )
    return [
        Price(weekly, urgency == Urgency.PLANNED if urgency else None, frozenset(needs or ()), bool(siblings))
        for weekly, urgency, needs, siblings in placements.values_list(
            "weekly", "urgency", "needs", "siblings"
        )
    ]


def _of_referral(column: str) -> Subquery:
    """What was asked for, of the agreement that the chosen offer led to; others may have followed it."""
    first = PlacementAgreement.objects.filter(
        Q(placement=OuterRef("pk")) | Q(earlier_of=OuterRef("pk")), offer__isnull=False
    )
    return Subquery(first.values(f"offer__recipient__referral__{column}")[:1])


def like_for_like(request: PlacementRequest, *, on: date) -> Spread | None:
    """Weekly totals at the start of the council's own placements of two years, as like this request as five
    allow: by type, notice, brothers and sisters and needs; then without the needs; without the brothers and
    sisters; by type. None where even those are too few.
    """
    fewest = setting_value(request.authority_id, SettingKey.SUPPRESS_UNDER, on=on)
    rows = own_prices(request.authority_id, request.placement_type, on=on)
    planned, together = request.urgency == Urgency.PLANNED, bool(siblings_together(request))
    wanted = frozenset(request.needs)
    kind, notice = request.get_placement_type_display().lower(), "planned" if planned else "short-notice"
    whom = "brothers and sisters together" if together else "one child"
    same_notice = [row for row in rows if row.is_planned is planned]
    like = [row for row in same_notice if row.with_siblings is together]
    levels: list[tuple[str, list[Price]]] = [
        (
            f"{notice} placements of {whom} in a {kind} with most of the same needs",
            [row for row in like if _alike(wanted, row.needs)],
        ),
        (f"{notice} placements of {whom} in a {kind}", like),
        (f"{notice} placements in a {kind}", same_notice),
        (f"placements in a {kind}", rows),
    ]
    for likeness, prices in levels:
        spread = spread_of(likeness, [row.weekly for row in prices], fewest=fewest)
        if spread is not None:
            return spread
    return None


def told_by_partners(request: PlacementRequest) -> list[SharedPrice]:
    """What partners that share prices paid for the same type, notice and brothers and sisters, by name.

    The wall shows a council only those of partners in an agreement in force: quartiles, no child's price.
    """
    told = SharedPrice.objects.filter(
        category=request.placement_type,
        is_planned=request.urgency == Urgency.PLANNED,
        with_siblings=bool(siblings_together(request)),
    )
    others = told.exclude(authority=request.authority_id).select_related("authority")
    return list(others.order_by("authority__name"))


def _alike(wanted: frozenset[str], needs: frozenset[str]) -> bool:
    """At least half of all needs named on either side are named on both."""
    either = wanted | needs
    return not either or 2 * len(wanted & needs) >= len(either)
