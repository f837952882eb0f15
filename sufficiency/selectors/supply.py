"""Beds in the council's own area and within reach: registered, usable, free and blocked, beside its own
children there; and the same as it was kept on past days."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from authorities.selectors.places import adjoining_ids
from core.actor import Actor
from placements.choices import PlacementState
from placements.models import Placement
from providers.choices import HOMES, NotAdmitting, RegistrationStatus, RegistrationType
from providers.models import CapacityPeriod, RegistrationPeriod, Setting, VacancyReport
from sufficiency.calculations import Share, in_area_share, leverage
from sufficiency.choices import Reach
from sufficiency.forecast import Category
from sufficiency.models import SupplySnapshot

# Kinds of care with registered places that have an address of their own.
BEDS = {
    Category.RESIDENTIAL: HOMES,
    Category.SUPPORTED: (RegistrationType.SUPPORTED_ACCOMMODATION,),
}
# All with places that somebody counts; an agency's are with its carers, wherever they live.
PLACES = {**BEDS, Category.FOSTERING: (RegistrationType.FOSTERING_AGENCY, RegistrationType.COUNCIL_FOSTERING)}


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
    # Usable places by type of registration; not known of days kept before this was counted.
    by_type: Mapping[str, int] = field(default_factory=dict)

    @property
    def others(self) -> int:
        """Places in use by children of other councils, at most: what is neither free, blocked nor ours.

        Empty beds that no provider has reported are among them.
        """
        return max(0, self.operational - self.free - sum(self.blocked.values()) - self.own_in_area)

    @property
    def own_elsewhere(self) -> int:
        return self.own - self.own_in_area

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "blocked": dict(self.blocked), "by_type": dict(self.by_type)}

    @property
    def leverage(self) -> Share:
        return leverage(self.own_in_area, self.registered)

    @property
    def in_area(self) -> Share:
        return in_area_share(self.own_in_area, self.own)


def supply_in_area(actor: Actor, at: datetime) -> list[Supply]:
    """Each kind of care that has places, in the council's area at a moment."""
    return supply_in(actor, at, Reach.AREA)


def supply_in(actor: Actor, at: datetime, reach: str) -> list[Supply]:
    """The same in the council's area or, within reach, also in the areas that adjoin it."""
    areas = {actor.council_id}
    if reach == Reach.NEAR:
        areas |= adjoining_ids(actor.council_id, on=timezone.localdate(at))
    return [_supply(actor, at, category, areas) for category in PLACES]


def _supply(actor: Actor, at: datetime, category: Category, areas: Collection[int]) -> Supply:
    on = timezone.localdate(at)
    active = RegistrationPeriod.objects.in_force_on(on).filter(status=RegistrationStatus.ACTIVE)
    settings = Setting.objects.filter(
        authority_id__in=areas,
        registration_type__in=PLACES[category],
        pk__in=active.values("setting_id"),
    )
    types = dict(settings.values_list("pk", "registration_type"))
    ids = list(types)
    capacities = {c.setting_id: c for c in CapacityPeriod.objects.in_force_on(on).filter(setting__in=ids)}
    reports = list(
        VacancyReport.objects.filter(setting__in=ids, reported_at__lte=at)
        .order_by("setting_id", "-reported_at")
        .distinct("setting_id")
    )
    usable = {pk: c.registered if c.operational is None else c.operational for pk, c in capacities.items()}
    by_type: Counter[str] = Counter()
    for pk, places in usable.items():
        by_type[types[pk]] += places
    blocked: Counter[str] = Counter()
    for report in reports:
        if not report.is_admitting:
            blocked[NotAdmitting(report.not_admitting_reason).label] += report.beds_free
    held = _own_placements(actor, on).filter(category=category)
    return Supply(
        category=category,
        settings=len(ids),
        registered=sum(c.registered for c in capacities.values()),
        operational=sum(usable.values()),
        free=sum(report.beds_free for report in reports if report.is_admitting),
        blocked=blocked,
        without_capacity=len(ids) - len(capacities),
        without_report=len(ids) - len(reports),
        own_in_area=held.filter(area_authority_id__in=areas).count(),
        own=held.count(),
        by_type=by_type,
    )


def _own_placements(actor: Actor, on: date) -> QuerySet[Placement]:
    """The council's children placed on a day."""
    return (
        Placement.objects.filter(authority_id=actor.council_id, starts_on__lte=on)
        .exclude(state=PlacementState.PLANNED)
        .exclude(ends_on__lte=on)
    )


@dataclass(frozen=True)
class Host:
    """An area where the council's children live; without an id or a name where the place is not known.

    ``places`` are the usable ones there of the kinds of care that are counted by bed.
    """

    authority_id: int | None
    name: str
    is_own: bool
    by_category: Mapping[str, int]
    places: int

    @property
    def children(self) -> int:
        return sum(self.by_category.values())


def host_areas(actor: Actor, on: date) -> list[Host]:
    """Where the council's own children are placed on a day, the area with most first."""
    rows = (
        _own_placements(actor, on)
        .values("area_authority_id", "area_authority__name", "category")
        .annotate(children=Count("id"))
        .order_by("area_authority_id", "category")
    )
    found: dict[int | None, Counter[str]] = {}
    names: dict[int | None, str] = {}
    for row in rows:
        found.setdefault(row["area_authority_id"], Counter())[row["category"]] += row["children"]
        names[row["area_authority_id"]] = row["area_authority__name"] or ""
    places = _places_by_area(on, [area for area in found if area is not None])
    hosts = [
        Host(area, names[area], area == actor.council_id, counts, places.get(area, 0))
        for area, counts in found.items()
    ]
    return sorted(hosts, key=lambda host: (-host.children, host.name))


def _places_by_area(on: date, areas: Collection[int]) -> dict[int | None, int]:
    active = RegistrationPeriod.objects.in_force_on(on).filter(status=RegistrationStatus.ACTIVE)
    rows = (
        CapacityPeriod.objects.in_force_on(on)
        .filter(
            setting__authority_id__in=areas,
            setting__registration_type__in=[kind for kinds in BEDS.values() for kind in kinds],
            setting__in=active.values("setting_id"),
        )
        .values("setting__authority_id")
        .annotate(usable=Sum(Coalesce("operational", "registered")))
    )
    return {row["setting__authority_id"]: row["usable"] for row in rows}


def snapshots_visible_to(actor: Actor) -> QuerySet[SupplySnapshot]:
    return SupplySnapshot.objects.filter(authority_id=actor.council_id)


def supply_as_kept(actor: Actor, on: date, reach: str) -> tuple[date, list[Supply]] | None:
    """The last supply kept on or before a day, and its day; None before the first."""
    kept = snapshots_visible_to(actor).filter(reach=reach)
    last = kept.filter(on__lte=on).order_by("-on").values_list("on", flat=True).first()
    if last is None:
        return None
    rows = {row.category: row.figures for row in kept.filter(on=last)}
    return last, [_supply_from(rows[category]) for category in PLACES if category in rows]


def supply_by_month(actor: Actor, category: str, reach: str) -> list[tuple[date, Supply]]:
    """The last day kept in each month, in order."""
    kept = snapshots_visible_to(actor).filter(category=category, reach=reach).order_by("on")
    by_month = {on.replace(day=1): (on, figures) for on, figures in kept.values_list("on", "figures")}
    return [(on, _supply_from(figures)) for on, figures in by_month.values()]


def _supply_from(figures: Mapping[str, Any]) -> Supply:
    return Supply(**{**figures, "category": Category(figures["category"])})
