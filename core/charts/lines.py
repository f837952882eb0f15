"""Lines over time, with the fan of a forecast, and the sparkline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import formats
from core.charts import svg
from core.charts.frame import (
    NUMBER,
    SIZE,
    WIDTH,
    Axis,
    Chart,
    ChartTable,
    Unit,
    Value,
    drawing,
    horizontal_rules,
    identity_of,
    left_margin,
    nice_ticks,
)
from core.tables import Heading

Points = Sequence[Value | None]
HEIGHT = 310.0
ROUND: dict[str, Any] = {"stroke_linejoin": "round", "stroke_linecap": "round"}
DASHES = (None, "7 4", "2 4", "10 3 2 3")


@dataclass(frozen=True)
class Line:
    """A value for each month; None where there is none."""

    label: str
    values: Points


@dataclass(frozen=True)
class Band:
    """A range for each month, such as “80% range”; give the narrowest first."""

    label: str
    low: Points
    high: Points


@dataclass(frozen=True)
class Mark:
    """A moment worth a vertical rule, such as where the forecast starts."""

    on: date
    label: str


@dataclass(frozen=True)
class Level:
    """A value worth a horizontal rule, such as beds contracted."""

    value: Value
    label: str


def line_chart(
    *,
    title: str,
    months: Sequence[date],
    lines: Sequence[Line],
    bands: Sequence[Band] = (),
    marks: Sequence[Mark] = (),
    levels: Sequence[Level] = (),
    unit: Unit = NUMBER,
) -> Chart:
    """Lines over ``months`` (one date a point, in order), named at their ends."""
    _check(months, lines, bands)
    identity = identity_of("lines", title, months, lines, bands)
    ticks = nice_ticks(*_extent(lines, bands, levels))
    labels = [line.label for line in lines] + [level.label for level in levels]
    right = WIDTH - max(svg.width_of(label, SIZE) for label in labels) - 16
    left = left_margin(ticks, unit)
    top, bottom = 26.0 if marks else 12.0, HEIGHT - 34
    y = Axis(ticks, bottom, top)
    days = [float(month.toordinal()) for month in months]
    x = Axis([days[0], days[-1]], left, right)
    parts = [
        horizontal_rules(y, unit, left, right),
        _month_axis(months, x, bottom),
        *(_fan(band, depth, len(bands), days, x, y) for depth, band in reversed(list(enumerate(bands)))),
        *(_level(level, y, left, right) for level in levels),
        *(_mark(mark, x, top, bottom) for mark in marks),
        *(_stroke(line, index, days, x, y) for index, line in enumerate(lines)),
        _names(lines, levels, days, x, y),
        _band_key(bands, left, HEIGHT + 14),
    ]
    alt = _alt(title, months, lines, bands, unit)
    table = _table(months, lines, bands, unit)
    return Chart(drawing(identity, title, alt, HEIGHT + (24 if bands else 0), *parts), table, alt)


def sparkline(*, title: str, values: Sequence[Value], unit: Unit = NUMBER) -> Chart:
    """A small line without axes for a table cell or tile, its last point marked."""
    identity = identity_of("spark", title, values)
    y = Axis([float(min(values)), float(max(values))], 24.0, 4.0)
    step = 108 / max(len(values) - 1, 1)
    points = [(4 + step * index, y(value)) for index, value in enumerate(values)]
    alt = f"{title}: from {unit.full(values[0])} to {unit.full(values[-1])}."
    parts = (
        svg.path(points, stroke=svg.TEAL, stroke_width=2, **ROUND),
        svg.element("circle", cx=points[-1][0], cy=points[-1][1], r=3, fill=svg.EMBER),
    )
    rows = [[str(index), unit.full(value)] for index, value in enumerate(values, start=1)]
    table = ChartTable([Heading("Point"), Heading(title, numeric=True)], rows)
    return Chart(drawing(identity, title, alt, 28, *parts, width=120), table, alt)


def _check(months: Sequence[date], lines: Sequence[Line], bands: Sequence[Band]) -> None:
    if len(months) < 2 or not lines:
        raise ValueError("A line chart needs at least two months and one line.")
    given = [line.values for line in lines] + [points for band in bands for points in (band.low, band.high)]
    if any(len(points) != len(months) for points in given):
        raise ValueError("Every line and band needs one value a month.")


def _extent(lines: Sequence[Line], bands: Sequence[Band], levels: Sequence[Level]) -> tuple[float, float]:
    values = [float(v) for line in lines for v in line.values if v is not None]
    values += [float(v) for band in bands for v in (*band.low, *band.high) if v is not None]
    values += [float(level.value) for level in levels]
    # Amounts are read against nothing, so the axis starts at zero unless values go below it.
    return min([*values, 0.0]), max([*values, 0.0])


def _month_axis(months: Sequence[date], x: Axis, bottom: float) -> str:
    """Years when there are many months, otherwise as many month names as fit."""
    parts = [svg.line(x.start, bottom, x.end, bottom, stroke=svg.MUTED)]
    span = (months[-1].year - months[0].year) * 12 + months[-1].month - months[0].month + 1
    every = next(
        step for step in (1, 2, 3, 6, 12, 24, 60) if span / step * 62 <= x.end - x.start or step == 60
    )
    since = [month.year * 12 + month.month - 1 for month in months]
    # Points a year apart may never fall in January: then they are counted from the first.
    begins = 0 if any(number % every == 0 for number in since) else since[0]
    for month, number in zip(months, since, strict=True):
        if (number - begins) % every:
            continue
        at = x(month.toordinal())
        words = str(month.year) if every >= 12 else f"{month:%b %Y}"
        parts.append(svg.line(at, bottom, at, bottom + 5, stroke=svg.MUTED))
        anchor = "start" if at - x.start < 24 else "middle"
        parts.append(svg.text(words, at, bottom + 19, text_anchor=anchor, fill=svg.MUTED))
    return "".join(parts)


def _fan(band: Band, depth: int, count: int, days: list[float], x: Axis, y: Axis) -> str:
    known = [
        (day, low, high)
        for day, low, high in zip(days, band.low, band.high, strict=True)
        if low is not None and high is not None
    ]
    edge = [(x(day), y(high)) for day, _, high in known] + [
        (x(day), y(low)) for day, low, _ in reversed(known)
    ]
    return svg.path(edge, close=True, fill=svg.TEAL, fill_opacity=_opacity(depth, count)) if known else ""


def _opacity(depth: int, count: int) -> str:
    """The narrowest range is the darkest; ranges lie on top of each other."""
    return f"{0.3 - 0.2 * depth / max(count - 1, 1):.2f}" if count > 1 else "0.2"


def _stroke(line: Line, index: int, days: list[float], x: Axis, y: Axis) -> str:
    colour = (svg.INK, svg.TEAL, svg.EMBER, svg.SERIES[2])[index % 4]
    parts, run = [], list[tuple[float, float]]()
    for day, value in [*zip(days, line.values, strict=True), (0.0, None)]:
        if value is not None:
            run.append((x(day), y(value)))
        elif run:
            dash = DASHES[index % len(DASHES)]
            parts.append(svg.path(run, stroke=colour, stroke_width=2.4, stroke_dasharray=dash, **ROUND))
            run = []
    return "".join(parts)


def _mark(mark: Mark, x: Axis, top: float, bottom: float) -> str:
    at = x(mark.on.toordinal())
    anchor = "end" if at > (x.start + x.end) / 2 else "start"
    away = -6 if anchor == "end" else 6
    rule = svg.line(at, top - 12, at, bottom, stroke=svg.MUTED, stroke_dasharray="3 3")
    return rule + svg.text(mark.label, at + away, top - 6, text_anchor=anchor, fill=svg.MUTED)


def _level(level: Level, y: Axis, left: float, right: float) -> str:
    at = y(level.value)
    return svg.line(left, at, right, at, stroke=svg.EMBER, stroke_width=1.6, stroke_dasharray="8 3 2 3")


def _names(lines: Sequence[Line], levels: Sequence[Level], days: list[float], x: Axis, y: Axis) -> str:
    """Names beside the last points, moved apart where they would touch; a line that ends early is named at
    its start."""
    ends, parts = [(y(level.value), level.label, svg.EMBER) for level in levels], []
    for line in lines:
        known = [(x(day), y(v)) for day, v in zip(days, line.values, strict=True) if v is not None]
        if known and known[-1][0] >= x.end - 1:
            ends.append((known[-1][1], line.label, svg.INK))
        elif known:
            clear = min(at for _, at in known[: max(len(known) // 4, 1)]) - 12
            parts.append(svg.text(line.label, known[0][0] + 6, clear, font_weight=600))
    above = float("-inf")
    for at, label, colour in sorted(ends):
        above = max(at, above + SIZE + 4)
        parts.append(svg.text(label, x.end + 8, above + 4, fill=colour, font_weight=600))
    return "".join(parts)


def _band_key(bands: Sequence[Band], left: float, y: float) -> str:
    parts, at = [], left
    for depth, band in enumerate(bands):
        # As dark as in the plot, where this range lies on all the wider ones.
        for under in range(depth, len(bands)):
            parts.append(
                svg.rect(at, y - 10, 22, 13, fill=svg.TEAL, fill_opacity=_opacity(under, len(bands)))
            )
        parts.append(svg.text(band.label, at + 28, y + 1, fill=svg.MUTED))
        at += 28 + svg.width_of(band.label, SIZE) + 22
    return "".join(parts)


def _alt(title: str, months: Sequence[date], lines: Sequence[Line], bands: Sequence[Band], unit: Unit) -> str:
    sentences = [f"{title}."]
    for line in lines:
        known = [(month, v) for month, v in zip(months, line.values, strict=True) if v is not None]
        if known:
            (first, start), (last, end) = known[0], known[-1]
            sentences.append(
                f"{line.label}: {unit.full(start)} in {formats.month(first)}, "
                f"{unit.full(end)} in {formats.month(last)}."
            )
    for band in bands:
        low, high = band.low[-1], band.high[-1]
        if low is not None and high is not None:
            sentences.append(f"{band.label} at the end: {unit.full(low)} to {unit.full(high)}.")
    return " ".join(sentences)


def _table(months: Sequence[date], lines: Sequence[Line], bands: Sequence[Band], unit: Unit) -> ChartTable:
    def written(value: Value | None) -> str:
        return "" if value is None else unit.full(value)

    columns = [Heading("Month"), *(Heading(line.label, numeric=True) for line in lines)]
    columns += [Heading(f"{band.label}, {end}", numeric=True) for band in bands for end in ("low", "high")]
    series = [line.values for line in lines] + [points for band in bands for points in (band.low, band.high)]
    rows = [
        [formats.month(month), *(written(points[index]) for points in series)]
        for index, month in enumerate(months)
    ]
    return ChartTable(columns, rows)
