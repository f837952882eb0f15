"""What the councils of one tool or contract found of its indicators in a quarter, beside each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from authorities.models import Authority
from contracts.models import Kpi, KpiResult, SharedResult
from contracts.selectors.performance import Arrangement, kpis_of
from contracts.tool_choices import Measure
from core.actor import Actor

# Shares of each council's own records: together they are the sum of what was counted.
SUMMED = (Measure.ACCEPTANCE, Measure.STABILITY)

Found = KpiResult | SharedResult


@dataclass(frozen=True)
class CouncilFound:
    """A council's newest results by indicator, in the order of ``Across.kpis``; None where it found none."""

    authority: Authority
    results: Sequence[Found | None]


@dataclass(frozen=True)
class Together:
    """Of all councils told: a share of everything counted, with how many counts it has; None where the
    results of councils do not add up."""

    value: Decimal | None
    counted: int = 0
    out_of: int = 0


@dataclass(frozen=True)
class Across:
    kpis: Sequence[Kpi]
    councils: Sequence[CouncilFound]
    together: Sequence[Together]


def across_councils(arrangement: Arrangement, actor: Actor, quarter: date) -> Across:
    """One row for each council with a result in the quarter, by name: the actor's own whole, of the others
    what they told. In three queries."""
    kpis = list(kpis_of(arrangement, on=quarter))
    own = KpiResult.objects.filter(authority=actor.authority_id)
    others = SharedResult.objects.exclude(authority=actor.authority_id)
    newest: dict[tuple[int, int], Found] = {}
    for rows in (own, others):
        of_quarter = rows.filter(kpi__in=kpis, quarter=quarter).select_related("authority")
        newest |= {(row.authority_id, row.kpi_id): row for row in of_quarter.order_by("recorded_at", "pk")}
    councils = {row.authority_id: row.authority for row in newest.values()}
    found = [
        CouncilFound(council, [newest.get((pk, kpi.pk)) for kpi in kpis])
        for pk, council in sorted(councils.items(), key=lambda each: each[1].name)
    ]
    together = [_sum(kpi, (each.results[place] for each in found)) for place, kpi in enumerate(kpis)]
    return Across(kpis, found, together)


def _sum(kpi: Kpi, results: Iterable[Found | None]) -> Together:
    told = [each for each in results if each is not None and each.out_of]
    if kpi.measure not in SUMMED or not told:
        return Together(None)
    counted, out_of = sum(each.counted or 0 for each in told), sum(each.out_of or 0 for each in told)
    return Together((Decimal(100) * counted / out_of).quantize(Decimal("0.01")), counted, out_of)
