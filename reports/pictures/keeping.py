"""Drawn charts and tables as plain data, so that a version shows for ever what it was made with."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.safestring import mark_safe

from core.charts import Chart, ChartTable
from core.tables import Heading
from reports.pictures.picture import Picture, Table
from reports.words import Drawing


def kept_pictures(drawn: Mapping[Drawing, Picture | Table]) -> list[dict[str, Any]]:
    return [{"kind": drawing.kind, "name": drawing.name, **_kept(shown)} for drawing, shown in drawn.items()]


def pictures_from(kept: Iterable[Mapping[str, Any]]) -> dict[Drawing, Picture | Table]:
    """Back from ``kept_pictures``. The drawing was made by us, of escaped words, when it was kept."""
    return {Drawing(each["kind"], each["name"]): _back(each) for each in kept}


def _kept(shown: Picture | Table) -> dict[str, Any]:
    columns = [[str(column), column.numeric] for column in shown.columns]
    rows = [[str(cell) for cell in row] for row in shown.rows]
    if isinstance(shown, Table):
        return {"title": shown.caption, "columns": columns, "rows": rows}
    return {
        "title": shown.title,
        "note": shown.note,
        "svg": str(shown.chart.svg),
        "alt": shown.chart.alt,
        "columns": columns,
        "rows": rows,
    }


def _back(kept: Mapping[str, Any]) -> Picture | Table:
    columns = [Heading(text, numeric=numeric) for text, numeric in kept["columns"]]
    if "svg" not in kept:
        return Table(kept["title"], columns, kept["rows"])
    svg = mark_safe(kept["svg"])  # noqa: S308 (drawn by core.charts, which escapes; nobody can write it)
    chart = Chart(svg, ChartTable(columns, kept["rows"]), kept["alt"])
    return Picture(chart, kept["title"], kept["note"], columns, kept["rows"])
