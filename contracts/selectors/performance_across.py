"""What the councils of one tool or contract found of its indicators in a quarter, beside each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from authorities.models import Authority
from contracts.models import Kpi, KpiResult
from contracts.selectors.performance import Arrangement, kpis_of
from contracts.tool_choices import Measure
from core.actor import Actor

# Of so few children another council is told nothing.
FEWEST_CHILDREN = 5
OF_CHILDREN = (Measure.STABILITY, Measure.PROGRESS)
# Shares of each council's own records: together they are the sum of what was counted.
SUMMED = (Measure.ACCEPTANCE, Measure.STABILITY)


@dataclass(frozen=True)
class Told:
    """A council's newest result of an indicator, None where it found none or too few children to tell."""

    result: KpiResult | None
    too_few: bool = False


@dataclass(frozen=True)
class CouncilFound:
    """By indicator, in the order of ``Across.kpis``."""

    authority: Authority
    told: Sequence[Told]


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
    """One row for each council with a result in the quarter, by name. In two queries."""
    kpis = list(kpis_of(arrangement, on=quarter))
    rows = (
        KpiResult.objects.filter(kpi__in=kpis, quarter=quarter)
        .select_related("authority")
        .order_by("recorded_at", "pk")
    )
    newest = {(row.authority_id, row.kpi_id): row for row in rows}
    councils = {row.authority_id: row.authority for row in newest.values()}
    found = [
        CouncilFound(council, [_told(kpi, newest.get((pk, kpi.pk)), actor) for kpi in kpis])
        for pk, council in sorted(councils.items(), key=lambda each: each[1].name)
    ]
    together = [_sum(kpi, (each.told[place].result for each in found)) for place, kpi in enumerate(kpis)]
    return Across(kpis, found, together)


def _told(kpi: Kpi, result: KpiResult | None, actor: Actor) -> Told:
    if result is None or result.authority_id == actor.authority_id or kpi.measure not in OF_CHILDREN:
        return Told(result)
    too_few = result.out_of is None or result.out_of < FEWEST_CHILDREN
    return Told(None, too_few=True) if too_few else Told(result)


def _sum(kpi: Kpi, results: Iterable[KpiResult | None]) -> Together:
    told = [each for each in results if each is not None and each.out_of]
    if kpi.measure not in SUMMED or not told:
        return Together(None)
    counted, out_of = sum(each.counted or 0 for each in told), sum(each.out_of or 0 for each in told)
    return Together((Decimal(100) * counted / out_of).quantize(Decimal("0.01")), counted, out_of)
