"""The forecast's numbers as a file."""

from collections.abc import Mapping
from typing import Any

from core.exports import csv_bytes
from sufficiency.charts import age_label
from sufficiency.choices import Counted, PlacedWith
from sufficiency.models import ForecastRun
from sufficiency.selectors.forecasts import ALL

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
