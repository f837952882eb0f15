"""Care history: children in care on a day, and month by month for the forecast."""

from collections import Counter
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from authorities.choices import ServiceCategory
from core.actor import Actor
from core.errors import DomainError
from core.periods import age_on, month_of
from sufficiency.forecast import (
    AgeBand,
    Category,
    MonthlyHistory,
    PlacementType,
    Spell,
    build_history,
    of_one_council,
)
from sufficiency.models import CareSpell

AGE_BAND_STARTS = ((16, AgeBand.FROM_16), (10, AgeBand.FROM_10), (5, AgeBand.FROM_5), (1, AgeBand.FROM_1))
MOST_YEARS = 10
ADULT = 18

# By kind of placement and age band, as their codes.
Counts = Counter[tuple[str, str]]


def spells_visible_to(actor: Actor) -> QuerySet[CareSpell]:
    """The council's own spells; the wall hides them below clearance 1."""
    return CareSpell.objects.filter(authority_id=actor.council_id)


def children_on(actor: Actor, on: date) -> Counts:
    """Children looked after on a day by kind of placement and age; each once, in the placement begun last."""
    held = spells_visible_to(actor).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), starts_on__lte=on)
    rows = held.order_by("starts_on").values_list("child_key", "category", "birth_month")
    last = {key: (category, age_on(birth_month, on)) for key, category, birth_month in rows}
    counts: Counts = Counter()
    for category, age in last.values():
        if age < ADULT:
            counts[counted_as(category), age_band(age)] += 1
    return counts


def monthly_history(actor: Actor, on: date) -> MonthlyHistory:
    """Every spell known, counted from the first month (at most ten years back) to the last whole one."""
    rows = spells_visible_to(actor).order_by("child_key", "starts_on")
    spells = [
        Spell(
            row.child_key,
            row.birth_month,
            PlacementType(row.placement_type),
            row.starts_on,
            row.ends_on,
            row.is_uasc,
        )
        for row in rows
    ]
    last = month_of(on).start - timedelta(days=1)
    starts = [spell.starts_on for spell in spells if spell.starts_on <= last]
    if not starts:
        raise DomainError("There is no care history yet, so there is nothing to forecast from.")
    first = max(min(starts), last.replace(year=last.year - MOST_YEARS, day=1))
    return build_history(of_one_council(spells), first, last)


def counted_as(category: str) -> Category:
    """Residential schools are counted with homes, as returns are."""
    return Category.RESIDENTIAL if category == ServiceCategory.SCHOOL else Category(category)


def age_band(age: int) -> AgeBand:
    return next((band for start, band in AGE_BAND_STARTS if age >= start), AgeBand.UNDER_1)
