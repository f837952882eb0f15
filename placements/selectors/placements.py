"""Doors to placements: children by reference, never by name."""

from datetime import date
from decimal import Decimal

from django.db.models import (
    DateField,
    DecimalField,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, Greatest, Least, Now, TruncDate

from authorities.choices import Role
from contracts.models import CommercialTool
from contracts.selectors.ledger import charges_visible_to
from core.actor import Actor
from core.errors import NotFound
from placements.models import AgreementFee, Placement, PlacementRequest
from placements.selectors.agreements import AGREEMENT_READERS
from placements.workflows import BEING_SIGNED
from providers.models import Setting

PLACEMENT_READERS = (*AGREEMENT_READERS, Role.FINANCE)
# Whose view is of their own children only, unless another role widens it.
OWN_CHILDREN_ONLY = frozenset({Role.SOCIAL_WORKER.value})


def placements_visible_to(actor: Actor) -> QuerySet[Placement]:
    """A council's placements (a social worker's own children's), with ``weekly_fee``: £ a week today, or on
    the first or last night of one that has not begun or is over; ``is_unsigned`` is of one that began before
    both sides had signed."""
    # The database's day, so that the door needs no clock of its own.
    last_night = ExpressionWrapper(
        Coalesce(OuterRef("ends_on"), Value(date.max)) - Value(1), output_field=DateField()
    )
    night = Greatest(OuterRef("starts_on"), Least(TruncDate(Now()), last_night))
    in_force = Q(ends_on__isnull=True) | Q(ends_on__gt=night)
    fees = (
        AgreementFee.objects.filter(in_force, agreement=OuterRef("agreement"), starts_on__lte=night)
        .order_by()
        .values("agreement")
        .annotate(total=Sum("weekly_rate"))
        .values("total")
    )
    placements = Placement.objects.annotate(
        weekly_fee=Coalesce(
            Subquery(fees), Decimal(0), output_field=DecimalField(max_digits=12, decimal_places=2)
        ),
        is_unsigned=Q(agreement__state__in=BEING_SIGNED),
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


def placements_in(setting: Setting, actor: Actor) -> QuerySet[Placement]:
    """Those of them that are in one home or about to be, the longest there first."""
    here = placements_visible_to(actor).filter(setting=setting, ends_on=None)
    return here.order_by("starts_on", "reference")


def charged_under(tool: CommercialTool, actor: Actor) -> Decimal:
    """Pounds the actor's council has been charged to date for placements bought under a tool."""
    bought = Placement.objects.filter(agreement__tool=tool)
    charges = charges_visible_to(actor).filter(source_reference__in=bought.values("reference"))
    return charges.aggregate(total=Sum("amount"))["total"] or Decimal(0)
