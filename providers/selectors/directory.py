"""Doors to providers, their settings, inspections and suspensions."""

from datetime import date

from django.db.models import F, FloatField, Q, QuerySet
from django.db.models.functions import Cast, Power, Sqrt

from authorities.geography import METRES_PER_MILE, GridReference
from core.actor import Actor
from providers.models import Inspection, Provider, Setting, Suspension
from providers.selectors.register import with_register_facts


def providers_visible_to(actor: Actor) -> QuerySet[Provider]:
    """Every provider to a council; itself to a provider."""
    providers = Provider.objects.select_related("group")
    return providers.filter(pk=actor.provider_id) if actor.is_provider else providers


def settings_visible_to(actor: Actor, *, on: date) -> QuerySet[Setting]:
    """Every setting to a council, a provider's own to a provider, with ``with_register_facts`` of a day."""
    settings = Setting.objects.select_related("provider", "authority")
    if actor.is_provider:
        settings = settings.filter(provider=actor.provider_id)
    return with_register_facts(settings, on=on)


def with_distance(settings: QuerySet[Setting], start: GridReference) -> QuerySet[Setting]:
    """Annotate ``distance_miles``, straight from ``start``; None where the address is withheld."""
    east, north = (
        Cast(F(axis) - at, FloatField())
        for axis, at in (("easting", start.easting), ("northing", start.northing))
    )
    metres = Sqrt(Power(east, 2) + Power(north, 2))
    return settings.annotate(distance_miles=metres / float(METRES_PER_MILE))


def inspections_visible_to(actor: Actor) -> QuerySet[Inspection]:
    """The regulator's inspections of the settings the actor may read."""
    inspections = Inspection.objects.select_related("setting")
    return inspections.filter(setting__provider=actor.provider_id) if actor.is_provider else inspections


def suspensions_visible_to(actor: Actor, *, on: date) -> QuerySet[Suspension]:
    """Every council's suspensions in force or still to come; a provider sees its own, by the wall."""
    return Suspension.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on)).select_related(
        "authority", "provider", "setting"
    )
