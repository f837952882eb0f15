"""The picture of a ceiling: what was approved, contracted and spent, and where today's rate leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate

from contracts.headroom import spent_by
from contracts.models import ApprovedCeiling
from core.charts import POUNDS, Chart, Level, Line, Mark, line_chart
from core.periods import add_months, month_of

# A ceiling without an end is drawn this far on.
MONTHS_ON = 24
MOST_MONTHS = 132


@dataclass(frozen=True)
class Course:
    """Cumulative pounds by month; None where a line has nothing to say. What is contracted stays so."""

    months: list[date]
    contracted: list[Decimal | None]
    spent: list[Decimal | None]
    forecast: list[Decimal | None]


def course_of(
    ceiling: ApprovedCeiling,
    *,
    contracted: Mapping[date, Decimal],
    spent: Mapping[date, Decimal],
    annual: Decimal,
    yearly_rise: Decimal,
    on: date,
) -> Course:
    """``contracted`` and ``spent`` are pounds by first of the month."""
    this_month = month_of(on).start
    first = min([month_of(ceiling.starts_on).start, *contracted, *spent])
    last = month_of(ceiling.ends_on).start if ceiling.ends_on else add_months(this_month, MONTHS_ON)
    months = [first]
    while months[-1] < max(last, add_months(this_month, 1)) and len(months) < MOST_MONTHS:
        months.append(add_months(months[-1], 1))
    drawn_to, spent_to = _cumulative(contracted, months), _cumulative(spent, months)
    now = spent_to[-1]
    forecast = [
        None
        if month < this_month
        else spent_by(max(month, on), spent=now, annual=annual, yearly_rise=yearly_rise, since=on)
        for month in months
    ]
    so_far = [value if month <= on else None for month, value in zip(months, spent_to, strict=True)]
    return Course(months, [*drawn_to], so_far, forecast)


def _cumulative(by_month: Mapping[date, Decimal], months: list[date]) -> list[Decimal]:
    return list(accumulate(by_month.get(month, Decimal(0)) for month in months))


def ceiling_chart(ceiling: ApprovedCeiling, course: Course, *, on: date) -> Chart:
    return line_chart(
        title=f"Ceiling {ceiling.reference}",
        months=course.months,
        lines=[
            Line("Spent", course.spent),
            Line("At today’s rate", course.forecast),
            Line("Contracted", course.contracted),
        ],
        levels=[Level(ceiling.amount, "Approved")],
        marks=[Mark(on, "Today")],
        unit=POUNDS,
    )
