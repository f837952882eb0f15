"""A forecast as it is kept and shown: every path, so that the band of any sum is the sum's own."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from sufficiency.forecast.cells import AGE_BANDS, CATEGORIES, AgeBand, Category, columns
from sufficiency.forecast.grading import Grade

QUANTILES = {"p2_5": 0.025, "p10": 0.1, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p90": 0.9, "p97_5": 0.975}


@dataclass(frozen=True)
class Fan:
    """Month by month.

    The mean, and whole-number quantiles by name (``p10`` and ``p90`` bound the 80% band).
    """

    mean: np.ndarray
    quantiles: dict[str, np.ndarray]

    def band(self, percent: int) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper bound of the 50, 80 or 95% band."""
        low, high = {50: ("p25", "p75"), 80: ("p10", "p90"), 95: ("p2_5", "p97_5")}[percent]
        return self.quantiles[low], self.quantiles[high]


@dataclass(frozen=True)
class Forecast:
    """``paths`` is paths x months x ``CELLS``, whole numbers. ``months`` holds month ends.

    ``method`` is what made it, ``grade`` how that did on the past, ``notes`` what it could not know.
    ``input_hash`` is the same for the same history and settings, and then so is every number.
    """

    months: list[date]
    paths: np.ndarray
    method: str
    grade: Grade
    seed: int
    input_hash: str
    notes: list[str] = field(default_factory=list)

    def fan(self, category: Category | None = None, age_band: AgeBand | None = None) -> Fan:
        """Of the sum over a category, an age band, one cell or (with neither) all children."""
        sums = self.paths[:, :, columns(category, age_band)].sum(axis=2)
        values = np.quantile(sums, list(QUANTILES.values()), axis=0, method="inverted_cdf")
        return Fan(sums.mean(axis=0), dict(zip(QUANTILES, values.astype(int), strict=True)))

    def by_category(self) -> np.ndarray:
        """Paths x months x ``CATEGORIES``: every age together."""
        return self.paths.reshape(*self.paths.shape[:2], len(CATEGORIES), len(AGE_BANDS)).sum(axis=3)

    def points(self) -> list[dict[str, Any]]:
        """Every cell, category, age band and the total by month, ready for JSON; "all" marks a sum."""
        return [
            {
                "month": month.isoformat(),
                "category": category or "all",
                "age_band": age_band or "all",
                "mean": round(float(fan.mean[n]), 2),
                **{name: int(values[n]) for name, values in fan.quantiles.items()},
            }
            for category in (None, *CATEGORIES)
            for age_band in (None, *AGE_BANDS)
            for fan in [self.fan(category, age_band)]
            for n, month in enumerate(self.months)
        ]
