"""Accessible SVG charts, the same in a page and in a PDF.

Each function returns a ``Chart``: ``svg`` for the ``chart`` component or a paper, ``table`` with the same
figures, and ``alt``, which says in words what the picture shows. Presentation attributes only (no ``style``),
so a strict content security policy and a PDF renderer draw the same thing. Values may be Decimal or int; they
become floats only as pixels.
"""

from core.charts.bars import Series, grouped_bars, horizontal_bars, stacked_bars
from core.charts.flows import flow_chart
from core.charts.frame import NUMBER, PERCENT, POUNDS, Chart, ChartTable, Unit
from core.charts.lines import Band, Level, Line, Mark, line_chart, sparkline
from core.charts.maps import Area, Pin, area_map
from core.charts.strips import Strip, occupancy_strips
from core.charts.waterfall import Step, waterfall

__all__ = [
    "NUMBER",
    "PERCENT",
    "POUNDS",
    "Area",
    "Band",
    "Chart",
    "ChartTable",
    "Level",
    "Line",
    "Mark",
    "Pin",
    "Series",
    "Step",
    "Strip",
    "Unit",
    "area_map",
    "flow_chart",
    "grouped_bars",
    "horizontal_bars",
    "line_chart",
    "occupancy_strips",
    "sparkline",
    "stacked_bars",
    "waterfall",
]
