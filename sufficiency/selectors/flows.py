"""Who came, moved and left: flows between kinds of placement over a stretch of days."""

from collections import Counter
from datetime import date
from itertools import pairwise

from django.db.models import Q

from core.actor import Actor
from core.periods import Period
from sufficiency.choices import Counted
from sufficiency.selectors.spells import counted_as, spells_visible_to

OUTSIDE = "outside"
# A gap of so many days between two spells is a return, not a move.
SAME_STAY_DAYS = 1


def flows_between(actor: Actor, period: Period) -> Counter[tuple[str, str]]:
    """Children by (from, to) kind of placement in a closed period; ``OUTSIDE`` is not in care.

    A move within one kind is no flow between kinds.
    """
    assert period.end is not None
    rows = (
        spells_visible_to(actor)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=period.start), starts_on__lt=period.end)
        .order_by("child_key", "starts_on")
        .values_list("child_key", "category", "starts_on", "ends_on")
    )
    by_child: dict[str, list[tuple[str, date, date | None]]] = {}
    for key, category, starts_on, ends_on in rows:
        by_child.setdefault(key, []).append((str(counted_as(category)), starts_on, ends_on))
    flows: Counter[tuple[str, str]] = Counter()
    for spells in by_child.values():
        flows.update(_flows_of(spells, period))
    return flows


def _flows_of(spells: list[tuple[str, date, date | None]], period: Period) -> list[tuple[str, str]]:
    found = []
    first, last = spells[0], spells[-1]
    if first[1] in period:
        found.append((OUTSIDE, first[0]))
    for (kind, _, end), (next_kind, start, _) in pairwise(spells):
        if end is not None and (start - end).days > SAME_STAY_DAYS:
            found += [(kind, OUTSIDE)] if end in period else []
            found += [(OUTSIDE, next_kind)] if start in period else []
        elif kind != next_kind and start in period:
            found.append((kind, next_kind))
    if last[2] is not None and last[2] in period:
        found.append((last[0], OUTSIDE))
    return found


def turnover_a_month(flows: Counter[tuple[str, str]], category: Counted, children: int) -> float:
    """Share of the children of one kind whose place is given up in a month, from a year's flows."""
    left = sum(number for (start, _), number in flows.items() if start == category)
    return min(1.0, left / children / 12) if children else 0.0
