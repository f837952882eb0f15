"""Doors to placements: children by reference, never by name."""

from decimal import Decimal

from django.db.models import DecimalField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from authorities.choices import Role
from core.actor import Actor
from core.errors import NotFound
from placements.models import AgreementFee, Placement, PlacementRequest
from placements.selectors.agreements import AGREEMENT_READERS

PLACEMENT_READERS = (*AGREEMENT_READERS, Role.FINANCE)
# Whose view is of their own children only, unless another role widens it.
OWN_CHILDREN_ONLY = frozenset({Role.SOCIAL_WORKER.value})


def placements_visible_to(actor: Actor) -> QuerySet[Placement]:
    """A council's placements (a social worker's own children's), with ``weekly_fee``: £ a week on the first
    day of every fee that has not ended before the placement's last night."""
    ended = Q(ends_on__isnull=False, ends_on__lte=OuterRef("starts_on"))
    fees = (
        AgreementFee.objects.filter(agreement=OuterRef("agreement"))
        .exclude(ended)
        .order_by()
        .values("agreement")
        .annotate(total=Sum("weekly_rate"))
        .values("total")
    )
    placements = Placement.objects.annotate(
        weekly_fee=Coalesce(
            Subquery(fees), Decimal(0), output_field=DecimalField(max_digits=12, decimal_places=2)
        )
    )
    if actor.is_provider:
        return placements.select_related("setting", "provider", "agreement", "authority")
    if actor.roles <= OWN_CHILDREN_ONLY:
        mine = PlacementRequest.objects.filter(Q(raised_by=actor.person_id) | Q(owner=actor.person_id))
        placements = placements.filter(child__in=mine.values("child"))
    return placements.select_related("child", "setting", "provider", "agreement", "area_authority")


def access_placement(actor: Actor, reference: str) -> Placement:
    """The placement, or NotFound."""
    found = placements_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found
