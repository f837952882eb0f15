"""Occupancy through time: a strip of cells for each home or contract, filled as far as it was full."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core import formats
from core.charts import svg
from core.charts.frame import SIZE, WIDTH, Chart, ChartTable, drawing, identity_of, wrapped
from core.tables import Heading

ROW = 40.0


@dataclass(frozen=True)
class Strip:
    """A home's share of beds in use each month, 0 to 1; None before it opened or after it closed."""

    label: str
    shares: Sequence[Decimal | None]


def occupancy_strips(*, title: str, months: Sequence[date], strips: Sequence[Strip]) -> Chart:
    """Each cell fills from its foot, so that fullness is read by height as well as shade."""
    if not months or not strips:
        raise ValueError("An occupancy chart needs at least one month and one strip.")
    if any(len(strip.shares) != len(months) for strip in strips):
        raise ValueError("Every strip needs one share a month.")
    identity = identity_of("strips", title, months, strips)
    left = min(max(svg.width_of(strip.label, SIZE) for strip in strips) + 12, 200)
    cell = (WIDTH - left - 52) / len(months)
    parts = [svg.text("Mean", WIDTH, 14, text_anchor="end", fill=svg.MUTED), _months(months, left, cell)]
    for index, strip in enumerate(strips):
        top = 24 + ROW * index
        lines = wrapped(strip.label, left - 12)
        for row, words in enumerate(lines):
            y = top + 20 + (row - (len(lines) - 1) / 2) * 15
            parts.append(svg.text(words, left - 10, y, text_anchor="end"))
        parts += [_cell(share, left + cell * at, top, cell) for at, share in enumerate(strip.shares)]
        parts.append(svg.text(_mean(strip), WIDTH, top + 20, text_anchor="end", font_weight=600))
    alt = f"{title}, {formats.month(months[0])} to {formats.month(months[-1])}. " + " ".join(
        f"{strip.label}: mean {_mean(strip)}." for strip in strips
    )
    table = ChartTable(
        [Heading("Month"), *(Heading(strip.label, numeric=True) for strip in strips)],
        [
            [formats.month(month), *(_percent(strip.shares[at]) for strip in strips)]
            for at, month in enumerate(months)
        ],
    )
    return Chart(drawing(identity, title, alt, 24 + ROW * len(strips), *parts), table, alt)


def _cell(share: Decimal | None, x: float, top: float, width: float) -> str:
    height, gap = ROW - 8, 1.5
    box = (x + gap / 2, top, width - gap, height)
    if share is None:
        return svg.line(x + 3, top + height / 2, x + width - 3, top + height / 2, stroke=svg.MUTED)
    filled = height * min(float(share), 1.0)
    empty = svg.rect(*box, fill=svg.MIST, stroke=svg.RULE)
    return empty + svg.rect(x + gap / 2, top + height - filled, width - gap, filled, fill=svg.TEAL)


def _months(months: Sequence[date], left: float, cell: float) -> str:
    every = next((step for step in (1, 3, 6, 12) if cell * step >= 60), 12)
    return "".join(
        svg.text(f"{month:%b %Y}", left + cell * at, 14, fill=svg.MUTED)
        for at, month in enumerate(months)
        if at % every == 0 and left + cell * at + 58 < WIDTH - 50
    )


def _mean(strip: Strip) -> str:
    known = [share for share in strip.shares if share is not None]
    return _percent(sum(known, Decimal(0)) / len(known)) if known else ""


def _percent(share: Decimal | None) -> str:
    return "" if share is None else f"{share * 100:.0f}%"
