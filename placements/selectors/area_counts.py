"""How many children councils have in each area, as each tells its partners: by day and kind of care."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count

from authorities.choices import ServiceCategory
from core.actor import Actor
from core.periods import financial_year_of
from placements.choices import PlacementState
from placements.models import Placement, SharedAreaCount

YEARS = 5


def counting_days(today: date) -> list[date]:
    """31 March of the last years, oldest first, and today."""
    end = financial_year_of(today).start - timedelta(days=1)
    return [*(end.replace(year=end.year - back) for back in reversed(range(YEARS))), today]


def own_by_area(authority_id: int, *, on: date) -> dict[str, dict[int, int]]:
    """The council's children on a day: kind of care to area to number. Its own area is always there."""
    held = (
        Placement.objects.filter(authority=authority_id, starts_on__lte=on, area_authority__isnull=False)
        .exclude(state=PlacementState.PLANNED)
        .exclude(ends_on__lte=on)
    )
    counts: dict[str, dict[int, int]] = {category: {authority_id: 0} for category in ServiceCategory.values}
    rows = held.order_by().values_list("category", "area_authority").annotate(number=Count("pk"))
    for category, area, number in rows:
        counts[category][area] = number
    return counts


def told_of(counts: Mapping[int, int], *, fewer_than: int) -> dict[int, int | None]:
    """The same with None where there are too few to tell.

    Where that hides one area alone, the smallest other number goes too (an own area of nought last, as it
    protects nobody): with the council's total known, the one would follow from the rest.
    """
    hidden = {area for area, number in counts.items() if 0 < number < fewer_than}
    if len(hidden) == 1 and len(counts) > 1:
        others = (area for area in counts if area not in hidden)
        hidden.add(min(others, key=lambda area: (counts[area] == 0, counts[area], area)))
    return {area: None if area in hidden else number for area, number in counts.items()}


@dataclass(frozen=True)
class Told:
    """A sum of what councils tell: ``children`` where shown, and how many of the parts are hidden."""

    children: int = 0
    hidden: int = 0

    def plus(self, children: int | None) -> "Told":
        """A hidden part says nothing, not even that there is a child: a nought may hide another's number."""
        if children is None:
            return Told(self.children, self.hidden + 1)
        return Told(self.children + children, self.hidden)

    @property
    def is_exact(self) -> bool:
        return self.hidden == 0


@dataclass
class Crossing:
    """One area: its council's children in it and elsewhere (None while that council does not tell), and
    other telling councils' children in it."""

    inside: Told | None = None
    outside: Told | None = None
    coming: Told = field(default_factory=Told)


def crossings(
    actor: Actor, category: ServiceCategory, *, on: date, areas: Collection[int] = ()
) -> dict[int, Crossing]:
    """By area, from our own placements and what partners tell today of a day.

    A partner's numbers of today are those of its last night's count, so of ``on`` or the night before.
    """
    own = own_by_area(actor.council_id, on=on)[category]
    told = SharedAreaCount.objects.filter(category=category, on__lte=on, on__gt=on - timedelta(days=2))
    rows = told.exclude(authority=actor.authority_id).order_by("on")
    by_night: dict[int, tuple[date, dict[int, int | None]]] = {actor.council_id: (on, dict(own))}
    for council, night, area, children in rows.values_list("authority", "on", "area", "children"):
        if council not in by_night or by_night[council][0] != night:
            by_night[council] = (night, {})
        by_night[council][1][area] = children
    by_council = {council: counts for council, (_, counts) in by_night.items()}
    found: dict[int, Crossing] = {area: Crossing() for area in {*areas, *by_council}}
    for council, counts in by_council.items():
        home = found[council]
        home.inside = home.outside = Told()
        for area, children in counts.items():
            if area == council:
                home.inside = home.inside.plus(children)
                continue
            home.outside = home.outside.plus(children)
            if area in found:
                found[area].coming = found[area].coming.plus(children)
    return found
