"""What the council is committed to pay a week, on one day, placement by placement."""

from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from contracts.choices import FeeKind
from core.actor import Actor
from placements.choices import PlacementState
from placements.models import AgreementFee, Placement


def fees_charged(actor: Actor) -> QuerySet[AgreementFee]:
    """Fees that the ledger charges: not those of planned placements, nor the core fee in a block bed."""
    return AgreementFee.objects.filter(
        authority_id=actor.council_id, agreement__placement__isnull=False
    ).exclude(
        Q(agreement__placement__state=PlacementState.PLANNED)
        | Q(agreement__placement__bed_booking__isnull=False, kind=FeeKind.CORE)
    )


def weekly_commitments(actor: Actor, *, on: date) -> dict[str, Decimal]:
    """Placement reference to £ a week, of those with a night on ``on``."""
    there = Q(agreement__placement__ends_on__isnull=True) | Q(agreement__placement__ends_on__gt=on)
    in_force = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    rows = (
        fees_charged(actor)
        .filter(in_force, there, starts_on__lte=on, agreement__placement__starts_on__lte=on)
        .order_by()
        .values_list("agreement__placement__reference")
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
