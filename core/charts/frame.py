"""What every chart shares: the finished object, units, axes and legends."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from hashlib import sha256

from django.utils.html import escape
from django.utils.safestring import SafeString

from core import formats
from core.charts import svg
from core.tables import Heading

Value = Decimal | int | float
WIDTH = 720.0
SIZE = 13.0


@dataclass(frozen=True)
class Unit:
    """How values are written: in full for a table, short on an axis."""

    full: Callable[[Value], str]
    short: Callable[[Value], str]


def _plain(value: Value) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def _percent(value: Value) -> str:
    return f"{_plain(value)}%"


NUMBER = Unit(_plain, _plain)
# Whole percentage points: 85 is 85%.
PERCENT = Unit(_percent, _percent)
POUNDS = Unit(lambda value: formats.money(Decimal(value)), lambda value: formats.short_pounds(Decimal(value)))


@dataclass(frozen=True)
class ChartTable:
    """The chart's figures, ready for the ``data_table`` component."""

    columns: list[Heading]
    rows: list[list[str]]

    def for_export(self) -> list[list[str | Decimal]]:
        """The rows with plain numbers in numeric columns, so that a column of the file adds up."""
        return [
            [
                _number(cell) if column.numeric else cell
                for column, cell in zip(self.columns, row, strict=True)
            ]
            for row in self.rows
        ]


def _number(cell: str) -> str | Decimal:
    """The number a cell shows; a range or a word stays as it is."""
    try:
        value = Decimal(cell.replace(",", "").replace("£", "").replace(formats.MINUS, "-"))
    except InvalidOperation:
        return cell
    return value if value.is_finite() else cell


@dataclass(frozen=True)
class Chart:
    svg: SafeString
    table: ChartTable
    alt: str


def identity_of(*facts: object) -> str:
    """An id stable for the same chart and different for another on the same page."""
    return "c" + sha256(repr(facts).encode()).hexdigest()[:10]


def drawing(
    identity: str, title: str, alt: str, height: float, *parts: str, width: float = WIDTH
) -> SafeString:
    """The finished picture, named by its first two children."""
    box = f"0 0 {svg.number(width)} {svg.number(height)}"
    opened = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="{box}" '
        f'aria-labelledby="{identity}-t {identity}-d" '
        f'font-family="{svg.FONT}" font-size="{svg.number(SIZE)}">'
        f'<title id="{identity}-t">{escape(title)}</title>'
        f'<desc id="{identity}-d">{escape(alt)}</desc>'
    )
    return SafeString(opened + "".join(parts) + "</svg>")


def nice_ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round values that cover ``low`` to ``high``, about ``count`` of them."""
    span = high - low if high - low > 1e-6 else max(abs(high), 1.0)
    raw = span / count
    magnitude = 10.0 ** math.floor(math.log10(raw))
    step = next(size * magnitude for size in (1, 2, 2.5, 5, 10) if raw <= size * magnitude * 1.0001)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]


@dataclass(frozen=True)
class Axis:
    """A value axis between two pixel positions."""

    ticks: list[float]
    start: float
    end: float

    def __call__(self, value: Value) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.start + (float(value) - low) / ((high - low) or 1) * (self.end - self.start)


def horizontal_rules(axis: Axis, unit: Unit, left: float, right: float) -> str:
    """Grid lines across the plot with the axis values at their left; zero is drawn firmly."""
    parts = []
    for tick in axis.ticks:
        y = axis(tick)
        firm = {"stroke": svg.MUTED} if tick == 0 else {}
        parts.append(svg.line(left, y, right, y, **firm))
        parts.append(svg.text(unit.short(_exact(tick)), left - 8, y + 4, text_anchor="end", fill=svg.MUTED))
    return "".join(parts)


def _exact(tick: float) -> Value:
    return int(tick) if float(tick).is_integer() else tick


def left_margin(axis_ticks: Sequence[float], unit: Unit) -> float:
    return max(svg.width_of(unit.short(_exact(tick)), SIZE) for tick in axis_ticks) + 14


def legend(identity: str, labels: Sequence[str], y: float) -> str:
    """A row of patterned swatches with their names."""
    parts, x = [], 0.0
    for index, label in enumerate(labels):
        parts.append(svg.swatch(identity, index, x, y - 11, 14, 14))
        parts.append(svg.text(label, x + 20, y))
        x += 20 + svg.width_of(label, SIZE) + 22
    return "".join(parts)


def patterns(identity: str, count: int) -> str:
    return svg.element("defs", *(svg.pattern(f"{identity}-p{index}", index) for index in range(count)))


def wrapped(words: str, room: float, size: float = SIZE) -> list[str]:
    """``words`` on at most two lines of ``room`` pixels; what does not fit ends in an ellipsis."""
    lines: list[str] = [""]
    for word in words.split():
        joined = f"{lines[-1]} {word}".strip()
        if svg.width_of(joined, size) <= room or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    if len(lines) > 2:
        lines = [lines[0], f"{lines[1]}…"]
    longest = max(int(room / (size * svg.CHARACTER)), 2)
    return [line if len(line) <= longest + 1 else f"{line[: longest - 1]}…" for line in lines]
