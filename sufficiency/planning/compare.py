"""What simulated futures come to: children by month and pounds by year, beside the futures as things are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from sufficiency.forecast.cells import CATEGORIES, Category
from sufficiency.planning.changes import Change
from sufficiency.planning.costs import Prices, by_year, cost_paths


@dataclass(frozen=True)
class Spread:
    """Mean and 80% range."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Outcome:
    """``paths`` is pounds by path and month; ``children`` by kind (None: all) spreads at each month end.

    ``difference`` is cost less that of the futures as things are, path by path: the same draws with and
    without the changes. None where it is itself what others are compared with.
    """

    name: str
    reference: str
    months: list[date]
    children: dict[Category | None, list[Spread]]
    paths: np.ndarray
    cost: Spread
    cost_by_year: list[Spread]
    difference: Spread | None
    chance_cheaper: float | None


def outcome_of(
    *,
    name: str,
    reference: str,
    counts: np.ndarray,
    months: Sequence[date],
    prices: Prices,
    changes: Sequence[Change],
    seed: int,
    base: Outcome | None,
) -> Outcome:
    """``counts`` is paths x months x ``CATEGORIES``."""
    paths = cost_paths(counts, months, prices, changes, seed=seed)
    less = None if base is None else paths.sum(axis=1) - base.paths.sum(axis=1)
    return Outcome(
        name=name,
        reference=reference,
        months=list(months),
        children={
            kind: _by_month(counts.sum(axis=2) if kind is None else counts[:, :, CATEGORIES.index(kind)])
            for kind in (None, *CATEGORIES)
        },
        paths=paths,
        cost=spread(paths.sum(axis=1)),
        cost_by_year=[spread(year) for year in by_year(paths).T],
        difference=None if less is None else spread(less),
        chance_cheaper=None if less is None else float((less < 0).mean()),
    )


def spread(values: np.ndarray) -> Spread:
    low, high = np.quantile(values, (0.1, 0.9))
    return Spread(float(values.mean()), float(low), float(high))


def _by_month(counts: np.ndarray) -> list[Spread]:
    low, high = np.quantile(counts, (0.1, 0.9), axis=0, method="inverted_cdf")
    return [
        Spread(float(m), float(lo), float(hi))
        for m, lo, hi in zip(counts.mean(axis=0), low, high, strict=True)
    ]
