"""What simulated futures cost: children by kind and month, times prices that are not certain either."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from sufficiency.forecast.cells import CATEGORIES, Category
from sufficiency.planning.changes import (
    Change,
    HomeCloses,
    InHouseFostering,
    NewBlock,
    PriceGrowth,
)

MONTHS_PER_YEAR = 12


@dataclass(frozen=True)
class Price:
    """Pounds a child a week in one kind of care, how uncertain that mean is, and the placements behind it."""

    mean: float
    standard_error: float
    placements: int


Prices = Mapping[Category, Price]


def weeks_of(months: Sequence[date]) -> np.ndarray:
    """Weeks in each month, by its last day."""
    return np.array([month.day for month in months]) / 7


def cost_paths(
    counts: np.ndarray, months: Sequence[date], prices: Prices, changes: Sequence[Change], *, seed: int
) -> np.ndarray:
    """Pounds, paths x months. ``counts`` is paths x months x ``CATEGORIES``.

    The same seed draws the same prices, so two scenarios differ by their changes alone. A kind without
    a price costs nothing here: the caller says which those are.
    """
    rng = np.random.default_rng(seed)
    z = rng.standard_normal((len(counts), len(CATEGORIES)))
    weeks = weeks_of(months)
    weekly = np.zeros(counts.shape[:2])
    rates: dict[Category, np.ndarray] = {}
    for place, category in enumerate(CATEGORIES):
        price = prices.get(category)
        if price is None:
            continue
        drawn = np.maximum(price.mean + price.standard_error * z[:, place], 0.0)[:, None]
        rates[category] = drawn * _growth(changes, category, len(months))
        weekly += counts[:, :, place] * rates[category]
    for change in changes:
        weekly += _change_in_weekly(change, changes, counts, rates)
    return weekly * weeks + _running(changes, len(months))


def by_year(costs: np.ndarray) -> np.ndarray:
    """Paths x years of the plan, the last of which may be part of one."""
    starts = range(0, costs.shape[1], MONTHS_PER_YEAR)
    return np.stack([costs[:, start : start + MONTHS_PER_YEAR].sum(axis=1) for start in starts], axis=1)


def _growth(changes: Sequence[Change], category: Category, months: int) -> np.ndarray:
    growth = np.ones(months)
    for change in changes:
        if isinstance(change, PriceGrowth):
            growth *= [change.factor(category, month) for month in range(1, months + 1)]
    return growth


def _running(changes: Sequence[Change], months: int) -> np.ndarray:
    """What running the changes costs each month."""
    ahead = np.arange(1, months + 1)
    each = [change.yearly_cost / MONTHS_PER_YEAR * (ahead >= change.from_month) for change in changes]
    return np.sum(each, axis=0) if each else np.zeros(months)


def _change_in_weekly(
    change: Change, changes: Sequence[Change], counts: np.ndarray, rates: Mapping[Category, np.ndarray]
) -> np.ndarray:
    """Pounds a week more (or, below nought, less) because of one change of place or price."""
    months = np.arange(1, counts.shape[1] + 1)
    if isinstance(change, InHouseFostering):
        fostered = counts[:, :, CATEGORIES.index(Category.FOSTERING)]
        places = np.minimum([change.places(int(month)) for month in months], fostered)
        grown = change.agency_weekly * _growth(changes, Category.FOSTERING, len(months))
        return places * (change.in_house_weekly - grown)
    if isinstance(change, NewBlock):
        category = Category(change.category)
        open_beds = np.array([change.open_beds(int(month)) for month in months])
        children = counts[:, :, CATEGORIES.index(category)]
        used = np.minimum(open_beds * change.occupancy_percent / 100, children)
        guaranteed = change.guaranteed_percent / 100
        paid = change.weekly_price * (guaranteed * open_beds + (1 - guaranteed) * used)
        return paid - used * rates.get(category, np.zeros(1))
    if isinstance(change, HomeCloses):
        children = counts[:, :, CATEGORIES.index(Category(change.category))]
        moved = np.minimum(change.our_children, children) * (months >= change.from_month)
        return moved * change.weekly_more * _growth(changes, Category(change.category), len(months))
    return np.zeros(counts.shape[:2])
