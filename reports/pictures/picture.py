"""What a paper shows beside its words: a chart with its numbers, or a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.charts import Chart
from core.tables import Heading


@dataclass(frozen=True)
class Picture:
    """A chart and its numbers as a table that fits a page."""

    chart: Chart
    title: str
    note: str
    columns: Sequence[Heading]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Table:
    """A table without a chart."""

    caption: str
    columns: list[Heading]
    rows: list[list[str]]


def pictured(drawn: Chart, title: str, note: str) -> Picture:
    """A chart whose own table fits a page."""
    return Picture(drawn, title, note, drawn.table.columns, drawn.table.rows)
