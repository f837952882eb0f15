"""Forecast of children in care by placement type and age, with bands, graded on the council's own past.

``build_history`` counts spells by month, ``forecast`` simulates what follows, ``grade`` tests the methods. No
database, no clock; the same arguments give the same numbers.
"""

from sufficiency.forecast.cells import AGE_BANDS, CATEGORIES, CELLS, AgeBand, Category, Cell
from sufficiency.forecast.changes import Rate, RateChange
from sufficiency.forecast.child_months import ChildMonths, Spell
from sufficiency.forecast.engine import forecast
from sufficiency.forecast.grading import Grade, Score, grade
from sufficiency.forecast.history import ForecastError, MonthlyHistory, build_history
from sufficiency.forecast.result import Fan, Forecast

__all__ = [
    "AGE_BANDS",
    "CATEGORIES",
    "CELLS",
    "AgeBand",
    "Category",
    "Cell",
    "ChildMonths",
    "Fan",
    "Forecast",
    "ForecastError",
    "Grade",
    "MonthlyHistory",
    "Rate",
    "RateChange",
    "Score",
    "Spell",
    "build_history",
    "forecast",
    "grade",
]
