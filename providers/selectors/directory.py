"""Doors to providers, their settings, inspections and suspensions."""

from datetime import date, datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DecimalField,
    ExpressionWrapper,
    F,
    FloatField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Power, Round, Sqrt
from django.utils import timezone

from authorities.choices import SettingKey
from authorities.geography import METRES_PER_MILE, GridReference
from authorities.selectors.settings import setting_value
from core.actor import Actor
from core.errors import NotFound
from providers.models import Inspection, Provider, Setting, Suspension
from providers.selectors.register import with_register_facts
from providers.selectors.stops import binding


def providers_visible_to(actor: Actor) -> QuerySet[Provider]:
    """Every provider: the regulator's public facts."""
    return Provider.objects.select_related("group")


def providers_register(actor: Actor) -> QuerySet[Provider]:
    """``providers_visible_to`` with ``homes``, the number of its settings, by name."""
    return providers_visible_to(actor).annotate(homes=Count("settings")).order_by("name")


def access_provider(actor: Actor, reference: str) -> Provider:
    found = providers_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def settings_visible_to(actor: Actor, *, on: date) -> QuerySet[Setting]:
    """Every setting with ``with_register_facts`` of a day for the actor's council; a provider has
    ``own_homes``."""
    return with_register_facts(
        Setting.objects.select_related("provider", "authority"), authority_id=actor.authority_id, on=on
    )


def homes_register(actor: Actor, *, at: datetime) -> QuerySet[Setting]:
    """``settings_visible_to`` a council at a moment, by name, with what tells how fresh a vacancy is:
    ``asked_at``, that moment, and ``fresh_days``, for how long the council trusts a report."""
    on = timezone.localdate(at)
    fresh_days = setting_value(actor.council_id, SettingKey.VACANCY_FRESH_DAYS, on=on)
    homes = settings_visible_to(actor, on=on)
    return homes.annotate(asked_at=Value(at), fresh_days=Value(fresh_days)).order_by("name", "urn")


def access_home(actor: Actor, urn: str, *, at: datetime) -> Any:
    """One home with the facts of ``homes_register``."""
    found = homes_register(actor, at=at).filter(urn=urn).first()
    if found is None:
        raise NotFound
    return found


def with_distance(settings: QuerySet[Setting], start: GridReference) -> QuerySet[Setting]:
    """Annotate ``distance_miles``, straight from ``start``, and ``is_by_area``; needs ``places``.

    Where the address is withheld, and for a home for one child, whose address would say where that child
    lives, it is the distance of the middle of the area, and ``is_by_area`` is true. None where the area is
    not known either.
    """
    by_area = Q(easting=None) | Q(northing=None) | Q(places=1)
    east, north = (
        Cast(Case(When(by_area, then=F(f"authority__outline__{axis}")), default=F(axis)) - at, FloatField())
        for axis, at in (("easting", start.easting), ("northing", start.northing))
    )
    metres = Sqrt(Power(east, 2) + Power(north, 2))
    # To one decimal before anybody compares: 20.04 miles is within 20, as in the return.
    miles = Round(Cast(metres / float(METRES_PER_MILE), DecimalField(max_digits=9, decimal_places=3)), 1)
    return settings.annotate(
        distance_miles=miles,
        is_by_area=ExpressionWrapper(by_area, output_field=BooleanField()),
    )


def inspections_visible_to(actor: Actor) -> QuerySet[Inspection]:
    """The regulator's inspections."""
    return Inspection.objects.select_related("setting")


def suspensions_visible_to(actor: Actor, *, on: date) -> QuerySet[Suspension]:
    """Every council's suspensions in force or still to come; a provider sees its own, by the wall."""
    return Suspension.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on)).select_related(
        "authority", "provider", "setting"
    )


def suspensions_of(setting: Setting, actor: Actor, *, on: date) -> QuerySet[Suspension]:
    """Suspensions of one home or of all its provider's, in force or to come, newest first, each with
    ``ours``: whether it binds the actor's council."""
    whole = Q(setting=None, provider=setting.provider_id)
    of_home = suspensions_visible_to(actor, on=on).filter(Q(setting=setting) | whole)
    ours = ExpressionWrapper(binding(actor.authority_id), output_field=BooleanField())
    return of_home.annotate(ours=ours).order_by("-starts_on", "pk")


def suspensions_to_lift(setting: Setting, actor: Actor, *, on: date) -> QuerySet[Suspension]:
    """Those of them that the actor's own council made and that have no end yet."""
    return suspensions_of(setting, actor, on=on).filter(authority=actor.authority_id, ends_on=None)
