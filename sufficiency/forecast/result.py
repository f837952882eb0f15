"""A forecast as it is kept and shown: every path, so that the band of any sum is the sum's own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from sufficiency.forecast.cells import (
    AGE_BANDS,
    CATEGORIES,
    PLACEMENT_TYPES,
    AgeBand,
    Category,
    PlacementType,
    columns,
)
from sufficiency.forecast.grading import Grade

ALL = "all"
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
class Flow:
    """Children who entered and left by each month end; whole numbers where recorded, means ahead."""

    months: list[date]
    entered: np.ndarray
    left: np.ndarray

    def points(self) -> list[dict[str, Any]]:
        return [
            {"month": month.isoformat(), "entered": round(float(came), 2), "left": round(float(went), 2)}
            for month, came, went in zip(self.months, self.entered, self.left, strict=True)
        ]


@dataclass(frozen=True)
class Forecast:
    """``paths`` is paths x months x ``CELLS``, whole numbers. ``months`` holds month ends.

    ``method`` is what made it, ``grade`` how that did on the past, ``notes`` what it could not know.
    ``input_hash`` is the same for the same history and settings, and then so is every number. ``flow`` is
    what it expects to enter and leave, None where the method does not tell.
    """

    months: list[date]
    paths: np.ndarray
    method: str
    grade: Grade
    seed: int
    input_hash: str
    notes: list[str] = field(default_factory=list)
    flow: Flow | None = None

    def fan(
        self,
        category: Category | None = None,
        age_band: AgeBand | None = None,
        placement_type: PlacementType | None = None,
    ) -> Fan:
        """Of the sum over what is named, one cell or (with nothing named) all children."""
        return fan(self.paths, columns(category, age_band, placement_type))

    def by_category(self) -> np.ndarray:
        """Paths x months x ``CATEGORIES``, every age together."""
        return np.stack([self.paths[:, :, columns(category)].sum(axis=2) for category in CATEGORIES], axis=2)

    def points(self) -> list[dict[str, Any]]:
        """Every sum of ``sums`` by month, ready for JSON; "all" marks a sum."""
        return [
            {
                "month": month.isoformat(),
                "category": category or ALL,
                "placement_type": kind or ALL,
                "age_band": band or ALL,
                "mean": round(float(found.mean[n]), 2),
                **{name: int(values[n]) for name, values in found.quantiles.items()},
            }
            for category, kind, band in (*sums(), *((None, None, band) for band in AGE_BANDS))
            for found in [self.fan(category, band, kind)]
            for n, month in enumerate(self.months)
        ]


def sums() -> Iterator[tuple[Category | None, PlacementType | None, AgeBand | None]]:
    """What has a band of its own: the total, categories, types, and categories by age."""
    yield None, None, None
    for category in CATEGORIES:
        yield category, None, None
    for kind in PLACEMENT_TYPES:
        yield kind.category, kind, None
    for category in CATEGORIES:
        for band in AGE_BANDS:
            yield category, None, band


def fan(paths: np.ndarray, places: list[int]) -> Fan:
    """Mean and quantiles of the sum over some ``CELLS``."""
    summed = np.ascontiguousarray(paths[:, :, places].sum(axis=2, dtype=np.int32).T)
    mean = summed.mean(axis=1)
    summed.sort(axis=1)
    return Fan(mean, {name: _quantile(summed, share) for name, share in QUANTILES.items()})


def _quantile(ordered: np.ndarray, share: float) -> np.ndarray:
    """Of counts, in order along the last axis: the one that leaves nearest to ``share`` beyond it.

    A band of counts cannot hold just 80%; always taking the wider one would hold far more where they are few.
    """
    size = ordered.shape[1]
    upper = share >= 0.5
    rank = max(int(np.ceil(share * size)) - 1, 0) if upper else min(int(share * size), size - 1)
    value = ordered[:, rank][:, None]
    if share == 0.5:
        return value[:, 0]
    before, until = (ordered < value).sum(axis=1), (ordered <= value).sum(axis=1)
    rows = np.arange(len(ordered))
    if upper:
        nearer = (before > 0) & (share * size - before < until - share * size)
        other = ordered[rows, np.maximum(before - 1, 0)]
    else:
        nearer = (until < size) & (until - share * size < share * size - before)
        other = ordered[rows, np.minimum(until, size - 1)]
    return np.where(nearer, other, value[:, 0])
