"""Care history by month: counts at month ends and, where known, each child's place in each month."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np

from core.errors import DomainError
from sufficiency.forecast.cells import CELLS, cell_number
from sufficiency.forecast.child_months import ChildMonths, read_spells
from sufficiency.forecast.spells import Spells


class ForecastError(DomainError):
    """There is not enough, or not such, history to forecast from; the message says what is missing."""


@dataclass(frozen=True)
class MonthlyHistory:
    """Children in care at the end of each month.

    ``months`` holds the last day of each month, without gaps. ``known`` is areas x months x ``CELLS``, NaN
    where a count is not known. ``children`` is None where only counts are known. ``notes`` says what was odd
    in the source.
    """

    months: list[date]
    known: np.ndarray
    areas: tuple[str, ...] = ("",)
    children: ChildMonths | None = None
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        numbers = [month_number(month) for month in self.months]
        if any(after != before + 1 for before, after in pairwise(numbers)):
            raise ForecastError(
                "The months of a history follow one another; give an unknown month as unknown."
            )
        if self.known.shape != (len(self.areas), len(self.months), len(CELLS)):
            raise ForecastError("A history has one count for each council, month, placement and age.")
        if (self.known < 0).any():
            raise ForecastError("A history has a count below zero.")

    def counts(self) -> np.ndarray:
        """Months by ``CELLS`` of all areas together, NaN where unknown."""
        return self.known.sum(axis=0)

    def held(self) -> np.ndarray:
        """Areas by months: whether the counts are known."""
        return ~np.isnan(self.known).any(axis=2)

    def ending_unknown(self) -> list[str]:
        """The areas whose counts of the last month are not known."""
        ends = ~np.isnan(self.known[:, -1:]).any(axis=(1, 2))
        return [name for name, known in zip(self.areas, ends, strict=True) if not known]

    def without(self, areas: Sequence[str]) -> "MonthlyHistory":
        """The same of the other areas alone."""
        kept = [number for number, name in enumerate(self.areas) if name not in areas]
        children = self.children
        if children is not None:
            place = np.full(len(self.areas), -1, dtype=children.area.dtype)
            place[kept] = np.arange(len(kept))
            children = children.take(np.isin(children.area, kept))
            children = replace(children, area=place[children.area])
        names = tuple(self.areas[number] for number in kept)
        return replace(self, known=self.known[kept], areas=names, children=children)

    def until(self, length: int) -> "MonthlyHistory":
        """The first ``length`` months as they were known then."""
        children = self.children.take(self.children.month < length) if self.children else None
        return MonthlyHistory(self.months[:length], self.known[:, :length], self.areas, children, self.notes)

    def points(self) -> list[dict[str, Any]]:
        """Counts of all areas together by month and cell, ready for JSON; None where unknown."""
        return [
            {
                "month": month.isoformat(),
                "category": cell.placement_type.category.value,
                "placement_type": cell.placement_type.value,
                "age_band": cell.age_band.value,
                "count": None if np.isnan(count) else int(count),
            }
            for month, row in zip(self.months, self.counts(), strict=True)
            for cell, count in zip(CELLS, row, strict=True)
        ]


def month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def month_end(number: int) -> date:
    """Last day of the month with this number (year x 12 + month - 1)."""
    year, month = divmod(number, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def months_after(last: date, count: int) -> list[date]:
    """The last days of the ``count`` months after the month of ``last``."""
    return [month_end(month_number(last) + n) for n in range(1, count + 1)]


def build_history(spells: Spells, first_month: date, last_month: date) -> MonthlyHistory:
    """Count placements at each month end from ``first_month`` to ``last_month``, any day of each.

    Give every placement of these children, also those that began or ended before: how long a child has been
    in care counts. A child in two placements on one day is counted once. Children leave at 18.
    """
    first, length = month_number(first_month), month_number(last_month) - month_number(first_month) + 1
    if length < 1:
        raise ForecastError("The last month of a history is not before its first.")
    children, notes = read_spells(spells, first, length)
    areas = len(spells.areas)
    place = children.area.astype(np.int64) * length + children.month
    place = place * len(CELLS) + cell_number(children.kind, children.age)
    size = areas * length * len(CELLS)
    counts = np.bincount(place, minlength=size).reshape(areas, length, len(CELLS)).astype(float)
    if spells.held is not None and spells.held_from is not None:
        missing = ~_held(spells, first, length)
        counts[missing] = np.nan
        gone = [name for name, months in zip(spells.areas, missing, strict=True) if months.any()]
        if gone:
            which = ", ".join(name for name in gone if name) or "this council"
            notes.append(f"There is no return for some months of {which}; they are not counted.")
    months = [month_end(first + n) for n in range(length)]
    return MonthlyHistory(months, counts, spells.areas, children, notes)


def _held(spells: Spells, first: int, length: int) -> np.ndarray:
    assert spells.held is not None and spells.held_from is not None
    begins = spells.held_from.astype("datetime64[M]").astype(np.int64) + 1970 * 12
    known = np.zeros((len(spells.areas), length), dtype=bool)
    at = np.arange(first, first + length) - begins
    inside = (at >= 0) & (at < spells.held.shape[1])
    known[:, inside] = spells.held[:, at[inside]]
    return known
