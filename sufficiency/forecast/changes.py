"""Changes to rates: what a scenario asks of the engine, never a change to a total."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from sufficiency.forecast.cells import AGE_BANDS, CATEGORIES, AgeBand, Category


class Rate(StrEnum):
    ENTRIES = "entries"
    LEAVING = "leaving"
    MOVES = "moves"


@dataclass(frozen=True)
class RateChange:
    """One change to a monthly rate, from a month ahead on (1 is the first month forecast).

    ``factor`` multiplies entries or the chance of leaving once the change is fully in; ``extra`` is added to
    the monthly chance of moving from ``category`` to ``to``. Without a category every kind is meant, without
    age bands every age. It comes in evenly over ``ramp_months`` and ends after ``until_month``.
    """

    rate: Rate
    factor: float = 1.0
    extra: float = 0.0
    category: Category | None = None
    to: Category | None = None
    age_bands: tuple[AgeBand, ...] = ()
    from_month: int = 1
    ramp_months: int = 0
    until_month: int | None = None

    def share(self, month: int) -> float:
        """How far in the change is at a month ahead, 0 to 1."""
        if month < self.from_month or (self.until_month is not None and month > self.until_month):
            return 0.0
        return min(1.0, (month - self.from_month + 1) / (self.ramp_months + 1))

    def cells(self) -> tuple[list[int], list[int]]:
        """Places in ``CATEGORIES`` and in ``AGE_BANDS`` that it speaks of."""
        kinds = range(len(CATEGORIES)) if self.category is None else [CATEGORIES.index(self.category)]
        bands = [AGE_BANDS.index(band) for band in self.age_bands or AGE_BANDS]
        return list(kinds), bands


def factors(changes: Sequence[RateChange], rate: Rate, month: int) -> np.ndarray:
    """What a rate is multiplied by in one month, ``CATEGORIES`` x ``AGE_BANDS``; ones without a change."""
    table = np.ones((len(CATEGORIES), len(AGE_BANDS)))
    for change in changes:
        if change.rate is rate:
            table[np.ix_(*change.cells())] *= 1 + (change.factor - 1) * change.share(month)
    return table


def extra_moves(changes: Sequence[RateChange], month: int) -> dict[int, np.ndarray]:
    """Chances added to moving, by place of the destination: each ``CATEGORIES`` x ``AGE_BANDS``."""
    tables: dict[int, np.ndarray] = {}
    for change in changes:
        if change.rate is Rate.MOVES and change.to is not None and change.share(month):
            to = CATEGORIES.index(change.to)
            table = tables.setdefault(to, np.zeros((len(CATEGORIES), len(AGE_BANDS))))
            table[np.ix_(*change.cells())] += change.extra * change.share(month)
            table[to] = 0
    return tables
