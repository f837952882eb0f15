"""Who came, moved and left: flows between kinds of placement over a stretch of days."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import groupby, pairwise

from django.db.models import Q

from core.actor import Actor
from core.periods import Period
from sufficiency.choices import Counted
from sufficiency.selectors.spells import counted_as, sources_of, spells_visible_to

OUTSIDE = "outside"
# A gap of so many days between two spells is a return, not a move.
SAME_STAY_DAYS = 1


def flows_between(actor: Actor, period: Period) -> Counter[tuple[str, str]]:
    """Children by (from, to) kind of placement in a closed period; ``OUTSIDE`` is not in care.

    A move within one kind is no flow between kinds. Of two sources each tells of its own days.
    """
    told = sources_of(actor)
    rows = (
        spells_visible_to(actor)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=period.start), starts_on__lt=period.end)
        .order_by("source", "child_key", "starts_on")
        .values_list("source", "child_key", "category", "starts_on", "ends_on")
    )
    flows: Counter[tuple[str, str]] = Counter()
    for (source, _), spells in groupby(rows, key=lambda row: row[:2]):
        stays = [(str(counted_as(row[2])), row[3], row[4]) for row in spells]
        for day, start, end in _events(stays):
            if day in period and told.on(day) == source:
                flows[start, end] += 1
    return flows


def _events(stays: list[tuple[str, date, date | None]]) -> Iterator[tuple[date, str, str]]:
    """Day, kind before and kind after, of all that happened to one child."""
    yield stays[0][1], OUTSIDE, stays[0][0]
    for (kind, _, end), (next_kind, start, _) in pairwise(stays):
        if end is not None and (start - end).days > SAME_STAY_DAYS:
            yield end, kind, OUTSIDE
            yield start, OUTSIDE, next_kind
        elif kind != next_kind:
            yield start, kind, next_kind
    if stays[-1][2] is not None:
        yield stays[-1][2], stays[-1][0], OUTSIDE


def turnover_a_month(flows: Counter[tuple[str, str]], category: Counted, children: int) -> float:
    """Share of the children of one kind whose place is given up in a month, from a year's flows."""
    left = sum(number for (start, _), number in flows.items() if start == category)
    return min(1.0, left / children / 12) if children else 0.0
