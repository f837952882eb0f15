"""The market for one kind of care by area and year: places, how full, who lives in them, how good they are.

What a council may know. The register and vacancy reports tell of every area; whose children live in a home
only their own council knows, and partners that agreed to tell each other how many they have in each area.
All others' children are worked out as what is left of the places in use, never counted, and a number too
small to tell is hidden.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Case, Count, F, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from authorities.choices import SettingKey
from authorities.models import Authority
from authorities.selectors.places import adjoining_ids
from authorities.selectors.settings import setting_value
from core.actor import Actor
from placements.choices import PlacementState
from placements.models import Placement
from placements.selectors.area_counts import Crossing, crossings
from providers.choices import Outcome, RegistrationStatus
from providers.models import CapacityPeriod, Inspection, RegistrationPeriod, VacancyReport
from sufficiency.calculations import Quality, Share, good_or_better, in_area_share, leverage
from sufficiency.market_kinds import HOMES_OF_EVERY_KIND, MarketKind

# A report says how full a home was on a day when it is no older than this.
REPORT_DAYS = 28


@dataclass
class AreaMarket:
    """One area on one day. ``reporting`` are the places of homes that had lately reported, ``empty`` those of
    them that they said were free; ``own_reporting`` own children in those homes. ``own_all`` are the
    council's children in residential care anywhere, ``judged`` its children here by the grade of their home.
    """

    authority: Authority
    is_own: bool
    hidden_under: int
    kind: MarketKind = HOMES_OF_EVERY_KIND
    crossing: Crossing = field(default_factory=Crossing)
    homes: int = 0
    places: int = 0
    without_capacity: int = 0
    reporting: int = 0
    empty: int = 0
    own: int = 0
    own_reporting: int = 0
    own_all: int = 0
    judged: Counter[str] = field(default_factory=Counter)

    @property
    def occupancy(self) -> Share:
        """Places in use over places, of the homes that had reported."""
        return Share(self.reporting - self.empty, self.reporting)

    @property
    def own_share(self) -> Share:
        """How much of the area's beds the council's own children fill."""
        return leverage(self.own, self.places)

    @property
    def quality(self) -> Quality:
        return good_or_better(self.judged, scale=self.kind.scale, good=self.kind.good)

    @property
    def in_area(self) -> Share:
        return in_area_share(self.own, self.own_all)

    @property
    def exported(self) -> int:
        """Own children placed elsewhere; of the council's own area only."""
        return self.own_all - self.own

    @property
    def others(self) -> int | None:
        """Places in use here by other councils' children, in the homes that had reported; None when none had,
        or when the number is too small to tell."""
        if not self.reporting:
            return None
        others = max(self.reporting - self.empty - self.own_reporting, 0)
        return None if 0 < others < self.hidden_under else others

    @property
    def balance(self) -> str:
        """Whether the area takes in more children than its council sends out. Our own: of everybody's. A
        partner's: of those that tell, where no hidden number could turn it. Nobody else tells."""
        if not self.is_own:
            return among_tellers(self.crossing)
        if self.others is None:
            return "Not known"
        return balance_of(self.others, self.exported)


def balance_of(coming: int, going: int) -> str:
    if coming == going:
        return "In balance"
    return "Importer" if coming > going else "Exporter"


def among_tellers(crossing: Crossing) -> str:
    """Of the councils that tell each other their numbers. An area that takes in more of their children than
    it sends out is an importer, whoever else places there; that it sends out more is only known of them."""
    coming, going = crossing.coming, crossing.outside
    if going is None or not going.is_exact:
        return "Not known"
    if coming.children > going.children:
        return "Importer"
    return f"{balance_of(coming.children, going.children)} among partners" if coming.is_exact else "Not known"


