"""How far forecasts lie from what then happened to made-up children, beside repeating the last value."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from sufficiency.forecast.cells import AGE_BANDS, CATEGORIES, Category, columns
from sufficiency.forecast.result import fan

GROUPS = {
    "total": [columns()],
    "residential": [columns(Category.RESIDENTIAL)],
    "cells": [columns(category, band) for category in CATEGORIES for band in AGE_BANDS],
}


@dataclass(frozen=True)
class Measured:
    """Per cent of children (error summed over months and the group, over what came), mean over councils.

    ``covered`` is the per cent of outcomes inside the 80% band.
    """

    error: float
    last_value: float
    covered: float

    def as_json(self) -> dict[str, float]:
        return {name: round(value, 2) for name, value in vars(self).items()} | {
            "below_last_value": round(100 * (1 - self.error / self.last_value), 1)
        }


def measure(outcomes: Iterable[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> dict[str, Measured]:
    """By group, from paths (paths x months x ``CELLS``), last counts and what came, council by council."""
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in GROUPS}
    for paths, last, came in outcomes:
        for name, cells in GROUPS.items():
            found[name].append(_one(_sums(paths, cells), _sums(last, cells), _sums(came, cells)))
    return {name: Measured(*np.mean(each, axis=0)) for name, each in found.items()}


def _sums(counts: np.ndarray, cells: Sequence[list[int]]) -> np.ndarray:
    return np.stack([counts[..., places].sum(axis=-1) for places in cells], axis=-1)


def _one(paths: np.ndarray, last: np.ndarray, came: np.ndarray) -> tuple[float, float, float]:
    low, high = (
        np.stack([fan(paths, [n]).quantiles[name] for n in range(paths.shape[2])], axis=-1)
        for name in ("p10", "p90")
    )
    whole = came.sum() / 100
    error = np.abs(paths.mean(axis=0) - came).sum() / whole
    inside = (low <= came) & (came <= high)
    # A cell that is empty throughout is no test of a band.
    tested = (came > 0).any(axis=0) | (high > 0).any(axis=0)
    return error, np.abs(last - came).sum() / whole, 100 * inside[:, tested].mean()
