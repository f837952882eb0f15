"""Forecast of children in care by placement type and age, with bands, graded on the council's own past.

``build_history`` counts placements by month, ``forecast`` simulates what follows, ``grade`` tests the
methods. No database, no clock; the same arguments give the same numbers.
"""

from sufficiency.forecast.cells import (
    AGE_BANDS,
    CATEGORIES,
    CELLS,
    PLACEMENT_TYPES,
    AgeBand,
    Category,
    Cell,
    PlacementType,
)
from sufficiency.forecast.changes import Rate, RateChange
from sufficiency.forecast.child_months import ChildMonths
from sufficiency.forecast.engine import forecast, forecast_areas, recorded_flow
from sufficiency.forecast.grading import Grade, Score, grade
from sufficiency.forecast.history import ForecastError, MonthlyHistory, build_history
from sufficiency.forecast.result import Fan, Flow, Forecast
from sufficiency.forecast.spells import Spell, Spells, of_one_council

__all__ = [
    "AGE_BANDS",
    "CATEGORIES",
    "CELLS",
    "PLACEMENT_TYPES",
    "AgeBand",
    "Category",
    "Cell",
    "ChildMonths",
    "Fan",
    "Flow",
    "Forecast",
    "ForecastError",
    "Grade",
    "MonthlyHistory",
    "PlacementType",
    "Rate",
    "RateChange",
    "Score",
    "Spell",
    "Spells",
    "build_history",
    "forecast",
    "forecast_areas",
    "grade",
    "of_one_council",
    "recorded_flow",
]
