"""What the council is committed to pay a week, on one day, placement by placement."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from contracts.choices import FeeKind, PurchaseBasis
from core.actor import Actor
from core.money import pence
from core.periods import Period
from placements.choices import PlacementState
from placements.fees import Borne, Fee, borne_of
from placements.models import AgreementFee, JointFunding, Placement, UpliftLine
from placements.uplift_choices import RunState

NEVER_CHARGED = (PlacementState.PLANNED, PlacementState.CANCELLED)
PLACEMENT_COLUMNS = {
    "placement": "reference",
    "placement_state": "state",
    "placement_from": "starts_on",
    "placement_until": "ends_on",
}


def fees_charged(actor: Actor, *, planned: bool = False) -> QuerySet[Any]:
    """Fees that the ledger charges, of agreements that run and of those another replaced while the child
    stayed; each with its ``placement`` reference, ``placement_from`` and ``placement_until``.

    Not those of placements that have not begun, unless ``planned``; nor the core fee of nights in a
    block bed.
    """
    fees: QuerySet[Any] = AgreementFee.objects.filter(authority_id=actor.council_id).annotate(
        **{name: _of_placement(column) for name, column in PLACEMENT_COLUMNS.items()}
    )
    block_bed = Q(agreement__purchase_basis=PurchaseBasis.BLOCK) | Q(
        agreement__placement__bed_booking__isnull=False
    )
    left_out = (PlacementState.CANCELLED,) if planned else NEVER_CHARGED
    charged = fees.filter(placement__isnull=False).exclude(placement_state__in=left_out)
    return charged.exclude(block_bed, kind=FeeKind.CORE)


def _of_placement(column: str) -> Coalesce:
    """A column of the placement that an agreement is of, or was before another replaced it."""
    return Coalesce(F(f"agreement__placement__{column}"), F(f"agreement__earlier_of__{column}"))


def borne_by_placement(actor: Actor, fees: QuerySet[Any]) -> dict[str, list[Borne]]:
    """Placement reference to what the council bears of ``fees``, which have their ``placement``.

    What health and education give back is taken off; what uplifts added to each price is kept apart.
    """
    shares: dict[tuple[str, str], list[tuple[Period, Decimal]]] = defaultdict(list)
    for split in JointFunding.objects.filter(authority_id=actor.council_id).select_related("placement"):
        share = (split.health_percent + split.education_percent) / 100
        shares[split.placement.reference, split.fee_kind].append((split.period, share))
    raised: dict[tuple[int, str], list[tuple[date, Decimal]]] = defaultdict(list)
    lines = UpliftLine.objects.filter(authority_id=actor.council_id, run__state=RunState.APPLIED)
    risen = lines.filter(fee__agreement__in=fees.order_by().values("agreement"))
    for agreement, kind, since, more in risen.values_list(
        "fee__agreement", "fee__kind", "run__effective_on", F("new_rate") - F("old_rate")
    ):
        raised[agreement, kind].append((since, more))
    found: dict[str, list[Borne]] = defaultdict(list)
    for fee in fees.order_by("pk"):
        starts = max(fee.starts_on, fee.placement_from)
        if fee.ends_on is not None and fee.ends_on <= starts:
            continue
        rises = raised.get((fee.agreement_id, fee.kind), [])
        uplift = sum((more for since, more in rises if since <= fee.starts_on), Decimal(0))
        held = Fee(FeeKind(fee.kind), fee.weekly_rate, Period(starts, fee.ends_on))
        found[fee.placement] += borne_of(held, shares.get((fee.placement, fee.kind), ()), uplift=uplift)
    return found


def weekly_commitments(actor: Actor, *, on: date) -> dict[str, Decimal]:
    """Placement reference to £ a week the council bears, of those with a night on ``on``."""
    there = Q(placement_until__isnull=True) | Q(placement_until__gt=on)
    in_force = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    fees = fees_charged(actor).filter(in_force, there, starts_on__lte=on, placement_from__lte=on)
    return {
        placement: pence(sum((rate.weekly for rate in rates if on in rate.period), Decimal(0)))
        for placement, rates in borne_by_placement(actor, fees).items()
    }


def placements_on(actor: Actor, *, on: date) -> QuerySet[Placement]:
    """Placements with a night on ``on``."""
    return (
        Placement.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), starts_on__lte=on)
        .filter(authority_id=actor.council_id)
        .exclude(state__in=NEVER_CHARGED)
    )


def placements_started(actor: Actor, *, since: date, until: date) -> QuerySet[Placement]:
    """Placements whose first night is in ``[since, until)``; the same home under a new owner is no start."""
    return Placement.objects.filter(
        authority_id=actor.council_id, starts_on__gte=since, starts_on__lt=until, continues=None
    ).exclude(state__in=NEVER_CHARGED)
