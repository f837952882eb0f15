"""Beds in the council's own area: registered, usable, free and blocked, beside its own children there."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from core.actor import Actor
from placements.choices import PlacementState
from placements.models import Placement
from providers.choices import HOMES, NotAdmitting, RegistrationStatus, RegistrationType
from providers.models import CapacityPeriod, RegistrationPeriod, Setting, VacancyReport
from sufficiency.calculations import Share, in_area_share, leverage
from sufficiency.forecast import Category

# Kinds of care that have beds in registered places; foster homes are not counted by bed.
PLACES = {
    Category.RESIDENTIAL: HOMES,
    Category.SUPPORTED: (RegistrationType.SUPPORTED_ACCOMMODATION,),
}


@dataclass(frozen=True)
class Supply:
    """Of one kind of care in one area. ``blocked`` counts free beds that cannot be filled, by reason.

    ``own_in_area`` are the council's placements in its area, ``own`` all of them. Homes whose capacity nobody
    has recorded are in ``without_capacity`` and add no bed.
    """

    category: Category
    settings: int
    registered: int
    operational: int
    free: int
    blocked: Mapping[str, int]
    without_capacity: int
    without_report: int
    own_in_area: int
    own: int

    @property
    def leverage(self) -> Share:
        return leverage(self.own_in_area, self.registered)

    @property
    def in_area(self) -> Share:
        return in_area_share(self.own_in_area, self.own)


def supply_in_area(actor: Actor, at: datetime) -> list[Supply]:
    """Residential care and supported accommodation in the council's area at a moment."""
    return [_supply(actor, at, category) for category in PLACES]


def _supply(actor: Actor, at: datetime, category: Category) -> Supply:
    on = timezone.localdate(at)
    active = RegistrationPeriod.objects.in_force_on(on).filter(status=RegistrationStatus.ACTIVE)
    settings = Setting.objects.filter(
        authority_id=actor.council_id,
        registration_type__in=PLACES[category],
        pk__in=active.values("setting_id"),
    )
    ids = list(settings.values_list("pk", flat=True))
    capacities = {c.setting_id: c for c in CapacityPeriod.objects.in_force_on(on).filter(setting__in=ids)}
    reports = list(
        VacancyReport.objects.filter(setting__in=ids, reported_at__lte=at)
        .order_by("setting_id", "-reported_at")
        .distinct("setting_id")
    )
    blocked: Counter[str] = Counter()
    for report in reports:
        if not report.is_admitting:
            blocked[NotAdmitting(report.not_admitting_reason).label] += report.beds_free
    held = (
        Placement.objects.filter(authority_id=actor.council_id, category=category, starts_on__lte=on)
        .exclude(state=PlacementState.PLANNED)
        .exclude(ends_on__lte=on)
    )
    return Supply(
        category=category,
        settings=len(ids),
        registered=sum(c.registered for c in capacities.values()),
        operational=sum(
            c.registered if c.operational is None else c.operational for c in capacities.values()
        ),
        free=sum(report.beds_free for report in reports if report.is_admitting),
        blocked=blocked,
        without_capacity=len(ids) - len(capacities),
        without_report=len(ids) - len(reports),
        own_in_area=held.filter(area_authority_id=actor.authority_id).count(),
        own=held.count(),
    )
