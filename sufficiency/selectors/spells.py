"""Care history: children in care on a day, and month by month for the forecast."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, timedelta

import numpy as np
from django.db.models import Q, QuerySet

from authorities.choices import ServiceCategory
from core import formats
from core.actor import Actor
from core.errors import DomainError
from core.periods import age_on, month_of
from sufficiency.choices import SpellSource
from sufficiency.forecast import (
    AgeBand,
    Category,
    MonthlyHistory,
    PlacementType,
    Spell,
    Spells,
    build_history,
    of_one_council,
)
from sufficiency.joining import Sources, Stay, joined, months_told, sources
from sufficiency.models import CareSpell
from sufficiency.selectors.returns import counts_visible_to, return_years_visible_to

AGE_BAND_STARTS = ((16, AgeBand.FROM_16), (10, AgeBand.FROM_10), (5, AgeBand.FROM_5), (1, AgeBand.FROM_1))
MOST_YEARS = 10
ADULT = 18
STAY = ["child_key" if field.name == "child" else field.name for field in fields(Stay)]

# By kind of placement and age band, as their codes.
Counts = Counter[tuple[str, str]]


def spells_visible_to(actor: Actor) -> QuerySet[CareSpell]:
    """The council's own spells; the wall hides them below clearance 1."""
    return CareSpell.objects.filter(authority_id=actor.council_id)


def sources_of(actor: Actor) -> Sources:
    """Which days returns tell of and which own placements, as ``sufficiency.joining`` rules."""
    years = [held.year for held in return_years_visible_to(actor)]
    if not years:
        return sources((), returned_last=0, own_last=0)
    last = date(max(years), 3, 31)
    by_source = {source: children_by(actor, last, source) for source in SpellSource}
    return sources(years, returned_last=by_source[SpellSource.RETURN], own_last=by_source[SpellSource.OWN])


def children_by(actor: Actor, on: date, source: SpellSource) -> int:
    """Children looked after on a day as one source has them, those of 18 and over left out."""
    born_after = on.replace(day=1, year=on.year - ADULT)
    held = _held_on(actor, on, source).filter(birth_month__gt=born_after)
    return held.values("child_key").distinct().count()


def counted_on(actor: Actor, on: date) -> date:
    """The day that a count for ``on`` is of: that day, or the last one that anything tells of."""
    until = sources_of(actor).known_until
    return min(on, until) if until else on


def children_on(actor: Actor, on: date) -> Counts:
    """Children looked after on a day by kind of placement and age; each once, in the placement begun last.

    Beyond what is known, those of the last day that is.
    """
    told = sources_of(actor)
    day = min(on, told.known_until) if told.known_until else on
    held = _held_on(actor, day, told.on(day))
    rows = held.order_by("starts_on").values_list("child_key", "category", "birth_month")
    last = {key: (category, age_on(birth_month, day)) for key, category, birth_month in rows}
    counts: Counts = Counter()
    for category, age in last.values():
        if age < ADULT:
            counts[counted_as(category), age_band(age)] += 1
    return counts


def published_alone(actor: Actor, on: date) -> dict[int, int]:
    """Published counts by year, where no care history tells of the same children; else none."""
    if spells_visible_to(actor).exists():
        return {}
    return {count.year: count.children for count in counts_visible_to(actor) if date(count.year, 3, 31) <= on}


def monthly_history(actor: Actor, on: date) -> MonthlyHistory:
    """Every spell known, counted from the first month (at most ten years back) to the last whole one.

    Of two sources each tells of its own days, so that nobody is counted twice.
    """
    told = sources_of(actor)
    every = _stays(actor)
    stays = joined(every, told)
    last = month_of(on).start - timedelta(days=1)
    if told.known_until:
        last = min(last, told.known_until)
    starts = [stay.starts_on for stay in stays if stay.starts_on <= last]
    if not starts:
        raise DomainError("There is no care history yet, so there is nothing to forecast from.")
    first = max(min(starts), last.replace(year=last.year - MOST_YEARS, day=1))
    if told.returned and not told.own_counts:
        first = max(first, told.returned[0][0])
    own_from = min((stay.starts_on for stay in every if stay.source == SpellSource.OWN), default=None)
    spells = _spells(stays, months_told(told, own_from, first, last), first)
    history = build_history(spells, first, last)
    if told.known_until and told.known_until == last:
        history.notes.append(
            f"The history ends with the newest return, on {formats.day(last)}: our own placements do not yet "
            "hold nine in ten of the children in it."
        )
    return history


def _held_on(actor: Actor, day: date, source: SpellSource) -> QuerySet[CareSpell]:
    lasts = Q(ends_on__isnull=True) | Q(ends_on__gt=day)
    return spells_visible_to(actor).filter(lasts, starts_on__lte=day, source=source)


def _stays(actor: Actor) -> list[Stay]:
    rows = spells_visible_to(actor).order_by("child_key", "starts_on")
    return [Stay(*facts) for facts in rows.values_list(*STAY)]


def _spells(stays: Sequence[Stay], held: Sequence[bool], first: date) -> Spells:
    """Arrays of the stays; ``held`` says of each month from ``first`` on whether it is told of."""
    spells = of_one_council(
        Spell(
            stay.child,
            stay.birth_month,
            PlacementType(stay.placement_type),
            stay.starts_on,
            stay.ends_on,
            stay.is_uasc,
        )
        for stay in stays
    )
    known = np.array(
        [(s.placed_known, s.care_known) for s in sorted(stays, key=lambda s: (s.child, s.starts_on))], bool
    )
    if not all(held):
        spells = replace(spells, held=np.array([held]), held_from=np.datetime64(first, "M"))
    return replace(spells, placed_known=known[:, 0], care_known=known[:, 1])


def counted_as(category: str) -> Category:
    """Residential schools are counted with homes, as returns are."""
    return Category.RESIDENTIAL if category == ServiceCategory.SCHOOL else Category(category)


def age_band(age: int) -> AgeBand:
    return next((band for start, band in AGE_BAND_STARTS if age >= start), AgeBand.UNDER_1)
