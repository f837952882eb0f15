"""The numbers of forecasts, scenarios, appraisals and unmet need as files."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.exports import csv_bytes
from providers.choices import Need
from sufficiency.charts import age_label
from sufficiency.choices import Counted, PlacedWith
from sufficiency.models import BlockAppraisal, ForecastRun
from sufficiency.selectors.forecasts import ALL, Outlook
from sufficiency.selectors.scenarios import Comparison
from sufficiency.selectors.unmet import LedgerLine

HEADINGS = ("Month end", "Kind of placement", "Carers", "Age", "Recorded", "Mean forecast")
QUANTILES = {
    "p2_5": "2.5%",
    "p10": "10%",
    "p25": "25%",
    "p50": "50%",
    "p75": "75%",
    "p90": "90%",
    "p97_5": "97.5%",
}
WHOLE = {"category": ALL, "age_band": ALL}


def forecast_csv(run: ForecastRun, *, only_total: bool) -> bytes:
    """History and forecast by month; ``only_total`` leaves out kinds and ages, for cabinet members.

    Its history is of cells; the total's is their sum.
    """
    columns = [*HEADINGS, *QUANTILES.values()]
    points = [p for p in run.points if not only_total or _what(p) == _what(WHOLE)]
    ahead = [[p["month"], *_what(p), None, p["mean"], *(p[q] for q in QUANTILES)] for p in points]
    return csv_bytes(columns, [*_history(run, only_total), *ahead])


def outlook_csv(outlook: Outlook, label: str) -> bytes:
    """History and forecast of one sum of children by month."""
    past = [[month, label, count, None, *[None] * len(QUANTILES)] for month, count in outlook.recorded]
    ahead = [[p["month"], label, None, p["mean"], *(p[q] for q in QUANTILES)] for p in outlook.ahead]
    columns = ("Month end", "Kind of placement", "Recorded", "Mean forecast", *QUANTILES.values())
    return csv_bytes(columns, [*past, *ahead])


def _history(run: ForecastRun, only_total: bool) -> list[list[object]]:
    blank = [None] * (1 + len(QUANTILES))
    if not only_total:
        return [[p["month"], *_what(p), p["count"], *blank] for p in run.history]
    totals: dict[str, int] = {}
    for point in run.history:
        totals[point["month"]] = totals.get(point["month"], 0) + (point["count"] or 0)
    return [[month, *_what(WHOLE), total, *blank] for month, total in totals.items()]


def _what(point: Mapping[str, Any]) -> tuple[str, str, str]:
    """Kind of placement, carers and age of a point, as labels."""
    category, kind, band = point["category"], point.get("placement_type", ALL), point["age_band"]
    return (
        "All" if category == ALL else Counted(category).label,
        "All" if kind == ALL else PlacedWith(kind).label,
        "All" if band == ALL else age_label(band),
    )


def comparison_csv(found: Comparison) -> bytes:
    """Expected children by kind and pounds, with the 80% range of all children, by scenario and month."""
    kinds = list(Counted)
    columns = [
        "Scenario",
        "Month end",
        "All children",
        "All children 10%",
        "All children 90%",
        *(kind.label for kind in kinds),
        "Cost (£)",
    ]
    rows = [
        [
            outcome.name,
            month,
            round(outcome.children[None][n].mean, 2),
            int(outcome.children[None][n].low),
            int(outcome.children[None][n].high),
            *(round(points[n].mean, 2) for kind, points in outcome.children.items() if kind is not None),
            round(float(outcome.paths[:, n].mean())),
        ]
        for outcome in found.outcomes
        for n, month in enumerate(outcome.months)
    ]
    return csv_bytes(columns, rows)


def appraisal_csv(found: BlockAppraisal) -> bytes:
    """Every size tried; means, and 10% and 90% where a figure is simulated."""
    spreads = {
        "occupancy": "Occupancy (share)",
        "empty_nights": "Empty bed-nights",
        "block_cost": "Block cost (£)",
        "spot_cost": "Spot cost (£)",
        "saving": "Saving (£)",
        "voids_council": "Voids carried by the council (£)",
        "voids_provider": "Voids carried by the provider (£)",
    }
    parts = {"mean": "", "p10": ", 10%", "p90": ", 90%"}
    headings = [f"{label}{part}" for label in spreads.values() for part in parts.values()]
    columns = ["Beds", "Chance the block is cheaper (share)", *headings]
    rows = [
        [size["beds"], size["chance_cheaper"], *(size[key][part] for key in spreads for part in parts)]
        for size in found.result["sizes"]
    ]
    return csv_bytes(columns, rows)


def ledger_csv(lines: Iterable[LedgerLine]) -> bytes:
    """Every line of the ledger of unmet need."""
    columns = (
        "Reference",
        "Wanted",
        "Needs",
        "Got",
        "Miles from home",
        "First night unmet",
        "Nights unmet",
        "Cost a week (£)",
    )
    rows = [
        [
            line.reference,
            Counted(line.wanted).label,
            ", ".join(Need(need).label for need in line.needs),
            line.got.value,
            line.miles,
            line.stay.start,
            line.stay.nights,
            line.weekly,
        ]
        for line in lines
    ]
    return csv_bytes(columns, rows)
