"""Doors to the charge ledger, and the averages drawn from it."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet, Sum

from authorities.choices import ServiceCategory
from contracts.choices import ChargeKind, Funder, Route
from contracts.models import Charge
from core.actor import Actor
from core.money import DAYS_PER_WEEK, pence
from core.periods import Period


def charges_visible_to(actor: Actor) -> QuerySet[Charge]:
    """The ledger of the actor's council; the wall holds the rest."""
    return Charge.objects.filter(authority_id=actor.council_id)


def owed_to_providers(charges: QuerySet[Charge]) -> QuerySet[Charge]:
    """Those that a provider is paid: not what councils, or a council and who gives a part back, settle."""
    return (
        charges.filter(funder=Funder.COUNCIL)
        .exclude(kind__in=(ChargeKind.RECHARGE, ChargeKind.CONTRIBUTION))
        .exclude(component_key__startswith="recharge-")
    )


def year_to(on: date) -> Period:
    """The 365 nights before a day."""
    return Period(on - timedelta(days=365), on)


def spot_average(charges: QuerySet[Charge]) -> tuple[Decimal, int] | None:
    """£ a week of spot placements among ``charges``, and the nights it rests on; None without any.

    All their cost over all their nights, times 7.
    """
    sums = charges.filter(route=Route.SPOT).aggregate(total_nights=Sum("nights"), total=Sum("amount"))
    if not sums["total_nights"]:
        return None
    return pence(sums["total"] / sums["total_nights"] * DAYS_PER_WEEK), sums["total_nights"]


def spot_average_of(actor: Actor, category: ServiceCategory, *, on: date) -> tuple[Decimal, int] | None:
    """``spot_average`` of the actor's council for a kind of care, for the 365 nights before a day."""
    year = year_to(on)
    return spot_average(
        charges_visible_to(actor).filter(category=category, night__gte=year.start, night__lt=year.end)
    )
