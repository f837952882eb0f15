"""What the council is committed to pay a week, on one day, placement by placement."""

from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from contracts.choices import FeeKind, PurchaseBasis
from core.actor import Actor
from placements.choices import PlacementState
from placements.models import AgreementFee, Placement

NEVER_CHARGED = (PlacementState.PLANNED, PlacementState.CANCELLED)
PLACEMENT_COLUMNS = {
    "placement": "reference",
    "placement_state": "state",
    "placement_from": "starts_on",
    "placement_until": "ends_on",
}


def fees_charged(actor: Actor) -> QuerySet[AgreementFee]:
    """Fees that the ledger charges, of agreements that run and of those another replaced while the child
    stayed; each with its ``placement`` reference, ``placement_from`` and ``placement_until``.

    Not those of placements that have not begun, nor the core fee of nights in a block bed.
    """
    fees = AgreementFee.objects.filter(authority_id=actor.council_id).annotate(
        **{name: _of_placement(column) for name, column in PLACEMENT_COLUMNS.items()}
    )
    block_bed = Q(agreement__purchase_basis=PurchaseBasis.BLOCK) | Q(
        agreement__placement__bed_booking__isnull=False
    )
    charged = fees.filter(placement__isnull=False).exclude(  # type: ignore[misc]
        placement_state__in=NEVER_CHARGED
    )
    return charged.exclude(block_bed, kind=FeeKind.CORE)


def _of_placement(column: str) -> Coalesce:
    """A column of the placement that an agreement is of, or was before another replaced it."""
    return Coalesce(F(f"agreement__placement__{column}"), F(f"agreement__earlier_of__{column}"))


def weekly_commitments(actor: Actor, *, on: date) -> dict[str, Decimal]:
    """Placement reference to £ a week, of those with a night on ``on``."""
    there = Q(placement_until__isnull=True) | Q(placement_until__gt=on)
    in_force = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    rows = (
        fees_charged(actor)
        .filter(in_force, there, starts_on__lte=on, placement_from__lte=on)  # type: ignore[misc]
        .order_by()
        .values_list("placement")
        .annotate(weekly=Sum("weekly_rate"))
    )
    return dict(rows)


def placements_on(actor: Actor, *, on: date) -> QuerySet[Placement]:
    """Placements with a night on ``on``."""
    return (
        Placement.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), starts_on__lte=on)
        .filter(authority_id=actor.council_id)
        .exclude(state=PlacementState.PLANNED)
    )


def placements_started(actor: Actor, *, since: date, until: date) -> QuerySet[Placement]:
    """Placements whose first night is in ``[since, until)``."""
    return Placement.objects.filter(
        authority_id=actor.council_id, starts_on__gte=since, starts_on__lt=until
    ).exclude(state=PlacementState.PLANNED)
