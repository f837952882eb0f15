"""Charts of planning: mix over time, flows, scenarios side by side, a block's occupancy, supply as kept."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from core.charts import (
    NUMBER,
    Area,
    Band,
    Chart,
    Level,
    Line,
    Mark,
    Series,
    area_map,
    flow_chart,
    line_chart,
    stacked_bars,
)
from sufficiency.choices import Counted
from sufficiency.forecast import CATEGORIES, Category
from sufficiency.models import BlockAppraisal, ForecastRun
from sufficiency.planning.compare import Outcome
from sufficiency.selectors.flows import OUTSIDE
from sufficiency.selectors.forecasts import outlook
from sufficiency.selectors.supply import Host, Supply
from sufficiency.suppression import suppress_list

MOST_YEARS_BACK = 5
MOST_LINES = 4
NOT_IN_CARE = "Not in care"
MIX = "Mix of care at each year’s end, as recorded and as forecast"


def mix_chart(run: ForecastRun, *, hidden_under: int = 0) -> Chart | None:
    """Children by kind of care at the last month recorded, whole years before it and whole years ahead.

    Kinds with a count from 1 up to ``hidden_under`` are pooled with the others; None where even those are so
    few, or a single kind would be told by what is left.
    """
    seen = {category: outlook(run, category) for category in CATEGORIES}
    recorded = {category: dict(found.recorded) for category, found in seen.items()}
    last = max(recorded[CATEGORIES[0]])
    past = [
        month
        for month in sorted(recorded[CATEGORIES[0]])
        if month.month == last.month and last.year - month.year <= MOST_YEARS_BACK
    ]
    ahead = [n for n in (12, 24, 36, 48, 60) if n <= run.horizon_months]
    middles = {category: [found.in_months(n) for n in ahead] for category, found in seen.items()}
    months = [f"{month:%b %Y}" for month in past]
    months += [f"{_ahead(last, n)} forecast" for n in ahead]
    counts = {
        category: [
            *(recorded[category].get(month) or 0 for month in past),
            *(point["p50"] if point else 0 for point in middles[category]),
        ]
        for category in CATEGORIES
    }
    pooled = [c for c in CATEGORIES if c is Category.OTHER or _has_small(counts[c], hidden_under)]
    rest = [sum(values) for values in zip(*(counts[category] for category in pooled), strict=True)]
    if _has_small(rest, hidden_under):
        return None
    series = [Series(Counted(c).label, counts[c]) for c in CATEGORIES if c not in pooled]
    return stacked_bars(
        title=MIX, categories=months, series=[*series, Series("Other", rest)], heading="End of"
    )


def _has_small(counts: Sequence[int], level: int) -> bool:
    return any(0 < count < level for count in counts)


def _ahead(last: date, months: int) -> str:
    return f"{last.replace(year=last.year + months // 12, day=1):%b %Y}"


def flows_chart(flows: Counter[tuple[str, str]], *, hidden_under: int = 0) -> Chart | None:
    """None where nobody came, moved or left. Flows under ``hidden_under`` are left out, and of every sum."""
    flows = Counter({pair: number for pair, number in flows.items() if number >= max(1, hidden_under)})
    if not flows:
        return None
    labels: dict[str, str] = {str(c): Counted(c).label for c in CATEGORIES} | {OUTSIDE: NOT_IN_CARE}
    return flow_chart(
        title="Children coming into care, changing kind of care and leaving",
        kinds=[NOT_IN_CARE, *(Counted(category).label for category in CATEGORIES)],
        flows={(labels[start], labels[end]): number for (start, end), number in flows.items()},
    )


def effects_chart(outcomes: Sequence[Outcome]) -> Chart | None:
    """Expected children in care less those as things are (the first), for the first four others; None without
    another."""
    first, *others = outcomes
    if not others:
        return None
    return line_chart(
        title="Children more or fewer than as things are",
        months=first.months,
        lines=[
            Line(
                outcome.name,
                [
                    _tenth(point.mean - base.mean)
                    for point, base in zip(outcome.children[None], first.children[None], strict=True)
                ],
            )
            for outcome in others[:MOST_LINES]
        ],
    )


def scenario_chart(outcomes: Sequence[Outcome]) -> Chart:
    """Expected children in care under each, with the range of the first."""
    first = outcomes[0]
    return line_chart(
        title="Children in care under each scenario",
        months=first.months,
        lines=[
            Line(outcome.name, [_tenth(point.mean) for point in outcome.children[None]])
            for outcome in outcomes[:MOST_LINES]
        ],
        bands=[
            Band(
                f"80% range: {first.name.lower()}",
                [int(point.low) for point in first.children[None]],
                [int(point.high) for point in first.children[None]],
            )
        ],
    )


def occupancy_curve(appraisal: BlockAppraisal) -> Chart | None:
    """Beds of the block in use month by month, with their ranges; None for a term of one month."""
    curve = appraisal.result["curve"]
    if len(curve) < 2:
        return None
    months = [date.fromisoformat(point["month"]) for point in curve]
    even = appraisal.result["break_even_beds"]
    reach = appraisal.result["carried_from"] - int(appraisal.terms["first_month"])
    marks = [Mark(months[reach], "Forecast ends")] if 0 < reach < len(months) else []
    return line_chart(
        title="Beds of the block in use",
        months=months,
        lines=[
            Line("Beds open", [point["open"] for point in curve]),
            Line("In use", [_tenth(point["mean"]) for point in curve]),
        ],
        bands=[_range(curve, "50% range", "p25", "p75"), _range(curve, "80% range", "p10", "p90")],
        marks=marks,
        levels=[Level(_tenth(float(even)), "Break-even")] if even else [],
    )


def _range(curve: Sequence[dict[str, Any]], label: str, low: str, high: str) -> Band:
    return Band(label, [point[low] for point in curve], [point[high] for point in curve])


def supply_chart(kept: Sequence[tuple[date, Supply]], title: str) -> Chart | None:
    """Places that could be used, were free, and held our children, as kept; None before two months are."""
    if len(kept) < 2:
        return None
    return line_chart(
        title=title,
        months=[on for on, _ in kept],
        lines=[
            Line("Usable places", [supply.operational for _, supply in kept]),
            Line("Free", [supply.free for _, supply in kept]),
            Line("Our children", [supply.own_in_area for _, supply in kept]),
        ],
        unit=NUMBER,
    )


def _tenth(value: float) -> Decimal:
    return Decimal(str(round(value, 1)))


def hosts_chart(areas: Sequence[Area]) -> Chart:
    """Where the council's children live; ``areas`` hold the counts that may be shown."""
    return area_map(
        title="Where our children live, by area",
        areas=areas,
        heading="Area",
        value_heading="Our children",
        unknown="Hidden or not known",
    )


def host_figures(hosts: Sequence[Host], hidden_under: int) -> dict[int, int | None]:
    """Children by area, those hidden that are small or would give a small one away."""
    known = [host for host in hosts if host.authority_id is not None]
    shown = suppress_list([host.children for host in known], level=hidden_under).counts
    return {host.authority_id: count for host, count in zip(known, shown, strict=True) if host.authority_id}
