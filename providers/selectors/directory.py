"""Doors to providers, their settings, inspections and suspensions."""

from datetime import date

from django.db.models import F, FloatField, Q, QuerySet
from django.db.models.functions import Cast, Power, Sqrt

from authorities.geography import METRES_PER_MILE, GridReference
from core.actor import Actor
from providers.models import Inspection, Provider, Setting, Suspension
from providers.selectors.register import with_register_facts


def providers_visible_to(actor: Actor) -> QuerySet[Provider]:
    """Every provider: the regulator's public facts."""
    return Provider.objects.select_related("group")


def settings_visible_to(actor: Actor, *, on: date) -> QuerySet[Setting]:
    """Every setting with ``with_register_facts`` of a day; a provider has ``own_homes``."""
    return with_register_facts(Setting.objects.select_related("provider", "authority"), on=on)


def with_distance(settings: QuerySet[Setting], start: GridReference) -> QuerySet[Setting]:
    """Annotate ``distance_miles``, straight from ``start``; None where the address is withheld."""
    east, north = (
        Cast(F(axis) - at, FloatField())
        for axis, at in (("easting", start.easting), ("northing", start.northing))
    )
    metres = Sqrt(Power(east, 2) + Power(north, 2))
    return settings.annotate(distance_miles=metres / float(METRES_PER_MILE))


def inspections_visible_to(actor: Actor) -> QuerySet[Inspection]:
    """The regulator's inspections."""
    return Inspection.objects.select_related("setting")


def suspensions_visible_to(actor: Actor, *, on: date) -> QuerySet[Suspension]:
    """Every council's suspensions in force or still to come; a provider sees its own, by the wall."""
    return Suspension.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on)).select_related(
        "authority", "provider", "setting"
    )
