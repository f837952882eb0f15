"""From one total to another, step by step."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.charts import svg
from core.charts.frame import (
    POUNDS,
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
    wrapped,
)
from core.tables import Heading

HEIGHT = 320.0
SMALL_BESIDE_TOTALS = 0.2


@dataclass(frozen=True)
class Step:
    """A rise or fall in the total; the first step is the amount started from."""

    label: str
    change: Decimal | int


def waterfall(*, title: str, steps: Sequence[Step], end_label: str, unit: Unit = POUNDS) -> Chart:
    """The first step as a total, each change floating from where the last ended, then the end total.

    Changes that are small beside the totals are drawn on a scale that does not start at nought, and says so.
    """
    if len(steps) < 2:
        raise ValueError("A waterfall needs a start and at least one change.")
    identity = identity_of("waterfall", title, steps)
    levels: list[Value] = []
    for step in steps:
        levels.append((levels[-1] if levels else 0) + step.change)  # type: ignore[operator]
    ticks = _ticks([float(level) for level in levels])
    base = max(ticks[0], 0.0)
    left, axis = left_margin(ticks, unit), Axis(ticks, HEIGHT - 48, 20.0)
    columns = [*((step.label, step.change) for step in steps), (end_label, levels[-1])]
    slot = (WIDTH - left - 8) / len(columns)
    width = min(slot * 0.62, 88)
    parts = [horizontal_rules(axis, unit, left, WIDTH)]
    for index, (label, change) in enumerate(columns):
        is_total = index in (0, len(steps))
        before = base if is_total else levels[index - 1]
        after = levels[-1] if index == len(steps) else levels[index]
        x = left + slot * (index + 0.5) - width / 2
        top, bottom = sorted((axis(before), axis(after)))
        parts.append(_bar(x, top, width, bottom - top, change, is_total=is_total))
        if index < len(steps):
            parts.append(svg.line(x + width, axis(after), x + slot, axis(after), stroke=svg.MUTED))
        words = unit.short(change) if is_total or change < 0 else f"+{unit.short(change)}"
        parts.append(svg.text(words, x + width / 2, top - 6, text_anchor="middle", font_weight=600))
        for row, line in enumerate(wrapped(label, slot - 6)):
            y = HEIGHT - 28 + 15 * row
            parts.append(svg.text(line, x + width / 2, y, text_anchor="middle", fill=svg.MUTED))
    alt = f"{title}. " + " ".join(f"{label}: {unit.full(change)}." for label, change in columns)
    if base:
        words = f"The scale starts at {unit.short(Decimal(repr(base)))}"
        parts.append(svg.text(words, WIDTH - 8, 12, text_anchor="end", fill=svg.MUTED))
        alt += f" {words}."
    rows = [[label, unit.full(change)] for label, change in columns]
    table = ChartTable([Heading("Step"), Heading("Change or total", numeric=True)], rows)
    return Chart(drawing(identity, title, alt, HEIGHT, *parts), table, alt)


def _ticks(levels: Sequence[float]) -> list[float]:
    low, high = min(levels), max(levels)
    if low > 0 and 0 < high - low < SMALL_BESIDE_TOTALS * high:
        return nice_ticks(max(low - (high - low), 0.0), high)
    return nice_ticks(min(0.0, low), max(0.0, high))


def _bar(x: float, y: float, width: float, height: float, change: Value, *, is_total: bool) -> str:
    """Totals are solid; a rise is filled and a fall is an outline, so that colour is not needed."""
    if is_total:
        return svg.rect(x, y, width, height, fill=svg.INK)
    if change < 0:
        return svg.rect(x + 1, y, width - 2, height, fill="#cfe4dc", stroke=svg.TEAL, stroke_width=2)
    return svg.rect(x, y, width, height, fill=svg.EMBER)
