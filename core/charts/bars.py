"""Bars: stacked, grouped and horizontal."""

from collections.abc import Sequence
from dataclasses import dataclass

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
    legend,
    nice_ticks,
    patterns,
    wrapped,
)
from core.tables import Heading

HEIGHT = 310.0
ROW = 34.0


@dataclass(frozen=True)
class Series:
    """A value for each category."""

    label: str
    values: Sequence[Value]


def stacked_bars(
    *,
    title: str,
    categories: Sequence[str],
    series: Sequence[Series],
    unit: Unit = NUMBER,
    heading: str = "Category",
) -> Chart:
    """One column a category, its series stacked, the total above it. Values must not be negative."""
    _check(categories, series)
    totals = [sum((row.values[index] for row in series), start=0) for index in range(len(categories))]
    identity, axis, left = _column_frame(title, categories, series, unit, max(map(float, totals)))
    slot = (WIDTH - left - 8) / len(categories)
    width = min(slot * 0.66, 92)
    parts = []
    for index, total in enumerate(totals):
        middle, below = left + slot * (index + 0.5), 0.0
        for depth, row in enumerate(series):
            value = float(row.values[index])
            top, height = axis(below + value), axis(below) - axis(below + value)
            # The white gap between segments is drawn as space, so that print needs no outline.
            parts.append(svg.swatch(identity, depth, middle - width / 2, top, width, max(height - 1.5, 0.5)))
            below += value
        parts.append(
            svg.text(unit.short(total), middle, axis(below) - 6, text_anchor="middle", font_weight=600)
        )
    alt = f"{title}. " + " ".join(
        f"{category}: {unit.full(total)}." for category, total in zip(categories, totals, strict=True)
    )
    return _columns(identity, title, alt, categories, series, unit, axis, left, parts, heading, totals)


def grouped_bars(
    *,
    title: str,
    categories: Sequence[str],
    series: Sequence[Series],
    unit: Unit = NUMBER,
    heading: str = "Category",
) -> Chart:
    """One column a series beside the others in each category, with its value above it."""
    _check(categories, series)
    highest = max(float(value) for row in series for value in row.values)
    identity, axis, left = _column_frame(title, categories, series, unit, highest)
    slot = (WIDTH - left - 8) / len(categories)
    width = min(slot * 0.76 / len(series), 56)
    parts = []
    for index in range(len(categories)):
        start = left + slot * (index + 0.5) - width * len(series) / 2
        for depth, row in enumerate(series):
            value, x = row.values[index], start + width * depth
            top = axis(value)
            parts.append(svg.swatch(identity, depth, x + 1, top, width - 2, axis(0) - top))
            label = unit.short(value)
            if svg.width_of(label, 12) <= width + 8:
                parts.append(svg.text(label, x + width / 2, top - 5, text_anchor="middle", font_size=12))
    alt = f"{title}. " + " ".join(
        f"{category}: " + ", ".join(f"{row.label} {unit.full(row.values[index])}" for row in series) + "."
        for index, category in enumerate(categories)
    )
    return _columns(identity, title, alt, categories, series, unit, axis, left, parts, heading, None)


def horizontal_bars(
    *,
    title: str,
    bars: Sequence[tuple[str, Value]],
    unit: Unit = NUMBER,
    highlight: str = "",
    heading: str = "Category",
    value_heading: str = "Value",
) -> Chart:
    """Ranked bars with their values; ``highlight`` is the label of one to pick out."""
    if not bars:
        raise ValueError("A bar chart needs at least one bar.")
    identity = identity_of("ranked", title, bars)
    left = min(max(svg.width_of(label, SIZE) for label, _ in bars) + 12, 240)
    room = max(svg.width_of(unit.full(value), SIZE) for _, value in bars) + 12
    axis = Axis([0.0, max(float(value) for _, value in bars) or 1.0], left, WIDTH - room)
    parts = [svg.line(left, 4, left, ROW * len(bars), stroke=svg.MUTED)]
    for index, (label, value) in enumerate(bars):
        middle, picked = ROW * (index + 0.5) + 2, label == highlight
        lines = wrapped(label, left - 12)
        for offset, words in enumerate(lines):
            y = middle + 4 + (offset - (len(lines) - 1) / 2) * 15
            parts.append(
                svg.text(words, left - 10, y, text_anchor="end", font_weight=600 if picked else None)
            )
        fill = svg.EMBER if picked else svg.TEAL
        parts.append(svg.rect(left, middle - 10, axis(value) - left, 20, fill=fill))
        weight = 600 if picked else None
        parts.append(svg.text(unit.full(value), axis(value) + 7, middle + 4, font_weight=weight))
    alt = f"{title}. " + " ".join(f"{label}: {unit.full(value)}." for label, value in bars)
    rows = [[label, unit.full(value)] for label, value in bars]
    table = ChartTable([Heading(heading), Heading(value_heading, numeric=True)], rows)
    return Chart(drawing(identity, title, alt, ROW * len(bars) + 8, *parts), table, alt)


def _check(categories: Sequence[str], series: Sequence[Series]) -> None:
    if not categories or not series:
        raise ValueError("A bar chart needs at least one category and one series.")
    if any(len(row.values) != len(categories) for row in series):
        raise ValueError("Every series needs one value a category.")
    if any(value < 0 for row in series for value in row.values):
        raise ValueError("Bars start at zero; use a waterfall for rises and falls.")


def _column_frame(
    title: str, categories: Sequence[str], series: Sequence[Series], unit: Unit, highest: float
) -> tuple[str, Axis, float]:
    ticks = nice_ticks(0.0, highest or 1.0)
    identity = identity_of("columns", title, categories, series)
    return identity, Axis(ticks, HEIGHT - 68, 22.0), left_margin(ticks, unit)


def _columns(
    identity: str,
    title: str,
    alt: str,
    categories: Sequence[str],
    series: Sequence[Series],
    unit: Unit,
    axis: Axis,
    left: float,
    bars: list[str],
    heading: str,
    totals: Sequence[Value] | None,
) -> Chart:
    slot = (WIDTH - left - 8) / len(categories)
    names = [
        svg.text(
            words,
            left + slot * (index + 0.5),
            axis.start + 18 + 15 * row,
            text_anchor="middle",
            fill=svg.MUTED,
        )
        for index, category in enumerate(categories)
        for row, words in enumerate(wrapped(category, slot - 6))
    ]
    parts = [
        patterns(identity, len(series)),
        horizontal_rules(axis, unit, left, WIDTH),
        *bars,
        svg.line(left, axis.start, WIDTH, axis.start, stroke=svg.MUTED),
        *names,
        legend(identity, [row.label for row in series], HEIGHT - 6),
    ]
    columns = [Heading(heading), *(Heading(row.label, numeric=True) for row in series)]
    rows = [
        [category, *(unit.full(row.values[index]) for row in series)]
        for index, category in enumerate(categories)
    ]
    if totals is not None and len(series) > 1:
        columns.append(Heading("Total", numeric=True))
        rows = [[*row, unit.full(total)] for row, total in zip(rows, totals, strict=True)]
    return Chart(drawing(identity, title, alt, HEIGHT, *parts), ChartTable(columns, rows), alt)