def market_on(actor: Actor, *, on: date, kind: MarketKind = HOMES_OF_EVERY_KIND) -> list[AreaMarket]:
    """The market on a day: the council's own area first, then where its children live and what adjoins it,
    and the areas of partners that tell their numbers."""
    hidden_under = setting_value(actor.council_id, SettingKey.SUPPRESS_UNDER, on=on)
    own = _own_children(actor, on, kind)
    lived_in = {row[0] for row in own if row[0] is not None}
    near = {actor.council_id, *adjoining_ids(actor.council_id, on=on)} | lived_in
    crossed = crossings(actor, kind.category, on=on, areas=near)
    areas = {
        authority.pk: AreaMarket(
            authority,
            authority.pk == actor.council_id,
            hidden_under=hidden_under,
            kind=kind,
            crossing=crossed[authority.pk],
            own_all=len(own),
        )
        for authority in Authority.objects.filter(pk__in=crossed)
    }
    _count_places(areas, on, kind)
    reporting = _count_reports(areas, on, kind)
    for area_id, setting_id, outcome in own:
        if area_id in areas:
            areas[area_id].own += 1
            areas[area_id].judged[outcome] += 1
            areas[area_id].own_reporting += setting_id in reporting
    return sorted(areas.values(), key=lambda area: (not area.is_own, -area.own, area.authority.name))


def places_by_area(*, on: date, kind: MarketKind = HOMES_OF_EVERY_KIND) -> dict[int, int]:
    """Registered places of every area, for the map."""
    rows = _capacities(on, kind).values_list("setting__authority").annotate(places=Sum("registered"))
    return {area: places for area, places in rows if area is not None}


def _own_children(actor: Actor, on: date, kind: MarketKind) -> list[tuple[int | None, int, str]]:
    """(area, home, grade known on the day) of each own child in that kind of care on a day."""
    graded = Inspection.objects.filter(setting=OuterRef("setting"), known_on__lte=on).order_by(
        "-inspected_on", "-pk"
    )
    held = (
        Placement.objects.filter(kind.children, authority_id=actor.council_id, starts_on__lte=on)
        .exclude(state=PlacementState.PLANNED)
        .exclude(ends_on__lte=on)
        .annotate(
            grade=Coalesce(Subquery(graded.values("outcome")[:1]), Value(Outcome.NOT_YET_INSPECTED.value))
        )
    )
    return list(held.values_list("area_authority_id", "setting_id", "grade"))


def _active(on: date, kind: MarketKind) -> QuerySet[RegistrationPeriod]:
    return RegistrationPeriod.objects.in_force_on(on).filter(
        status=RegistrationStatus.ACTIVE, setting__registration_type__in=kind.types
    )


def _capacities(on: date, kind: MarketKind) -> QuerySet[CapacityPeriod]:
    return CapacityPeriod.objects.in_force_on(on).filter(setting__in=_active(on, kind).values("setting"))


def _count_places(areas: Mapping[int, AreaMarket], on: date, kind: MarketKind) -> None:
    active = _active(on, kind).filter(setting__authority__in=areas)
    for area, homes in active.values_list("setting__authority").annotate(homes=Count("pk")):
        areas[area].homes = homes
    known = _capacities(on, kind).filter(setting__authority__in=areas)
    rows = known.values_list("setting__authority").annotate(homes=Count("pk"), places=Sum("registered"))
    counted = {area: (homes, places) for area, homes, places in rows}
    for pk, area in areas.items():
        homes, area.places = counted.get(pk, (0, 0))
        area.without_capacity = area.homes - homes


def _count_reports(areas: Mapping[int, AreaMarket], on: date, kind: MarketKind) -> Collection[int]:
    """Places of the homes that had lately reported, and how many of them were free; which homes those are."""
    places = _capacities(on, kind).filter(setting=OuterRef("setting")).values("registered")[:1]
    newest = (
        VacancyReport.objects.filter(
            setting__authority__in=areas,
            setting__in=_active(on, kind).values("setting"),
            reported_at__date__lte=on,
            reported_at__date__gt=on - timedelta(days=REPORT_DAYS),
        )
        .annotate(places=Subquery(places))
        .exclude(places=None)
        .order_by("setting", "-reported_at", "-pk")
        .distinct("setting")
    )
    reporting: set[int] = set()
    empty = Case(When(beds_free__gt=F("places"), then=F("places")), default=F("beds_free"))
    rows: Iterable[tuple[int, int, int, int]] = newest.annotate(empty=empty).values_list(
        "setting__authority", "setting", "places", "empty"
    )
    for area, setting, held, free in rows:
        reporting.add(setting)
        areas[area].reporting += held
        areas[area].empty += free
    return reporting


def own_area_by_year(
    actor: Actor, days: Iterable[date], *, kind: MarketKind = HOMES_OF_EVERY_KIND
) -> list[tuple[date, AreaMarket]]:
    """The council's own area on each day."""
    return [(day, market_on(actor, on=day, kind=kind)[0]) for day in days]
