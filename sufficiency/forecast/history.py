"""Care history by month.

Counts at month ends and, where spells are known, each child's place in each month.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np

from core.errors import DomainError
from sufficiency.forecast.cells import CELLS, Cell, cell_number
from sufficiency.forecast.child_months import ChildMonths, Spell, month_end, month_number, read_spells


class ForecastError(DomainError):
    """There is not enough, or not such, history to forecast from; the message says what is missing."""


@dataclass(frozen=True)
class MonthlyHistory:
    """Children in care at the end of each month. A count that is not known is NaN.

    ``months`` holds the last day of each month, without gaps; a cell without a series holds nobody.
    ``children`` is None where only counts are known. ``notes`` says what was odd in the source.
    """

    months: list[date]
    series: dict[Cell, np.ndarray]
    children: ChildMonths | None = None
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        numbers = [month_number(month) for month in self.months]
        if any(after != before + 1 for before, after in pairwise(numbers)):
            raise ForecastError(
                "The months of a history follow one another; give an unknown month as unknown."
            )
        for cell, counts in self.series.items():
            if len(counts) != len(self.months):
                raise ForecastError(
                    f"{cell.category} {cell.age_band} does not have one count for each month."
                )
            if (np.asarray(counts) < 0).any():
                raise ForecastError(f"{cell.category} {cell.age_band} has a count below zero.")

    def counts(self) -> np.ndarray:
        """Months by ``CELLS``, NaN where unknown."""
        nobody = np.zeros(len(self.months))
        return np.stack([np.asarray(self.series.get(cell, nobody), dtype=float) for cell in CELLS], axis=1)

    def until(self, length: int) -> "MonthlyHistory":
        """The first ``length`` months as they were known then."""
        children = self.children.take(self.children.month < length) if self.children else None
        series = {cell: counts[:length] for cell, counts in self.series.items()}
        return MonthlyHistory(self.months[:length], series, children, self.notes)

    def points(self) -> list[dict[str, Any]]:
        """Counts by month and cell, ready for JSON; None where unknown."""
        return [
            {
                "month": month.isoformat(),
                "category": cell.category.value,
                "age_band": cell.age_band.value,
                "count": None if np.isnan(count) else int(count),
            }
            for month, row in zip(self.months, self.counts(), strict=True)
            for cell, count in zip(CELLS, row, strict=True)
        ]


def build_history(spells: Iterable[Spell], first_month: date, last_month: date) -> MonthlyHistory:
    """Count spells at each month end from ``first_month`` to ``last_month``, any day of each.

    Give every spell of these children, also those that began or ended before: how long a child has been
    in care counts. A child in two spells on one day is counted once. Children leave at 18.
    """
    first, length = month_number(first_month), month_number(last_month) - month_number(first_month) + 1
    if length < 1:
        raise ForecastError("The last month of a history is not before its first.")
    children, notes = read_spells(spells, first, length)
    places = children.month * len(CELLS) + cell_number(children.category, children.age)
    counts = np.bincount(places, minlength=length * len(CELLS)).reshape(length, len(CELLS)).astype(float)
    return MonthlyHistory(
        months=[month_end(first + n) for n in range(length)],
        series={cell: counts[:, n] for n, cell in enumerate(CELLS)},
        children=children,
        notes=notes,
    )


def months_after(last: date, count: int) -> list[date]:
    """The last days of the ``count`` months after the month of ``last``."""
    return [month_end(month_number(last) + n) for n in range(1, count + 1)]
