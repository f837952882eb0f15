"""How many children councils have in each area, as each tells its partners: by day and kind of care."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

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


class Publishable(NamedTuple):
    """A council's numbers as it tells them, None where hidden: by area, and all outside its own area."""

    by_area: dict[int, int | None]
    elsewhere: int | None


def told_of(counts: Mapping[int, int], own: int, *, fewer_than: int) -> Publishable:
    """What may be told of ``counts``, by area, of which ``own`` is the council's own: too few to tell are
    hidden, and further numbers where one would follow from the others and from how many there are in all.
    """
    outside = {area: number for area, number in counts.items() if area != own}
    total, inside = sum(outside.values()), counts.get(own, 0)
    too_few = range(1, fewer_than)
    hidden = {area for area, number in outside.items() if number in too_few}
    # Inside and elsewhere make up all: neither is hidden alone.
    hides_total = inside in too_few or total in too_few
    shown = sorted((number, area) for area, number in outside.items() if area not in hidden)
    if len(hidden) == (0 if hides_total else 1):
        if shown:
            hidden.add(shown[0][1])
        elif hidden:
            hides_total = True
    if hides_total:
        hidden.add(own)
    by_area = {area: None if area in hidden else number for area, number in {own: inside, **counts}.items()}
    return Publishable(by_area, None if hides_total else total)


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
    elsewhere = sum(number for area, number in own.items() if area != actor.authority_id)
    by_council = {actor.council_id: (on, Publishable(dict(own), elsewhere))}
    for row in rows:
        if row.authority_id not in by_council or by_council[row.authority_id][0] != row.on:
            by_council[row.authority_id] = (row.on, Publishable({}, None))
        _, numbers = by_council[row.authority_id]
        numbers.by_area[row.area_id] = row.children
        if row.area_id == row.authority_id:
            by_council[row.authority_id] = (row.on, numbers._replace(elsewhere=row.elsewhere))
    found: dict[int, Crossing] = {area: Crossing() for area in {*areas, *by_council}}
    for council, (_, numbers) in by_council.items():
        found[council].inside = Told().plus(numbers.by_area.get(council))
        found[council].outside = Told().plus(numbers.elsewhere)
        for area, children in numbers.by_area.items():
            if area in found and area != council:
                found[area].coming = found[area].coming.plus(children)
    return found
